"""Identifying spans, what replaces them, and what a person decided about them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

ENTITY_TYPES = (
    "PERSON",
    "ORGANIZATION",
    "PRODUCT",
    "LOCATION",
    "ADDRESS",
    "UNIVERSITY",
    "DATE",
    "AGE",
    "EMAIL",
    "PHONE",
    "URL",
    "ID_NUMBER",
    "JOB",
    "QUANTITY",
    "OTHER",
)

AUTO, QUEUED, ACCEPTED, REJECTED = "auto", "queued", "accepted", "rejected"
DECISIONS = (AUTO, QUEUED, ACCEPTED, REJECTED)
"""auto: replaced without asking; queued: waits for a person; accepted, rejected: a person said."""

POLICIES = ("label", "keep", "year", "band", "remove")


def normalize(text: str) -> str:
    """Reduce a mention to what decisions bind to: case, possessive, accents' form and spacing gone.

    >>> normalize("  Maria  Lopez’s ")
    'maria lopez'
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    folded = re.sub(r"[^\w\s@.'+-]", " ", folded)
    folded = " ".join(folded.split()).strip(" .'-")
    return re.sub(r"'s$|(?<=s)'$", "", folded)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A typed span of one turn's text.

    Attributes
    ----------
    id
        ``e1`` and on within a recording.
    turn
        Id of the turn.
    start_char, end_char
        Unicode code points into the turn's text, half-open.
    type
        One of `ENTITY_TYPES`.
    text
        The mention itself; private.
    score
        0 to 1.
    recognizers
        Names of what found it.
    decision
        One of `DECISIONS`.
    reason
        Why it is queued or replaced, in words a reviewer reads; holds no transcript text.
    """

    id: str
    turn: str
    start_char: int
    end_char: int
    type: str
    text: str = field(repr=False)
    score: float
    recognizers: tuple[str, ...]
    decision: str
    reason: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Type and normalized text: what a decision binds to."""
        return (self.type, normalize(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitySet:
    """All entities of one recording, ordered by turn and offset, none overlapping."""

    entities: tuple[Entity, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyDecision:
    """A person's word on a name, valid in every recording: accept (replace) or reject (leave)."""

    type: str
    normalized: str = field(repr=False)
    accept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Surrogate:
    """What replaces every mention of one identity.

    Attributes
    ----------
    type, normalized
        The identity.
    text
        ``[Person 2]``, a year, a band, or empty for removal.
    """

    type: str
    normalized: str = field(repr=False)
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicTurn:
    """A turn as the public sees it."""

    id: str
    role: str
    name: str
    start: float | None
    end: float | None
    text: str
    topic: str | None
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What may leave, built from this explicit list of fields and from nothing else."""

    public_id: str
    language: str
    guide_file: str | None
    guide_sha256: str | None
    speakers: tuple[tuple[str, str], ...]
    turns: tuple[PublicTurn, ...]
    coverage: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...]
