"""What the small recognizer of names sees of a word: its letters, its shape, the lists it is in."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from transcribe.backends.pii.line import rarity
from transcribe.backends.pii.lists import (
    family_names,
    given_names,
    is_clear_name,
    places,
    public_forms,
)
from transcribe.backends.pii.organizations import SUFFIXES
from transcribe.backends.pii.person_cues import METHODS
from transcribe.backends.pii.schools import UNIVERSITIES
from transcribe.stages.lexicon import AMBIGUOUS, zipf
from transcribe.stages.tokens import strip_accents

WORD = re.compile(r"[^\W_]+|['’](?:s|m|re|ve|ll|d|t)\b|[^\w\s]|_+", re.IGNORECASE)
"""Words, endings after an apostrophe, and single marks."""

BUCKETS = 20_000
"""Places of the table that groups of letters are hashed to."""

MOST_GRAMS = 24

SHAPES = ("lower", "title", "upper", "mixed", "digits", "both", "mark", "ending")
_BANDS = (0.01, 1.5, 2.2, 2.8, 3.4, 4.0, 4.6, 5.2, 5.8)
_LISTS = 14
_ENDERS = frozenset('.?!:;\n…"“«')
FLAGS = len(SHAPES) + (len(_BANDS) + 1) * 2 + _LISTS + 3 + 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A text cut into words, with what is told of each.

    Attributes
    ----------
    spans
        Code points into the text, half-open.
    forms
        Folded words: what the vocabulary is looked up by.
    grams
        Hashed groups of letters of each word.
    flags
        Indices, below `FLAGS`, of what is true of each word.
    """

    spans: tuple[tuple[int, int], ...]
    forms: tuple[str, ...] = field(repr=False)
    grams: tuple[tuple[int, ...], ...] = field(repr=False)
    flags: tuple[tuple[int, ...], ...] = field(repr=False)


def describe(text: str, *, cased: bool) -> Words:
    """Cut a text into words and describe each.

    Parameters
    ----------
    cased
        Whether the transcript writes capitals at all.
    """
    matches = list(WORD.finditer(text))
    spans = tuple((match.start(), match.end()) for match in matches)
    raw = [match.group() for match in matches]
    forms = tuple(strip_accents(word).casefold() for word in raw)
    lists = _across(forms)
    base = len(SHAPES) + (len(_BANDS) + 1) * 2 + _LISTS + 3
    flags = []
    for index, word in enumerate(raw):
        opens = index == 0 or text[spans[index - 1][0] : spans[index][0]].strip()[:1] in _ENDERS
        mine = (_shape(word), *_word_flags(forms[index]), *lists[index])
        mine += ((base,) if cased else ()) + ((base + 1,) if opens and cased else ())
        flags.append(mine)
    return Words(
        spans=spans, forms=forms, grams=tuple(letter_groups(form) for form in forms),
        flags=tuple(flags),
    )  # fmt: skip


@lru_cache(maxsize=65536)
def letter_groups(form: str) -> tuple[int, ...]:
    """Places in the table of the word itself and of its groups of two to four letters."""
    marked = f"<{form}>"
    groups = [marked] + [
        marked[start : start + size]
        for size in (3, 2, 4)
        for start in range(len(marked) - size + 1)
        if len(marked) > size
    ]
    return tuple(zlib.crc32(group.encode()) % BUCKETS for group in groups[:MOST_GRAMS])


def _shape(word: str) -> int:
    if not word[0].isalnum():
        return SHAPES.index("ending" if word[0] in "'’" and len(word) > 1 else "mark")
    if any(char.isdigit() for char in word):
        return SHAPES.index("digits" if word.isdigit() else "both")
    if word.islower():
        return SHAPES.index("lower")
    if word.isupper() and len(word) > 1:
        return SHAPES.index("upper")
    plain = word[0].isupper() and not any(char.isupper() for char in word[1:])
    return SHAPES.index("title" if plain else "mixed")


def _band(frequency: float) -> int:
    return sum(frequency >= limit for limit in _BANDS)


@lru_cache(maxsize=65536)
def _word_flags(form: str) -> tuple[int, ...]:
    """Frequency bands, in English and as a stem, and the lists that hold a word."""
    if not form[:1].isalpha():
        return ()
    at = len(SHAPES)
    bands = len(_BANDS) + 1
    french = _band(zipf(form, "fr"))
    found = [at + max(_band(rarity(form)), 0), at + bands + french]
    at += 2 * bands
    holds = (
        is_clear_name(form),
        form in given_names(),
        form in family_names(),
        form in places().big,
        form in places().all,
        form in public_forms(),
        form in AMBIGUOUS,
        form in SUFFIXES,
        form in UNIVERSITIES,
        form in METHODS,
        len(form) == 1,
        len(form) == 2,
        form.endswith("s") and form[:-1] in family_names(),
        form in given_names() and form in family_names(),
    )
    return (*found, *(at + place for place, true in enumerate(holds) if true))


def _across(forms: Sequence[str]) -> list[list[int]]:
    """Flags of words that are a place or a public name together with their neighbours."""
    at = len(SHAPES) + 2 * (len(_BANDS) + 1) + _LISTS
    found: list[list[int]] = [[] for _ in forms]
    for first in range(len(forms)):
        for size in (2, 3):
            words = forms[first : first + size]
            if len(words) < size or not (words[0].isalnum() and words[-1].isalnum()):
                continue
            for flag, true in (
                (at, "".join(words) in public_forms()),
                (at + 1, " ".join(words) in places().all),
                (at + 2, " ".join(words) in places().big),
            ):
                if true:
                    for index in range(first, first + size):
                        if flag not in found[index]:
                            found[index].append(flag)
    return found
