"""Ways of writing a name, and when words next to each other may be one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from transcribe.stages.lexicon import zipf
from transcribe.stages.mentions import KnownName
from transcribe.stages.tokens import Token, tokenize

GENERIC = frozenset(
    "inc ltd llc corp corporation company co gmbh sa sarl plc group the and of de la le les du des "
    "labs lab university college institute school hospital bank consulting solutions systems "
    "technologies technology analytics software services health insurance studio studios project "
    "team tool platform street avenue road saint st dr mr mrs ms van von der den el al bin".split()
)
"""Words of names that never stand for the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One way of writing a name; ``capital``: only with a capital inside a sentence."""

    name: KnownName
    whole: bool
    score: float
    reason: str
    sure: bool = True
    capital: bool = False


_HYPHENATED = re.compile(r"[-\u2010\u2011](?:[ \t\r]*\n[ \t]*)?")
"""What stands inside a word that is parted, at the end of a line or within it."""


def is_plausible(window: Sequence[Token], known: Form, text: str) -> bool:
    """Whether joining these words is a way of writing the name rather than chance.

    Short names written as one word are not looked for across word borders, unless their letters
    are spelled one by one; initials need capitals unless spelled.
    """
    spelled = len(window) > 2 and all(len(token.fold) == 1 for token in window)
    if known.capital and not (window[0].capital and not window[0].opens):
        return False
    if len(window) > 1 and window[-1].fold == "s" and not spelled:
        return False
    if known.reason.startswith("initials") and not spelled:
        return len(window) == 1 and window[0].text.isupper()
    words = len(tokenize(known.name.text))
    if len(window) <= 1 or spelled or (known.whole and len(window) == words):
        return True
    if known.reason.startswith("initial and"):
        return len(window) == words
    length = sum(len(token.fold) for token in window)
    between = text[window[0].end : window[-1].start]
    parted = length >= 4 and len(window) == 2 and _HYPHENATED.fullmatch(between) is not None
    return parted or (length >= 6 and not any(mark in between for mark in ".|"))


EVERYWHERE = 5.5
"""Zipf frequency from which on a word says nothing without its capital ("will", "may")."""

DOUBTFUL_PART: dict[str, Any] = {
    "capital": False,
    "sure": False,
    "score": 0.5,
    "reason": "a common word that is part of a listed name",
}


def is_doubtful_part(token: Token, known: Form, tokens: Sequence[Token]) -> bool:
    """Whether a common word may be part of a listed name ("Hope", "will") with no capital to tell.

    So where a sentence begins with it, and in text that knows no capitals; a person is asked.
    """
    if not (known.capital and known.name.listed) or known.whole:
        return False
    if zipf(token.fold) >= EVERYWHERE:
        return False
    if token.capital:
        return token.opens
    return not any(other.capital and len(other.text) > 1 for other in tokens)


def is_unspaced(text: str) -> bool:
    """Whether a name is in Thai, Lao, Khmer, Japanese or Chinese writing."""
    return any(
        "\u0e00" <= char <= "\u0eff" or "\u1780" <= char <= "\u17ff" or "\u3040" <= char <= "\u9fff"
        for char in text
    )


HALF_LIMIT = 62.0
"""Likeness (rapidfuzz ratio) that the other words of a half-heard name need."""

MOST_COMMON_HALF = 5.0
"""Zipf frequency up to which a word that was heard right says that the name was meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """A listed name of several words, and which of them was heard right."""

    words: tuple[str, ...]
    heard: int
    form: str


def halves(words: Sequence[str], form: str, *, language: str) -> Iterator[tuple[str, Half]]:
    """Words of a name that, heard right, make their neighbours worth a look."""
    if not 2 <= len(words) <= 4:
        return
    for heard, word in enumerate(words):
        if len(word) >= 4 and zipf(word, language) < MOST_COMMON_HALF:
            yield word, Half(words=tuple(words), heard=heard, form=form)


def half_heard(tokens: Sequence[Token], index: int, half: Half) -> float | None:
    """Likeness (0 to 100) of the words around one heard right to the name, or None.

    ``silver brick`` is ``silver brook``: one word is right, the others are alike or sound alike.
    """
    import jellyfish
    from rapidfuzz import fuzz

    first = index - half.heard
    window = tokens[max(0, first) : first + len(half.words)]
    if first < 0 or len(window) < len(half.words):
        return None
    ratios = []
    for token, word in zip(window, half.words, strict=True):
        ratio = fuzz.ratio(token.fold, word)
        alike = jellyfish.metaphone(token.fold) == jellyfish.metaphone(word)
        if ratio < HALF_LIMIT and not alike:
            return None
        ratios.append(max(ratio, HALF_LIMIT))
    return sum(ratios) / len(ratios)
