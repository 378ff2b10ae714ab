"""A release as plain text: one paragraph a turn, the form such studies publish."""

from __future__ import annotations

from transcribe.core.pii import Release


def to_bytes(release: Release) -> bytes:
    """A public ``transcript.txt``."""
    paragraphs = [f"{turn.name}: {turn.text}" for turn in release.turns]
    return ("\n\n".join(paragraphs) + "\n").encode()
