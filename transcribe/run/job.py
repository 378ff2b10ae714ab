"""One recording on its way through the stages."""

from __future__ import annotations

from dataclasses import dataclass, field
from os.path import splitext
from pathlib import Path
from typing import Any

from transcribe.config import Settings
from transcribe.core.codec import from_json
from transcribe.core.edits import Edit
from transcribe.core.guide import Guide
from transcribe.core.recording import DecodedFacts, Identifiers, Recording
from transcribe.core.time import Interval
from transcribe.core.transcript import Transcript
from transcribe.run.grouping import TRANSCRIPT_SUFFIXES
from transcribe.run.store import Artefact

AUDIO, READY, BOTH = "audio", "ready", "both"
"""What there is of a recording: sound, a ready-made transcript, or the one beside the other."""


TURNS = ("attribute", "link", "revise")
"""Stages that give turns, each those of the one before with more settled: the last one counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SureVoices:
    """Another recording whose interviewers are sure, and where their voices are to be heard.

    Attributes
    ----------
    decode, attribute
        Its artefacts that are current.
    voices
        One entry an interviewer.
    """

    recording: str
    decode: Artefact
    attribute: Artefact
    voices: tuple[tuple[Interval, ...], ...]


@dataclass(slots=True, kw_only=True)
class Job:
    """The only mutable thing of a run, owned by the executor.

    Attributes
    ----------
    source
        SHA-256 of the recording's file.
    words_source
        SHA-256 of the ready-made transcript beside it, or None.
    names
        Identifiers of all sidecars of the study, merged.
    audio_gone
        Its audio was deleted on purpose: what was made of it stands.
    edits
        What a person changed in the turns.
    heard
        Recordings whose voices are compared with this one's; empty where none are.
    artefacts
        Stage to the artefact that is current for it.
    """

    recording: Recording
    settings: Settings
    source: str
    words_source: str | None = None
    guide: Guide | None = None
    names: Identifiers = field(default_factory=Identifiers)
    edits: tuple[Edit, ...] = field(default=(), repr=False)
    audio_gone: bool = False
    heard: tuple[SureVoices, ...] = ()
    artefacts: dict[str, Artefact] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """One of `AUDIO`, `READY`, `BOTH`."""
        if self.recording.words_path:
            return BOTH
        ready = splitext(self.recording.path)[1].lower() in TRANSCRIPT_SUFFIXES
        return READY if ready else AUDIO

    @property
    def stages(self) -> tuple[str, ...]:
        """Names of the stages it goes through.

        Without a guide there is nothing to align, without edits nothing to revise, and only
        doubtful roles are looked for in other recordings.
        """
        spoken = {
            AUDIO: ("decode", "asr", "diarize"),
            READY: ("read",),
            BOTH: ("decode", "asr", "read"),
        }[self.kind]
        aligned = ("align",) if self.guide is not None else ()
        linked = ("link",) if self.heard or "link" in self.artefacts else ()
        revised = ("revise",) if self.edits else ()
        return (*spoken, "attribute", *linked, *revised, *aligned, "hold", "detect")

    @property
    def words_path(self) -> Path:
        """The ready-made transcript, of a job that has one."""
        return Path(self.recording.words_path or self.recording.path)

    def digest_of(self, stage: str) -> str:
        """Digest of a finished stage's output."""
        return str(self.artefacts[stage].provenance["output_digest"])

    def value(self, stage: str, kind: type[Any]) -> Any:
        """Output of a finished stage."""
        return from_json(kind, self.artefacts[stage].output)

    @property
    def transcript(self) -> Transcript:
        """The turns as the later stages read them: with a person's edits, if there are any."""
        return self.turns()

    def turns(self, *, before: str | None = None) -> Transcript:
        """The last turns, or those that a stage which gives turns reads."""
        earlier = TURNS if before is None else TURNS[: TURNS.index(before)]
        last = [name for name in earlier if name in self.stages][-1]
        found: Transcript = self.value(last, Transcript)
        return found

    @property
    def facts(self) -> DecodedFacts:
        """What decode said."""
        found: DecodedFacts = self.value("decode", DecodedFacts)
        return found

    @property
    def duration(self) -> float:
        """Seconds of sound; 0 without."""
        return self.facts.duration if "decode" in self.artefacts else 0.0

    @property
    def expected_language(self) -> str | None:
        """Language from the sidecar, or the study's only one."""
        if self.recording.interview.language:
            return self.recording.interview.language
        languages: tuple[str, ...] = self.settings["languages"]
        return languages[0] if len(languages) == 1 else None

    @property
    def language(self) -> str:
        """Language of the words: heard or read, else as expected."""
        if "attribute" in self.artefacts:
            made = self.artefacts["attribute"]
            return str(made.provenance.get("facts", {}).get("language") or made.output["language"])
        return self.expected_language or "en"
