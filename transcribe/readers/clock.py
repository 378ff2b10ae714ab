"""Time stamps as they stand in transcripts."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CLOCK = r"(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,:;]\d{1,3})?"
# Old exports of Teams write 0:0:3.5, always in ranges.
_LOOSE = r"\d{1,3}:\d{1,2}:\d{1,2}\.\d{1,3}"
_RANGE = rf"(?P<start>{_CLOCK})(?:\s*(?:-->|[-–—]+|to|→)\s*(?P<end>{_CLOCK}))?"
BRACKETED = re.compile(rf"[\[({{<]\s*{_RANGE}\s*[\])}}>]")
BARE = re.compile(rf"{_RANGE}(?![\w:]|[.,]\d)")
_HASHED = re.compile(r"#(?P<clock>\d{1,2}:\d{2}:\d{2})-(?P<tenth>\d)#")
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


def stamped_before(rows: Sequence[str]) -> list[str]:
    """Rows with stamps of f4 and easytranscript before them, in brackets.

    Those programs write ``#00:01:23-4#`` where a paragraph ends, and the next one begins.

    >>> stamped_before(["I: Where? #00:00:02-5#", "", "B: Here. #00:00:04-0#"])
    ['I: Where?', '', '[00:00:02.5] B: Here.']
    """
    found = []
    waiting = ""
    for row in rows:
        stamps = list(_HASHED.finditer(row))
        if not stamps and not (waiting and row.strip()):
            found.append(row)
            continue
        first = stamps[0] if stamps and not row[: stamps[0].start()].strip() else None
        start = f"{first['clock']}.{first['tenth']}" if first else waiting
        words = _HASHED.sub("", row).strip()
        found.append(f"[{start}] {words}" if start and words else words)
        # A stamp alone on its line stands where the paragraph above ends, too.
        waiting = ""
        if stamps and (len(stamps) > 1 or first is None or not words):
            waiting = f"{stamps[-1]['clock']}.{stamps[-1]['tenth']}"
    return found


def read_stamp(found: re.Match[str]) -> Stamp:
    """Seconds of a match of `BRACKETED` or `BARE`."""
    end = found["end"]
    return seconds(found["start"]), seconds(end) if end else None
