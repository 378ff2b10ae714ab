"""Two wordings of one conversation matched word by word, in nearly linear time.

Words (and runs of words) that occur once in both are fixed points, as in patience diff and in the
anchors of Moreno et al., "A recursive algorithm for the forced alignment of very long audio
segments" (ICSLP 1998); between them a banded edit distance settles the rest.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterator, Sequence

LONGEST_RUN = 4
MOST_CELLS = 400_000
"""Largest table of one stretch; longer stretches without a fixed point stay unmatched."""
BAND = 40

Pairs = list[tuple[int, int]]


def match(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int, float]]:
    """Pair the words of two sequences, both in order.

    Returns
    -------
    ``(index in left, index in right, likeness)``, both indices rising; likeness is 1 for equal
    words and above 0.5 for words that replace each other and share most letters.
    """
    fixed: Pairs = [(-1, -1), *_anchors(left, right), (len(left), len(right))]
    found: list[tuple[int, int, float]] = []
    for (left_from, right_from), (left_to, right_to) in itertools.pairwise(fixed):
        if left_from >= 0:
            found.append((left_from, right_from, 1.0))
        found += _stretch(left, right, (left_from + 1, left_to), (right_from + 1, right_to))
    return found


def _anchors(left: Sequence[str], right: Sequence[str]) -> Pairs:
    """Runs that occur once in both, long ones first, then shorter ones between them."""
    fixed: Pairs = []
    for length in range(LONGEST_RUN, 0, -1):
        bounds = [(-1, -1), *fixed, (len(left), len(right))]
        more: Pairs = []
        for (left_from, right_from), (left_to, right_to) in itertools.pairwise(bounds):
            if left_from >= 0:
                more.append((left_from, right_from))
            if left_to - left_from > length and right_to - right_from > length:
                more += _unique_runs(
                    left,
                    right,
                    (left_from + 1, left_to),
                    (right_from + 1, right_to),
                    length=length,
                )
        fixed = more
    return fixed


def _unique_runs(
    left: Sequence[str],
    right: Sequence[str],
    within: tuple[int, int],
    against: tuple[int, int],
    *,
    length: int,
) -> Pairs:
    places = _once(left, *within, length=length)
    others = _once(right, *against, length=length)
    starts = sorted((at, others[run]) for run, at in places.items() if run in others)
    if length == 1:
        # A single word is evidence only near where it should be.
        slope = (against[1] - against[0]) / max(1, within[1] - within[0])
        starts = [
            (at, to)
            for at, to in starts
            if abs((at - within[0]) * slope - (to - against[0])) <= BAND
        ]
    covered: dict[int, int] = {}
    for at, to in _rising(starts):
        for offset in range(length):
            covered.setdefault(at + offset, to + offset)
    return _strictly(covered)


def _strictly(covered: dict[int, int]) -> Pairs:
    pairs: Pairs = []
    for at, to in sorted(covered.items()):
        if not pairs or to > pairs[-1][1]:
            pairs.append((at, to))
    return pairs


def _once(words: Sequence[str], start: int, end: int, *, length: int) -> dict[tuple[str, ...], int]:
    places: dict[tuple[str, ...], int] = {}
    for at in range(start, end - length + 1):
        run = tuple(words[at : at + length])
        places[run] = -1 if run in places else at
    return {run: at for run, at in places.items() if at >= 0}


def _rising(pairs: Sequence[tuple[int, int]]) -> Pairs:
    """The longest part of pairs whose second members rise too."""
    tails: list[int] = []
    tail_at: list[int] = []
    before: list[int] = []
    for index, (_, to) in enumerate(pairs):
        place = bisect_left(tails, to)
        before.append(tail_at[place - 1] if place else -1)
        if place == len(tails):
            tails.append(to)
            tail_at.append(index)
        else:
            tails[place], tail_at[place] = to, index
    found: Pairs = []
    index = tail_at[-1] if tail_at else -1
    while index >= 0:
        found.append(pairs[index])
        index = before[index]
    return found[::-1]


def _stretch(
    left: Sequence[str], right: Sequence[str], within: tuple[int, int], against: tuple[int, int]
) -> Iterator[tuple[int, int, float]]:
    """Cheapest edits between two fixed points, within a band about the diagonal."""
    height, width = within[1] - within[0], against[1] - against[0]
    if not height or not width:
        return
    band = abs(height - width) + BAND
    if height * min(width, 2 * band + 1) > MOST_CELLS:
        return
    costs = _table(left, right, within, against, band=band)
    row, column = height, width
    pairs: list[tuple[int, int, float]] = []
    while row and column:
        here = costs[row][column]
        alike = likeness(left[within[0] + row - 1], right[against[0] + column - 1])
        if abs(here - costs[row - 1].get(column - 1, _FAR) - _swap(alike)) < 1e-9:
            row, column = row - 1, column - 1
            if alike > 0.5:
                pairs.append((within[0] + row, against[0] + column, alike))
        elif abs(here - costs[row - 1].get(column, _FAR) - 1) < 1e-9:
            row -= 1
        else:
            column -= 1
    yield from reversed(pairs)


_FAR = float("inf")


def _table(
    left: Sequence[str],
    right: Sequence[str],
    within: tuple[int, int],
    against: tuple[int, int],
    *,
    band: int,
) -> list[dict[int, float]]:
    height, width = within[1] - within[0], against[1] - against[0]
    costs: list[dict[int, float]] = [{column: float(column) for column in range(width + 1)}]
    for row in range(1, height + 1):
        middle = row * width // height
        above = costs[-1]
        line: dict[int, float] = {0: float(row)}
        word = left[within[0] + row - 1]
        for column in range(max(1, middle - band), min(width, middle + band) + 1):
            swap = _swap(likeness(word, right[against[0] + column - 1]))
            line[column] = min(
                above.get(column - 1, _FAR) + swap,
                above.get(column, _FAR) + 1,
                line.get(column - 1, _FAR) + 1,
            )
        costs.append(line)
    return costs


def _swap(alike: float) -> float:
    """Cost of one word for another: nothing for equal, almost that of leaving out both else."""
    return 2 * (1 - alike) if alike > 0.5 else 1.9


def likeness(one: str, other: str) -> float:
    """Share of letter pairs in common (Dice, 1945), 0 to 1.

    >>> likeness("night", "night"), likeness("interviews", "interview") > 0.8
    (1.0, True)
    """
    if one == other:
        return 1.0
    if not one or not other or (one[0] != other[0] and one[-1] != other[-1]):
        return 0.0
    pairs = [one[at : at + 2] for at in range(len(one) - 1)]
    others = [other[at : at + 2] for at in range(len(other) - 1)]
    if not pairs or not others:
        return 0.0
    common = sum(min(pairs.count(pair), others.count(pair)) for pair in set(pairs))
    return 2 * common / (len(pairs) + len(others))
