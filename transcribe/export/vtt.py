"""A release as WebVTT with voices (W3C WebVTT, section 4)."""

from __future__ import annotations

from transcribe.core.pii import Release
from transcribe.core.time import Seconds


def to_bytes(release: Release) -> bytes:
    """A public ``transcript.vtt``; turns without times are left out, and a note says so."""
    blocks = ["WEBVTT"]
    untimed = sum(turn.start is None or turn.end is None for turn in release.turns)
    if untimed:
        blocks.append(f"NOTE {untimed} turns have no times and are not here.")
    for turn in release.turns:
        if turn.start is None or turn.end is None or not turn.text:
            continue
        times = f"{format_time(turn.start)} --> {format_time(max(turn.end, turn.start + 0.001))}"
        blocks.append(f"{turn.id}\n{times}\n<v {turn.name}>{escape(turn.text)}")
    return ("\n\n".join(blocks) + "\n").encode()


def escape(text: str) -> str:
    """Write text so that no part of it is taken for markup, a time or the end of a cue."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", " ")


def format_time(seconds: Seconds) -> str:
    """Write a time as ``hh:mm:ss.mmm``."""
    milliseconds = round(seconds * 1000)
    hours, rest = divmod(milliseconds, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02d}:{minutes:02d}:{rest // 1000:02d}.{rest % 1000:03d}"
