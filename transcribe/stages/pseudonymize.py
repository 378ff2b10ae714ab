"""The one stage over the whole study: decisions carried to every mention, and one numbering.

A name confirmed anywhere (listed in a sidecar, replaced without asking, or accepted by a person)
is looked for in every recording: its exact variants are replaced, likely ones wait for a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

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
from transcribe.stages.forms_of_names import recognize_forms
from transcribe.stages.identities import Name, group_identities, mark_unclear
from transcribe.stages.mentions import KnownName
from transcribe.stages.propagate import STUDY, identity_of, propagate
from transcribe.stages.surrogates import (
    DEFAULT_POLICIES,
    PseudonymTable,
    give_numbers,
    surrogate_text,
    unclear_text,
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
    same
        Type and normalized text of a name to those of the name whose number it gets.
    same_mentions
        The same for single places; wins over ``same``.
    """

    names: Mapping[Name, bool] = field(default_factory=dict)
    mentions: Mapping[Mention, bool] = field(default_factory=dict)
    same: Mapping[Name, Name] = field(default_factory=dict)
    same_mentions: Mapping[Mention, Name] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """One recording after the study step.

    Attributes
    ----------
    surrogates
        Entity id to what replaces it, whatever its decision.
    labels
        Entity id to what would replace it under each of its choices, in their order.
    """

    entities: EntitySet
    surrogates: Mapping[str, str] = field(repr=False)
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

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
    listed: Iterable[KnownName] = (),
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
    listed
        What the sidecars list: with what is confirmed, it says whether a name is clear.
    """
    kept = {normalize(name) for name in keep}
    sure = _confirmed(found, decisions)
    spoken = {recording: transcript.language for recording, transcript in transcripts.items()}
    said = partial(_said, decisions=decisions)
    found = recognize_forms(found, sure=sure, said=said, languages=spoken)
    names = _names_of_study(found, decisions=decisions, kept=kept)
    languages = sorted(set(spoken.values()))
    # One finder a language: it remembers what it has compared.
    finders = {language: KnownNames(names, language=language) for language in languages}
    settled = {
        recording: tuple(
            _decide(entity, recording=recording, decisions=decisions, sure=sure, policies=policies)
            for entity in propagate(transcripts[recording], own, known=finders[spoken[recording]])
        )
        for recording, own in found.items()
    }
    clear = {*listed, *_standing_alone(sure, settled.values())}
    owners = {language: KnownNames(clear, language=language) for language in languages}
    settled = {
        recording: tuple(
            mark_unclear(entity, known=owners[spoken[recording]], same=decisions.same)
            for entity in entities
        )
        for recording, entities in settled.items()
    }
    return _number(settled, found, decisions=decisions, table=table, policies=policies)


def _number(
    settled: Mapping[str, tuple[Entity, ...]],
    found: Mapping[str, EntitySet],
    *,
    decisions: Decisions,
    table: PseudonymTable,
    policies: Mapping[str, str],
) -> Pseudonymized:
    """Give every identity its number, and every mention what replaces it."""
    everything = [entity for recording in sorted(settled) for entity in settled[recording]]
    named = {*decisions.same.values(), *decisions.same_mentions.values()}
    named |= {choice for entity in everything for choice in entity.choices}
    groups = group_identities((entity for entity in everything if not entity.choices), more=named)
    members: dict[Name, set[str]] = {}
    for (kind, name), canonical in groups.items():
        members.setdefault((kind, canonical), set()).add(name)
    table = give_numbers(table, members)

    def shown(entity: Entity, name: Name) -> str:
        """What replaces a mention that stands for a name."""
        for _ in range(len(decisions.same) + 1):
            kind, canonical = name[0], groups.get(name, name[1])
            further = decisions.same.get(name) or decisions.same.get((kind, canonical))
            if further is None or further == name:
                break
            name = further
        number = table.number(kind, canonical)
        policy = policies.get(kind) or DEFAULT_POLICIES.get(kind, "label")
        return surrogate_text(kind, entity.text, policy=policy, number=number or 0)

    results = {}
    for recording, entities in settled.items():
        surrogates, labels = {}, {}
        for entity in entities:
            labels[entity.id] = tuple(shown(entity, choice) for choice in entity.choices)
            said = _said_same(entity, recording, decisions)
            if said is None and entity.choices:
                surrogates[entity.id] = unclear_text(entity, policies=policies)
            else:
                surrogates[entity.id] = shown(entity, said or (entity.type, identity_of(entity)))
        results[recording] = Settled(
            entities=replace(found[recording], entities=entities),
            surrogates=surrogates,
            labels=labels,
        )
    return Pseudonymized(recordings=results, table=table)


def _said_same(entity: Entity, recording: str, decisions: Decisions) -> Name | None:
    """The name that a person said a mention stands for."""
    said = decisions.same_mentions.get(_place(entity, recording))
    return said or decisions.same.get((entity.type, normalize(entity.text)))


def _place(entity: Entity, recording: str) -> Mention:
    return Mention(
        recording=recording,
        turn=entity.turn,
        start_char=entity.start_char,
        end_char=entity.end_char,
        normalized=normalize(entity.text),
    )


def _standing_alone(
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


def _confirmed(found: Mapping[str, EntitySet], decisions: Decisions) -> set[Name]:
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


def _said(entity: Entity, recording: str, *, decisions: Decisions) -> bool | None:
    """A person's word on the place, else on the name."""
    said = decisions.mentions.get(_place(entity, recording))
    return decisions.names.get((entity.type, normalize(entity.text))) if said is None else said


def _decide(
    entity: Entity,
    *,
    recording: str,
    decisions: Decisions,
    sure: set[Name],
    policies: Mapping[str, str],
) -> Entity:
    """The decision on one mention: a person's on the place, on the name, then the stage's own."""
    said = _said(entity, recording, decisions=decisions)
    if said is not None:
        return replace(entity, decision=ACCEPTED if said else REJECTED)
    known = STUDY in entity.recognizers and (entity.type, entity.identity) in sure
    # What is kept whatever the answer is not asked about.
    kept = policies.get(entity.type) == "keep" and entity.type not in NAME_TYPES
    return replace(entity, decision=AUTO) if known or kept else entity
