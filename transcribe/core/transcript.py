"""Turns of speakers with roles."""

from __future__ import annotations

from dataclasses import dataclass, field

from transcribe.core.asr import Word
from transcribe.core.time import Seconds

INTERVIEWER = "interviewer"
INTERVIEWEE = "interviewee"
UNKNOWN = "unknown"
ROLES = (INTERVIEWER, INTERVIEWEE, UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A speaker label with its role.

    Attributes
    ----------
    name
        What a reader sees: ``Interviewer 2``, ``Interviewee``, ``Speaker 3``.
    margin
        Evidence for the role over the next best one, 0 to 1; under the role stage's limit the
        role is ``unknown``.
    """

    label: str
    role: str
    name: str = field(repr=False)
    margin: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Consecutive words of one speaker.

    Attributes
    ----------
    id
        ``t0001`` and on, in order.
    speaker
        Label of a `Speaker` in the transcript.
    edited
        Text a person (or a ready-made transcript) gave; wins over the words.
    margin
        How sure the speaker of this turn is, 0 to 1.
    given
        Start and end in seconds that a ready-made transcript gave; words win over them.
    """

    id: str
    speaker: str
    words: tuple[Word, ...] = ()
    edited: str | None = field(default=None, repr=False)
    margin: float = 1.0
    given: tuple[Seconds, Seconds] | None = None

    @property
    def text(self) -> str:
        """The words joined, without the first space, unless edited."""
        if self.edited is not None:
            return self.edited
        return "".join(word.text for word in self.words).lstrip()

    @property
    def start(self) -> Seconds | None:
        """Onset of the first word, or None without times."""
        if self.words:
            return self.words[0].start
        return self.given[0] if self.given else None

    @property
    def end(self) -> Seconds | None:
        """End of the last word, or None without times."""
        if self.words:
            return max(word.end for word in self.words)
        return self.given[1] if self.given else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """All turns of one recording.

    Attributes
    ----------
    language
        ISO 639-1 code.
    duration
        Seconds of audio, or None for a ready-made transcript.
    draft
        Names of the stages whose engine was a stand-in (``asr``, ``diarize``).
    """

    language: str
    duration: Seconds | None
    speakers: tuple[Speaker, ...]
    turns: tuple[Turn, ...]
    draft: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    def speaker(self, label: str) -> Speaker:
        """The speaker of a label; KeyError when there is none."""
        for speaker in self.speakers:
            if speaker.label == label:
                return speaker
        raise KeyError(label)

    def role(self, turn: Turn) -> str:
        """Role of a turn's speaker."""
        return self.speaker(turn.speaker).role
