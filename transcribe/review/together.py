"""Where several people speak at once: words stand in one turn there, and are often wrong."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from transcribe.core.diarization import SpeakerRegion
from transcribe.core.time import Interval, Seconds, joined

LEAST_TOGETHER = 0.5
"""Seconds of a turn in which several people speak from which it is worth a mention; set, not
measured: shorter ones are mostly the borders of turns."""


def speaking_together(regions: Iterable[SpeakerRegion]) -> tuple[Interval, ...]:
    """Intervals with more than one speaker, in order, none touching another."""
    by_speaker: dict[str, list[SpeakerRegion]] = {}
    for region in regions:
        by_speaker.setdefault(region.speaker, []).append(region)
    steps = sorted(
        (at, step)
        for several in by_speaker.values()
        for one in joined(region.interval for region in several)
        for at, step in ((one.start, 1), (one.end, -1))
    )
    found, speaking, since = [], 0, 0.0
    for at, step in steps:
        if step == 1 and speaking == 1:
            since = at
        elif step == -1 and speaking == 2 and at > since:
            found.append(Interval(start=since, end=at))
        speaking += step
    return tuple(found)


def seconds_together(
    crowds: Sequence[Interval], start: Seconds | None, end: Seconds | None
) -> float:
    """Seconds of a turn in which several people speak, to a tenth; 0 where they are few."""
    if start is None or end is None or not crowds:
        return 0.0
    turn, total = Interval(start=start, end=end), 0.0
    first = max(0, bisect_right(crowds, start, key=lambda one: one.start) - 1)
    for one in crowds[first:]:
        if one.start >= end:
            break
        total += turn.overlap(one)
    return round(total, 1) if total >= LEAST_TOGETHER else 0.0
