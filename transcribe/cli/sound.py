"""Wires covering and listening to the release of sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transcribe.config import Settings
    from transcribe.release.sound import Sounding


def build_sounding(settings: Settings) -> Sounding:
    """Covering with pydub, and listening with the best recognizer that is here."""
    from transcribe.backends.bleep import cover, pauses_of, samples_of
    from transcribe.cli.parts import build_parts
    from transcribe.core.recording import Audio
    from transcribe.release.sound import Sounding

    parts = build_parts(settings)

    def listen(sound: bytes, language: str) -> str:
        samples, rate = samples_of(sound)
        recognizer = parts.open_recognizer(parts.recognizer(language))
        try:
            result = recognizer.recognize(
                Audio(samples=samples, sample_rate=rate),
                language=language,
                hotwords=(),
                progress=lambda _: None,
            )
        finally:
            recognizer.close()
        return "".join(word.text for word in result.words)

    return Sounding(pauses=pauses_of, cover=cover, listen=listen)
