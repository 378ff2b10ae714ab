"""Where speech is: Silero VAD, as faster-whisper carries it (16 kHz, windows of 32 ms)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from transcribe.core.time import Interval, Seconds

LOUD = 0.25
"""Level, 0 to 1, that the loud parts of a recording are raised to before looking for speech."""

HIGHEST_GAIN = 100.0
"""A recording is raised by 40 dB at most; what is quieter than that holds no usable speech."""


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
    if sample_rate != 16_000:
        raise ValueError(f"speech is looked for at 16 000 Hz, not {sample_rate}")
    if len(samples) == 0 or not samples.any():
        return ()
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(
        threshold=threshold,
        min_speech_duration_ms=round(1000 * shortest_speech),
        min_silence_duration_ms=round(1000 * shortest_silence),
        speech_pad_ms=round(1000 * padding),
        max_speech_duration_s=float("inf") if longest is None else longest,
    )
    found = get_speech_timestamps(raised(samples), options, sampling_rate=sample_rate)
    return tuple(
        Interval(start=part["start"] / sample_rate, end=part["end"] / sample_rate) for part in found
    )


def join_regions(
    regions: Iterable[Interval], *, longest: Seconds, gap: Seconds = 2.0
) -> tuple[Interval, ...]:
    """Join neighbouring speech to pieces no longer than ``longest``, over pauses under ``gap``."""
    pieces: list[Interval] = []
    for region in regions:
        for part in _divide(region, longest):
            last = pieces[-1] if pieces else None
            if last and part.end - last.start <= longest and part.start - last.end < gap:
                pieces[-1] = Interval(start=last.start, end=part.end)
            else:
                pieces.append(part)
    return tuple(pieces)


def _divide(region: Interval, longest: Seconds) -> list[Interval]:
    """A region in equal parts no longer than ``longest``: VAD finds no pause in some speech."""
    count = max(1, -int(-region.duration // longest))
    step = region.duration / count
    return [
        Interval(start=region.start + step * n, end=region.start + step * (n + 1))
        for n in range(count)
    ]


def raised(samples: Any) -> Any:
    """Bring the loud parts of a quiet recording to `LOUD`; a loud one is left as it is.

    The network hears level: speech recorded 40 dB too low is missed without this.
    """
    import numpy as np

    # A stride bounds the work on long recordings; a percentile passes over single clicks.
    level = float(np.percentile(np.abs(samples[:: max(1, len(samples) // 1_000_000)]), 99))
    if level <= 0 or level >= LOUD:
        return samples
    return np.clip(samples * np.float32(min(HIGHEST_GAIN, LOUD / level)), -1.0, 1.0)
