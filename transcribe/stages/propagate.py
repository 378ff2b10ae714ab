"""Looking in every transcript for the names that stand anywhere in the study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from transcribe.core.pii import AUTO, QUEUED, Entity, EntitySet, normalize
from transcribe.stages.variants import KnownNames

LISTED = "identifiers"
"""Recognizer name of what a sidecar lists; such a mention can never be left."""

STUDY = "study"
"""Recognizer name of mentions found because the name stands elsewhere in the study."""

ALIKE = "study-alike"
"""Recognizer name of mentions that are only like such a name."""


def entity_id(turn: str, start_char: int) -> str:
    """Id of an entity within its recording; the same however many others are found.

    >>> entity_id("t0012", 5)
    'e12-5'
    """
    number = turn.lstrip("t").lstrip("0") or "0"
    return f"e{number}-{start_char}"


def identity_of(entity: Entity) -> str:
    """Normalized name that a mention stands for."""
    return entity.identity or normalize(entity.text)


def propagate(texts: Mapping[str, str], own: EntitySet, *, known: KnownNames) -> tuple[Entity, ...]:
    """Own entities and mentions of names found anywhere in the study, ordered, none overlapping.

    Parameters
    ----------
    texts
        Turn id to its text, in order.
    """
    by_turn: dict[str, list[Entity]] = {}
    for entity in own.entities:
        by_turn.setdefault(entity.turn, []).append(entity)
    entities: list[Entity] = []
    for turn, text in texts.items():
        others = _study_mentions(turn, text, known)
        entities += _merge(turn, text, by_turn.get(turn, []), others)
    return tuple(entities)


def _study_mentions(turn: str, text: str, known: KnownNames) -> list[Entity]:
    return [
        Entity(
            id=entity_id(turn, match.start),
            turn=turn,
            start_char=match.start,
            end_char=match.end,
            type=match.type,
            text=text[match.start : match.end],
            score=match.score,
            recognizers=(STUDY,) if match.exact else (ALIKE,),
            decision=QUEUED,
            reason="named elsewhere in the study" if match.exact else match.reason,
            identity=match.identity,
        )
        for match in known.find(text)
    ]


def _merge(turn: str, text: str, own: list[Entity], others: list[Entity]) -> list[Entity]:
    """Own entities win over those of the study that they touch, but no part of a name stays."""
    merged = list(own)
    for other in others:
        touched = [
            entity
            for entity in merged
            if entity.start_char < other.end_char and other.start_char < entity.end_char
        ]
        if not touched:
            merged.append(other)
        elif STUDY in other.recognizers and not _covers(touched, other):
            merged = [entity for entity in merged if entity not in touched]
            merged.append(_union(turn, text, touched, other))
    return sorted(merged, key=lambda entity: entity.start_char)


def _covers(touched: list[Entity], other: Entity) -> bool:
    return any(
        entity.start_char <= other.start_char and other.end_char <= entity.end_char
        for entity in touched
    )


def _union(turn: str, text: str, touched: list[Entity], other: Entity) -> Entity:
    """One entity over all that touch, replaced without asking if any of them is."""
    parts = (*touched, other)
    start = min(entity.start_char for entity in parts)
    end = max(entity.end_char for entity in parts)
    sure = any(entity.decision == AUTO for entity in touched)
    return replace(
        other,
        id=entity_id(turn, start),
        start_char=start,
        end_char=end,
        text=text[start:end],
        recognizers=tuple(sorted({name for entity in parts for name in entity.recognizers})),
        decision=AUTO if sure else QUEUED,
    )
