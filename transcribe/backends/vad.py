"""Where speech is: Silero VAD, as faster-whisper carries it (16 kHz, windows of 32 ms)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from transcribe.core.time import Interval, Seconds

LOUD = 0.25
"""Level, 0 to 1, that the loud parts of a recording are raised to before looking for speech."""

HIGHEST_GAIN = 100.0
"""A recording is raised by 40 dB at most; what is quieter than that holds no usable speech."""

BLOCK: Seconds = 600.0
"""Sound looked at in one go: the copies that VAD makes do not grow with the recording."""

TOUCHES: Seconds = 0.6
"""Speech ending this near to the end of a block may go on in the next, and is looked at there."""

NEARLY_FULL = 0.87
"""Share of a piece after which a pause may end it."""

SPLICE: Seconds = 1.5
"""How far a cut without a pause may move to a quieter place."""


def speech_regions(
    samples: Any,
    sample_rate: int = 16_000,
    *,
    threshold: float = 0.5,
    shortest_speech: Seconds = 0.1,
    shortest_silence: Seconds = 0.3,
    padding: Seconds = 0.1,
    longest: Seconds | None = None,
) -> tuple[Interval, ...]:
    """Find speech.

    Parameters
    ----------
    samples
        ``numpy.float32`` of shape ``(samples,)``, mono, within [-1, 1].
    sample_rate
        Hertz; the model takes 16 000 only.
    threshold
        Probability of speech, 0 to 1, above which a window counts as speech.
    shortest_speech, shortest_silence
        Seconds; shorter speech is dropped, a shorter silence does not divide speech.
    padding
        Seconds added on both sides, never into a neighbouring region.
    longest
        Seconds after which speech is divided at its longest pause, if it has one; None for never.

    Returns
    -------
    tuple of Interval
        In order of time, not overlapping, inside the recording.

    Raises
    ------
    ValueError
        When the sample rate is not 16 000.
    """
    found: list[Interval] = []
    for regions in speech_blocks(
        samples,
        sample_rate,
        threshold=threshold,
        shortest_speech=shortest_speech,
        shortest_silence=shortest_silence,
        padding=padding,
        longest=longest,
    ):
        found += regions
    return tuple(found)


def speech_blocks(
    samples: Any,
    sample_rate: int = 16_000,
    *,
    threshold: float = 0.5,
    shortest_speech: Seconds = 0.1,
    shortest_silence: Seconds = 0.3,
    padding: Seconds = 0.1,
    longest: Seconds | None = None,
    block: Seconds = BLOCK,
) -> Iterator[tuple[Interval, ...]]:
    """Find speech as `speech_regions` does, a stretch of the recording at a time.

    A block ends where its last speech ends; speech that touches the end is looked at again in the
    next block, so that none is cut. What is found does not depend on who reads it when.

    Raises
    ------
    ValueError
        When the sample rate is not 16 000.
    """
    if sample_rate != 16_000:
        raise ValueError(f"speech is looked for at 16 000 Hz, not {sample_rate}")
    from faster_whisper.vad import VadOptions

    options = VadOptions(
        threshold=threshold,
        min_speech_duration_ms=round(1000 * shortest_speech),
        min_silence_duration_ms=round(1000 * shortest_silence),
        speech_pad_ms=round(1000 * padding),
        max_speech_duration_s=float("inf") if longest is None else longest,
    )
    gain = gain_of(samples)
    size, position = round(block * sample_rate), 0
    while position < len(samples):
        part = samples[position : position + size]
        regions = _regions(part, gain, options)
        following = position + len(part)
        if following < len(samples) and regions:
            start, end = regions[-1]
            # Speech as long as the block has to be cut somewhere.
            if len(part) - end < TOUCHES * sample_rate and start > 0:
                following = position + start
                regions.pop()
        yield tuple(
            Interval(start=(position + start) / sample_rate, end=(position + end) / sample_rate)
            for start, end in regions
        )
        position = following


def _regions(part: Any, gain: float, options: Any) -> list[tuple[int, int]]:
    """Speech of one block, in samples from its start."""
    import numpy as np
    from faster_whisper.vad import get_speech_timestamps

    if not part.any():
        return []
    if gain != 1.0 or not np.isfinite(part).all():
        part = np.clip(finite(part) * np.float32(gain), -1.0, 1.0)
    found = get_speech_timestamps(part, options, sampling_rate=16_000)
    return [(int(one["start"]), int(one["end"])) for one in found]


def join_regions(
    regions: Iterable[Interval], *, longest: Seconds, gap: Seconds = 2.0
) -> tuple[Interval, ...]:
    """Join neighbouring speech to pieces no longer than ``longest``, over pauses under ``gap``.

    A piece is ended at the longest pause of its last part, so that it is nearly full and words are
    not torn from those they belong to.
    """
    parts = [part for region in regions for part in _divide(region, longest)]
    pieces: list[Interval] = []
    first = 0
    while first < len(parts):
        last = first
        while last + 1 < len(parts) and (
            parts[last + 1].end - parts[first].start <= longest
            and parts[last + 1].start - parts[last].end < gap
        ):
            last += 1
        follows = last + 1 < len(parts) and parts[last + 1].start - parts[last].end < gap
        if follows:
            last = _best_end(parts, first, last, since=parts[first].start + NEARLY_FULL * longest)
        pieces.append(Interval(start=parts[first].start, end=parts[last].end))
        first = last + 1
    return tuple(pieces)


def _best_end(parts: list[Interval], first: int, last: int, *, since: Seconds) -> int:
    """The part with the longest pause after it, of those that end late enough."""
    ends = [n for n in range(first, last + 1) if parts[n].end >= since] or [last]
    return max(ends, key=lambda n: (parts[n + 1].start - parts[n].end, n))


def _divide(region: Interval, longest: Seconds) -> list[Interval]:
    """A region in equal parts no longer than ``longest``: VAD finds no pause in some speech."""
    count = max(1, -int(-region.duration // longest))
    step = region.duration / count
    return [
        Interval(start=region.start + step * n, end=region.start + step * (n + 1))
        for n in range(count)
    ]


def mend_cuts(
    pieces: tuple[Interval, ...], samples: Any, *, longest: Seconds, sample_rate: int = 16_000
) -> tuple[Interval, ...]:
    """Move cuts through speech, where one piece begins as another ends, to the quietest place near.

    Parameters
    ----------
    longest
        Seconds that no piece may pass; a cut that would, stays.
    """
    mended = list(pieces)
    for number in range(1, len(mended)):
        left, right = mended[number - 1], mended[number]
        if right.start - left.end > 0.02:
            continue
        earliest = max(left.start + SPLICE, left.end - SPLICE, right.end - longest)
        latest = min(right.end - SPLICE, left.end + SPLICE, left.start + longest)
        if latest - earliest < 0.1:
            continue
        cut = _quietest(samples, earliest, latest, sample_rate)
        mended[number - 1] = Interval(start=left.start, end=cut)
        mended[number] = Interval(start=cut, end=right.end)
    return tuple(mended)


def _quietest(samples: Any, earliest: Seconds, latest: Seconds, rate: int) -> Seconds:
    """Middle of the 40 ms of least energy between two times."""
    import numpy as np

    first, width = round(earliest * rate), rate // 25
    near = finite(samples[first : round(latest * rate)]).astype(np.float64)
    energy = np.convolve(near**2, np.ones(width), mode="valid")
    return (first + int(np.argmin(energy)) + width / 2) / rate


def gain_of(samples: Any) -> float:
    """Factor that brings the loud parts of a quiet recording to `LOUD`; 1 for a loud one.

    The network hears level: speech recorded 40 dB too low is missed without this.
    """
    level = level_of(samples)
    if level <= 0 or level >= LOUD:
        return 1.0
    return min(HIGHEST_GAIN, LOUD / level)


def finite(samples: Any) -> Any:
    """The same samples, silence where they are no numbers."""
    import numpy as np

    return np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)


def level_of(samples: Any) -> float:
    """Level of the loud parts, 0 to 1: the 99th percentile, which passes over single clicks."""
    import numpy as np

    if len(samples) == 0:
        return 0.0
    # A stride bounds the work on long recordings.
    some = finite(samples[:: max(1, len(samples) // 1_000_000)])
    return float(np.percentile(np.abs(some), 99))
