"""Who spoke when."""

from __future__ import annotations

from typing import Protocol

from transcribe.core.diarization import Diarization
from transcribe.core.recording import Audio
from transcribe.stages.engines import Engine, ProgressHook


class Diarizer(Protocol):
    """An opened diarizer."""

    engine: Engine

    def diarize(
        self,
        audio: Audio,
        *,
        speakers: tuple[int, int] | None,
        progress: ProgressHook,
    ) -> Diarization:
        """Find every speaker's regions.

        Parameters
        ----------
        speakers
            Smallest and largest number of speakers, or None to estimate it.
        """

    def close(self) -> None:
        """Let go of the model."""
