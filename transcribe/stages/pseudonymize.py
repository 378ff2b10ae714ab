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
from transcribe.stages.decided import Decisions as Decisions
from transcribe.stages.decided import Mention as Mention
from transcribe.stages.forms_of_names import recognize_forms
from transcribe.stages.identities import Name, group_identities, mark_unclear
from transcribe.stages.mentions import KnownName
from transcribe.stages.owners import Owners, find_owners
from transcribe.stages.propagate import STUDY, identity_of, propagate
from transcribe.stages.study_names import confirmed_names, names_of_study, standing_alone
from transcribe.stages.surrogates import (
    DEFAULT_POLICIES,
    PseudonymTable,
    give_numbers,
    surrogate_text,
    unclear_text,
)
from transcribe.stages.variants import KnownNames


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
    sure = confirmed_names(found.values(), decisions)
    spoken = {recording: transcript.language for recording, transcript in transcripts.items()}
    found = recognize_forms(found, sure=sure, said=decisions.said, languages=spoken)
    kept = {normalize(name) for name in keep}
    names = names_of_study(found.values(), decisions=decisions, kept=kept)
    # One finder a language: it remembers what it has compared.
    finders = {language: KnownNames(names, language=language) for language in set(spoken.values())}
    mentions = {
        recording: propagate(
            {turn.id: turn.text for turn in transcripts[recording].turns},
            own,
            known=finders[spoken[recording]],
        )
        for recording, own in found.items()
    }
    results, table, _ = settle(
        mentions,
        languages=spoken,
        sure=sure,
        decisions=decisions,
        table=table,
        policies=policies,
        listed=listed,
    )
    return Pseudonymized(
        recordings={
            recording: replace(
                one, entities=replace(one.entities, notices=found[recording].notices)
            )
            for recording, one in results.items()
        },
        table=table,
    )


def settle(
    mentions: Mapping[str, tuple[Entity, ...]],
    *,
    languages: Mapping[str, str],
    sure: set[Name],
    decisions: Decisions,
    table: PseudonymTable,
    policies: Mapping[str, str],
    listed: Iterable[KnownName],
    owners: Mapping[str, Owners] | None = None,
) -> tuple[dict[str, Settled], PseudonymTable, dict[str, Owners]]:
    """Decide, number and name every mention of the study.

    Parameters
    ----------
    mentions
        By recording id; own ones and those of names found elsewhere.
    languages
        Of each recording.
    sure
        Type and name of all that is confirmed.
    owners
        By language, of an earlier state of the study.

    Returns
    -------
    What became of each recording, without the notices of its entities; the table with the new
    numbers; and the owners now.
    """
    settled = {
        recording: tuple(
            _decide(entity, recording=recording, decisions=decisions, sure=sure, policies=policies)
            for entity in entities
        )
        for recording, entities in mentions.items()
    }
    clear = {*listed, *standing_alone(sure, settled.values())}
    now = {
        language: find_owners(
            {
                entity.text
                for recording, entities in settled.items()
                if languages[recording] == language
                for entity in entities
                if entity.type in NAME_TYPES
            },
            clear,
            language=language,
            before=(owners or {}).get(language),
        )
        for language in sorted(set(languages.values()))
    }
    settled = {
        recording: tuple(
            mark_unclear(entity, owners=now[languages[recording]].of, same=decisions.same)
            for entity in entities
        )
        for recording, entities in settled.items()
    }
    results, table = _number(settled, decisions=decisions, table=table, policies=policies)
    return results, table, now


def _number(
    settled: Mapping[str, tuple[Entity, ...]],
    *,
    decisions: Decisions,
    table: PseudonymTable,
    policies: Mapping[str, str],
) -> tuple[dict[str, Settled], PseudonymTable]:
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
            said = decisions.meant(entity, recording)
            if said is None and entity.choices:
                surrogates[entity.id] = unclear_text(entity, policies=policies)
            else:
                surrogates[entity.id] = shown(entity, said or (entity.type, identity_of(entity)))
        results[recording] = Settled(
            entities=EntitySet(entities=entities), surrogates=surrogates, labels=labels
        )
    return results, table


def _decide(
    entity: Entity,
    *,
    recording: str,
    decisions: Decisions,
    sure: set[Name],
    policies: Mapping[str, str],
) -> Entity:
    """The decision on one mention: a person's on the place, on the name, then the stage's own."""
    said = decisions.said(entity, recording)
    if said is not None:
        return replace(entity, decision=ACCEPTED if said else REJECTED)
    known = STUDY in entity.recognizers and (entity.type, entity.identity) in sure
    # What is kept whatever the answer is not asked about.
    kept = policies.get(entity.type) == "keep" and entity.type not in NAME_TYPES
    return replace(entity, decision=AUTO) if known or kept else entity
