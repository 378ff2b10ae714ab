"""What people said of names and of single mentions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from transcribe.core.pii import Entity, normalize
from transcribe.stages.identities import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place of one recording: what a decision about a single mention binds to."""

    recording: str
    turn: str
    start_char: int
    end_char: int
    normalized: str = field(repr=False)

    @classmethod
    def of(cls, entity: Entity, recording: str) -> Mention:
        """The place of an entity."""
        return cls(
            recording=recording,
            turn=entity.turn,
            start_char=entity.start_char,
            end_char=entity.end_char,
            normalized=normalize(entity.text),
        )


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

    def said(self, entity: Entity, recording: str) -> bool | None:
        """A person's word on the place, else on the name."""
        said = self.mentions.get(Mention.of(entity, recording)) if self.mentions else None
        return self.names.get((entity.type, normalize(entity.text))) if said is None else said

    def meant(self, entity: Entity, recording: str) -> Name | None:
        """The name that a person said a mention stands for."""
        places = self.same_mentions
        said = places.get(Mention.of(entity, recording)) if places else None
        return said or self.same.get((entity.type, normalize(entity.text)))
