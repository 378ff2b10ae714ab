"""Builders of small studies: transcripts, entities, and a folder of results without any audio."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from transcribe.backends.pii.listed import listed
from transcribe.core.asr import Word
from transcribe.core.codec import to_json
from transcribe.core.pii import EntitySet
from transcribe.core.recording import Consent, Identifiers, Interview, Recording
from transcribe.core.transcript import Speaker, Transcript, Turn
from transcribe.run.files import write_json
from transcribe.run.sources import merge_identifiers
from transcribe.run.store import Workspace
from transcribe.run.study import StudySettings, refresh
from transcribe.stages.detect import settle_turn
from transcribe.stages.mentions import known_names
from transcribe.stages.variants import KnownNames

SPEAKERS = (
    Speaker(label="SPEAKER_00", role="interviewer", name="Interviewer 1"),
    Speaker(label="SPEAKER_01", role="interviewee", name="Interviewee"),
)


def dummy_turn(index: int, text: str, *, seconds: float = 60.0) -> Turn:
    """Turn ``index`` (from 0) of a length, with two words a second or more; speakers alternate."""
    spoken = text.split()
    step = min(0.5, seconds / (len(spoken) + 1))
    words = tuple(
        Word(start=index * seconds + at * step, end=index * seconds + (at + 0.8) * step,
             text=f" {word}", probability=0.9)
        for at, word in enumerate(spoken)
    )  # fmt: skip
    return Turn(id=f"t{index + 1:04d}", speaker=f"SPEAKER_0{index % 2}", words=words)


def dummy_transcript(
    texts: Sequence[str], *, seconds: float = 60.0, **changes: object
) -> Transcript:
    """A transcript of one turn a text."""
    turns = tuple(dummy_turn(index, text, seconds=seconds) for index, text in enumerate(texts))
    return Transcript(
        language="en", duration=seconds * len(texts), speakers=SPEAKERS, turns=turns, **changes
    )  # type: ignore[arg-type]


def listed_entities(transcript: Transcript, identifiers: Identifiers) -> EntitySet:
    """What a detector that knows only the sidecars finds; no model, no presidio."""
    known = KnownNames(known_names(identifiers))
    found = []
    for turn in transcript.turns:
        found += settle_turn(turn, list(listed(turn.text, known)))
    return EntitySet(entities=tuple(found))


def sidecar(identifiers: Identifiers, *, scopes: Sequence[str], more: str = "") -> str:
    """The text of a sidecar."""

    def quoted(names: Sequence[str]) -> str:
        return ", ".join(
            '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"' for name in names
        )

    return (
        f"# kept by hand\n[consent]\ngiven = 2026-05-04\nscopes = [{quoted(scopes)}]\n"
        f"[interview]\n{more}\n[identifiers]\npeople = [{quoted(identifiers.people)}]\n"
        f"organizations = [{quoted(identifiers.organizations)}]\n"
        f"products = [{quoted(identifiers.products)}]\nplaces = [{quoted(identifiers.places)}]\n"
        f"other = [{quoted(identifiers.other)}]\n"
    )


def make_study(
    folder: Path,
    texts: Mapping[str, Sequence[str]],
    *,
    identifiers: Mapping[str, Identifiers] | None = None,
    scopes: Sequence[str] = ("record", "transcribe", "release_text"),
    participants: Mapping[str, str] | None = None,
    more: str = "",
    seconds: float = 60.0,
) -> Workspace:
    """Results of a study as a run leaves them, with sidecars beside empty audio."""
    recordings = folder / "recordings"
    recordings.mkdir(parents=True)
    workspace = Workspace(folder / "transcripts")
    workspace.create()
    workspace.remember(recordings=str(recordings))
    identifiers = identifiers or {}
    everything = merge_identifiers(identifiers.values())
    for name, turns in texts.items():
        own = identifiers.get(name, Identifiers())
        audio = recordings / f"{name}.wav"
        audio.write_bytes(b"not opened here")
        person = (participants or {}).get(name, name)
        text = sidecar(own, scopes=scopes, more=f'participant = "{person}"\n{more}')
        audio.with_suffix(".toml").write_text(text, encoding="utf-8")
        recording = Recording(
            id=name,
            path=str(audio),
            consent=Consent(),
            interview=Interview(participant=person),
            identifiers=own,
        )
        transcript = dummy_transcript(turns, seconds=seconds)
        workspace.folder(name).mkdir(mode=0o700)
        write_json(workspace.folder(name) / "recording.json", to_json(recording))
        provenance = {"output_digest": ""}
        entities = listed_entities(transcript, everything)
        workspace.put(name, "attribute", "k", output=to_json(transcript), provenance=provenance)
        workspace.put(name, "detect", "k", output=to_json(entities), provenance=provenance)
        workspace.set_current(name, {"attribute": "k", "detect": "k"})
    refresh(workspace, settings=StudySettings())
    return workspace
