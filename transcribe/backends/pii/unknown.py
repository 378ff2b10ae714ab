"""Words that no list knows: how names look that a recognizer misspelled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcribe.backends.pii.line import Line, rarity
from transcribe.backends.pii.lists import family_names, given_names, is_nearly_public
from transcribe.stages.detect import Candidate
from transcribe.stages.lexicon import zipf

RARE_CAPITAL, RARE_WORD = 4.4, 2.6
"""Zipf frequencies under which a word with, or without, a capital may be a name."""

UNHEARD = 0.9
"""How much more common a word may be that the recognizer was unsure of."""

_CAMEL = re.compile(r"[a-z][A-Z]")


def find_unknown(line: Line) -> Iterator[Candidate]:
    """Candidates of type OTHER for a person to look at; neighbours are one."""
    index = 0
    while index < len(line.tokens):
        if not _strange(line, index):
            index += 1
            continue
        last = index
        while last + 1 < len(line.tokens) and line.adjacent(last + 1):
            following = line.tokens[last + 1]
            named = line.capital(index) and following.capital and last + 1 not in line.public
            if not (named and following.fold != "i") and not _strange(line, last + 1):
                break
            last += 1
        capital = line.tokens[index].capital
        yield line.candidate(
            index,
            last,
            kind="OTHER",
            recognizer="unknown-capital" if capital else "unknown-word",
            sure=False,
            reason="no known word; a name, perhaps misspelled",
            score=0.4 if capital else 0.3,
            rank=0,
            extends=capital and line.cased and last > index,
        )
        index = last + 1


def _strange(line: Line, index: int) -> bool:
    token = line.tokens[index]
    word = token.fold
    if len(word) < 3 or not word.isalpha() or index in line.public or _stutter(line, index):
        return False
    if not token.capital and _clipped(line, index):
        return False
    if is_nearly_public(word) or line.text[token.end : token.end + 2] in ("'t", "’t"):
        return False
    if line.cased and token.capital and (_in_run(line, index) or _opens_name(line, index)):
        return True
    return _rare(line, index)


def _rare(line: Line, index: int) -> bool:
    token, word = line.tokens[index], line.tokens[index].fold
    # Lists of French words keep the accents that folding took away.
    frequency = max(rarity(word, line.language), zipf(token.text.casefold(), line.language))
    if line.cased and token.capital:
        inner = bool(_CAMEL.search(token.text))
        if inner and not token.text.isupper():
            return True
        limit = RARE_CAPITAL if line.capital(index) else RARE_WORD
        if token.text.isupper() and len(word) <= 5:
            limit = 2.2
    else:
        limit = RARE_WORD
    if line.is_unheard(index):
        limit += UNHEARD
    if frequency >= limit:
        return False
    return line.capital(index) or not _compound(word, line.language)


def _opens_name(line: Line, index: int) -> bool:
    """Whether a sentence begins with two words that look like a name."""
    after = index + 1
    if not line.tokens[index].opens or after >= len(line.tokens):
        return False
    if not (line.capital(after) and line.adjacent(after)):
        return False
    if after in line.public or len(line.tokens[after].fold) < 3:
        return False
    return (
        rarity(line.tokens[index].fold, line.language) < 4.0
        and rarity(line.tokens[after].fold, line.language) < 4.6
    )


def _in_run(line: Line, index: int) -> bool:
    """Whether a neighbour inside the sentence has a capital, too: words that name one thing."""
    return line.capital(index) and any(
        0 <= other < len(line.tokens)
        and line.capital(other)
        and line.adjacent(max(index, other))
        and other not in line.public
        and len(line.tokens[other].fold) > 2
        for other in (index - 1, index + 1)
    )


def _stutter(line: Line, index: int) -> bool:
    """Whether a word is a false start of the one after it: ``qualif qualification``."""
    after = index + 1
    if after >= len(line.tokens):
        return False
    word, following = line.tokens[index].fold, line.tokens[after].fold
    return following.startswith(word) or following.startswith(word[: max(3, len(word) - 1)])


CLIPPED = 5.0
"""Zipf frequency of a word that is known by all but its first or last letter."""


def _clipped(line: Line, index: int) -> bool:
    """Whether a word in no list of names is a common one with a letter more or less at an end."""
    word = line.tokens[index].fold
    if word in given_names() or word in family_names():
        return False
    shorter = (word[1:], word[:-1]) if len(word) > 3 else ()
    longer = (word + letter for letter in "abcdefghijklmnopqrstuvwxyz")
    return any(zipf(form, line.language) >= CLIPPED for form in (*shorter, *longer))


def _compound(word: str, language: str) -> bool:
    """Whether a word is two common ones written as one (``hyperparameter``)."""
    return any(
        zipf(word[:cut], language) >= 4.2 and zipf(word[cut:], language) >= 4.2
        for cut in range(3, len(word) - 2)
    )
