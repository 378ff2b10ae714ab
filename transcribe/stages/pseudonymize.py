"""The one stage over the whole study: decisions carried to every mention, and one numbering.

A name confirmed anywhere (listed in a sidecar, replaced without asking, or accepted by a person)
is looked for in every recording: its exact variants are replaced, likely ones wait for a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from transcribe.core.pii import (
    ACCEPTED,
    AUTO,
    NAME_TYPES,
    QUEUED,
    REJECTED,
    Entity,
    EntitySet,
    normalize,
)
from transcribe.core.transcript import Transcript
from transcribe.stages.identities import group_identities
from transcribe.stages.mentions import KnownName
from transcribe.stages.propagate import STUDY, identity_of, propagate
from transcribe.stages.surrogates import (
    DEFAULT_POLICIES,
    PseudonymTable,
    give_numbers,
    surrogate_text,
)
from transcribe.stages.variants import KnownNames


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place of one recording: what a decision about a single mention binds to."""

    recording: str
    turn: str
    start_char: int
    end_char: int
    normalized: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """What people said so far; the latest word on each name or mention.

    Attributes
    ----------
    names
        Type and normalized text to accepted (True) or rejected.
    mentions
        The same for single places; wins over ``names``.
    """

    names: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    mentions: Mapping[Mention, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """One recording after the study step.

    Attributes
    ----------
    surrogates
        Entity id to what replaces it, whatever its decision.
    """

    entities: EntitySet
    surrogates: Mapping[str, str] = field(repr=False)

    @property
    def queued(self) -> tuple[Entity, ...]:
        """What waits for a person."""
        return tuple(entity for entity in self.entities.entities if entity.decision == QUEUED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pseudonymized:
    """The study after the study step."""

    recordings: Mapping[str, Settled]
    table: PseudonymTable


def pseudonymize(
    transcripts: Mapping[str, Transcript],
    found: Mapping[str, EntitySet],
    *,
    decisions: Decisions,
    table: PseudonymTable,
    policies: Mapping[str, str],
    keep: Iterable[str] = (),
) -> Pseudonymized:
    """Settle every mention of the study and give every identity its number.

    Parameters
    ----------
    transcripts, found
        By recording id; what `detect` found in each.
    policies
        Entity type to one of `transcribe.core.pii.POLICIES`; ``label`` where a type is missing.
    keep
        Names the study declares public: propagated nowhere.
    """
    kept = {normalize(name) for name in keep}
    names = _names_of_study(found, decisions=decisions, kept=kept)
    # One finder a language: it remembers what it has compared.
    finders = {
        language: KnownNames(names, language=language)
        for language in sorted({transcript.language for transcript in transcripts.values()})
    }
    pools = {
        recording: propagate(
            transcripts[recording], own, known=finders[transcripts[recording].language]
        )
        for recording, own in found.items()
    }
    settled = {
        recording: tuple(
            _decide(entity, recording=recording, decisions=decisions, sure=sure)
            for entity in entities
        )
        for sure in [_confirmed(found, decisions)]
        for recording, entities in pools.items()
    }
    groups = group_identities(
        entity for recording in sorted(settled) for entity in settled[recording]
    )
    members: dict[tuple[str, str], set[str]] = {}
    for (kind, name), canonical in groups.items():
        members.setdefault((kind, canonical), set()).add(name)
    table = give_numbers(table, members)
    results = {}
    for recording, entities in settled.items():
        surrogates = {}
        for entity in entities:
            canonical = groups[entity.type, identity_of(entity)]
            number = table.number(entity.type, canonical)
            policy = policies.get(entity.type) or DEFAULT_POLICIES.get(entity.type, "label")
            surrogates[entity.id] = surrogate_text(
                entity.type, entity.text, policy=policy, number=number or 0
            )
        results[recording] = Settled(
            entities=replace(found[recording], entities=entities), surrogates=surrogates
        )
    return Pseudonymized(recordings=results, table=table)


def _confirmed(found: Mapping[str, EntitySet], decisions: Decisions) -> set[tuple[str, str]]:
    """Type and name of all that is replaced by itself or by a person's word, less the rejected."""
    sure = {
        (entity.type, identity_of(entity))
        for entities in found.values()
        for entity in entities.entities
        if entity.decision == AUTO and entity.type in NAME_TYPES
    }
    sure |= {key for key, accept in decisions.names.items() if accept and key[0] in NAME_TYPES}
    return {key for key in sure if decisions.names.get(key) is not False}


def _names_of_study(
    found: Mapping[str, EntitySet], *, decisions: Decisions, kept: set[str]
) -> tuple[KnownName, ...]:
    """Names worth looking for everywhere.

    Queued names are among them, so that one decision settles a name in all recordings and a
    person's word never brings up new questions.
    """
    names = {
        KnownName(
            type=entity.type,
            text=identity_of(entity),
            listed=False,
            alike=entity.decision == AUTO or entity.type == "PERSON",
        )
        for entities in found.values()
        for entity in entities.entities
        if entity.type in NAME_TYPES and (entity.decision == AUTO or _nameable(entity))
    }
    names |= {
        KnownName(type=kind, text=name, listed=False, alike=False)
        for (kind, name), accept in decisions.names.items()
        if accept and kind in NAME_TYPES
    }
    return tuple(
        name
        for name in sorted(names, key=lambda name: (name.type, name.text, not name.alike))
        if decisions.names.get((name.type, name.text)) is not False and name.text not in kept
    )


def _nameable(entity: Entity) -> bool:
    """Whether a queued mention is itself a name rather than a doubtful likeness of one."""
    return not entity.identity and len(normalize(entity.text)) >= 4


def _decide(
    entity: Entity, *, recording: str, decisions: Decisions, sure: set[tuple[str, str]]
) -> Entity:
    """The decision on one mention: a person's on the place, on the name, then the stage's own."""
    normalized = normalize(entity.text)
    place = Mention(
        recording=recording,
        turn=entity.turn,
        start_char=entity.start_char,
        end_char=entity.end_char,
        normalized=normalized,
    )
    said = decisions.mentions.get(place)
    if said is None:
        said = decisions.names.get((entity.type, normalized))
    if said is not None:
        return replace(entity, decision=ACCEPTED if said else REJECTED)
    if STUDY in entity.recognizers and (entity.type, entity.identity) in sure:
        return replace(entity, decision=AUTO)
    return entity
