"""What models of names found, as candidates: how sure one must be to ask, and to replace."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from transcribe.backends.pii.line import Line, is_ambiguous, rarity
from transcribe.backends.pii.lists import (
    family_names,
    given_names,
    is_clear_name,
    is_nearly_public,
    looks_like_family,
    places,
    public_forms,
)
from transcribe.backends.pii.names_model import Name
from transcribe.backends.pii.organizations import SUFFIXES
from transcribe.backends.pii.person_cues import NOT_NAMES, TITLES
from transcribe.backends.pii.schools import SCHOOLS
from transcribe.stages.detect import Candidate
from transcribe.stages.lexicon import zipf

ASK = {"PERSON": 0.5, "ORGANIZATION": 0.55, "LOCATION": 0.6, "PRODUCT": 0.55, "ADDRESS": 0.7}
"""Score from which a person is asked, by type."""

CERTAIN = 0.95
"""Score from which a name of a person with a capital, in a list, is replaced."""

CERTAIN_LOWER = 0.97
"""The same in a transcript that knows no capitals, where the name is no other word."""

USUAL, EVERYDAY = 3.7, 4.6
"""Zipf frequencies from which a word without a capital is a name only where the model is surer
than `SURER` (and it stands in a transcript that knows no capitals), or never."""

SURER = 0.7

REASON = "the recognizer of names takes it for one"


def find_modelled(line: Line, names: Iterable[Name], *, by: str) -> Iterator[Candidate]:
    """Candidates of what a model found in a line.

    Parameters
    ----------
    by
        Name of the model.
    """
    for name in names:
        if name.score < ASK.get(name.type, 1.1):
            continue
        for indices in _sentences_apart(line, _on_one_line(line, name), name):
            yield from _candidates(line, indices, name, by=by)


def _candidates(line: Line, indices: list[int], name: Name, *, by: str) -> Iterator[Candidate]:
    """Candidates of some of the words of a name."""
    indices = _trimmed(line, indices)
    if name.type == "PERSON":
        indices = _without_lower_edges(line, indices)
    if not indices or not _meant(line, indices, name):
        return
    code = _postcode(line, indices) if name.type == "LOCATION" else len(indices)
    if code < len(indices):
        yield line.candidate(
            indices[code],
            indices[-1],
            kind="ADDRESS",
            recognizer=by,
            sure=True,
            reason="a postal code after a town",
            score=name.score,
            rank=2,
        )
        indices = indices[:code]
    yield line.candidate(
        indices[0],
        indices[-1],
        kind=_kind(line, indices, name),
        recognizer=by,
        sure=_certain(line, indices, name),
        reason=REASON,
        score=name.score,
        rank=2 if name.type == "ADDRESS" else 1,
    )


def _on_one_line(line: Line, name: Name) -> list[int]:
    """A name's words; but for addresses, those of its longest line: no name goes over two."""
    indices = line.touched(name.start, name.end)
    if name.type == "ADDRESS" or not indices:
        return indices
    rows: list[list[int]] = [[indices[0]]]
    for index in indices[1:]:
        gap = line.text[line.tokens[index - 1].end : line.tokens[index].start]
        if "\n" in gap:
            rows.append([])
        rows[-1].append(index)
    return max(rows, key=len)


def _sentences_apart(line: Line, indices: list[int], name: Name) -> list[list[int]]:
    """A person's or place's words, parted where a sentence ends: no name goes over two."""
    parts: list[list[int]] = []
    parted = name.type in ("PERSON", "LOCATION")
    for index in indices:
        if not parts or (parted and _ends_sentence(line, index)):
            parts.append([])
        parts[-1].append(index)
    return parts


_SHORT = frozenset("capt messrs prof assoc mmes sgts cmdr".split())


def _ends_sentence(line: Line, index: int) -> bool:
    """Whether a full stop that belongs to no short form stands before a word."""
    before, token = line.tokens[index - 1], line.tokens[index]
    gap = line.text[before.end : token.start]
    short = len(before.fold) < 4 or before.fold in TITLES or before.fold in _SHORT
    return bool(re.fullmatch(r"[.!?]\s+", gap)) and token.capital and not short


def _postcode(line: Line, indices: list[int]) -> int:
    """Place in a town's words where a postal code of three digits or more begins."""
    first = len(indices)
    while first > 1 and line.tokens[indices[first - 1]].text.isdigit():
        first -= 1
    digits = sum(len(line.tokens[index].text) for index in indices[first:])
    return first if digits >= 3 else len(indices)


def _trimmed(line: Line, indices: list[int]) -> list[int]:
    """Without function words and public names at the edges."""

    def empty(index: int) -> bool:
        return line.tokens[index].fold in NOT_NAMES or index in line.public

    while indices and empty(indices[0]):
        indices = indices[1:]
    while indices and empty(indices[-1]):
        indices = indices[:-1]
    return indices


def _without_lower_edges(line: Line, indices: list[int]) -> list[int]:
    """Without words in lower case before and after the capitals of a person's name."""
    capital = [index for index in indices if line.cased and line.tokens[index].capital]
    if not capital:
        return indices
    return [
        index
        for index in indices
        if capital[0] <= index <= capital[-1] or not _ordinary(line, index)
    ]


def _meant(line: Line, indices: list[int], name: Name) -> bool:
    """Whether the words can be a name at all."""
    words = [line.tokens[index].fold for index in indices]
    if name.type == "ADDRESS":
        named = any(line.cased and line.tokens[index].capital for index in indices) or any(
            (word.isdigit() and len(word) >= 3) or rarity(word, line.language) < USUAL
            for word in words
            if len(word) > 1
        )
        return named and any(word.isdigit() for word in words)
    if all(index in line.public for index in indices if len(line.tokens[index].fold) > 1):
        return False
    if name.type == "PERSON" and not _may_be_person(line, indices):
        return False
    if any(line.capital(index) for index in indices) or _known_place(words, name):
        return True
    rarest = min(rarity(word, line.language) for word in words)
    if rarest < USUAL or is_clear_name(words[0]):
        return True
    limit = EVERYDAY + 0.5 if len(words) > 1 else EVERYDAY
    several = len(words) > 1 and name.type in ("ORGANIZATION", "PRODUCT")
    return (several or not line.cased) and name.score >= SURER and rarest < limit


def _may_be_person(line: Line, indices: list[int]) -> bool:
    """Whether words are neither a number, the name of a method, nor one everyday word."""
    if any(sum(map(str.isdigit, line.tokens[index].fold)) >= 3 for index in indices):
        return False
    if line.is_method(indices[-1]):
        return False
    return not all(_ordinary(line, index) for index in indices)


def _ordinary(line: Line, index: int) -> bool:
    """Whether a word in no list of names is too usual for one, in a text with capitals."""
    token = line.tokens[index]
    if not line.cased or token.fold in given_names() or token.fold in family_names():
        return False
    # Lists of French words keep the accents that folding took away.
    common = max(rarity(token.fold, line.language), zipf(token.text.casefold(), line.language))
    return common >= (4.0 if token.capital else 3.2)


def _known_place(words: list[str], name: Name) -> bool:
    """Whether a place is in the list, however common the word, as countries are."""
    return name.type == "LOCATION" and " ".join(words) in places().big and len(words[0]) > 3


def _kind(line: Line, indices: list[int], name: Name) -> str:
    words = {line.tokens[index].fold for index in indices}
    if name.type in ("ORGANIZATION", "LOCATION") and (
        _named_like_people(line, indices) or _from_somewhere(line, indices)
    ):
        return "PERSON"
    return "UNIVERSITY" if name.type == "ORGANIZATION" and words & SCHOOLS else name.type


_SOMEWHERE = re.compile(r"(?:is|was|comes|came) (?:originally )?from |(?:lives|lived) (?:in|at) ")


def _from_somewhere(line: Line, indices: list[int]) -> bool:
    """Whether a word that no list has as a place alone begins a sentence of where one is from."""
    first, last = indices[0], indices[-1]
    opens = first == 0 or line.tokens[first].opens
    if not opens or last - first > 1 or last + 1 >= len(line.tokens):
        return False
    words = [line.tokens[index].fold for index in indices]
    town = " ".join(words) in places().all and words[0] not in given_names()
    if town or set(words) & SUFFIXES:
        return False
    place = sum(len(token.fold) + 1 for token in line.tokens[: last + 1])
    return bool(_SOMEWHERE.match(line.folded, place))


def _named_like_people(line: Line, indices: list[int]) -> bool:
    """Whether words are a given name, or one and a family name, whatever the model says."""
    words = [line.tokens[index].fold for index in indices]
    if len(words) > 4 or " ".join(words) in places().all or set(words) & SUFFIXES:
        return False
    rarest = [rarity(word, line.language) for word in words if len(word) > 1]
    first, last = words[0], words[-1]
    given = first in given_names() and rarity(first, line.language) < 4.6
    family = last in family_names() or looks_like_family(last)
    if len(words) == 1:
        unlike = is_ambiguous(first) or first in public_forms() or first in places().all
        return given and not unlike and (is_clear_name(first) or rarest[0] < 3.5)
    if given and family and last not in places().all:
        return True
    capitals = line.cased and all(line.tokens[index].capital for index in indices)
    listed = given or family
    return capitals and all(one < 3.6 for one in rarest) and listed and first not in places().all


def _plain_given_name(line: Line, word: str) -> bool:
    """Whether a word without its capital is a given name and nothing else."""
    if word not in given_names() or is_ambiguous(word) or is_nearly_public(word):
        return False
    return is_clear_name(word) or rarity(word, line.language) < 3.3


def _certain(line: Line, indices: list[int], name: Name) -> bool:
    if name.score < CERTAIN:
        return False
    words = [line.tokens[index].fold for index in indices]
    if name.type == "ADDRESS":
        return True
    if name.type != "PERSON" or words[0] in places().all:
        return False
    if all(word in public_forms() for word in words):
        return False
    if not line.cased:
        return name.score >= CERTAIN_LOWER and _plain_given_name(line, words[0])
    capitals = all(line.tokens[index].capital for index in indices)
    inside = line.capital(indices[0]) or len(indices) > 1
    listed = any(word in given_names() or word in family_names() for word in words)
    plain = rarity(words[0], line.language) >= 4.3 and not is_clear_name(words[0])
    return capitals and inside and listed and not plain
