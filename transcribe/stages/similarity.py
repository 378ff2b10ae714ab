"""How alike sentences are: the seam to sentence embeddings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from transcribe.stages.engines import Engine


class SentenceSimilarity(Protocol):
    """An opened sentence encoder.

    Attributes
    ----------
    notices
        What a person should know about it: a model that was to be used and could not be.
    """

    engine: Engine
    notices: tuple[str, ...]

    def similarities(
        self, texts: Sequence[str], references: Sequence[str]
    ) -> tuple[tuple[float, ...], ...]:
        """Cosine similarities, -1 to 1: one row a text, one column a reference."""

    def close(self) -> None:
        """Let go of the model."""
