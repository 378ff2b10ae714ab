"""What the words beside a name say of its type: a person, a firm or a place.

A guess of a model or of a list is changed where what stands beside speaks clearly; what a cue or a
sidecar says stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from transcribe.backends.pii.line import Line, rarity
from transcribe.backends.pii.lists import (
    family_names,
    given_names,
    looks_like_family,
    peoples,
    places,
)
from transcribe.backends.pii.modelled import REASON
from transcribe.backends.pii.organizations import SUFFIXES
from transcribe.stages.detect import Candidate

_IS_FIRM = re.compile(
    r"\s+(?:is|was|are) (?:now )?(?:an?|the|our|one of (?:our|the)) (?:[\w-]+ ){0,3}?"
    r"(?:agency|firm|company|bank|start-?up|insurer|brand|charity|airline|retailer|manufacturer|"
    r"supplier|consultancy|publisher|business|competitors?|vendor|brainchild|non-?profit|chain|"
    r"employer|shop|hotel|restaurant|label)\b",
    re.IGNORECASE,
)
_OF_FIRM = re.compile(
    r"\s+(?:office|offices|branch|headquarters|hq|warehouse|website|app|hotline|newsletter|"
    r"customer service|support team|sales team|stock|shares)\b",
    re.IGNORECASE,
)
_FOR_FIRM = re.compile(
    r"\b(?:brainchild of|(?:founders?|ceo|cto|cfo|chairman|chairwoman|shares|shareholders|"
    r"employees|customers|subsidiary|branch|headquarters) of|"
    r"(?:work|works|worked|working|interned|intern) for|hired by|employed (?:by|at)) $",
    re.IGNORECASE,
)
"""What firms are, have, and what is said before them."""

_OUR_PEOPLE = re.compile(
    r"\b(?:kids?|child|toddler|baby|nephew|niece|cousin|uncle|aunt|grand(?:son|daughter|mother|"
    r"father|pa|ma|child)|stepson|stepdaughter|girlfriend|boyfriend|husband|wife|fianc[ée]e?|"
    r"classmate|teacher|coach|nurse|singer|drummer|actor|actress|author|player|producer|director|"
    r"senator|president|minister|captain|officer|detective|sergeant|king|queen|judge|coroner) $",
    re.IGNORECASE,
)
_SAID_TO = re.compile(
    r"\b(?:said|says|say|spoke|speaks?|talk(?:ed|s|ing)?|shouted|whispered|replied|lied|listened|"
    r"married|engaged|apologi[sz]ed|introduced me|introduced us) (?:[^\W\d_]+ ){0,2}?to $"
)
"""What is said of people before their names."""

_TOWN_OF = re.compile(
    r"\b(?:(?:home|native|port|capital) ?(?:city|town|village)|capital|"
    r"(?:arrived?|arrives|arriving|landed|lands|landing) (?:at|in)|"
    r"(?:departed|departs|flew|flies|flying|drove|travell?ed|deported|emigrated|returned|"
    r"moved (?:here|there|back|away)) from|"
    r"(?:flew|flies|flying|fly|emigrated|travell?ed|travel(?:l?ing)?|deported) to) $",
    re.IGNORECASE,
)
"""What is said of places before their names."""

_LISTED = re.compile(r"\s*(?:,|,? (?:and|or|&|et|ou|und|y))\s+", re.IGNORECASE)


def typed(line: Line, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates, guesses with the type that the words beside them speak for."""
    found = [_typed(line, one) for one in candidates]
    return _with_neighbours(line, found)


def _open(line: Line, one: Candidate) -> bool:
    """Whether only a model or the look of a word says what a candidate is."""
    guess = one.reason == REASON or one.type == "OTHER" or one.recognizer == "place-list"
    lower = line.cased and not line.text[one.start].isupper()
    return guess and not lower and one.type not in ("ADDRESS", "UNIVERSITY")


def _typed(line: Line, one: Candidate) -> Candidate:
    words = [line.tokens[index].fold for index in line.touched(one.start, one.end)]
    if not words or not _open(line, one):
        return one
    name = " ".join(words)
    before = line.text[max(0, one.start - 48) : one.start]
    country = name in places().countries
    if not country and one.type != "ORGANIZATION" and _firm(line, one, before, words):
        return replace(one, type="ORGANIZATION", sure=False)
    if country or set(words) & SUFFIXES:
        return one
    if one.type != "PERSON" and _person(before, words):
        return replace(one, type="PERSON", sure=False)
    given = words[0] in given_names() and len(words) > 1
    if one.type not in ("LOCATION", "PRODUCT") and not given and _TOWN_OF.search(before):
        return replace(one, type="LOCATION", sure=False)
    return one


def _firm(line: Line, one: Candidate, before: str, words: list[str]) -> bool:
    """Whether a name is called what only firms are; people with two names are none."""
    if len(words) > 1 and words[0] in given_names() and _family_like(words[-1]):
        return False
    if _IS_FIRM.match(line.text, one.end) or _FOR_FIRM.search(before):
        return " ".join(words) not in places().big
    the = before.casefold().endswith("the ")
    return the and bool(_OF_FIRM.match(line.text, one.end)) and " ".join(words) not in places().all


def _person(before: str, words: list[str]) -> bool:
    """Whether a name is called what only people are."""
    known = any(_family_like(word) or word in given_names() for word in words)
    if _SAID_TO.search(before):
        return known and " ".join(words) not in places().big
    unlisted = " ".join(words) not in places().all
    return bool(_OUR_PEOPLE.search(before)) and (known or unlisted)


def _family_like(word: str) -> bool:
    return word in family_names() or looks_like_family(word)


def _with_neighbours(line: Line, candidates: list[Candidate]) -> list[Candidate]:
    """Unknown words in a list of people are people, too: ``Anna, Hleb and Kevin``."""
    people = {(one.start, one.end) for one in candidates if one.type == "PERSON"}
    unknown = [one for one in candidates if one.type == "OTHER" and _lone(line, one)]
    found: set[tuple[int, int]] = set()
    grown = True
    while grown:
        grown = False
        for one in unknown:
            place = (one.start, one.end)
            if place not in found and any(_beside(line, place, other) for other in people | found):
                found.add(place)
                grown = True
    return [
        replace(one, type="PERSON", sure=False, reason="named among people")
        if one.type == "OTHER" and (one.start, one.end) in found
        else one
        for one in candidates
    ]


def _lone(line: Line, one: Candidate) -> bool:
    """Whether an unknown name is one or two words with capitals that may be a person's."""
    indices = line.touched(one.start, one.end)
    words = [line.tokens[index].fold for index in indices]
    if not 1 <= len(words) <= 2 or " ".join(words) in places().all or set(words) & SUFFIXES:
        return False
    capitals = all(line.tokens[index].text.istitle() for index in indices)
    listed = any(word in given_names() or _family_like(word) for word in words)
    rare = all(rarity(word, line.language) < 2.5 for word in words)
    return line.cased and capitals and (listed or rare) and not set(words) & peoples()


def _beside(line: Line, one: tuple[int, int], other: tuple[int, int]) -> bool:
    first, second = sorted((one, other))
    return first[1] <= second[0] and bool(_LISTED.fullmatch(line.text, first[1], second[0]))
