"""Time stamps as they stand in transcripts."""

from __future__ import annotations

import re

_CLOCK = r"(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,:;]\d{1,3})?"
# Old exports of Teams write 0:0:3.5, always in ranges.
_LOOSE = r"\d{1,3}:\d{1,2}:\d{1,2}\.\d{1,3}"
_RANGE = rf"(?P<start>{_CLOCK})(?:\s*(?:-->|[-–—]+|to|→)\s*(?P<end>{_CLOCK}))?"
BRACKETED = re.compile(rf"[\[({{<]\s*{_RANGE}\s*[\])}}>]")
BARE = re.compile(rf"{_RANGE}(?![\w:]|[.,]\d)")
_ARROW = re.compile(rf"(?P<start>{_LOOSE})\s*-->\s*(?P<end>{_LOOSE})")

Stamp = tuple[float, float | None]
"""Start, and end where it is a range, in seconds."""


def seconds(written: str) -> float:
    """Read ``1:23``, ``01:02:03``, ``00:00:01.500``, ``00:00:01,5`` or ``00:00:01:12`` (frames).

    >>> seconds("1:23"), seconds("01:00:01,5"), seconds("00:00:01:12")
    (83.0, 3601.5, 1.0)
    """
    parts = re.split(r"[:;]", written.strip().replace(",", "."))
    if len(parts) == 4:
        parts.pop()  # Frames: how many make a second is not said.
    total = 0.0
    for part in parts:
        total = total * 60 + float(part)
    return round(total, 3)


def take_stamp(text: str) -> tuple[Stamp | None, str, bool]:
    """Part a stamp from the beginning of a line.

    Returns
    -------
    The stamp or None, what follows it, and whether it stood in brackets: a bare one may as well
    be the time of day that somebody talks of.
    """
    found = BRACKETED.match(text)
    if found:
        return read_stamp(found), text[found.end() :].lstrip(" \t-–—:"), True
    found = _ARROW.match(text) or BARE.match(text)
    if found:
        return read_stamp(found), text[found.end() :].lstrip(" \t-–—:"), False
    return None, text, False


def read_stamp(found: re.Match[str]) -> Stamp:
    """Seconds of a match of `BRACKETED` or `BARE`."""
    end = found["end"]
    return seconds(found["start"]), seconds(end) if end else None
