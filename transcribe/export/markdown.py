"""A release as Markdown, under the guide's items."""

from __future__ import annotations

import re
from collections.abc import Mapping

from transcribe.core.pii import PublicTurn, Release
from transcribe.core.time import format_clock

_MARKUP = re.compile(r"([\\`*_{}#|~])")


def to_bytes(release: Release, *, questions: Mapping[str, str] | None = None) -> bytes:
    """A public ``transcript.md``.

    Parameters
    ----------
    questions
        Guide item id to its words, shown after the id where they are known.
    """
    parts = [f"# {escape(release.public_id)}"]
    topic = None
    for turn in release.turns:
        if turn.topic is not None and turn.topic != topic:
            parts.append(f"## {_heading(turn.topic, questions)}")
            topic = turn.topic
        parts.append(_paragraph(turn))
    if release.coverage:
        lines = [
            f"- {status.replace('_', ' ')}: {_heading(item, questions)}"
            for item, status, _, _ in release.coverage
        ]
        parts += ["## Coverage of the guide", "\n".join(lines)]
    return ("\n\n".join(parts) + "\n").encode()


def _heading(item: str, questions: Mapping[str, str] | None) -> str:
    text = (questions or {}).get(item, "")
    return escape(f"{item} · {text}" if text else item)


def _paragraph(turn: PublicTurn) -> str:
    clock = "" if turn.start is None else f" ({format_clock(turn.start)})"
    return f"**{escape(turn.name)}**{clock}: {escape(turn.text)}"


def escape(text: str) -> str:
    """Write text so that no part of it is taken for markup or HTML."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKUP.sub(r"\\\1", plain).replace("](", "]\\(")
