"""Time: seconds from the start of a recording, in half-open intervals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Seconds = float
"""Seconds from the start of a recording."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Interval:
    """Half-open interval ``[start, end)`` in seconds."""

    start: Seconds
    end: Seconds

    @property
    def duration(self) -> Seconds:
        """Length in seconds, never negative."""
        return max(0.0, self.end - self.start)

    def overlap(self, other: Interval) -> Seconds:
        """Seconds shared with another interval."""
        return max(0.0, min(self.end, other.end) - max(self.start, other.start))


def joined(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Intervals in order, none touching another."""
    result: list[Interval] = []
    for one in sorted(intervals):
        if result and one.start <= result[-1].end:
            result[-1] = Interval(start=result[-1].start, end=max(one.end, result[-1].end))
        else:
            result.append(one)
    return tuple(result)


def format_clock(seconds: Seconds) -> str:
    """Write seconds as ``m:ss``, or ``h:mm:ss`` from an hour on."""
    total = int(seconds)
    hours, rest = divmod(total, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{secs:02d}" if hours else f"{minutes}:{secs:02d}"
