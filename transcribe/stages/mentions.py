"""Names that must not get out, and the places where they were found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from transcribe.core.recording import Identifiers
from transcribe.stages.tokens import fold, tokenize


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownName:
    """A name that must not get out.

    Attributes
    ----------
    listed
        Written down by a person in a sidecar; else found in a transcript, and then an ordinary
        word is only taken for it when it has a capital inside a sentence.
    alike
        Whether likely variants are looked for, too.
    """

    type: str
    text: str = field(repr=False)
    listed: bool = True
    alike: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Where a known name stands in a text.

    Attributes
    ----------
    identity
        Normalized form of the known name.
    exact
        False for a fuzzy variant.
    reason
        In words a reviewer reads; without the name.
    """

    start: int
    end: int
    type: str
    identity: str = field(repr=False)
    score: float
    exact: bool
    reason: str


def known_names(identifiers: Identifiers) -> tuple[KnownName, ...]:
    """Names of a sidecar with the type each list stands for."""
    groups = (
        ("PERSON", identifiers.people),
        ("ORGANIZATION", identifiers.organizations),
        ("PRODUCT", identifiers.products),
        ("LOCATION", identifiers.places),
        ("OTHER", identifiers.other),
    )
    return tuple(
        KnownName(type=_type_of(kind, text), text=text)
        for kind, texts in groups
        for text in texts
        if text.strip()
    )


def _type_of(kind: str, text: str) -> str:
    words = {fold(word.text) for word in tokenize(text)}
    if kind == "ORGANIZATION" and words & {"university", "college", "universite", "polytechnique"}:
        return "UNIVERSITY"
    if kind == "OTHER" and ("@" in text or ({"at", "dot"} <= words)):
        return "EMAIL"
    if kind == "OTHER" and sum(char.isdigit() for char in text) >= 6:
        return "PHONE"
    return kind


def choose(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Keep the longest of overlapping matches; ties by score, then place."""
    chosen: list[Match] = []
    order = sorted(
        matches, key=lambda match: (match.start - match.end, -match.score, match.start, match.type)
    )
    for match in order:
        if all(match.end <= other.start or match.start >= other.end for other in chosen):
            chosen.append(match)
    return tuple(sorted(chosen, key=lambda match: match.start))
