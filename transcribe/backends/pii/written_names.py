"""Names as they are written: before what somebody says, around an initial, in forms and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcribe.backends.pii.line import Line, rarity
from transcribe.backends.pii.lists import (
    family_names,
    given_names,
    is_clear_name,
    looks_like_family,
    places,
)
from transcribe.backends.pii.organizations import SUFFIXES
from transcribe.backends.pii.people import person
from transcribe.backends.pii.person_cues import NOT_NAMES
from transcribe.stages.detect import Candidate

LABEL = re.compile(r"^[ \t]*([^\W\d_]{2,}):[ \t]", re.MULTILINE)


def find_written_names(line: Line) -> Iterator[Candidate]:
    """Candidates of type PERSON that only writing shows."""
    yield from _labels(line)
    yield from _with_initial(line) if line.cased else _initial_heard(line)
    if line.cased:
        yield from _in_forms(line)
        yield from _enumerated(line)
        yield from _pairs(line)


def _labels(line: Line) -> Iterator[Candidate]:
    """``Anna: Where are you?``: a given name at the head of what somebody says."""
    for match in LABEL.finditer(line.text) if line.cased and "\n" in line.text else ():
        for index, token in enumerate(line.tokens):
            known = token.fold in given_names() and rarity(token.fold, line.language) < 3.6
            if (
                token.start == match.start(1)
                and token.capital
                and (known or is_clear_name(token.fold))
            ):
                yield from person(line, index, index, sure=False, recognizer="label", rank=1)


INITIALED = re.compile(
    r"(?<![^\W_])([^\W\d_]{2,})(?:[ \t]+[A-Z]\b\.?){1,2}[ \t]+([^\W\d_]{2,}(?:[-'’][^\W\d_]+)*)"
)


def _with_initial(line: Line) -> Iterator[Candidate]:
    """``Clara R. Dickson``: words with capitals around an initial."""
    for match in INITIALED.finditer(line.text):
        words = line.touched(*match.span())
        first, last = line.tokens[words[0]], line.tokens[words[-1]]
        if not (first.capital and last.capital) or first.text.isupper() != last.text.isupper():
            continue
        if line.public & {words[0], words[-1]} or first.fold in NOT_NAMES:
            continue
        names = first.fold in given_names() or last.fold in family_names()
        if names or rarity(first.fold, line.language) < 3.0:
            yield from person(
                line, words[0], words[-1], sure=names, recognizer="person-initial", rank=2
            )


def _initial_heard(line: Line) -> Iterator[Candidate]:
    """``sari j paavolainen``: the same without capitals, of a given name and a rare word."""
    for index in range(1, len(line.tokens) - 1):
        given, initial, family = (line.tokens[index + step].fold for step in (-1, 0, 1))
        if len(initial) != 1 or not initial.isalpha() or initial in "ai":
            continue
        known = given in given_names() and (is_clear_name(given) or rarity(given) < 3.3)
        rare = family.isalpha() and len(family) > 3 and rarity(family, line.language) < 3.0
        if known and rare and not line.public & {index - 1, index + 1}:
            yield from person(
                line, index - 1, index + 1, sure=False, recognizer="person-initial", rank=2
            )


_NAME = r"[^\W\d_a-z][\w'’-]*\.?"
_PARTICLE = (
    r"(?:(?:de|del|della|di|da|do|dos|du|la|le|el|al|van|von|der|den|ten|ter|bin|ben|y)[ \t]+)"
)
_VALUE = rf"{_NAME}(?:[ \t]+{_PARTICLE}{{0,2}}(?![\w'’-]+[ \t]*:){_NAME}){{0,4}}"
FORM = re.compile(
    r"(?:^|[\n|;,.?!]\s*|\s)(?:(?P<person>(?:(?:full|first|last|given|family|middle|maiden|legal|birth)"
    r"[ \t])?name|surname|forename|patient|guest|applicant|contact(?: person)?|card ?holder|"
    r"account holder|guardian|next of kin|emergency contact|author|passenger|travell?er|attn|"
    r"attention|signed|employee|candidate|driver|insured|beneficiary|payee|tenant|witness)|"
    r"(?P<place>(?:home )?(?:city|town|country)|state|province|place of birth|birthplace|born in))"
    rf"[ \t]*:[ \t]*(?-i:(?P<value>{_VALUE}))",
    re.IGNORECASE,
)
"""A field of a form that names somebody, or a place."""

_OF_THINGS = re.compile(
    r"\b(?:company|firm|business|organi[sz]ation|employer|project|product|brand|team|file|user|host|"
    r"domain|event|school|university|pet|dog|cat|ship|street|road|tool|model|class|column)\s+$",
    re.IGNORECASE,
)


def _in_forms(line: Line) -> Iterator[Candidate]:
    """``Patient: Ana Ruiz``, ``City: Elmstead``: what stands after the name of a field."""
    for match in FORM.finditer(line.text):
        kind = "person" if match["person"] else "place"
        if _OF_THINGS.search(line.text, 0, match.start(kind)):
            continue
        indices = line.touched(*match.span("value"))
        words = [line.tokens[index].fold for index in indices]
        if not _nameable(line, indices) or words[0] in NOT_NAMES:
            continue
        if kind == "person":
            yield from person(
                line, indices[0], indices[-1], sure=all(map(_listed, words)),
                recognizer="person-form", rank=2,
            )  # fmt: skip
            continue
        yield line.candidate(
            indices[0], indices[-1], kind="LOCATION", recognizer="place-cue", sure=False,
            reason="stands in a form where a place is asked for", score=0.6, rank=2,
        )  # fmt: skip


ENUMERATED = re.compile(
    r"\b(?:founders|co-?founders|authors|editors|winners|witnesses|partners|owners|directors|judges|"
    r"attendees|participants|present|absent|speakers|guests|members|friends|colleagues|kids|children|"
    r"brothers|sisters|sons|daughters|players|singers|students|heroes|people|names)"
    r"(?: (?:are|were|is|today|here))?:[ \t]*"
    rf"(?-i:(?P<names>{_VALUE}(?:(?:,|,? (?:and|&))[ \t]+{_VALUE}){{1,9}}))",
    re.IGNORECASE,
)
"""People that are listed after what they are."""

_BETWEEN = re.compile(r"(?:,|,? (?:and|&))[ \t]+")


def _enumerated(line: Line) -> Iterator[Candidate]:
    """``our three founders: Moreno, Price and Webb``: each of them."""
    for match in ENUMERATED.finditer(line.text):
        start = match.start("names")
        for said in _BETWEEN.split(match["names"]):
            start = line.text.index(said, start)
            indices = line.touched(start, start + len(said))
            start += len(said)
            if _nameable(line, indices) and len(indices) <= 4:
                yield from person(
                    line, indices[0], indices[-1], sure=False, recognizer="person-list", rank=2
                )


PAIR = re.compile(rf"(?:^|[.?!:\n][\s\"“]*)(?-i:({_NAME}) and ({_NAME})) (?:were|are|have|both)\b")
"""Two single names of which more than one thing is said."""


def _pairs(line: Line) -> Iterator[Candidate]:
    """``Moreno and Webb were late``: two family names that are no firm's."""
    for match in PAIR.finditer(line.text):
        pair = [line.touched(*match.span(group)) for group in (1, 2)]
        words = [line.tokens[indices[0]].fold for indices in pair if len(indices) == 1]
        if len(words) < 2 or not all(_nameable(line, indices) for indices in pair):
            continue
        rare = all(_listed(word) or rarity(word, line.language) < 3.0 for word in words)
        if rare and any(map(_listed, words)):
            for indices in pair:
                yield from person(
                    line, indices[0], indices[0], sure=False, recognizer="person-list", rank=2
                )


def _listed(word: str) -> bool:
    return word in given_names() or word in family_names() or looks_like_family(word)


def _nameable(line: Line, indices: list[int]) -> bool:
    """Whether words with capitals can name somebody: no public name, firm, or everyday word."""
    words = [line.tokens[index].fold for index in indices]
    if not words or set(words) & SUFFIXES or any(index in line.public for index in indices):
        return False
    usual = all(rarity(word, line.language) >= 4.0 and not is_clear_name(word) for word in words)
    return not usual or " ".join(words) in places().all
