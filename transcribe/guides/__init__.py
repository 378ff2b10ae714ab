"""Interview-guide readers: Markdown, plain text, tables, docx, pdf → `core.guide`."""

from __future__ import annotations

from transcribe.guides.reader import read_guide
from transcribe.guides.write import to_markdown

__all__ = ["read_guide", "to_markdown"]
