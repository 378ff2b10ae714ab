"""A release as JSON."""

from __future__ import annotations

import json
from typing import Any

from transcribe.core.pii import Release

SCHEMA = 1


def public_document(release: Release) -> dict[str, Any]:
    """The content of a public ``transcript.json``."""
    guide = {"file": release.guide_file, "sha256": release.guide_sha256}
    return {
        "schema": SCHEMA,
        "public_id": release.public_id,
        "language": release.language,
        "guide": guide if release.guide_file else None,
        "speakers": [{"role": role, "name": name} for role, name in release.speakers],
        "turns": [
            {
                "id": turn.id,
                "role": turn.role,
                "name": turn.name,
                "start": turn.start,
                "end": turn.end,
                "text": turn.text,
                "guide": {"topic": turn.topic, "asks": list(turn.asks)},
            }
            for turn in release.turns
        ],
        "coverage": [
            {
                "item": item,
                "status": status,
                "question_turns": list(question_turns),
                "answer_turns": list(answer_turns),
            }
            for item, status, question_turns, answer_turns in release.coverage
        ],
    }


def to_bytes(release: Release) -> bytes:
    """A public ``transcript.json``."""
    text = json.dumps(public_document(release), ensure_ascii=False, indent=1, allow_nan=False)
    return text.encode() + b"\n"
