"""Places: cities, states and countries from a list, surer when something says where."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcribe.backends.pii.line import Line, is_ambiguous, rarity
from transcribe.backends.pii.lists import is_clear_name, places
from transcribe.stages.detect import Candidate
from transcribe.stages.lexicon import zipf

MOST_WORDS = 4

HERE = re.compile(
    r"\b(?:live|lives|lived|living|stay|stays|staying|based|located|born|raised|grew up|moved|"
    r"relocated|office|"
    r"offices|headquartered|headquarters|branch|plant|factory|city|town|village|native|home|hometown|"
    r"j habite|nous sommes|base a|ne a|nee a)(?: [a-z]+)? (?:in|to|from|near|at|of|outside|around|"
    r"a|en|au|de) (?:the )?"
    r"|\b(?:i m|i am|we re|we are|come|comes|came|originally|he s|she s|is|are) (?:[a-z]+ )?from "
)
"""What follows is where a participant is from, or where the work is done."""

NEAR = re.compile(r"\b(?:in|from|to|near|around|outside|across|at|of|en|a|au|aux) ")


def find_places(line: Line) -> Iterator[Candidate]:
    """Candidates of type LOCATION."""
    here = {index for _, index in line.cued(HERE)}
    near = {index for _, index in line.cued(NEAR)} | here
    index = 0
    while index < len(line.tokens):
        last = _longest(line, index)
        if last is None or not _taken(line, index, last, near=index in near, here=index in here):
            index += 1
            continue
        capital = line.tokens[index].capital and line.cased
        yield line.candidate(
            index,
            last,
            kind="LOCATION",
            recognizer="place-cue" if index in here else "place-list",
            sure=index in here and (capital or not line.cased),
            reason="a place, said to be where they are" if index in here else "a place",
            score=0.85 if index in here else 0.5,
            rank=2 if index in near else 1,
        )
        index = last + 1
    yield from _unlisted(line, here)


def _longest(line: Line, index: int) -> int | None:
    known, name, found = places().all, "", None
    for last in range(index, min(len(line.tokens), index + MOST_WORDS)):
        if last in line.public or (last > index and not line.adjacent(last)):
            break
        name = f"{name} {line.tokens[last].fold}".strip()
        if name in known:
            found = last
    return found


def _taken(line: Line, first: int, last: int, *, near: bool, here: bool) -> bool:
    """Whether a listed name is meant as a place here."""
    words = [token.fold for token in line.tokens[first : last + 1]]
    capitals = line.cased and all(
        token.capital for token in line.tokens[first : last + 1] if len(token.fold) > 3
    )
    name = " ".join(words)
    if len(words) > 1:
        rare = any(zipf(word, line.language) < 4.6 for word in words)
        return capitals or (name in places().big and (rare or near))
    common = zipf(name, line.language)
    if capitals:
        if name in places().big:
            return True
        return (near and common < 4.2) or (line.capital(first) and common < 3.5)
    if here and common < 4.6:
        return not is_ambiguous(name)
    if name not in places().big or is_ambiguous(name) or is_clear_name(name):
        return False
    return near and common < 5.3


def _unlisted(line: Line, here: set[int]) -> Iterator[Candidate]:
    """A word with a capital where a place is expected, though no list has it."""
    for index in sorted(here):
        if index in line.public:
            continue
        limit = 3.5 if line.capital(index) else 2.8
        if rarity(line.tokens[index].fold, line.language) < limit:
            yield line.candidate(
                index,
                index,
                kind="LOCATION",
                recognizer="place-cue",
                sure=False,
                reason="stands where a place is expected",
                score=0.5,
                rank=1,
            )
