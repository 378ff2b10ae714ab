"""What is compared: a conversation as truth or as a tool's result, in one form."""

from __future__ import annotations

from dataclasses import dataclass, field

from transcribe.core.diarization import SpeakerRegion
from transcribe.core.time import Seconds

PAUSE: Seconds = 0.5
"""Silence between two words of a turn from which on it is not the speaker's time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedWord:
    """A word with its times in seconds."""

    start: Seconds
    end: Seconds
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One turn.

    Attributes
    ----------
    role, name
        Empty where unknown to the form it was read from.
    start, end
        Seconds, or None without times.
    words
        Empty where there are no word times.
    topic, accept, asks, asks_optional
        Ids of guide items; ``accept`` (which may hold None) only in truth.
    """

    speaker: str
    role: str = ""
    name: str = ""
    text: str = field(default="", repr=False)
    start: Seconds | None = None
    end: Seconds | None = None
    words: tuple[TimedWord, ...] = field(default=(), repr=False)
    topic: str | None = None
    accept: tuple[str | None, ...] = ()
    asks: tuple[str, ...] = ()
    asks_optional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One mention of an identity: offsets in code points into a turn's text.

    Attributes
    ----------
    hidden
        Masked or queued; always True in truth.
    direct
        Names, contacts and the like; False for what identifies only together with other facts.
    """

    turn: int
    start_char: int
    end_char: int
    text: str = field(repr=False)
    type: str
    direct: bool = True
    hidden: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A whole conversation.

    Attributes
    ----------
    kind
        The form it was read from: ``gold``, ``transcript``, ``rttm``, ``diarize``, ``text``.
    regions
        Who spoke when; from the turns where the form has nothing better.
    mentions
        None where the form cannot hold any.
    has_guide
        Whether its turns carry guide items.
    """

    kind: str
    turns: tuple[Spoken, ...] = ()
    regions: tuple[SpeakerRegion, ...] = ()
    duration: Seconds | None = None
    mentions: tuple[Mention, ...] | None = None
    public_names: tuple[str, ...] = field(default=(), repr=False)
    has_guide: bool = False

    @property
    def has_text(self) -> bool:
        """Whether there are words."""
        return any(turn.text for turn in self.turns)

    @property
    def has_times(self) -> bool:
        """Whether every turn has times."""
        return bool(self.turns) and all(turn.start is not None for turn in self.turns)

    @property
    def has_speakers(self) -> bool:
        """Whether any turn has a speaker."""
        return any(turn.speaker for turn in self.turns)

    @property
    def has_roles(self) -> bool:
        """Whether any turn has a role."""
        return any(turn.role for turn in self.turns)

    @property
    def end(self) -> Seconds:
        """Seconds of audio, or the end of the last region."""
        last = max((region.end for region in self.regions), default=0.0)
        return max(self.duration or 0.0, last)


def regions_of(turns: tuple[Spoken, ...]) -> tuple[SpeakerRegion, ...]:
    """Speaking time of turns: their words, joined over pauses under `PAUSE`, else their times."""
    regions: list[SpeakerRegion] = []
    for turn in turns:
        spans = [(word.start, word.end) for word in turn.words]
        if not spans and turn.start is not None and turn.end is not None:
            spans = [(turn.start, turn.end)]
        start = end = None
        for first, last in sorted(spans):
            if start is None or end is None:
                start, end = first, last
            elif first - end < PAUSE:
                end = max(end, last)
            else:
                regions.append(SpeakerRegion(start=start, end=end, speaker=turn.speaker))
                start, end = first, last
        if start is not None and end is not None and end > start:
            regions.append(SpeakerRegion(start=start, end=end, speaker=turn.speaker))
    return tuple(sorted(regions, key=lambda region: (region.start, region.end, region.speaker)))
