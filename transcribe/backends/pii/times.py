"""Dates and ages, written and spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcribe.backends.pii.line import Line
from transcribe.stages.detect import Candidate

_MONTH = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
)
_SURE_MONTH = _MONTH.replace("march|", "").replace("may|", "").replace("mars|", "")
_SURE_MONTH = _SURE_MONTH.replace("mai|", "").replace("august|", "")
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|trente|quarante|cinquante|soixante"
_SPOKEN_YEAR = (
    rf"(?:19|20) (?:(?:{_TENS}|20)(?: [1-9])?|1\d|oh [1-9])|"
    rf"2 thousand(?: and)?(?: (?:(?:{_TENS}|20)(?: [1-9])?|\d{{1,2}}))?"
)
_FRENCH_99 = (
    r"(?:(?:trente|quarante|cinquante|soixante|20|4 (?:20|vingts?))(?: et)?"
    r"(?: (?:un|10 [7-9]|1[0-6]|\d))?|10 [7-9]|1[0-6]|\d|un)"
)
_SPOKEN_YEAR += rf"|(?:2 mille|mille 9 cents?)(?: {_FRENCH_99})?(?! [a-z]+s\b)"
_PART = (
    r"(?:(?:the )?(?:early|late|mid|spring|summer|fall|autumn|winter|beginning|middle|end|start)"
    r"(?: of)?|(?:le )?(?:printemps|ete|automne|hiver|debut|milieu|fin)(?: de)?)"
)
_YEAR = rf"(?:19[4-9]\d|20[0-4]\d|{_SPOKEN_YEAR})"
_ORDINAL = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|"
    "fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|"
    r"(?:twenty|thirty) (?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|"
    r"\d{1,2}(?:st|nd|rd|th)|\d{1,2}|1er"
)
FULL = re.compile(
    rf"\b(?:(?:the )?(?:{_ORDINAL}) (?:of )?(?:{_MONTH})(?: (?:of )?{_YEAR})?"
    rf"|(?:{_MONTH}) (?:of |in )?{_YEAR}"
    rf"|(?:{_MONTH}) (?:the )?(?:{_ORDINAL})(?: {_YEAR})?(?![a-z0-9])(?! mille)"
    rf"|{_PART} {_YEAR}|{_YEAR})\b"
)
"""A year, a month with a year, or a day of a month."""

MONTH = re.compile(
    rf"\b(?:in|since|until|till|by|last|next|this|of|from|to|end of|early|late|mid|around|en|depuis"
    rf") (?:{_MONTH})\b"
    rf"|\b(?:{_SURE_MONTH})\b"
)
_BEFORE_YEAR = (["in"], ["since"], ["year"], ["from"], ["until"], ["before"], ["after"], ["en"])
# Else "two thousand" counts something.

WRITTEN = re.compile(
    r"\b(?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d{2}|(?:19|20)\d{2}[-/]\d{2}[-/]\d{2})"
    r"(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?\b"
)

_VERSION = re.compile(r"(?:\bversion|\brelease|\bpython|\bv\.?) ?$", re.IGNORECASE)

_NUMBER = rf"(?:\d{{1,2}}|(?:{_TENS})(?: [1-9])?)"
AGE = re.compile(
    rf"\b(?:{_NUMBER} (?:years? old|year olds?|ans d age)|(?:age|agee) de {_NUMBER} ans"
    rf"|aged? {_NUMBER}|(?:turned|turning|turn) {_NUMBER}(?! percent)"
    rf"|in (?:my|his|her|their) (?:early |mid |late )?(?:{_TENS}|twenties|thirties|forties|fifties|"
    rf"sixties|seventies|20s|30s|40s|50s|60s))\b"
)
_KIN = (
    "son|daughter|boy|girl|wife|husband|mother|father|mum|mom|dad|brother|sister|boss|partner|"
    "grandmother|grandfather|colleague|fils|fille|femme|mari|mere|pere|frere|soeur|collegue"
)
_SELF_AGE = re.compile(
    rf"\b(?:(?:{_KIN}) (?:s|is|was|a|avait)|"
    r"i m|i am|i was|j ai|j avais|he s|he is|he was|she s|she is|she was|il a|"
    r"elle a|il avait|elle avait) "
    r"(?:only |about |like |almost |nearly |around |just |now |already |maybe )*"
    rf"((?:{_TENS})(?: [1-9])?|1\d|[2-9]\d)\b(?: ans)?"
)
_SOMEBODY = (
    "woman|man|gentleman|lady|boy|girl|lad|kid|child|patient|fellow|guy|pupil|student|son|daughter|"
    "homme|femme|garcon|fille|gamine?|enfant|dame|monsieur|eleve|jeune|patiente|fils"
)
AGED = re.compile(
    rf"\b(?:{_SOMEBODY}) (?:of|de|d) (?:about |around |maybe |nearly )?"
    rf"({_NUMBER}(?: ans)?)\b(?! (?:them|us|percent|of|the))"
)
"""A girl of nineteen, un gamin de onze ans."""

_AFTER_AGE = frozenset(
    "and i so but now years ans we my he she they it when then that the lives lived with".split()
)


def find_times(line: Line) -> Iterator[Candidate]:
    """Candidates of type DATE and AGE."""
    for match in WRITTEN.finditer(line.text):
        if _VERSION.search(line.text, max(0, match.start() - 20), match.start()):
            continue
        yield Candidate(
            start=match.start(),
            end=match.end(),
            type="DATE",
            score=0.9,
            recognizer="date",
            sure=True,
            reason="a date",
            rank=4,
        )
    for match in FULL.finditer(line.folded):
        before = line.folded[: match.start()].split()[-1:]
        if match.group().strip() in ("2 thousand", "2 mille") and before not in _BEFORE_YEAR:
            continue
        yield _found(line, match, kind="DATE", sure=True, reason="a date")
    for match in MONTH.finditer(line.folded):
        words = match.group().split()
        first = line.word_index(match.end() - len(words[-1]))
        if line.cased and not line.tokens[first].capital and words[-1] in ("may", "march", "mars"):
            continue
        if words[-1] in ("may", "march", "mai") and not line.cased and words[0] in ("to", "of"):
            continue
        yield line.candidate(
            first,
            first,
            kind="DATE",
            recognizer="month",
            sure=True,
            reason="a month",
            score=0.7,
        )
    for match in AGE.finditer(line.folded):
        yield _found(line, match, kind="AGE", sure=True, reason="an age")
    for match in _SELF_AGE.finditer(line.folded):
        after = line.word_index(match.end() - 1) + 1
        if (
            after >= len(line.tokens)
            or not line.adjacent(after)
            or (line.tokens[after].fold in _AFTER_AGE)
        ):
            said = match.group().startswith(("i ", "j "))
            yield _found(line, match, kind="AGE", sure=said, reason="an age", group=1)
    for match in AGED.finditer(line.folded):
        yield _found(line, match, kind="AGE", sure=True, reason="an age", group=1)


def _found(
    line: Line, match: re.Match[str], *, kind: str, sure: bool, reason: str, group: int = 0
) -> Candidate:
    first = line.word_index(match.start(group))
    last = line.word_index(match.end(group) - 1)
    while line.tokens[first].fold == "the" and first < last:
        first += 1
    return line.candidate(
        first,
        min(last, len(line.tokens) - 1),
        kind=kind,
        recognizer=kind.lower(),
        sure=sure,
        reason=reason,
        score=0.85,
        rank=2,
    )
