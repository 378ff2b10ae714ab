"""Which names of a study are looked for everywhere, and which are clear enough to stand for one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from transcribe.core.pii import AUTO, NAME_TYPES, Entity, EntitySet, normalize
from transcribe.stages.decided import Decisions
from transcribe.stages.identities import Name
from transcribe.stages.mentions import KnownName
from transcribe.stages.propagate import identity_of


def confirmed_names(found: Iterable[EntitySet], decisions: Decisions) -> set[Name]:
    """Type and name of all that is replaced by itself or by a person's word, less the rejected."""
    sure = {
        (entity.type, identity_of(entity))
        for entities in found
        for entity in entities.entities
        if entity.decision == AUTO and entity.type in NAME_TYPES
    }
    sure |= {key for key, accept in decisions.names.items() if accept and key[0] in NAME_TYPES}
    return {key for key in sure if decisions.names.get(key) is not False}


def names_of_study(
    found: Iterable[EntitySet], *, decisions: Decisions, kept: Collection[str]
) -> frozenset[KnownName]:
    """Names worth looking for everywhere.

    Queued names are among them, so that one decision settles a name in all recordings and a
    person's word never brings up new questions.
    """
    names: dict[Name, bool] = {}
    for entities in found:
        for entity in entities.entities:
            if entity.type in NAME_TYPES and (entity.decision == AUTO or _nameable(entity)):
                key = (entity.type, identity_of(entity))
                alike = entity.decision == AUTO or entity.type == "PERSON"
                names[key] = names.get(key, False) or alike
    for key, accept in decisions.names.items():
        if accept and key[0] in NAME_TYPES:
            names.setdefault(key, False)
    return frozenset(
        KnownName(type=kind, text=name, listed=False, alike=alike)
        for (kind, name), alike in names.items()
        if decisions.names.get((kind, name)) is not False and name not in kept
    )


def _nameable(entity: Entity) -> bool:
    """Whether a queued mention is itself a name rather than a doubtful likeness of one."""
    return not entity.identity and len(normalize(entity.text)) >= 4


def standing_alone(
    sure: Iterable[Name], settled: Iterable[tuple[Entity, ...]]
) -> Iterator[KnownName]:
    """Confirmed names but for the misspellings and short forms of others."""
    variants = {
        (entity.type, normalize(entity.text))
        for entities in settled
        for entity in entities
        if entity.identity and entity.identity != normalize(entity.text)
    }
    for kind, name in sure:
        if (kind, name) not in variants:
            yield KnownName(type=kind, text=name, listed=False)
