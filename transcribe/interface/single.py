"""One stage, once: engines are opened for it and closed again.

For several transcripts, `transcribe.Engines` opens them once.
"""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike

from transcribe.core.asr import AsrResult
from transcribe.core.diarization import Diarization
from transcribe.core.guide import Guide, GuideAlignment
from transcribe.core.pii import EntitySet
from transcribe.core.recording import Audio, Identifiers
from transcribe.core.time import Seconds
from transcribe.core.transcript import Transcript
from transcribe.interface.engines import Engines


def decode(path: str | PathLike[str]) -> Audio:
    """Decode a sound or video file; see `Engines.decode`."""
    with Engines() as engines:
        return engines.decode(path)


def recognize(
    audio: Audio, *, language: str | None = None, hotwords: Sequence[str] = ()
) -> AsrResult:
    """Recognize the words of a recording; see `Engines.recognize`."""
    with Engines() as engines:
        return engines.recognize(audio, language=language, hotwords=hotwords)


def diarize(audio: Audio, *, speakers: int | tuple[int, int] | None = None) -> Diarization:
    """Find who spoke when; see `Engines.diarize`."""
    with Engines() as engines:
        return engines.diarize(audio, speakers=speakers)


def attribute(
    words: AsrResult,
    diarization: Diarization,
    *,
    duration: Seconds,
    guide: Guide | None = None,
    speakers: int | tuple[int, int] | None = None,
    interviewers: int | None = None,
) -> Transcript:
    """Give every word a speaker and every speaker a role; see `Engines.attribute`."""
    with Engines() as engines:
        return engines.attribute(
            words,
            diarization,
            duration=duration,
            guide=guide,
            speakers=speakers,
            interviewers=interviewers,
        )


def assign_roles(
    transcript: Transcript, *, guide: Guide | None = None, interviewers: int | None = None
) -> Transcript:
    """Settle who asks and who answers; see `Engines.assign_roles`."""
    with Engines() as engines:
        return engines.assign_roles(transcript, guide=guide, interviewers=interviewers)


def align(transcript: Transcript, guide: Guide) -> GuideAlignment:
    """Find the question of the guide that every turn is about; see `Engines.align`."""
    with Engines() as engines:
        return engines.align(transcript, guide)


def detect(
    transcript: Transcript,
    *,
    identifiers: Identifiers | None = None,
    keep: Sequence[str] = (),
) -> EntitySet:
    """Find names and other spans that may identify somebody; see `Engines.detect`."""
    with Engines() as engines:
        return engines.detect(transcript, identifiers=identifiers, keep=keep)
