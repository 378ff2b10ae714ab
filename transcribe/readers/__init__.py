"""Ready-made transcripts: text, WebVTT, SubRip, Word and our own JSON → `core.transcript`."""

from __future__ import annotations

from transcribe.readers.reader import read_transcript

__all__ = ["read_transcript"]
