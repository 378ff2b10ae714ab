"""What a person should know about the sound of a recording, whichever engine hears it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from transcribe.backends.vad import finite, level_of
from transcribe.core.asr import INAUDIBLE, Segment
from transcribe.core.time import Seconds, format_clock

NO_SPEECH = "no speech was found"

SHOWN = 5
"""Places that a notice names."""

FULL = 0.999
MOST_FULL = 0.001
"""Share of samples at full scale from which a recording counts as clipped."""

QUIET = 0.01
"""Level of the loud parts (-40 dB) under which a recording counts as very quiet."""


def sound_notices(samples: Any) -> tuple[str, ...]:
    """What is wrong with the sound itself: clipped, or very quiet."""
    import numpy as np

    if len(samples) == 0:
        return ()
    some = np.abs(finite(samples[:: max(1, len(samples) // 4_000_000)]))
    full, level = float(np.mean(some >= FULL)), level_of(samples)
    if full >= MOST_FULL:
        return (
            f"the recording is clipped ({full:.1%} of its samples are at full scale): "
            "expect more wrong words",
        )
    if 0 < level < QUIET:
        return (
            f"the recording is very quiet ({20 * np.log10(level):.0f} dB): expect more wrong words",
        )
    return ()


def inaudible_notices(segments: Iterable[Segment]) -> tuple[str, ...]:
    """Where speech gave no words."""
    marks = [
        word for segment in segments for word in segment.words if word.text.strip() == INAUDIBLE
    ]
    if not marks:
        return ()
    seconds = sum(mark.end - mark.start for mark in marks)
    places = where(mark.start for mark in marks)
    return (f"{seconds:.0f} s of speech gave no words and are marked {INAUDIBLE}: {places}",)


def where(starts: Iterable[Seconds]) -> str:
    """Some times as a person reads them."""
    times = [format_clock(start) for start in starts]
    more = f" and {len(times) - SHOWN} more" if len(times) > SHOWN else ""
    return ", ".join(times[:SHOWN]) + more
