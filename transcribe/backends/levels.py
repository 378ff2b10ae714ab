"""How loud each channel of a recording is: all that is kept of channels after they are mixed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

FRAME = 160
"""Samples at 16 kHz a level is taken over: 10 ms."""
MOST_CHANNELS = 8
SILENCE = -100.0
"""Decibels below full scale of digital silence."""


class LevelMeter:
    """Levels of channels, fed piece by piece.

    The difference of neighbouring samples is measured, not the samples: hum and rumble count
    little, speech keeps its weight.
    """

    def __init__(self, channels: int) -> None:
        import numpy as np

        self.channels = channels
        self._rest = np.zeros((channels, 0), dtype=np.float32)
        self._last = np.zeros((channels, 1), dtype=np.float32)
        self._found: list[Any] = []

    def feed(self, samples: Any) -> None:
        """Add int16 samples at 16 kHz, shape ``(channels, samples)``."""
        import numpy as np

        if not samples.shape[1]:
            return
        sound = samples.astype(np.float32) / np.float32(32768)
        risen = np.diff(sound, axis=1, prepend=self._last)
        self._last = sound[:, -1:]
        whole = np.concatenate([self._rest, risen], axis=1)
        count = whole.shape[1] // FRAME
        self._rest = whole[:, count * FRAME :]
        if count:
            cut = whole[:, : count * FRAME].reshape(self.channels, count, FRAME)
            power = np.square(cut).mean(axis=2).T
            self._found.append((10 * np.log10(power + 1e-10)).astype(np.float16))

    def levels(self) -> Any:
        """Decibels below full scale, ``numpy.float16`` of shape ``(frames, channels)``."""
        import numpy as np

        if not self._found:
            return np.zeros((0, self.channels), dtype=np.float16)
        return np.concatenate(self._found)


def write_levels(levels: Any, path: Path) -> None:
    """Keep levels; the same levels give the same bytes."""
    import numpy as np

    with path.open("wb") as file:
        np.save(file, levels, allow_pickle=False)


def read_levels(path: Path) -> Any:
    """Levels that `write_levels` kept; None when there are none, or they are damaged."""
    import numpy as np

    try:
        levels = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return levels if levels.ndim == 2 and levels.shape[1] > 1 else None
