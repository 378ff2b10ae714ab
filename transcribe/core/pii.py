"""Identifying spans, what replaces them, and what a person decided about them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

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

LABELS = {
    "PERSON": "Person",
    "ORGANIZATION": "Company",
    "PRODUCT": "Product",
    "LOCATION": "Place",
    "ADDRESS": "Address",
    "UNIVERSITY": "University",
    "DATE": "Date",
    "AGE": "Age",
    "EMAIL": "E-mail",
    "PHONE": "Phone",
    "URL": "Link",
    "ID_NUMBER": "Number",
    "JOB": "Job",
    "QUANTITY": "Quantity",
    "OTHER": "Name",
}
"""What a reader of a release sees of a type: ``[Company 2]``."""

TYPE_ALIASES = {
    "PER": "PERSON",
    "ORG": "ORGANIZATION",
    "COMPANY": "ORGANIZATION",
    "NRP": "OTHER",
    "MISC": "OTHER",
    "GPE": "LOCATION",
    "LOC": "LOCATION",
    "FAC": "LOCATION",
    "CITY": "LOCATION",
    "COUNTRY": "LOCATION",
    "PLACE": "LOCATION",
    "STREET_ADDRESS": "ADDRESS",
    "ZIP_CODE": "ADDRESS",
    "DATE_TIME": "DATE",
    "EMAIL_ADDRESS": "EMAIL",
    "PHONE_NUMBER": "PHONE",
    "DOMAIN_NAME": "URL",
    "TITLE": "JOB",
    "CREDIT_CARD": "ID_NUMBER",
    "CRYPTO": "ID_NUMBER",
    "IBAN_CODE": "ID_NUMBER",
    "IP_ADDRESS": "ID_NUMBER",
    "MAC_ADDRESS": "ID_NUMBER",
    "UUID": "ID_NUMBER",
    "US_SSN": "ID_NUMBER",
    "US_DRIVER_LICENSE": "ID_NUMBER",
    "US_PASSPORT": "ID_NUMBER",
    "US_BANK_NUMBER": "ID_NUMBER",
    "US_ITIN": "ID_NUMBER",
    "UK_NHS": "ID_NUMBER",
    "CA_SIN": "ID_NUMBER",
}
"""Labels of other tools and what they are here."""


def entity_type(label: str) -> str:
    """Map any tool's label to one of `ENTITY_TYPES`; what is unknown is ``OTHER``."""
    upper = label.upper()
    if upper in ENTITY_TYPES:
        return upper
    return TYPE_ALIASES.get(upper, "OTHER")


NAME_TYPES = ("PERSON", "ORGANIZATION", "PRODUCT", "LOCATION", "UNIVERSITY", "OTHER")
"""Types whose mentions are names: a name confirmed once is looked for in the whole study."""

AUTO, QUEUED, ACCEPTED, REJECTED = "auto", "queued", "accepted", "rejected"
DECISIONS = (AUTO, QUEUED, ACCEPTED, REJECTED)
"""auto: replaced without asking; queued: waits for a person; accepted, rejected: a person said."""

POLICIES = ("label", "keep", "year", "band", "remove")


def policies_for(kind: str) -> tuple[str, ...]:
    """Policies that make sense for a type: years are in dates, bands for what can be counted.

    >>> policies_for("PERSON"), policies_for("DATE")
    (('label', 'keep', 'remove'), ('label', 'keep', 'year', 'remove'))
    """
    fitting = {
        "label",
        "keep",
        "remove",
        {"DATE": "year", "AGE": "band", "QUANTITY": "band"}.get(kind),
    }
    return tuple(policy for policy in POLICIES if policy in fitting)


_NO_PART_OF_A_NAME = re.compile(r"[^\w\s@.'+-]")
_POSSESSIVE = re.compile(r"'s$|(?<=s)'$")


@lru_cache(maxsize=65536)
def normalize(text: str) -> str:
    """Reduce a mention to what decisions bind to: case, possessive, accents' form and spacing gone.

    >>> normalize("  Maria  Lopez’s ")
    'maria lopez'
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    folded = _NO_PART_OF_A_NAME.sub(" ", folded)
    folded = " ".join(folded.split()).strip(" .'-")
    return _POSSESSIVE.sub("", folded)


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
    identity
        Normalized form of the known name this is a variant of; empty when it stands for itself.
    choices
        Type and normalized form of the several known names it may stand for; empty when that is
        clear.
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
    identity: str = field(default="", repr=False)
    choices: tuple[tuple[str, str], ...] = field(default=(), repr=False)

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
