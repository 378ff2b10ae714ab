"""Words that a transcript itself shows to be ordinary nouns: what has an article is no name."""

from __future__ import annotations

from collections.abc import Iterable

from transcribe.backends.pii.line import Line
from transcribe.backends.pii.lists import is_clear_name
from transcribe.stages.detect import Candidate
from transcribe.stages.lexicon import zipf

COUNTING = {
    "en": frozenset("a an each every another any many several few".split()),
    "fr": frozenset("un une chaque quelques plusieurs".split()),
}
"""What stands before what there may be several of."""

NAMING = {
    "en": COUNTING["en"] | frozenset("the these those my your our his her their".split()),
    "fr": COUNTING["fr"] | frozenset("la les des mon ma notre".split()),
}
"""The same, and what stands before other nouns, but seldom before people and places."""

KNOWN = 2.0
"""Zipf frequency of a word that a dictionary has: a rarer one after ``the`` may be a name."""

_OF_PEOPLE = ("PERSON", "LOCATION", "OTHER")
_WORD_RANK = 1
"""Rank of what is thought to be a name for how it looks, and not for what is said before it."""


def counted_nouns(lines: Iterable[Line]) -> tuple[frozenset[str], frozenset[str]]:
    """Words in lower case that follow one of `COUNTING`, and of `NAMING`, and are no clear name."""
    counted: set[str] = set()
    named: set[str] = set()
    none: frozenset[str] = frozenset()
    for line in lines:
        counting, naming = COUNTING.get(line.language, none), NAMING.get(line.language, none)
        for index in range(1, len(line.tokens)):
            before, token = line.tokens[index - 1], line.tokens[index]
            if before.fold not in naming or token.capital or not line.adjacent(index):
                continue
            if zipf(token.text.casefold(), line.language) >= KNOWN and not is_clear_name(
                token.fold
            ):
                (counted if before.fold in counting else named).add(token.fold)
    return frozenset(counted), frozenset(counted | named)


def is_noun(line: Line, candidate: Candidate, nouns: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Whether a candidate is one word in lower case that is used as a noun elsewhere."""
    if candidate.rank > _WORD_RANK or candidate.sure:
        return False
    said = line.text[candidate.start : candidate.end]
    if not said.isalpha() or said[0].isupper():
        return False
    counted, named = nouns
    word = next(token.fold for token in line.tokens if token.end > candidate.start)
    # Where nothing has a capital, "the" stands before names as well: "the willows".
    return word in (named if line.cased and candidate.type in _OF_PEOPLE else counted)
