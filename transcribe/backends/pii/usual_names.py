"""Given names so usual that they are names first, whatever else the word means (US census)."""

from __future__ import annotations

from transcribe.backends.pii.line import Line
from transcribe.stages.lexicon import census_given

_CALENDAR = frozenset("april may june august january sunday christian".split())
"""Names that have a capital for another reason."""
_UNRANKED = 9999


def is_usual(word: str) -> bool:
    """Whether a folded word is one of the most usual given names."""
    return census_given().get(word, _UNRANKED) <= 400


def is_frequent(word: str) -> bool:
    """Whether a folded word is a given name so frequent that a capital or a verb tells it."""
    return census_given().get(word, _UNRANKED) <= 500


def says_a_name(line: Line, index: int) -> bool:
    """Whether the capital of a word inside a sentence says that it is a name ("when Frank came").

    Not where everything around is in capitals, nor of the ``Don`` of ``Don't``.
    """
    word = line.tokens[index].fold
    if not is_frequent(word) or word in _CALENDAR:
        return False
    return not (_is_shouted(line, index) or _is_contracted(line, index))


def _is_shouted(line: Line, index: int) -> bool:
    near = line.tokens[max(0, index - 2) : index + 3]
    words = [token.text for token in near if len(token.text) > 1]
    return len(words) > 1 and all(word.isupper() for word in words)


def _is_contracted(line: Line, index: int) -> bool:
    """Whether an apostrophe and a ``t`` follow, with stray marks between or without."""
    if index + 1 >= len(line.tokens):
        return False
    token, after = line.tokens[index], line.tokens[index + 1]
    gap = line.text[token.end : after.start]
    return after.fold == "t" and any(mark in gap for mark in "'\u2019")
