"""Whisper models that hear less than thirty seconds at once.

``chunk_length`` in a model's ``preprocessor_config.json`` says how much it was trained to hear;
Whisper's own say 30. faster-whisper cuts features by it and then pads them to thirty seconds all
the same, which CTranslate2 does not ask for: it takes any length that the model has positions for.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from transcribe.core.time import Seconds

WHOLE: Seconds = 30.0
"""What Whisper's own models hear at once."""

MARGIN: Seconds = 1.0
"""A piece is this much shorter than the window: its last word is heard out, then silence."""


def open_windowed(folder: Path, **options: Any) -> Any:
    """A ``faster_whisper.WhisperModel`` that encodes its own window and no padding beyond it.

    Parameters
    ----------
    options
        As ``faster_whisper.WhisperModel`` takes them.

    Raises
    ------
    RuntimeError, ValueError
        When the model or the device cannot be used, as CTranslate2 says it.
    """
    from faster_whisper import WhisperModel

    class Windowed(WhisperModel):  # type: ignore[misc]
        def encode(self, features: Any) -> Any:
            return super().encode(features[..., : self.feature_extractor.nb_max_frames])

    return Windowed(str(folder), local_files_only=True, **options)


def longest_piece(model: Any) -> Seconds:
    """Seconds of sound that an opened model hears whole."""
    return float(model.feature_extractor.chunk_length) - MARGIN


def window_of(folder: Path) -> Seconds:
    """Seconds that the model of a folder hears at once, read without opening it; at most 30."""
    import json

    try:
        said = json.loads((folder / "preprocessor_config.json").read_text()).get("chunk_length")
        return max(2.0 * MARGIN, min(WHOLE, float(said)))
    except (OSError, ValueError, TypeError, AttributeError):
        return WHOLE
