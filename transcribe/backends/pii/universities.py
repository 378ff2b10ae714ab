"""Universities and schools, by name and by what they are called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcribe.backends.pii.line import Line, rarity
from transcribe.backends.pii.lists import places
from transcribe.backends.pii.organizations import STOP, capitals_from
from transcribe.backends.pii.schools import UNIVERSITIES
from transcribe.stages.detect import Candidate
from transcribe.stages.lexicon import zipf

UNIVERSITY = re.compile(
    r"\b(?:university|universite|college|institute|school|ecole|faculty|academy|institut|hospital)"
    r" (?:of|de|du|des|for) (?:the |la |l )?"
)

_UNIVERSITY_HEAD = re.compile(
    r"\b(?:university|universite|college|polytechnic|polytechnique|polytech|institute)\b"
)
_TOWN = re.compile(
    r"\b(?:in|near|around|outside|(?:mayor|city|town|people|outskirts|streets|centre|center) of|"
    r"(?:moved|drove|flew|travell?ed|train|flight|bus|trip) (?:to|from)) $",
    re.IGNORECASE,
)
_POLYTECHNIC = re.compile(r"\bpoly ?tech(?:ni[a-z]*)?(?: (?=[a-z]))?")


def find_universities(line: Line) -> Iterator[Candidate]:
    """Candidates of type UNIVERSITY."""
    for match, index in line.cued(UNIVERSITY):
        first = line.word_index(match.start())
        word = line.tokens[index].fold
        if word in STOP or index in line.public:
            continue
        capital = line.tokens[index].capital and line.cased
        last = capitals_from(line, index) if capital else index
        known = word in places().all
        if not (capital or known or rarity(word, line.language) < 3.3):
            continue
        yield _university(line, first, last, sure=capital or known)
    for index, token in enumerate(line.tokens):
        known = token.fold in UNIVERSITIES and index not in line.public
        near = index and line.tokens[index - 1].fold in ("at", "from", "to", "the", "a", "de")
        if _town(line, index):
            continue
        if known and (line.capital(index) or (near and zipf(token.fold, line.language) < 4.3)):
            yield _university(line, index, index, sure=False)
    for match in _UNIVERSITY_HEAD.finditer(line.folded):
        head = line.word_index(match.start())
        yield from _before_head(line, head)
    for match in _POLYTECHNIC.finditer(line.folded):
        first = line.word_index(match.start())
        last = line.word_index(match.end() - 1)
        last = max(first, min(last, len(line.tokens) - 1))
        if line.tokens[last].fold in STOP:
            last -= 1
        after = last + 1
        if after < len(line.tokens) and line.tokens[after].fold in places().all:
            last = after
        if last >= first:
            yield _university(line, first, last, sure=False)


def _town(line: Line, index: int) -> bool:
    """Whether what stands before says that the town is meant, not the school called by it."""
    if not line.tokens[index].capital or line.tokens[index].fold not in places().all:
        return False
    before = line.text[: line.tokens[index].start]
    return bool(_TOWN.search(before)) or (line.language == "fr" and before.endswith("à "))


def _before_head(line: Line, head: int) -> Iterator[Candidate]:
    """``McGill University``: words with capitals, or one rare word, before the head."""
    first = head
    while first > 0 and head - first < 4 and line.adjacent(first):
        if not (line.cased and line.tokens[first - 1].capital):
            break
        if line.tokens[first - 1].fold in STOP:
            break
        first -= 1
    if first < head:
        yield _university(line, first, head, sure=True)
        return
    if head == 0 or not line.adjacent(head):
        return
    first = head
    while first > 0 and head - first < 3 and line.adjacent(first):
        word = line.tokens[first - 1].fold
        if word in STOP or first - 1 in line.public or zipf(word, line.language) >= 5.1:
            break
        first -= 1
    if first < head and (not line.cased or zipf(line.tokens[head - 1].fold) < 4.0):
        yield _university(line, first, head, sure=False)


def _university(line: Line, first: int, last: int, *, sure: bool) -> Candidate:
    return line.candidate(
        first,
        last,
        kind="UNIVERSITY",
        recognizer="university-cue",
        sure=sure,
        reason="named as a university or school",
        score=0.85 if sure else 0.55,
        rank=2,
    )
