"""People whom the names of recordings' files, or of participants, name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from transcribe.core.pii import normalize
from transcribe.stages.lexicon import AMBIGUOUS, COMMON, ORDINARY, census_family, census_given, zipf
from transcribe.stages.mentions import KnownName
from transcribe.stages.tokens import strip_accents

UNLISTED = 1_000_000
"""Rank of what the census does not list."""

LEAST = 3
"""Letters: shorter parts are initials, which are not looked for alone."""

_PART = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+(?![a-z])")
"""A word of ``ZoeKerrigan_2026-05``."""

_WORD = re.compile(r"[^\W\d_]+")
_SAYS_NOTHING = frozenset(
    "interview participant person transcript talk p i en fr de es it nl pt".split()
)


def people_in(names: Iterable[str]) -> tuple[KnownName, ...]:
    """Given and family names in the names of files and participants.

    Only what the census lists as a name and is no ordinary word: a file may be named after
    anything. ``P07`` and ``pump-failures`` name nobody.
    """
    return tuple(
        KnownName(type="PERSON", text=text, listed=False)
        for text in sorted({part for name in names for part in _parts(name)})
    )


def initials_in(name: str, people: Iterable[str]) -> str:
    """The listed person whose initials a name is made of: ``ML``, ``interview-ml2``; else empty.

    In capitals anywhere, else only beside words that say nothing: "interview-en" is a language.
    """
    parts = [
        part
        for part in _PART.findall(name)
        if part.isupper() or part.casefold() not in _SAYS_NOTHING
    ]
    for person in sorted(people):
        initials = "".join(word[0] for word in _WORD.findall(strip_accents(person))).casefold()
        held = [part for part in parts if len(part) > 1 and part.casefold() == initials]
        if any(part.isupper() or len(parts) == 1 for part in held):
            return person
    return ""


def _parts(name: str) -> Iterator[str]:
    for part in _PART.findall(name):
        plain = strip_accents(part).casefold()
        if len(plain) >= LEAST and plain not in AMBIGUOUS and _is_name(plain):
            yield normalize(part)


def _is_name(word: str) -> bool:
    """Whether the census lists a word as a name, and it is a usual name or no usual word."""
    given, family = census_given().get(word), census_family().get(word)
    if given is not None and zipf(word) < COMMON:
        return True
    if family is not None and zipf(word) < ORDINARY:
        return True
    return (given or UNLISTED) <= 400 or (family or UNLISTED) <= 300
