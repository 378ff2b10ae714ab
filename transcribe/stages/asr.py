"""Speech to text."""

from __future__ import annotations

from typing import Protocol

from transcribe.core.asr import AsrResult
from transcribe.core.recording import Audio
from transcribe.stages.engines import Engine, ProgressHook


class Recognizer(Protocol):
    """An opened speech recognizer."""

    engine: Engine

    def recognize(
        self,
        audio: Audio,
        *,
        language: str | None,
        hotwords: tuple[str, ...],
        progress: ProgressHook,
        prompt: str = "",
        candidates: tuple[str, ...] = (),
    ) -> AsrResult:
        """Recognize one recording.

        Parameters
        ----------
        language
            ISO 639-1 code, or None to detect it where the engine can.
        hotwords
            Words of the guide and the study worth listening for, the most wanted first.
        prompt
            The study's own words to begin with, for engines that take some.
        candidates
            Languages that may be spoken in it; empty for any.

        Raises
        ------
        transcribe.errors.MissingPartError
            When the engine cannot do the language (pocketsphinx: only English).
        transcribe.errors.StageError
            When nothing can be made of the audio.
        """

    def close(self) -> None:
        """Let go of the model and its workers."""
