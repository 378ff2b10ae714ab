"""A release as Markdown, under the guide's items."""

from __future__ import annotations

import re

from transcribe.core.pii import PublicTurn, Release
from transcribe.core.time import format_clock

_MARKUP = re.compile(r"([\\`*_{}#|~])")


def to_bytes(release: Release) -> bytes:
    """A public ``transcript.md``."""
    parts = [f"# {escape(release.public_id)}"]
    topic = None
    for turn in release.turns:
        if turn.topic is not None and turn.topic != topic:
            parts.append(f"## {escape(turn.topic)}")
            topic = turn.topic
        parts.append(_paragraph(turn))
    if release.coverage:
        lines = [
            f"- {status.replace('_', ' ')}: {escape(item)}"
            for item, status, _, _ in release.coverage
        ]
        parts += ["## Coverage of the guide", "\n".join(lines)]
    return ("\n\n".join(parts) + "\n").encode()


def _paragraph(turn: PublicTurn) -> str:
    clock = "" if turn.start is None else f" ({format_clock(turn.start)})"
    return f"**{turn.name}**{clock}: {escape(turn.text)}"


def escape(text: str) -> str:
    """Write text so that no part of it is taken for markup or HTML."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKUP.sub(r"\\\1", plain).replace("](", "]\\(")
