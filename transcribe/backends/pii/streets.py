"""Streets that are named without a number: ``the office on Dock Street``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcribe.backends.pii.line import Line
from transcribe.stages.detect import Candidate
from transcribe.stages.lexicon import zipf

_STREET = (
    "street|avenue|boulevard|road|lane|crescent|parkway|terrace|highway|alley|square|gardens|close|"
    "drive|embankment|quay"
)
_TOLD = frozenset("street avenue boulevard road lane crescent terrace".split())
"""Those that are nothing else with a capital; there are squares and drives of many kinds."""

STREET = re.compile(rf"\b([a-z]+(?: [a-z]+)?) (?:{_STREET}) ")
FRENCH = re.compile(
    r"\b(?:rue|avenue|boulevard|allee|chemin|impasse|quai|place) "
    r"(?:de la |de l |des? |du |d )?([a-z]+) "
)
_WHERE = frozenset(
    "on at in off along near behind opposite across from to onto around past".split()
)
_FRENCH_WHERE = frozenset("la l une au sur dans rue".split())
_ANY = frozenset(
    """
    the a an this that these those my our your his her their its same other whole main high every
    each one wrong right left fast slow bus bike cycle inside outside middle next last first second
    busy quiet narrow wide long short public private empty one cross ring dirt country open wall
    silk memory easy sesame times red back side city town square rue hard test hard disk c d e usb
    tape flash thumb google gene sex whip blood shared network state quite very really too so come
    came get got gets getting be is was were pretty root mean memory down up rough access toll
    """.split()
)
"""What any street, lane, drive or square is called."""

RARE = 5.2
"""Zipf frequency from which a word in lower case names no street."""


def find_streets(line: Line) -> Iterator[Candidate]:
    """Candidates of type ADDRESS: sure with capitals, else asked where a preposition says where."""
    for match in STREET.finditer(line.folded):
        head = line.word_index(match.end() - 2)
        first = line.word_index(match.start(1))
        yield from _street(line, first, head)
    if line.language == "fr":
        for match in FRENCH.finditer(line.folded):
            head, last = line.word_index(match.start()), line.word_index(match.start(1))
            before = line.tokens[head - 1].fold if head else ""
            capital = line.cased and line.tokens[last].capital
            rare = not line.cased and zipf(line.tokens[last].fold, "fr") < RARE - 1
            if line.adjacent(last) and (capital or (rare and before in _FRENCH_WHERE)):
                yield _address(line, head, last, sure=capital)


def _street(line: Line, first: int, head: int) -> Iterator[Candidate]:
    """The words right before a street's noun that may be its name."""
    start = head
    while start > first and line.adjacent(start) and _names(line, start - 1, head):
        start -= 1
    if start == head or head - start > 2:
        return
    before = line.tokens[start - 1].fold if start else ""
    told = line.tokens[head].fold in _TOLD and line.cased and line.tokens[head].capital
    if told or before in _WHERE:
        yield _address(line, start, head, sure=told)


def _names(line: Line, index: int, head: int) -> bool:
    token = line.tokens[index]
    if (
        token.fold in _ANY
        or token.fold in _WHERE
        or not token.fold.isalpha()
        or index in line.public
    ):
        return False
    if line.cased:
        return token.capital
    return zipf(token.fold, line.language) < (RARE if index == head - 1 else RARE - 0.6)


def _address(line: Line, first: int, last: int, *, sure: bool) -> Candidate:
    return line.candidate(
        first,
        last,
        kind="ADDRESS",
        recognizer="street",
        sure=sure,
        reason="the name of a street",
        score=0.8 if sure else 0.5,
        rank=2,
    )
