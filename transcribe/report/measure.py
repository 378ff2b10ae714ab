"""Figures of one interview, from what its tier shows of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby

from transcribe.core.pii import PublicTurn
from transcribe.core.time import Interval, Seconds, joined
from transcribe.export.interview import PRIVATE, Interview, one_line
from transcribe.report.values import (
    Cell,
    Facts,
    Line,
    Minute,
    Passage,
    Portrait,
    Span,
    Voice,
)

DOUBTFUL_WORD = 0.5
"""Probability under which a word is doubtful; the review page draws the same line."""
PAUSE: Seconds = 1.0
"""A shorter stretch without words belongs to the speech around it."""
STRETCHES = ((15.0, 900.0), (30.0, 1800.0), (60.0, 7200.0), (120.0, 14400.0))
"""Length of the stretches that an interview of at most so many seconds is cut into."""


def portrait(interview: Interview, facts: Facts) -> Portrait:
    """Figures of one interview.

    Where words have times (private tier), a pause of `PAUSE` seconds and more is silence; else a
    turn counts as speech from its start to its end.
    """
    turns = interview.turns
    names = tuple(dict.fromkeys((turn.name, turn.role) for turn in turns))
    spans = _spans(interview, [name for name, _ in names])
    length = _length(interview, spans)
    passages = _passages(turns)
    counts = [0 if turn.id in interview.left_out else len(turn.text.split()) for turn in turns]
    return Portrait(
        id=one_line(interview.id),
        language=interview.shown.language,
        length=length,
        silence=None if length is None else max(0.0, length - covered(spans)),
        turns=len(turns),
        voices=tuple(
            _voice(at, name, role, turns=turns, counts=counts, spans=spans)
            for at, (name, role) in enumerate(names)
        ),
        spans=spans,
        cells=_cells(interview, counts=counts, spans=spans, passages=passages),
        elsewhere=_cell(None, "", turns=turns, counts=counts, spans=spans, passages=passages),
        passages=passages,
        minutes=_minutes(interview, length, passages),
        bin=_bin(length),
        lines=_lines(interview),
        facts=facts,
    )


def covered(spans: Iterable[Span]) -> Seconds:
    """Seconds in which anybody speaks."""
    together = joined(Interval(start=span.start, end=span.end) for span in spans)
    return sum(one.duration for one in together)


def _spans(interview: Interview, names: Sequence[str]) -> tuple[Span, ...]:
    found = []
    for at, turn in enumerate(interview.turns):
        voice = names.index(turn.name)
        for start, end in _stretches(interview, turn):
            found.append(Span(start=start, end=end, voice=voice, turn=at, item=turn.topic))
    return tuple(found)


def _stretches(interview: Interview, turn: PublicTurn) -> list[tuple[Seconds, Seconds]]:
    timed = [
        (word.start, word.end)
        for word in interview.words.get(turn.id, ())
        if word.start is not None and word.end is not None
    ]
    if not timed:
        known = turn.start is not None and turn.end is not None and turn.end > turn.start
        return [(turn.start, turn.end)] if known else []  # type: ignore[list-item]
    joined = [timed[0]]
    for start, end in timed[1:]:
        before, until = joined[-1]
        if start - until < PAUSE:
            joined[-1] = (before, max(until, end))
        else:
            joined.append((start, end))
    return joined


def _length(interview: Interview, spans: Sequence[Span]) -> Seconds | None:
    last = max((span.end for span in spans), default=None)
    if interview.duration is None:
        return last
    return max(interview.duration, last or 0.0)


def _voice(
    at: int,
    name: str,
    role: str,
    *,
    turns: Sequence[PublicTurn],
    counts: Sequence[int],
    spans: Sequence[Span],
) -> Voice:
    mine = [place for place, turn in enumerate(turns) if (turn.name, turn.role) == (name, role)]
    own = [span.end - span.start for span in spans if span.voice == at]
    return Voice(
        name=name,
        role=role,
        seconds=sum(own) if own else None,
        words=sum(counts[place] for place in mine),
        turns=len(mine),
    )


def _passages(turns: Sequence[PublicTurn]) -> tuple[Passage, ...]:
    numbered = enumerate(groupby(enumerate(turns), key=lambda pair: pair[1].topic), start=1)
    found = []
    for number, (item, group) in numbered:
        several = list(group)
        starts = (turn.start for _, turn in several if turn.start is not None)
        found.append(
            Passage(
                number=number,
                item=item,
                turns=tuple(place for place, _ in several),
                start=next(starts, None),
            )
        )
    return tuple(found)


def _cells(
    interview: Interview,
    *,
    counts: Sequence[int],
    spans: Sequence[Span],
    passages: Sequence[Passage],
) -> dict[str, Cell]:
    statuses = {item: status for item, status, _, _ in interview.shown.coverage}
    places = {turn.id: place for place, turn in enumerate(interview.turns)}
    within = {place: one.number for one in passages for place in one.turns}
    named = {
        item: tuple(within[places[turn]] for turn in (*asked, *answered) if turn in places)
        for item, _, asked, answered in interview.shown.coverage
    }
    topics = {turn.topic for turn in interview.turns if turn.topic is not None}
    return {
        item: _cell(
            item,
            statuses.get(item, ""),
            turns=interview.turns,
            counts=counts,
            spans=spans,
            passages=passages,
            named=named.get(item, ()),
        )
        for item in (*statuses, *sorted(topics - statuses.keys()))
    }


def _cell(
    item: str | None,
    status: str,
    *,
    turns: Sequence[PublicTurn],
    counts: Sequence[int],
    spans: Sequence[Span],
    passages: Sequence[Passage],
    named: Sequence[int] = (),
) -> Cell:
    """One cell; where no turn is about the item, its passages are those that coverage names."""
    about = tuple(one.number for one in passages if one.item == item)
    here = [span.end - span.start for span in spans if span.item == item]
    return Cell(
        status=status,
        seconds=sum(here) if here else (0.0 if spans else None),
        words=sum(count for turn, count in zip(turns, counts, strict=True) if turn.topic == item),
        passages=about or tuple(dict.fromkeys(named)),
    )


def _bin(length: Seconds | None) -> Seconds:
    return next((size for size, most in STRETCHES if (length or 0.0) <= most), 300.0)


def _minutes(
    interview: Interview, length: Seconds | None, passages: Sequence[Passage]
) -> tuple[Minute, ...]:
    """How sure the recognizer was, in stretches of time."""
    if length is None:
        return ()
    size = _bin(length)
    words: dict[int, int] = defaultdict(int)
    doubtful: dict[int, int] = defaultdict(int)
    for several in interview.words.values():
        for word in several:
            if word.start is None or word.probability is None:
                continue
            at = int(word.start // size)
            words[at] += 1
            doubtful[at] += word.probability < DOUBTFUL_WORD
    if not words:
        return ()
    starts = [(one.start, one.number) for one in passages if one.start is not None]
    return tuple(
        Minute(
            start=at * size,
            words=words[at],
            doubtful=doubtful[at],
            passage=next(
                (number for start, number in reversed(starts) if start < (at + 1) * size), None
            ),
        )
        for at in range(max(words) + 1)
    )


def _lines(interview: Interview) -> tuple[Line, ...]:
    if interview.tier != PRIVATE:
        return ()
    return tuple(Line(name=turn.name, start=turn.start, text=turn.text) for turn in interview.turns)
