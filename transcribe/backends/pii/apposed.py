"""People of whom it is said right after their name who they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcribe.backends.pii.line import Line, is_ambiguous
from transcribe.backends.pii.lists import given_names
from transcribe.stages.detect import Candidate

APPOSED = re.compile(
    r"\b([a-z]+) (?:(?:he|she)(?: s| is| was)|who(?: s| is| was)|c est|qui est) "
    r"(?:our|my|the|a|an|their|his|her|now|notre|mon|ma|la|le|un|une) "
)
"""``Gerrit, he's our``: what stands before is somebody."""

_DETERMINERS = frozenset("the a an my our your his her their this that le la mon ma notre".split())
"""Before a noun: my boss, he's a."""


def find_apposed(line: Line) -> Iterator[Candidate]:
    """Candidates of type PERSON: a given name, though it be that of a public tool."""
    for match in APPOSED.finditer(line.folded):
        index = line.word_index(match.start())
        word = line.tokens[index].fold
        if index and line.tokens[index - 1].fold in _DETERMINERS:
            continue
        if word not in given_names() or (not line.capital(index) and is_ambiguous(word)):
            continue
        if line.tokens[index].capital or not line.cased:
            yield line.candidate(
                index,
                index,
                kind="PERSON",
                recognizer="person-apposed",
                sure=False,
                reason="said to be somebody right after",
                score=0.6,
                rank=1,
            )
