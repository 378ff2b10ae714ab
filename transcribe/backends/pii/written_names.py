"""Names of people as they are written: before what somebody says, and around an initial."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcribe.backends.pii.line import Line, rarity
from transcribe.backends.pii.lists import family_names, given_names, is_clear_name
from transcribe.backends.pii.people import person
from transcribe.backends.pii.person_cues import NOT_NAMES
from transcribe.stages.detect import Candidate

LABEL = re.compile(r"^[ \t]*([^\W\d_]{2,}):[ \t]", re.MULTILINE)


def find_written_names(line: Line) -> Iterator[Candidate]:
    """Candidates of type PERSON that only writing shows."""
    yield from _labels(line)
    yield from _with_initial(line) if line.cased else _initial_heard(line)


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
        words = [
            index
            for index, token in enumerate(line.tokens)
            if match.start() <= token.start < match.end()
        ]
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
