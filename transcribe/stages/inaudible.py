"""Speech that gave no words is shown as such: never as a pause, never left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from transcribe.core.asr import INAUDIBLE, Word
from transcribe.core.time import Interval, Seconds

LONGEST_WITHOUT_WORDS: Seconds = 1.0
"""A shorter sound may be a cough or a click."""

SHORTEST_GAP: Seconds = 3.0
"""Speech between words that nobody wrote down; recognizers' word times are too rough for less."""

ROUGH: Seconds = 0.5
"""How far off the times of words may be."""


def unheard(words: Sequence[Word], speech: Iterable[Interval]) -> tuple[Interval, ...]:
    """Stretches of speech that no word stands for.

    Parameters
    ----------
    words
        What was recognized in the same stretch of the recording, in order.
    speech
        Where speech is, in order; stretches less than half a second apart count as one.
    """
    stretches = tuple(_joined(speech))
    if not words:
        total = sum(stretch.duration for stretch in stretches)
        whole = Interval(start=stretches[0].start, end=stretches[-1].end) if stretches else None
        return (whole,) if whole and total > LONGEST_WITHOUT_WORDS else ()
    found = []
    for stretch in stretches:
        free = stretch.start
        for word in words:
            if word.end + ROUGH <= free or word.start - ROUGH >= stretch.end:
                continue
            if word.start - ROUGH - free >= SHORTEST_GAP:
                found.append(Interval(start=free, end=word.start - ROUGH))
            free = max(free, word.end + ROUGH)
        if stretch.end - free >= SHORTEST_GAP:
            found.append(Interval(start=free, end=stretch.end))
    return tuple(found)


def mark_inaudible(words: Sequence[Word], speech: Iterable[Interval]) -> tuple[Word, ...]:
    """Words with ``[inaudible]`` wherever there is speech without any.

    The mark is a word of probability 0, so that it has a time, a speaker and a place in the text,
    and is shown as doubtful wherever doubt is shown.
    """
    marks = [
        Word(
            start=round(gap.start, 3),
            end=round(gap.end, 3),
            text=f" {INAUDIBLE}",
            probability=0.0,
        )
        for gap in unheard(words, speech)
    ]
    if not marks:
        return tuple(words)
    return tuple(sorted((*words, *marks), key=lambda word: word.start))


def _joined(speech: Iterable[Interval]) -> Iterator[Interval]:
    last: Interval | None = None
    for region in speech:
        if last is not None and region.start - last.end < ROUGH:
            last = Interval(start=last.start, end=max(last.end, region.end))
            continue
        if last is not None:
            yield last
        last = region
    if last is not None:
        yield last
