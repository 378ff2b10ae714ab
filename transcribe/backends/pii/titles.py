"""Titles that few hold, and what only one person is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcribe.backends.pii.line import Line
from transcribe.backends.pii.roles import (
    ANYBODY,
    FRENCH_PERSONS,
    FRENCH_RANKS,
    OCCUPATIONS,
    PERSONS,
    RANKS,
)
from transcribe.stages.detect import Candidate
from transcribe.stages.lexicon import zipf

_GRADES = (
    "deputy|vice|assistant|associate|interim|acting|former|senior|junior|regional|national|global|"
    "executive|managing|principal|lead|chief|group|divisional|district"
)
TITLE = re.compile(
    rf"\b(?:chief (?:[a-z]+ ){{1,2}}officer|(?:(?:{_GRADES}) ){{0,2}}"
    r"(?:head|director|vice president|vp|dean|president|"
    r"manager|lead|chair) of (?:the )?(?:[a-z]+ ){0,2}?(?:[a-z]+)|"
    r"(?:operations|general|plant|country|regional|factory|branch|account|store|site) manager|"
    r"(?:[a-z]+ )?(?:co founder|cofounder|founder|cto|ceo|coo|cfo|cio|ciso)|"
    r"(?:directeur|directrice|cheffe?|responsable|presidente?|vice presidente?|fondateur|"
    r"fondatrice|doyenne?) (?:de la |de l |des? |du |d )(?:[a-z]+)|"
    r"(?:principal|lead|chief|staff|senior|junior|managing) (?:[a-z]+ ){0,2}?(?:scientist|"
    r"engineer|developer|architect|analyst|consultant|director|researcher|manager|officer))\b"
)
STANDING = re.compile(
    r"\b(?:youngest|oldest|newest|most senior|longest serving) (?:[a-z]+ )?(?:person|employee|"
    r"engineer|developer|scientist|manager|member|partner|professor|researcher|analyst)\b"
    r"|\bemployee number \d+(?: \d+)*\b"
)
"""What only one person is, beside those of whom it is said that there is no other."""

_SINGULAR = frozenset("only sole lone seul seule unique".split())
_FIRST = frozenset("first premier premiere".split())
_HUMAN = frozenset(
    "woman female girl black foreigner immigrant muslim femme fille etrangere etranger".split()
)
"""Whom a place has a first of: the first woman, not the first engineer that one asks."""

_OWN = re.compile(
    r"\b(?:i m|i am|i was|i work as|i worked as|working as|work as|my (?:role|title|position|job)"
    r"(?: title)?(?: here| there| now| back then| at the time)?(?: is| was)|as|became|"
    r"promoted to|role of|title of|position of|he is|"
    r"she is|he s|she s|who is|our|je suis|est|c est|etait|devenue?|the) (?:also )?"
    r"(?:the |a |an |la |le |l |un |une |now |currently |aussi )*$"
)
_HOLDER = re.compile(
    r"\b(?:i|he|she|who|that|it)(?: also| now| currently| actually| then| still)? "
    r"(?:m|am|s|is|was|became|ve been|have been|had been)"
    r"(?: also| now| currently| actually| then| still| basically| like| essentially)* "
    r"(?:the|our|their|my|his|her) $"
    r"|\b(?:as|made(?: me| him| her)?|appointed(?: me| him| her)?|became|"
    r"(?:title|role|job|position|function|post)(?: here| there| now)? (?:is|was)) (?:the |our )?$"
)
"""``I'm the``: who says so is the only one, or one of few."""

_SOMEBODY = re.compile(
    r"\b(?:i|he|she|je|j|il|elle) (?:m|am|s|is|was|suis|etais|est|etait) (?:the |la |le |l )?$"
)
_POSSESSED = re.compile(r"\b(?:our|their|my) $")
_FRENCH_HOLDER = re.compile(
    r"\b(?:je suis|j etais|il est|elle est|qui est|c est|comme|nommee?|devenue?|poste de|poste d|"
    r"notre|ma|mon) (?:aussi |maintenant |donc )?(?:la |le |l )?$"
)
_ARTICLE = re.compile(r"(?:the|our|la|le|l) ")
_ARTICLES = frozenset("the a an and as our my la le l une un notre".split())

_FIRST_OF_TWO = frozenset(
    "data machine software artificial quality product customer business human information research "
    "computer applied natural user technical digital cloud deep".split()
)
"""Words of a department's name that another follows: head of data science."""

_NOT_UNITS = frozenset("the a an models lot things that this it them those these".split())
_OF = frozenset("of for de d du des".split())
_WHERE = _OF | frozenset("in at on from a au dans chez".split())
_BARE = frozenset("s m re ve the a an".split())

MOST_BEFORE, MOST_AFTER, FUNCTION = 3, 3, 6.0
"""Words of a title before its noun and after ``of``, and the Zipf frequency from which none is."""

USUAL = 3.3
"""Zipf frequency of words that make up titles."""


def find_titles(line: Line) -> Iterator[Candidate]:
    """Candidates of type JOB; a person is asked about each."""
    for match in STANDING.finditer(line.folded):
        yield from _matched(line, match)
    for match in TITLE.finditer(line.folded):
        article = _ARTICLE.match(match.group())
        if _OWN.search(line.folded[: match.start() + (article.end() if article else 0)]):
            yield from _matched(line, match)
    french = line.language == "fr"
    nouns = FRENCH_PERSONS | PERSONS if french else PERSONS
    for index, token in enumerate(line.tokens):
        if token.fold in nouns:
            yield from _held(line, index)
            if french and token.fold in FRENCH_RANKS:
                yield from _french(line, index)


def _held(line: Line, index: int) -> Iterator[Candidate]:
    """A title that ``the``, ``our`` or ``only`` says to be of one person."""
    first = index
    while first and index - first < MOST_BEFORE and _modifies(line, first - 1, first):
        first -= 1
    word = line.tokens[index].fold
    alone = _SINGULAR | _FIRST if word in _HUMAN else _SINGULAR
    for place in range(max(0, first - 1), index):
        if line.tokens[place].fold in alone:
            if word in ANYBODY and not _SOMEBODY.search(_before(line, place)):
                return
            yield _job(line, place, _complement(line, index, joins=_WHERE))
            return
    if word not in OCCUPATIONS:
        return
    last = _complement(line, index, joins=_OF)
    rank = word in RANKS
    detailed = last > index or (first < index and (rank or index - first > 1))
    if not detailed or line.tokens[first].fold in _FIRST:
        return
    before = _before(line, first)
    if _HOLDER.search(before) or (rank and _POSSESSED.search(before)):
        yield _job(line, first, last)


def _modifies(line: Line, index: int, following: int) -> bool:
    """Whether a word may be part of a title before its noun."""
    word = line.tokens[index].fold
    joined = line.adjacent(following) and word.isalpha() and word not in _BARE
    return joined and (zipf(word, line.language) < FUNCTION or word in _SINGULAR | _FIRST)


def _before(line: Line, index: int) -> str:
    """The words before one, each with a space after it."""
    return "".join(token.fold + " " for token in line.tokens[max(0, index - 8) : index])


def _complement(line: Line, index: int, *, joins: frozenset[str]) -> int:
    """Last word of a title with what it is of: ``chief statistician for land``."""
    following = index + 1
    if not (_goes_on(line, following) and line.tokens[following].fold in joins):
        return index
    last = following
    while last - following < MOST_AFTER and _goes_on(line, last + 1):
        word = line.tokens[last + 1].fold
        article = last == following and word in ("the", "our", "la", "l", "le")
        if not article and (zipf(word, line.language) >= 5.9 or word in _NOT_UNITS):
            break
        last += 1
    while last > following and line.tokens[last].fold in _ARTICLES | _NOT_UNITS:
        last -= 1
    return last if last > following else index


def _goes_on(line: Line, index: int) -> bool:
    return index < len(line.tokens) and line.adjacent(index)


def _french(line: Line, index: int) -> Iterator[Candidate]:
    """``je suis conseillère principale d'éducation``: a rank, and what it is of."""
    last = index
    while last - index < 2 and _goes_on(line, last + 1):
        word = line.tokens[last + 1].fold
        if zipf(word, "fr") >= 5.7 or not word.isalpha():
            break
        last += 1
    last = _complement(line, last, joins=_OF)
    if last > index and _FRENCH_HOLDER.search(_before(line, index)):
        yield _job(line, index, last)


def _matched(line: Line, match: re.Match[str]) -> Iterator[Candidate]:
    first, last = line.word_index(match.start()), line.word_index(match.end() - 1)
    while first < last and line.tokens[first].fold in _ARTICLES:
        first += 1
    while (
        line.tokens[last].fold in _FIRST_OF_TWO
        and _goes_on(line, last + 1)
        and zipf(line.tokens[last + 1].fold, line.language) < 6.3
    ):
        last += 1
    if line.tokens[last].fold not in _NOT_UNITS:
        yield _job(line, first, last)


def _job(line: Line, first: int, last: int) -> Candidate:
    # Without a capital, or of usual words alone, nothing in it is the name of a firm.
    tokens = line.tokens[first : last + 1]
    plain = not any(
        token.capital if line.cased else zipf(token.fold, line.language) < USUAL for token in tokens
    )
    return line.candidate(
        first,
        last,
        kind="JOB",
        recognizer="job-title",
        sure=False,
        reason="a title that few hold",
        score=0.6,
        rank=2 if plain else 1,
    )
