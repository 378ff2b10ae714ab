"""Sound with parts of it covered by a tone; nothing of what was there stays."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from io import BytesIO
from math import ceil, floor
from pathlib import Path
from typing import Any

from transcribe.core.time import Interval, Seconds

TONE = 1000
"""Hertz."""

LEVEL = -24.0
"""Decibels under full scale."""


LEAST_PAUSE: Seconds = 0.15
"""Shorter ones are inside words: a p or t is silent for a tenth of a second."""

LEAST_RANGE = 15.0
"""Decibels between silence and speech under which no pause is told from noise."""


def cover(source: Path, intervals: Sequence[Interval]) -> bytes:
    """A FLAC file of the sound in which each interval is a tone and all else is as it was.

    Whole milliseconds are covered, rounded outwards. The file is written anew from samples, so
    no tag of the source can be in it.

    Parameters
    ----------
    source
        The decoded sound: 16-bit FLAC with one channel.
    intervals
        In order, none touching another.
    """
    import numpy as np
    import soundfile

    samples, rate = soundfile.read(str(source), dtype="int16")
    audio_segment, sine = _pydub()
    sound = audio_segment(samples.tobytes(), sample_width=2, frame_rate=rate, channels=1)
    pieces, last = [], 0
    for one in intervals:
        start = min(floor(one.start * 1000), len(sound))
        end = min(ceil(one.end * 1000), len(sound))
        # pydub's tone can be a sample short, which would move all that follows: one cut from more.
        beep = sine(TONE, sample_rate=rate).to_audio_segment(duration=end - start + 1, volume=LEVEL)
        length = 2 * (end * rate // 1000 - start * rate // 1000)
        pieces += [sound[last:start].raw_data, beep.raw_data[:length]]
        last = end
    # Milliseconds may leave out the last few samples: they are taken from the source.
    covered = np.frombuffer(b"".join(pieces), dtype=np.int16)
    position = last * rate // 1000
    whole = np.concatenate([covered[:position], samples[position:]])
    if last >= len(sound):
        whole = whole[: len(covered)]
    target = BytesIO()
    soundfile.write(target, whole, rate, format="FLAC", subtype="PCM_16")
    return target.getvalue()


def pauses_of(source: Path) -> tuple[Interval, ...]:
    """Quiet parts of a sound of `LEAST_PAUSE` seconds or more, in order.

    Quiet is what lies in the lower third between the recording's silence and its speech, in
    decibels. A sound without such a difference (noise, music) has no pauses.

    Parameters
    ----------
    source
        The decoded sound: 16-bit FLAC with one channel.
    """
    import numpy as np
    import soundfile

    samples, rate = soundfile.read(str(source), dtype="float32")
    step = rate // 100
    frames = len(samples) // step
    if not frames:
        return ()
    power = np.square(samples[: frames * step].reshape(frames, step)).mean(axis=1)
    level = 10 * np.log10(power + 1e-10)
    silence, speech = np.percentile(level, (5, 90))
    if speech - silence < LEAST_RANGE:
        return ()
    quiet = np.concatenate(([False], level < silence + (speech - silence) / 3, [False]))
    edges = np.flatnonzero(np.diff(quiet.astype(np.int8)))
    return tuple(
        Interval(start=int(start) / 100, end=int(end) / 100)
        for start, end in edges.reshape(-1, 2)
        if end - start >= LEAST_PAUSE * 100
    )


def samples_of(flac: bytes) -> tuple[Any, int]:
    """``numpy.float32`` samples of a FLAC file and their rate in hertz."""
    import soundfile

    samples, rate = soundfile.read(BytesIO(flac), dtype="float32")
    return samples, int(rate)


def _pydub() -> tuple[Any, Any]:
    with warnings.catch_warnings():
        # It looks for ffmpeg, which slices and tones do not need.
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
        from pydub.generators import Sine
    return AudioSegment, Sine
