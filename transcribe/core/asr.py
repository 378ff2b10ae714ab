"""What a recognizer heard: words with times, in the decoding units it heard them in."""

from __future__ import annotations

from dataclasses import dataclass, field

from transcribe.core.time import Seconds

INAUDIBLE = "[inaudible]"
"""Stands where there is speech that gave no words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One recognized word.

    Attributes
    ----------
    start, end
        Seconds from the start of the recording, half-open.
    text
        With its leading space and punctuation, so that joining words gives the text.
    probability
        0 to 1, as the engine reports it.
    """

    start: Seconds
    end: Seconds
    text: str = field(repr=False)
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A decoding unit; never a turn. ``notes`` says what the engine doubted about it."""

    start: Seconds
    end: Seconds
    words: tuple[Word, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AsrResult:
    """Words of one recording.

    Attributes
    ----------
    engine, model
        ``faster-whisper`` or ``pocketsphinx``, and the model's name and revision.
    device, compute_type
        What was really used, not what was asked for.
    draft
        True for a stand-in engine.
    notices, alerts
        What a reader of the transcript should know; and of that, what whoever runs the tool should
        be told at once.
    """

    segments: tuple[Segment, ...]
    language: str
    engine: str
    model: str
    device: str = "cpu"
    compute_type: str = ""
    draft: bool = False
    notices: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[Word, ...]:
        """All words in order of time."""
        return tuple(word for segment in self.segments for word in segment.words)
