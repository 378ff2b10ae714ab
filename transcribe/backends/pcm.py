"""Decoded samples on their way from a decoder: 16-bit, 16 kHz, mono, in pieces."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from transcribe.core.time import Seconds

RATE = 16_000
"""Hertz, everywhere after decode."""


class NoSound(Exception):
    """A decoder found nothing it can decode; ``str()`` says why, for a person."""


class NoStream(NoSound):
    """The file is readable and has no audio stream: another decoder finds none either."""


@dataclass(slots=True, kw_only=True)
class Pcm:
    """Pieces of ``numpy.int16`` samples and what was seen while decoding them.

    Attributes
    ----------
    levels
        Decibels of each channel every 10 ms, shape ``(frames, channels)``; None for one channel.
    """

    decoder: str
    codec: str = ""
    channels: int = 1
    container_duration: Seconds | None = None
    pieces: list[Any] = field(default_factory=list, repr=False)
    length: int = 0
    broken: int = 0
    not_numbers: int = 0
    filled: Seconds = 0.0
    stopped_early: bool = False
    streams: int = 1
    levels: Any = field(default=None, repr=False)

    def append(self, piece: Any) -> None:
        """Add a piece of int16 samples."""
        self.pieces.append(piece)
        self.length += len(piece)

    @property
    def duration(self) -> Seconds:
        """Decoded length in seconds."""
        return self.length / RATE

    def take_samples(self) -> Any:
        """Join the pieces to float32 within [-1, 1], letting go of each piece once it is copied."""
        import numpy as np

        samples = np.empty(self.length, dtype=np.float32)
        position = 0
        self.pieces.reverse()
        while self.pieces:
            piece = self.pieces.pop()
            samples[position : position + len(piece)] = piece
            position += len(piece)
        samples /= np.float32(32768)
        return samples
