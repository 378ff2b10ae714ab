"""Stages run on values, with the engines of this machine."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from transcribe.core.asr import AsrResult
from transcribe.core.diarization import Diarization
from transcribe.core.guide import Guide, GuideAlignment
from transcribe.core.pii import EntitySet
from transcribe.core.recording import Audio, Identifiers, Interview
from transcribe.core.time import Seconds
from transcribe.core.transcript import Transcript
from transcribe.stages.engines import ignore_progress

if TYPE_CHECKING:
    from transcribe.config import Settings
    from transcribe.stages.similarity import SentenceSimilarity

_UNDETERMINED = "und"


class Engines:
    """The engines of this machine, each opened when it is first needed and then kept.

    Parameters
    ----------
    settings
        Settings by their names in ``study.toml``, such as ``{"asr.model": "small"}``; they come
        before the environment and the defaults.

    Raises
    ------
    UsageError
        When there is no setting of a name, or its value is not one of its kind.
    MissingPartError
        When an engine or model that the settings name is not on this machine.

    Examples
    --------
    >>> with Engines() as engines:  # doctest: +SKIP
    ...     for path in paths:
    ...         engines.align(load_transcript(path), guide)

    Notes
    -----
    As with the command line, nothing is fetched and nothing leaves the machine.
    """

    def __init__(self, *, settings: Mapping[str, Any] | None = None) -> None:
        from transcribe.cli.parts import build_parts
        from transcribe.run.parts import Bench

        self._settings = _resolved(settings or {})
        self._parts = build_parts(self._settings)
        self._bench = Bench()

    def __enter__(self) -> Engines:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Engines: {self._bench.count} open>"

    def close(self) -> None:
        """Let go of models and their memory; what is needed afterwards is opened anew."""
        self._bench.close()

    def decode(self, path: str | PathLike[str]) -> Audio:
        """Decode a sound or video file to mono samples at 16 kHz.

        Raises
        ------
        AudioError
            When the file is empty, no audio, has no audio stream, or holds under 0.3 s.
        """
        return self._parts.open_decoder().decode(Path(path))

    def recognize(
        self, audio: Audio, *, language: str | None = None, hotwords: Sequence[str] = ()
    ) -> AsrResult:
        """Recognize the words of a recording.

        Parameters
        ----------
        language
            ISO 639-1 code; None: detected, where the engine can.
        hotwords
            Words worth listening for, the most wanted first; some engines do not hear them.

        Raises
        ------
        MissingPartError
            When no engine here can do the language.
        """
        engine = self._parts.recognizer(language)
        opened = self._bench.get("recognizer", engine, lambda: self._parts.open_recognizer(engine))
        return opened.recognize(
            audio,
            language=language,
            hotwords=(*hotwords, *self._settings["asr.hotwords"]),
            progress=ignore_progress,
            prompt=str(self._settings["asr.prompt"] or ""),
            candidates=self._settings["languages"],
        )

    def diarize(
        self, audio: Audio, *, speakers: int | tuple[int, int] | None = None
    ) -> Diarization:
        """Find who spoke when.

        Parameters
        ----------
        speakers
            How many there are, or the fewest and the most; None: estimated.
        """
        engine = self._parts.diarizer
        opened = self._bench.get("diarizer", engine, lambda: self._parts.open_diarizer(engine))
        return opened.diarize(audio, speakers=_bounds(speakers), progress=ignore_progress)

    def attribute(
        self,
        words: AsrResult,
        diarization: Diarization,
        *,
        duration: Seconds,
        guide: Guide | None = None,
        speakers: int | tuple[int, int] | None = None,
        interviewers: int | None = None,
    ) -> Transcript:
        """Give every word a speaker and every speaker a role.

        Parameters
        ----------
        duration
            Seconds of audio: ``audio.duration``.
        guide
            Who asks its questions is the interviewer.
        interviewers
            How many ask; None: estimated.
        """
        from transcribe.stages import attribute

        return attribute.attribute(
            words,
            diarization,
            duration=duration,
            guide=guide,
            similarity=self._similarity(),
            interview=_interview(speakers, interviewers),
        )

    def assign_roles(
        self,
        transcript: Transcript,
        *,
        guide: Guide | None = None,
        interviewers: int | None = None,
    ) -> Transcript:
        """Settle who asks and who answers in a ready-made transcript.

        Speakers become ``Interviewer 1``, ``Interviewee`` or ``Speaker 2``; their names as they
        were written go, their words do not: `detect` finds names in those.
        """
        from transcribe.stages.ready import assign_roles_ready

        return assign_roles_ready(
            transcript,
            guide=guide,
            similarity=self._similarity(),
            interview=_interview(None, interviewers),
        )

    def align(self, transcript: Transcript, guide: Guide) -> GuideAlignment:
        """Find the question of the guide that every turn is about, and what was covered.

        Who asks is known by role: where a ready-made transcript does not say it, `assign_roles`
        comes first.
        """
        from transcribe.stages.align import align

        return align(transcript, guide, self._similarity())

    def detect(
        self,
        transcript: Transcript,
        *,
        identifiers: Identifiers | None = None,
        keep: Sequence[str] = (),
    ) -> EntitySet:
        """Find names and other spans that may identify somebody.

        Parameters
        ----------
        identifiers
            Names known beforehand, as a sidecar lists them; those that the labels of a ready-made
            transcript give away are known too.
        keep
            Names that are public and stay.
        """
        from transcribe.run.sources import merge_identifiers
        from transcribe.stages.ready import names_as_identifiers

        language = transcript.language
        if language == _UNDETERMINED:
            language = "en"
            transcript = replace(transcript, language=language)
        engine = self._parts.detector(language)
        opened = self._bench.get(
            f"detector-{language}", engine, lambda: self._parts.open_detector(engine, language)
        )
        known = [names_as_identifiers(transcript), identifiers or Identifiers()]
        return opened.detect(
            transcript,
            identifiers=merge_identifiers(known),
            keep=(*keep, *self._settings["anonymization.keep"]),
        )

    def _similarity(self) -> SentenceSimilarity:
        engine = self._parts.similarity
        return self._bench.get("similarity", engine, lambda: self._parts.open_similarity(engine))


def _resolved(settings: Mapping[str, Any]) -> Settings:
    from transcribe.config import BY_NAME, resolve
    from transcribe.errors import UsageError

    for name in settings:
        if name not in BY_NAME:
            near = difflib.get_close_matches(name, BY_NAME, n=1)
            hint = f"did you mean {near[0]}?" if near else "transcribe config show lists them"
            raise UsageError(f"there is no setting {name!r}", hint=hint)
    return resolve(flags=settings)


def _bounds(speakers: int | tuple[int, int] | None) -> tuple[int, int] | None:
    return (speakers, speakers) if isinstance(speakers, int) else speakers


def _interview(speakers: int | tuple[int, int] | None, interviewers: int | None) -> Interview:
    return Interview(participant="", speakers=_bounds(speakers), interviewers=interviewers)
