"""Quasi-identifiers: sizes of teams and firms, experience and tenure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcribe.backends.pii.line import Line
from transcribe.backends.pii.roles import FRENCH_PERSONS, OCCUPATIONS
from transcribe.stages.detect import Candidate

_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|trente|quarante|cinquante|soixante"
_NUMBER = (
    rf"(?:\d{{1,6}}(?: \d{{3}}| \d(?= (?:year|month|mois|ans)))?|(?:{_TENS})(?: [1-9])?|"
    r"a (?:few|couple of|hundred|thousand|dozen)|"
    r"several|half|1 and a half|"
    r"une (?:douz|diz|quinz|vingt|trent|quarant|cinquant|cent)aine(?: de)?)"
    r"(?: (?:hundred|thousand|million|cents?|mille))?(?: (?:and a half|et demie?))?"
)
_RANGE = rf"{_NUMBER}(?: (?:(?:to|or|ou|a) )?{_NUMBER})?"
_ABOUT = (
    r"(?:(?:about|around|almost|nearly|over|more than|less than|roughly|like|maybe|some|only|just|"
    r"now|currently|i think|i guess|let s say|say|environ|a peu pres|presque|que|plus de) )*"
)
_USUAL_STAFF = (
    "people|persons|employees|engineers|developers|scientists|data scientists|analysts|researchers|"
    "members|colleagues|consultants|programmers|students|interns|designers|managers|nurses|"
    "doctors|teachers|workers|staff|founders|personnes|employes|ingenieurs|developpeurs|"
    "chercheurs|etudiants|collegues"
)
_STAFF = (
    "people|persons?|employees?|data scientists?|members?|colleagues?|staff|founders|strong|"
    "contractors?|women|men|girls|ladies|guys|folks|fellas|lads|pupils|inspectors|volunteers|"
    "personnes?|collegues?|etudiants?|salaries|femmes|hommes|filles|agents|eleves|"
    + "|".join(sorted(f"{noun}s?" for noun in OCCUPATIONS | FRENCH_PERSONS if len(noun) > 3))
)
_UNIT = (
    "team|group|company|startup|start up|firm|department|lab|unit|squad|office|ward|crew|section|"
    "shop|agency|equipe|service|entreprise|societe|boite|compagnie|labo|groupe|bureau"
)
_WE = (
    r"(?:we are|we re|we were|we ve got|we have|we had|they are|they re|they ve got|they have|"
    r"there are|there s|there is|there were|it s|it is|it was|i have|i ve got|i had|i manage|"
    r"i supervise|i lead|on est|on etait|nous sommes|nous etions|il y a|ils sont|elles sont|on a)"
)
SIZE = re.compile(
    rf"\b(?:{_UNIT}|size)"
    rf"(?: (?:size|here|itself|there|now))? (?:(?:of|is|was|are|has|had|with|de|compte|comptait|"
    rf"fait|avait|a|est de|{_WE}) ){_ABOUT}"
    rf"({_RANGE}(?: of us)?)"
    rf"(?: (?:[a-z]+ ){{0,2}}?(?:{_STAFF}))?\b(?! (?:years?|months?|percent|weeks?|days?|thing))"
    rf"|\b(?:{_WE}|the|all) {_ABOUT}"
    rf"({_RANGE}) "
    rf"(?:of us|(?:[a-z]+ ){{0,2}}?(?:{_STAFF}))\b"
    rf"|\b(?:on est|on etait|nous sommes|nous etions) (une [a-z]+aine)\b"
    rf"|\b(?:we are|we re|we were|they are|they re|there are|there s) {_ABOUT}({_NUMBER})"
    r" (?=in (?:total|all|the (?:company|team|firm|office|lab|group))\b|altogether|worldwide|"
    r"overall|at the (?:company|firm|office|site|plant)\b|at this (?:site|plant)\b|"
    rf"(?:on|in|at) (?:our|the|my) (?:[a-z]+ )?(?:{_UNIT})\b)"
    rf"|\b(?:me and|plus|myself and) {_ABOUT}"
    rf"({_NUMBER} (?:others?|more|other (?:{_STAFF})))\b"
)
STAFF = re.compile(rf"\b({_RANGE}) (?:[a-z]+ ){{0,1}}?(?:{_USUAL_STAFF})\b")
OF_THEM = re.compile(rf"\b{_WE} {_ABOUT}({_NUMBER} of them)\b")
_NOUN = re.compile(rf"\b(?:{_STAFF}|{_UNIT})s?\b")
WE = re.compile(
    rf"\b(?:we are|we re|we were|on est|on etait|nous sommes|nous etions) {_ABOUT}({_RANGE}) "
)
"""``We are seven.``: who they are is clear, or said after it."""

_GOES_ON = frozenset(
    "and but so in on at now with including because plus then or who which dont en dans sur a au "
    "et mais donc la ici maintenant parce avec chez".split()
)
RATIO = re.compile(
    rf"\b({_NUMBER} (?:women|men|girls|boys|filles|femmes|hommes|garcons) "
    rf"(?:out of|of|in|sur|parmi) {_NUMBER})\b"
)
_SPAN = "(?:years?|months?|decades?|ans|annees?|mois)"
PERIOD = (
    rf"{_NUMBER}(?: (?:or|to|and|ou|a) {_NUMBER})? (?:plus )?{_SPAN}"
    rf"(?: (?:and|et) (?:a half|demie?|{_NUMBER}(?: {_SPAN})?))?"
)
DURATION = re.compile(
    rf"\b({PERIOD})\b(?! (?:ahead|of (?:(?:[a-z]+ )?data|history)|worth|window|in advance|"
    rf"horizon|old|historical|forecast|d age))"
)
_EVERY = re.compile(r"\b(?:every|each|per|a|once|twice|tous les|chaque|next|within) (?:[a-z]+ )?$")
_SELF = re.compile(
    r"\b(?:i|i m|i ve|my|we|he|she|me|work|worked|working|job|experience|career|company|team|"
    r"started|joined|phd|degree|master|student|there|je|j|on|"
    r"nous|entreprise|societe|equipe|boite)\b"
)
_VAGUE = frozenset("a few a couple of several half".split())


def find_quasi(line: Line) -> Iterator[Candidate]:
    """Candidates of type QUANTITY; a person is asked about each."""
    for match in SIZE.finditer(line.folded):
        group = next(number for number in range(1, 6) if match.group(number))
        yield from _size(line, match.start(group), match.end(), "size of a team or firm")
    for match in STAFF.finditer(line.folded):
        if _SELF.search(line.folded[max(0, match.start() - 60) : match.start()]):
            yield from _size(line, match.start(), match.end(), "number of people")
    for match in RATIO.finditer(line.folded):
        yield from _size(line, match.start(), match.end(), "number of people")
    for match in OF_THEM.finditer(line.folded):
        if _NOUN.search(line.folded, max(0, match.start() - 60), match.start()):
            yield from _size(line, match.start(1), match.end(1), "number of people")
    for match in WE.finditer(line.folded):
        if _ends(line, line.word_index(match.end() - 1) + 1):
            first = line.word_index(match.start(1))
            yield _quantity(line, first, line.word_index(match.end(1) - 1), "size", "who we are")
    for match in DURATION.finditer(line.folded):
        around = line.folded[max(0, match.start() - 70) : match.end() + 40]
        answers = match.start() < 12
        if _EVERY.search(line.folded, max(0, match.start() - 20), match.start()):
            continue
        if answers or _SELF.search(around):
            yield from _phrase(
                line, match.start(1), match.end(1), "duration", "experience or duration"
            )


def _ends(line: Line, after: int) -> bool:
    """Whether nothing is counted: a phrase ends before a word, or it begins what is said next."""
    if after >= len(line.tokens) or not line.adjacent(after):
        return True
    return line.tokens[after].fold in _GOES_ON


def _size(line: Line, start: int, end: int, reason: str) -> Iterator[Candidate]:
    words = line.folded[start:end].split()
    alone = len(words) == 1 and not _is_number(words)
    if not (alone or words[0] == "1"):
        yield from _phrase(line, start, end, "size", reason)


def _phrase(line: Line, start: int, end: int, kind: str, reason: str) -> Iterator[Candidate]:
    """A candidate over a place of `folded`, unless a mark parts it or it says nothing exact."""
    first, last = line.word_index(start), line.word_index(end - 1)
    if not all(
        line.adjacent(index) or _listing(line, index) for index in range(first + 1, last + 1)
    ):
        return
    words = [token.fold for token in line.tokens[first : last + 1]]
    if _is_number(words) or not words or words[0] not in _VAGUE:
        yield _quantity(line, first, last, kind, reason)


def _is_number(words: list[str]) -> bool:
    return any(word.isdigit() or re.fullmatch(_TENS, word) for word in words)


def _listing(line: Line, index: int) -> bool:
    """Whether a comma stands between two numbers: ``ten, twelve people``."""
    before, token = line.tokens[index - 1], line.tokens[index]
    gap = line.text[before.end : token.start].strip()
    return gap == "," and before.fold.isdigit() and token.fold.isdigit()


def _quantity(line: Line, first: int, last: int, kind: str, reason: str) -> Candidate:
    return line.candidate(
        first,
        last,
        kind="QUANTITY",
        recognizer=kind,
        sure=False,
        reason=reason,
        score=0.6,
        rank=1,
    )
