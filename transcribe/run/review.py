"""What waits for a person and what is settled, grouped by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from transcribe.core.pii import QUEUED, normalize
from transcribe.run.excerpts import read_excerpts
from transcribe.run.store import Workspace
from transcribe.stages.identities import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One mention in the current transcript of a recording."""

    recording: str
    turn: str
    entity: Mapping[str, Any] = field(repr=False)
    text: str = field(repr=False)
    context: str = field(repr=False)

    @property
    def key(self) -> Name:
        """What a decision by name binds to."""
        return (str(self.entity["type"]), normalize(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A name and every place it stands at, all under one decision."""

    type: str
    normalized: str = field(repr=False)
    decision: str
    places: tuple[Place, ...]

    @property
    def recordings(self) -> tuple[str, ...]:
        """Where it is mentioned."""
        return tuple(dict.fromkeys(place.recording for place in self.places))

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Name and label of each of those it may stand for, when that is not clear."""
        return tuple(
            dict.fromkeys(
                (str(choice["name"]), str(choice["surrogate"]))
                for place in self.places
                for choice in place.entity.get("choices", ())
            )
        )


def places(workspace: Workspace, recordings: Iterable[str]) -> tuple[Place, ...]:
    """Every mention of the given recordings, in order."""
    return tuple(
        Place(recording=recording, turn=turn, entity=entity, text=text, context=context)
        for recording in recordings
        for turn, entity, text, context in read_excerpts(workspace, recording).mentions
    )


def questions(found: Iterable[Place]) -> tuple[Question, ...]:
    """What is queued, grouped by name; the most frequent first."""
    return _grouped(place for place in found if place.entity["decision"] == QUEUED)


def settled(found: Iterable[Place]) -> tuple[Question, ...]:
    """What is decided, by the tool or a person, grouped by name; the most frequent first."""
    return _grouped(place for place in found if place.entity["decision"] != QUEUED)


def _grouped(found: Iterable[Place]) -> tuple[Question, ...]:
    groups: dict[tuple[str, str, str], list[Place]] = {}
    for place in found:
        groups.setdefault((*place.key, str(place.entity["decision"])), []).append(place)
    made = [
        Question(type=kind, normalized=normalized, decision=decision, places=tuple(group))
        for (kind, normalized, decision), group in groups.items()
    ]
    return tuple(
        sorted(made, key=lambda one: (-len(one.places), one.type, one.normalized, one.decision))
    )
