"""When some words of a transcript are said, as far as their times can be believed.

Words of a recognizer are where it heard them. Words of a ready-made transcript got their times by
comparison (`stages.timing`); a word that was heard just so may even be another place with the
same word. Such times are believed only in a run of several words that were heard one right after
the other; everything between two such runs is where the words are said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transcribe.core.time import Interval, Seconds

HEARD = 1.0
"""Confidence in the time of a word that was heard just so."""

LEAST_RUN = 3
"""Words that must be heard one after the other to be believed: "and I" is said everywhere."""

MOST_GAP: Seconds = 0.35
"""Longest silence inside such a run; a longer one may hold words that nobody matched."""


PER_LETTER: Seconds = 0.07
"""How long a letter of a word takes to say at least: people say about fifteen in a second."""


class Untimed(Exception):
    """Something that must be covered has no time, so that the sound cannot leave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Timed:
    """A word, or a turn whose words are not those that were heard."""

    start: Seconds
    end: Seconds
    sure: bool


class Moments:
    """The words of a transcript in time.

    Parameters
    ----------
    document
        Content of the private ``transcript.json``.
    guessed
        The words come from a ready-made transcript.
    """

    def __init__(self, document: Mapping[str, Any], *, guessed: bool) -> None:
        self._words: list[_Timed] = []
        self._first: dict[str, int] = {}
        self._duration = document.get("duration")
        for turn in document["turns"]:
            self._first[turn["id"]] = len(self._words)
            self._words += _timed(turn, guessed=guessed)
        self._believed = _runs(self._words) if guessed else [word.sure for word in self._words]
        self._guessed = guessed

    def of_turn(self, turn: Mapping[str, Any]) -> Interval:
        """When a whole turn is said.

        Raises
        ------
        Untimed
            When it has no time.
        """
        if turn["start"] is None or turn["end"] is None:
            raise Untimed
        first, many = self._first[turn["id"]], _many(turn)
        whole = Interval(start=turn["start"], end=turn["end"])
        return self._between(first, first + many - 1, within=whole) if many else whole

    def of_text(self, turn: Mapping[str, Any], start: int, end: int) -> Interval:
        """When some code points of a turn's text are said.

        Raises
        ------
        Untimed
            When they have no time.
        """
        if not _as_heard(turn):
            return self.of_turn(turn)
        words = turn["words"]
        joined = "".join(word["text"] for word in words)
        at = len(joined.lstrip()) - len(joined)
        hit = []
        for index, word in enumerate(words):
            if at < end and at + len(word["text"]) > start:
                hit.append(index)
            at += len(word["text"])
        first = self._first[turn["id"]]
        inside = [self._words[first + index] for index in hit]
        letters = sum(char.isalnum() for index in hit for char in words[index]["text"])
        spoken = inside[0].start + letters * PER_LETTER
        # Recognizers end words early, and cut long ones most.
        whole = Interval(start=inside[0].start, end=max(spoken, *(word.end for word in inside)))
        return self._between(first + hit[0], first + hit[-1], within=whole)

    def room(self, one: Interval) -> Interval:
        """From the end of the last word before an interval to the start of the first after it."""
        before = max((word.end for word in self._words if word.end <= one.start), default=0.0)
        after = min(
            (word.start for word in self._words if word.start >= one.end),
            default=one.end if self._duration is None else self._duration,
        )
        return Interval(start=min(before, one.start), end=max(after, one.end))

    def _between(self, first: int, last: int, *, within: Interval) -> Interval:
        """From the last believed word before to the first after, where these are not believed."""
        if not self._guessed or all(self._believed[first : last + 1]):
            return within
        before = next((i for i in range(first, -1, -1) if self._believed[i]), None)
        after = next((i for i in range(last, len(self._words)) if self._believed[i]), None)
        start = 0.0
        if before is not None:
            start = self._words[before].start if before == first else self._words[before].end
        end = self._duration if self._duration is not None else self._words[-1].end
        if after is not None:
            end = self._words[after].end if after == last else self._words[after].start
        return Interval(start=min(start, within.start), end=max(end, within.end))


def _as_heard(turn: Mapping[str, Any]) -> bool:
    """Whether the words with times are the turn's text."""
    joined = "".join(word["text"] for word in turn["words"])
    return bool(turn["words"]) and bool(joined.lstrip() == turn["text"])


def _many(turn: Mapping[str, Any]) -> int:
    """How many entries a turn has in the list of words."""
    return len(turn["words"]) if _as_heard(turn) else int(turn["start"] is not None)


def _timed(turn: Mapping[str, Any], *, guessed: bool) -> list[_Timed]:
    if not _as_heard(turn):
        if turn["start"] is None or turn["end"] is None:
            return []
        return [_Timed(start=turn["start"], end=turn["end"], sure=False)]
    return [
        _Timed(
            start=word["start"],
            end=word["end"],
            sure=not guessed or (word["probability"] or 0.0) >= HEARD,
        )
        for word in turn["words"]
    ]


def _runs(words: Sequence[_Timed]) -> list[bool]:
    """For each word, whether it stands in a run that is believed."""
    believed = [False] * len(words)
    first = 0
    for at, word in enumerate(words):
        near = at > first and word.start - words[at - 1].end <= MOST_GAP
        if not word.sure:
            first = at + 1
        elif not near:
            first = at
        if at - first + 1 >= LEAST_RUN:
            believed[first : at + 1] = [True] * (at - first + 1)
    return believed
