"""Peaks of a sound file for the waveform of the review page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

A_SECOND = 50
"""Pairs of lowest and highest sample in a second: sharp enough to see words at any zoom used."""
BLOCK_SECONDS = 60
LARGEST = 127


def read_peaks(sound: Path) -> dict[str, Any]:
    """Lowest and highest values of every fiftieth of a second of a FLAC or WAV file.

    The file is read in blocks: three hours need no more memory than a minute, but for the peaks.

    Returns
    -------
    ``a_second`` (pairs), ``duration`` (seconds) and ``peaks``: lowest and highest in turn, -127 to
    127.
    """
    import numpy as np
    import soundfile

    values: list[int] = []
    with soundfile.SoundFile(sound) as source:
        step = max(1, source.samplerate // A_SECOND)
        for block in source.blocks(step * A_SECOND * BLOCK_SECONDS, dtype="float32"):
            mono = block if block.ndim == 1 else block.mean(axis=1)
            padded = np.pad(mono, (0, -len(mono) % step)).reshape(-1, step)
            pairs = np.stack([padded.min(axis=1), padded.max(axis=1)], axis=1)
            scaled = np.clip(np.rint(pairs * LARGEST), -LARGEST, LARGEST)
            values += scaled.astype(int).ravel().tolist()
        duration = source.frames / source.samplerate
    return {"a_second": A_SECOND, "duration": duration, "peaks": values}
