"""Identifiers in text: the seam to presidio."""

from __future__ import annotations

from typing import Protocol

from transcribe.core.pii import EntitySet
from transcribe.core.recording import Identifiers
from transcribe.core.transcript import Transcript
from transcribe.stages.engines import Engine


class Detector(Protocol):
    """An opened detector of identifying spans."""

    engine: Engine

    def detect(
        self,
        transcript: Transcript,
        *,
        identifiers: Identifiers,
        keep: tuple[str, ...],
    ) -> EntitySet:
        """Find identifying spans in every turn.

        Parameters
        ----------
        identifiers
            Names from the sidecars of the study (of all recordings, merged): they and their exact
            variants are replaced, fuzzy ones queued.
        keep
            Names the study declares public.
        """

    def close(self) -> None:
        """Let go of the model."""
