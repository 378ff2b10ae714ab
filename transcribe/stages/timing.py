"""Times of a recognizer for the words of a ready-made transcript of the same recording."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from transcribe.core.asr import AsrResult, Word
from transcribe.core.time import Seconds
from transcribe.core.transcript import Transcript, Turn
from transcribe.stages.matching import match
from transcribe.stages.tokens import fold

VERSION = 1
SECONDS_A_LETTER = 0.07
SECONDS_A_WORD = 0.1
# Together about 150 words a minute: how long words last that nobody heard.
POOR = 0.4
"""Share of matched words under which transcript and audio may not belong together."""

_TOKEN = re.compile(r"\s*\S+")
_PART = re.compile(r"[^\W_]+")


@dataclass(slots=True, kw_only=True)
class _Spoken:
    """A word of the transcript on its way to a time."""

    turn: int
    text: str = field(repr=False)
    start: Seconds = -1.0
    end: Seconds = -1.0
    sure: float = 0.0

    @property
    def expected(self) -> Seconds:
        return SECONDS_A_WORD + SECONDS_A_LETTER * len(self.text.strip())


def time_turns(ready: Transcript, asr: AsrResult, *, duration: Seconds) -> Transcript:
    """Give each turn of a ready-made transcript words with the times of the audio.

    Text, turns, speakers and their order stay as they came; `Turn.edited` is left only where the
    joined words cannot give the text (it begins with a space, or is empty).

    Parameters
    ----------
    duration
        Length of the audio in seconds; all times lie within ``[0, duration]`` and never fall.

    Returns
    -------
    Words whose ``probability`` is a rough confidence in the time: 1.0 where the recognizer heard
    the same word, the likeness of the two (over 0.5) where it heard a similar one, and at most
    0.5, falling with the distance from the next heard word, where the time lies between those.
    Times that the transcript itself bears are not used: they are often of another cut.
    """
    spoken = [
        _Spoken(turn=index, text=text)
        for index, turn in enumerate(ready.turns)
        for text in _tokens(turn.text)
    ]
    heard = [word for word in asr.words if word.text.strip()]
    share = _anchor(spoken, heard, duration=duration)
    _fill(spoken, duration=duration)
    by_turn: list[list[Word]] = [[] for _ in ready.turns]
    for word in spoken:
        by_turn[word.turn].append(
            Word(start=word.start, end=word.end, text=word.text, probability=word.sure)
        )
    turns = [_timed(turn, tuple(by_turn[at])) for at, turn in enumerate(ready.turns)]
    notices = list(ready.notices)
    if spoken and share < POOR:
        notices.append(
            f"only {share:.0%} of the transcript's words were heard in the audio: "
            "its times are rough, or the two are not of the same interview"
        )
    return replace(
        ready, duration=duration, turns=tuple(_place_empty(turns)), notices=tuple(notices)
    )


def _tokens(text: str) -> list[str]:
    """Words with the space before them, which joined give the text (but for its first space)."""
    found = _TOKEN.findall(text)
    if not found:
        return []
    found[-1] += text[sum(map(len, found)) :]
    found[0] = " " + found[0].lstrip()
    return found


def _timed(turn: Turn, words: tuple[Word, ...]) -> Turn:
    text = turn.text
    joined = "".join(word.text for word in words).lstrip()
    return replace(turn, words=words, edited=None if joined == text else text, given=None)


def _parts(words: Sequence[str]) -> tuple[list[str], list[int]]:
    """Folded runs of letters, and the word each is of: "data-set" and "data set" are alike."""
    parts: list[str] = []
    owners: list[int] = []
    for index, word in enumerate(words):
        for part in _PART.findall(word.replace("'", "").replace("’", "")):
            parts.append(fold(part))
            owners.append(index)
    return parts, owners


def _anchor(spoken: Sequence[_Spoken], heard: Sequence[Word], *, duration: Seconds) -> float:
    """Set the times of words that were heard; the share of those, 0 to 1."""
    mine, owners = _parts([word.text for word in spoken])
    theirs, sources = _parts([word.text for word in heard])
    for left, right, alike in match(mine, theirs):
        word, source = spoken[owners[left]], heard[sources[right]]
        start = min(max(0.0, source.start), duration)
        end = min(max(start, source.end), duration)
        word.start = start if word.start < 0 else min(word.start, start)
        word.end = max(word.end, end)
        word.sure = max(word.sure, round(alike, 3))
    latest = 0.0
    for word in spoken:
        if word.start < 0:
            continue
        word.start = max(word.start, latest)
        word.end = max(word.end, word.start)
        latest = word.start
    anchored = [word for word in spoken if word.start >= 0]
    for word, following in itertools.pairwise(anchored):
        word.end = max(word.start, min(word.end, following.start))
    return len(anchored) / len(spoken) if spoken else 1.0


def _fill(spoken: Sequence[_Spoken], *, duration: Seconds) -> None:
    """Give every run of unheard words its place between the heard ones about it."""
    at = 0
    while at < len(spoken):
        if spoken[at].start >= 0:
            at += 1
            continue
        end = at
        while end < len(spoken) and spoken[end].start < 0:
            end += 1
        before = spoken[at - 1] if at else None
        after = spoken[end] if end < len(spoken) else None
        _place(spoken[at:end], before, after, duration=duration)
        at = end


def _place(
    run: Sequence[_Spoken], before: _Spoken | None, after: _Spoken | None, *, duration: Seconds
) -> None:
    begin = before.end if before else 0.0
    finish = after.start if after else duration
    needed = sum(word.expected for word in run)
    if before and finish - begin < needed / 4:
        # The recognizer heard one long word where there are several: they share its time.
        share = before.expected / (before.expected + needed)
        before.end = min(before.end, before.start + (finish - before.start) * share)
        begin = before.end
    room = max(0.0, finish - begin)
    if room <= needed or (before is None and after is None):
        _spread(run, begin, max(begin, finish))
    elif before is None:
        _spread(run, finish - needed, finish)
    else:
        # A pause belongs between turns, not into words: the turn begun goes on at once, the
        # turn to come ends where it is next heard.
        first = [word for word in run if word.turn == before.turn]
        last = [
            word for word in run if after and word.turn == after.turn and word.turn != before.turn
        ]
        middle = run[len(first) : len(run) - len(last)]
        left = begin + sum(word.expected for word in first)
        right = finish - sum(word.expected for word in last)
        _spread(first, begin, left)
        _spread(last, right, finish)
        if after is None:
            right = left + sum(word.expected for word in middle)
        _spread(middle, left, right)
    for index, word in enumerate(run):
        near = min(index + 1 if before else len(run), len(run) - index if after else len(run))
        word.sure = round(max(0.1, 0.5 - 0.02 * near), 3)


def _spread(run: Sequence[_Spoken], begin: Seconds, finish: Seconds) -> None:
    """Share an interval among words by their length."""
    total = sum(word.expected for word in run)
    done = 0.0
    for word in run:
        word.start = begin + (finish - begin) * done / total
        done += word.expected
        word.end = min(finish, begin + (finish - begin) * done / total)
        word.start = min(word.start, word.end)


def _place_empty(turns: Sequence[Turn]) -> list[Turn]:
    """A turn without words gets the moment in which the one before it ends."""
    placed: list[Turn] = []
    moment = 0.0
    for turn in turns:
        if not turn.words:
            turn = replace(turn, given=(moment, moment))  # noqa: PLW2901
        placed.append(turn)
        moment = turn.words[-1].end if turn.words else moment
    return placed
