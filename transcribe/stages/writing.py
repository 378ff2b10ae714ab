"""Ways of writing a name, and when words next to each other may be one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from transcribe.stages.forms import HEAD, INITIAL, INITIALS, Form
from transcribe.stages.lexicon import COMMON, ORDINARY, zipf
from transcribe.stages.tokens import Token

JOINED = 4
"""Letters that a name broken by a hyphen needs to be read as one (``Ma-ria``)."""


def is_plausible(  # noqa: PLR0911 - one return a way of writing
    window: Sequence[Token], known: Form, text: str
) -> bool:
    """Whether joining these words is a way of writing the name rather than chance.

    Short names written as one word are not looked for across word borders, unless a hyphen joins
    them or their letters are spelled one by one; initials need capitals or points.
    """
    spelled = len(window) > 2 and all(len(token.fold) == 1 for token in window)
    if known.capital and not spelled and not (window[0].capital and not window[0].opens):
        return False
    if len(window) > 1 and window[-1].fold == "s" and not spelled:
        return False
    between = text[window[0].end : window[-1].start]
    if known.reason == INITIALS:
        return _plausible_initials(window, known, between, spelled=spelled)
    if len(window) == 1:
        return not _is_word(window[0], known)
    if spelled or len(window) == known.tokens:
        return True
    if known.reason == INITIAL:
        return False
    form = "".join(token.fold for token in window)
    if _hyphenated(window, text):
        return len(form) >= JOINED
    return len(form) >= 6 and not any(mark in between for mark in ".|")


def _plausible_initials(
    window: Sequence[Token], known: Form, between: str, *, spelled: bool
) -> bool:
    """Initials: of a person with points between them, of others in capitals or spelled."""
    if known.name.type != "PERSON":
        return spelled or (len(window) == 1 and window[0].text.isupper())
    each = len(window) == known.tokens and all(token.text.isupper() for token in window)
    return each and between.count(".") >= len(window) - 1


def _is_word(token: Token, known: Form) -> bool:
    """Whether a name of several words, written as one, is a word of the language (``another``)."""
    if known.tokens == 1:
        return False
    if known.reason == INITIAL:
        return len(token.fold) < 6 or zipf(token.fold) >= ORDINARY
    return zipf(token.fold) >= COMMON


def _hyphenated(window: Sequence[Token], text: str) -> bool:
    """Whether hyphens, and at most a line's end after them, hold all words together."""
    gaps = (text[one.end : two.start] for one, two in itertools.pairwise(window))
    return all(gap.strip() in ("-", "\u2010", "\u2011") and gap[:1] != " " for gap in gaps)


EVERYWHERE = 5.5
"""Zipf frequency from which on a word says nothing without its capital ("will", "may")."""

SHORT_EVERYWHERE = 4.8
"""The same for words of two letters."""

HEAD_WITHOUT_CAPITAL = 4.8
"""The same for the first word of a company's name."""

DOUBTFUL_PART: dict[str, Any] = {
    "capital": False,
    "sure": False,
    "score": 0.5,
    "reason": "a common word that is a listed name or part of one",
}


def is_doubtful_part(token: Token, known: Form, tokens: Sequence[Token]) -> bool:
    """Whether a common word may be a listed name ("Hope", "will") with no capital to tell.

    So where a sentence begins with it, in text that knows no capitals, and anywhere if it is rare
    enough or the whole name; a person is asked.
    """
    # Inside a sentence a capital tells: nicknames are asked about, listed names are sure.
    told = token.capital and not token.opens
    if told or not (known.capital and known.name.listed):
        return False
    frequency = zipf(token.fold)
    lower = not any(other.capital and len(other.text) > 1 for other in tokens)
    if known.reason == HEAD:
        return lower and frequency < HEAD_WITHOUT_CAPITAL
    if known.whole:
        return token.capital or lower or frequency < EVERYWHERE
    if token.capital and len(token.fold) > 2:
        # "Will said he will": the capital that opens a sentence may be the name's.
        return True
    if frequency >= (SHORT_EVERYWHERE if len(token.fold) == 2 else EVERYWHERE):
        return False
    return token.capital or lower or frequency < COMMON


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
