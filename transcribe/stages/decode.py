"""Decode: any container to 16 kHz mono samples."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from transcribe.core.recording import Audio

SAMPLE_RATE = 16_000


class Decoder(Protocol):
    """Opens sound files."""

    def decode(self, path: Path) -> Audio:
        """Decode one file.

        Raises
        ------
        transcribe.errors.AudioError
            When the file is empty, no audio, has no audio stream, or holds under 0.3 s.
        """
