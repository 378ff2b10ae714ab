"""What an audit reads and what it says: pieces of text with places, findings, unreadable files."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field

CERTAIN, LIKELY, POSSIBLE = "certain", "likely", "possible"
CONFIDENCES = (CERTAIN, LIKELY, POSSIBLE)
"""certain: a known name or a form that is an identifier by itself; likely; possible."""

PLACEHOLDER = "PLACEHOLDER"
"""Kind of a finding about the placeholders themselves; the others are entity types."""

TEXT, NAME, PROPERTY, SPEAKER, CODE = "text", "file name", "property", "speaker", "code"
"""Sorts of pieces: what is said; names of files; properties; labels of speakers; machine text."""

BYTES = "bytes"
"""Sort of pieces that may be chance: only known names of some length are looked for in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where in its file the characters of a piece stand, from ``offset`` on.

    Attributes
    ----------
    line, column
        From 1; line 0 where the form has no lines.
    unit
        ``turn t0004``, ``paragraph 12``, ``page 3`` … or empty.
    """

    offset: int
    line: int = 0
    column: int = 1
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A text that is read on end: a turn, a paragraph, a cell, a property.

    Attributes
    ----------
    sort
        One of `TEXT`, `NAME`, `PROPERTY`, `SPEAKER`, `CODE`, `BYTES`.
    part
        Where in the file it stands, in words: empty for its text; ``comment``, ``deleted text``,
        ``property author`` …
    spots
        In order of their offsets; the first has offset 0.
    markup
        Whether it may hold markup and escapes.
    """

    text: str = field(repr=False)
    sort: str = TEXT
    part: str = ""
    spots: tuple[Spot, ...] = (Spot(offset=0),)
    markup: bool = False

    def spot(self, offset: int) -> Spot:
        """The place of one of its characters."""
        index = bisect.bisect_right([spot.offset for spot in self.spots], offset) - 1
        found = self.spots[max(0, index)]
        return Spot(
            offset=offset,
            line=found.line,
            column=found.column + offset - found.offset,
            unit=found.unit,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file that was read, or as much of it as could be.

    Attributes
    ----------
    name
        Path as the person knows it; members of a zip after `` » ``.
    looked_at
        The part of the name that is itself to be searched.
    notes
        What was not looked at in it, in words.
    """

    name: str = field(repr=False)
    looked_at: str = field(repr=False)
    pieces: tuple[Piece, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A file that could not be looked into, and why."""

    file: str = field(repr=False)
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a finding stands; see `Spot` and `Piece`."""

    file: str = field(repr=False)
    part: str = ""
    unit: str = ""
    line: int = 0
    column: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One mention of something that may identify somebody.

    Attributes
    ----------
    kind
        One of `transcribe.core.pii.ENTITY_TYPES`, or `PLACEHOLDER`.
    confidence
        One of `CONFIDENCES`.
    name
        What mentions of the same are grouped by.
    context
        The mention in its sentence, marked: ``… met ⟦Maria⟧ at …``.
    """

    kind: str
    confidence: str
    text: str = field(repr=False)
    name: str = field(repr=False)
    reason: str
    place: Place
    context: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an audit found.

    Attributes
    ----------
    findings
        The most certain first, then by name and place.
    hints
        Remarks that are no findings: gaps in numbering, what was not looked at.
    """

    files: int
    words: int
    findings: tuple[Finding, ...] = ()
    hints: tuple[str, ...] = field(default=(), repr=False)
    unreadable: tuple[Unreadable, ...] = ()

    def count(self, confidence: str) -> int:
        """Findings of a confidence."""
        return sum(finding.confidence == confidence for finding in self.findings)
