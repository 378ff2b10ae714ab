"""Text with timestamps as MAXQDA, NVivo and ATLAS.ti read it.

The forms are those their makers or users describe: MAXQDA takes a stamp ``#00:01:02-3#`` (tenths
after the dash, as f4 writes it) at the end of a paragraph; NVivo rows of timespan, content and
speaker with tabs between and a first row that names them; ATLAS.ti a stamp ``[00:01:02.3]`` before
a paragraph.
"""

from __future__ import annotations

from transcribe.core.time import Seconds
from transcribe.export.interview import Interview


def to_maxqda(interview: Interview) -> bytes:
    """Paragraphs ``Speaker: words #00:01:02-3#``; the stamp is that of the turn's end.

    A first line holds the start of the sound, so that every paragraph lies between two stamps.
    """
    parts = []
    if interview.turns and interview.turns[0].start is not None:
        parts.append("#00:00:00-0#")
    for turn in interview.turns:
        stamp = "" if turn.end is None else f" #{clock(turn.end, tenth='-')}#"
        parts.append(f"{turn.name}: {_plain(turn.text, '#')}{stamp}")
    return ("\r\n".join(parts) + "\r\n").encode("utf-8-sig")


def to_nvivo(interview: Interview) -> bytes:
    """A table with tabs: timespan, content, speaker; turns without times have an empty timespan."""
    rows = ["Timespan\tContent\tSpeaker"]
    for turn in interview.turns:
        span = ""
        if turn.start is not None and turn.end is not None:
            span = f"{clock(turn.start, tenth='.')} - {clock(turn.end, tenth='.')}"
        rows.append(f"{span}\t{turn.text}\t{turn.name}")
    return ("\r\n".join(rows) + "\r\n").encode("utf-8-sig")


def to_atlasti(interview: Interview) -> bytes:
    """Paragraphs ``[00:01:02.3] Speaker: words``, a blank line between."""
    parts = []
    for turn in interview.turns:
        stamp = "" if turn.start is None else f"[{clock(turn.start, tenth='.')}] "
        parts.append(f"{stamp}{turn.name}: {_plain(turn.text, '[')}")
    return ("\r\n\r\n".join(parts) + "\r\n").encode("utf-8-sig")


def clock(seconds: Seconds, *, tenth: str) -> str:
    """``00:01:02.3``: hours, minutes, seconds and tenths.

    >>> clock(62.34, tenth="-")
    '00:01:02-3'
    """
    tenths = round(seconds * 10)
    hours, rest = divmod(tenths, 36_000)
    minutes, rest = divmod(rest, 600)
    return f"{hours:02d}:{minutes:02d}:{rest // 10:02d}{tenth}{rest % 10}"


def _plain(text: str, sign: str) -> str:
    """Text in which nothing reads as a stamp: a sign before a digit is set apart from it."""
    return "".join(
        f"{char} " if char == sign and text[at + 1 : at + 2].isdecimal() else char
        for at, char in enumerate(text)
    )
