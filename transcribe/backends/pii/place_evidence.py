"""Whether what was taken for a place is one: what stands before it, and what else it may be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from transcribe.backends.pii.line import Line
from transcribe.backends.pii.lists import (
    family_names,
    given_names,
    is_clear_name,
    looks_like_family,
    places,
)
from transcribe.backends.pii.modelled import REASON
from transcribe.stages.detect import Candidate
from transcribe.stages.lexicon import zipf

HIGH, HIGHEST = 0.9, 0.95
"""Scores of a model: its person against a list's place, its place with nothing else for it."""

_WHERE = re.compile(
    r"(?:\b(?:in|near|around|outside|across|throughout|within|towards?|visit(?:ed|ing)?|"
    r"(?:city|town|village|mayor|state|province|region|county|streets|outskirts|north|south|east|"
    r"west|centre|center|university) of) |\b(?:à|en) )(?:the |greater |downtown )?$",
    re.IGNORECASE,
)
"""What only places follow."""

_TOWARDS = re.compile(
    r"(?:\b(?:to|from|at|of|via|through|past|over|between|de|du|au|aux|the)|,|\band) $",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"(?:, [A-Z]|\s+(?:city|town|village|island|county|region|area|airport)\b)")
"""What may stand before a place, or after it."""

_BY_PEOPLE = re.compile(
    r"\b(?:by|with|told|tell|ask|asked|met|thank|thanked|invited|marry|married|dear|hi|hello|hey|"
    r"named|name is|name's|who is|who's|remind|cc|madame|sir|aunt|uncle|brother|sister|colleague|"
    r"boss|friend|son|daughter|wife|husband|avec|par|chez) $",
    re.IGNORECASE,
)
_OF_PEOPLE = re.compile(
    r"['’]s (?:mother|father|mom|dad|wife|husband|sons?|daughters?|brothers?|sisters?|kids?|"
    r"parents|birthday|phone|number|e-?mail|account|name|boss|idea|question|laptop)\b"
    r"| (?:said|says|told|asked|asks|thinks|thought|knows|knew|replied|mentioned|suggested|"
    r"explained|insisted|laughed|smiled|and I)\b"
)
"""What only people are, have or do."""

_AMONG = re.compile(r"\s*(?:,|,? (?:and|or|&|et|ou))\s+", re.IGNORECASE)

_FIRM = re.compile(r"\b(?:is|are|was|were|s|m|re|he|she|calling|writing|speaking) from $")
"""After this comes a place, or the firm that somebody speaks for."""

_PLACE_ENDS = (
    "ville town burgh burg berg ton field ford port land lands bridge wood woods dale mouth pool "
    "hill hills lake view stead stad dorf heim by ham brook water well river creek valley park "
    "island bay beach haven harbor harbour mill mills church castle gate rock stone cliff moor "
    "marsh glen falls spring springs grove ridge mount side end head cross thorpe worth minster "
    "shire wick combe garden gardens point city"
).split()
"""What the names of places end in: ``Stillbrook`` may well be a village."""

SHORTEST = 3


@lru_cache(maxsize=4096)
def is_firm_shaped(word: str) -> bool:
    """Whether an unlisted folded word is two everyday words in one, as firms are called.

    Or one after an x. Parts of which places are made (``brook``, ``field``) say nothing.
    """
    if word in places().all or zipf(word) >= 3.0 or word.endswith(tuple(_PLACE_ENDS)):
        return False
    if word in given_names() or word in family_names():
        return False
    return any(
        zipf(word[:cut]) >= 3.9 and zipf(word[cut:]) >= 3.4
        for cut in range(SHORTEST, len(word) - SHORTEST + 1)
    ) or (word[0] == "x" and zipf(word[1:]) >= 3.0)


def weighed(line: Line, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates; what was taken for a place and more likely names a person or firm is that."""
    located = [_located(line, one) if _guessed(one, "PERSON") else one for one in candidates]
    people = [one for one in located if one.type == "PERSON"]
    return [
        _weighed(line, one, people) if _guessed(one, "LOCATION") else one
        for one in located
        if not _inside_person(one, people)
    ]


def _guessed(one: Candidate, kind: str) -> bool:
    """Whether a model, a list or a cue says it; what a sidecar lists is as it says."""
    guess = one.reason == REASON or one.recognizer in ("place-list", "place-cue", "name-list")
    return one.type == kind and guess


_THERE = re.compile(
    r"\b(?:(?:i['’ ]?m|i am|we['’ ]?re|we are|(?:he|she|it)(?:['’ ]?s| is| was)|they are|i was|"
    r"we were|live[sd]?|living|stay(?:s|ed|ing)?|based|located|born|raised|offices?|conference|"
    r"arrived)"
    r" (?:(?:now|here|back|currently|still) )?in|(?:flew|fly|flies|flying|drove|travell?ed|flight|"
    r"train|trip|commute) to|home ?(?:city|town)(?: of)?) $",
    re.IGNORECASE,
)
"""Nobody is in a person, or flies to one."""

_OWNED = re.compile(r"['’]s?\b|(?: \w+){0,2} (?:team|group|class|lab|department|office|house)\b")


def _located(line: Line, person: Candidate) -> Candidate:
    """A name that a model takes for a person's, where a place is meant."""
    first = next((token for token in line.tokens if token.start == person.start), None)
    if first is None or not (line.cased and first.capital) or is_clear_name(first.fold):
        return person
    there = _THERE.search(line.text[max(0, person.start - 40) : person.start])
    if not there or _OWNED.match(line.text, person.end):
        return person
    return replace(person, type="LOCATION", reason="stands where a place is expected")


def _inside_person(place: Candidate, people: list[Candidate]) -> bool:
    """Whether a listed place is a part of a longer name that a model takes for a person's."""
    return place.recognizer == "place-list" and any(
        one.reason == REASON
        and one.score >= HIGH
        and one.start <= place.start
        and place.end <= one.end
        and one.end - one.start > place.end - place.start
        for one in people
    )


def _weighed(line: Line, place: Candidate, people: list[Candidate]) -> Candidate:
    indices = line.touched(place.start, place.end)
    words = [line.tokens[index].fold for index in indices]
    name = " ".join(words)
    if not words or name in places().countries:
        return place
    before = line.folded[: sum(len(token.fold) + 1 for token in line.tokens[: indices[0]])]
    if len(words) == 1 and _FIRM.search(before) and is_firm_shaped(words[0]):
        cue = place.reason != REASON
        return replace(
            place,
            type="ORGANIZATION",
            recognizer="organization-cue" if cue else place.recognizer,
            reason="called as firms are" if cue else REASON,
        )
    said = line.text[max(0, place.start - 30) : place.start]
    if place.recognizer == "place-cue" or _WHERE.search(said) or "\n" in line.text:
        return place
    return _without_evidence(line, place, words, people, said)


def _without_evidence(
    line: Line, place: Candidate, words: list[str], people: list[Candidate], said: str
) -> Candidate:
    """What nothing says to be a place, as what it is more likely; a list's place stays one."""
    if _like_person(words) and _among_people(line, place, people):
        return replace(place, type="PERSON", sure=False, reason="named among people")
    name = " ".join(words)
    doing = _BY_PEOPLE.search(said) or _OF_PEOPLE.match(line.text, place.end)
    if doing and (name not in places().big or set(words) & given_names()):
        return replace(place, type="PERSON", sure=False)
    alone = place.reason == REASON and name not in places().all
    if not alone or _TOWARDS.search(said) or _BESIDE.match(line.text, place.end):
        return place
    if place.score >= HIGHEST and not re.search(r"\w\W*$", said):
        return place
    kind = "PERSON" if line.cased and all(map(_family_like, words)) else "OTHER"
    return replace(place, type=kind, sure=False)


def _family_like(word: str) -> bool:
    return word in given_names() or word in family_names() or looks_like_family(word)


def _like_person(words: list[str]) -> bool:
    return all(word in given_names() or word in family_names() for word in words)


def _among_people(line: Line, place: Candidate, people: list[Candidate]) -> bool:
    """Whether a name of a person stands right beside, with a comma or ``and`` between."""
    return any(
        _AMONG.fullmatch(line.text, one.end, place.start)
        or _AMONG.fullmatch(line.text, place.end, one.start)
        for one in people
        if (one.start, one.end) != (place.start, place.end)
    )
