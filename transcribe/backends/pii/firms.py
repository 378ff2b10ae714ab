"""Firms by the form of their names: endings, and family names as partners join them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcribe.backends.pii.line import Line
from transcribe.backends.pii.lists import family_names, public_forms
from transcribe.backends.pii.organizations import STOP, SUFFIXES
from transcribe.stages.detect import Candidate
from transcribe.stages.lexicon import census_family, census_given
from transcribe.stages.tokens import fold

_THREE = re.compile(
    r"(?<!, )(?<!\w)([^\W\d_][\w'’-]+), ([^\W\d_][\w'’-]+),? (?:and|&|et|und|y|e|en|i) "
    r"([^\W\d_][\w'’-]+)(?![\w'’-])"
)
_PEOPLE_BEFORE = re.compile(
    r"(?:founders?|authors?|people|persons|kids|children|sons|daughters|friends|colleagues|with|by|"
    r"named|called|meet|told|to|thanks|hi|hello|dear|between|are|were)\W*$",
    re.IGNORECASE,
)


def find_firms(line: Line) -> Iterator[Candidate]:
    """Candidates of type ORGANIZATION."""
    yield from _by_suffix(line)
    yield from _partners(line)


def _partners(line: Line) -> Iterator[Candidate]:
    """``Moreno, Price and Webb``: three family names, no given one, are most likely a firm."""
    if not line.cased:
        return
    for match in _THREE.finditer(line.text):
        words = [fold(word) for word in match.groups()]
        family = [word in family_names() and not _rather_given(word) for word in words]
        capitals = all(word[0].isupper() for word in match.groups())
        if not capitals or sum(family) < 2 or set(words) & public_forms():
            continue
        if _PEOPLE_BEFORE.search(line.text, max(0, match.start() - 20), match.start()):
            continue
        inside = line.touched(*match.span())
        first = inside[0]
        if first and line.capital(first - 1) and line.adjacent(first):
            continue
        yield line.candidate(
            first, inside[-1], kind="ORGANIZATION", recognizer="organization-partners",
            sure=True, reason="family names as firms join them", score=0.7, rank=2,
        )  # fmt: skip


def _rather_given(word: str) -> bool:
    return census_given().get(word, 9999) < census_family().get(word, 99999)


def _before_suffix(line: Line, index: int) -> int:
    """First of the words with capitals before a suffix; ``and`` and a comma may stand between."""
    first = index
    if first > 1 and line.tokens[first - 1].fold == "and" and line.tokens[first - 2].capital:
        first -= 2
    elif first > 0 and line.tokens[first].fold in ("inc", "ltd", "llc"):
        comma = line.text[line.tokens[first - 1].end : line.tokens[first].start] == ", "
        first -= comma and line.tokens[first - 1].capital
    while first > 0 and index - first < 4 and line.adjacent(first):
        before = line.tokens[first - 1]
        if not before.capital or before.fold in STOP:
            break
        first -= 1
    return first


def _by_suffix(line: Line) -> Iterator[Candidate]:
    """``Bright Harbor Technologies``: words with capitals that end as organizations do."""
    if not line.cased:
        return
    for index, token in enumerate(line.tokens):
        if token.fold not in SUFFIXES or not token.capital or index == 0:
            continue
        first = _before_suffix(line, index)
        if first == index or all(place in line.public for place in range(first, index)):
            continue
        yield line.candidate(
            first,
            index,
            kind="ORGANIZATION",
            recognizer="organization-suffix",
            sure=line.capital(index) and (index - first > 1 or line.capital(first)),
            reason="ends as organizations do",
            score=0.8,
            rank=2,
        )
