"""People of whom it is said right after their name who they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcribe.backends.pii.line import Line, is_ambiguous
from transcribe.backends.pii.lists import given_names
from transcribe.backends.pii.organizations import STOP
from transcribe.backends.pii.usual_names import is_frequent
from transcribe.stages.detect import Candidate
from transcribe.stages.lexicon import zipf

APPOSED = re.compile(
    r"\b([a-z]+) (?:(?:he|she)(?: s| is| was)|who(?: s| is| was)|c est|qui est) "
    r"(?:our|my|the|a|an|their|his|her|now|notre|mon|ma|la|le|un|une) "
)
"""``Gerrit, he's our``: what stands before is somebody."""

ACTING = re.compile(
    r"\b([a-z]+) (?:(?:also|always|just|actually|never|already|then|once|even|still) )?"
    r"(?:said|says|told|asked|asks|wrote|noticed|thinks|thought|knew|knows|joined|quit|retired|rang|"
    r"emailed|phoned|texted|laughed|remembers|remembered|wanted|wants|decided|agreed|explained|"
    r"suggested|mentioned|complained|hired|hates|loves|left us|came (?:in|back|over|up|along)|"
    r"went (?:on (?:leave|holiday|vacation)|home|off)|took over|used to (?:say|be|do|work)|"
    r"showed (?:me|us)|sent (?:me|us|it)|helped (?:me|us)|taught (?:me|us)|called (?:me|us)|"
    r"fixed (?:it|that|the)|wears|smiled|shouted|cried|a dit|m a dit|nous a dit|dit que|pense que) "
)
"""``Simon told us``: what stands before does what people do."""

OURS_AFTER = re.compile(
    r"\b([a-z]+) (?:(?:is|was|which is|which was|that s|c est|est) )"
    r"(?:our|my|notre|mon) (?:[a-z]+ )?(?:"
    r"(product|tool|dashboard|platform|app|application|system|pipeline|chatbot|bot|software|"
    r"produit|outil|plateforme|logiciel)|"
    r"client|customer|competitor|supplier|vendor|employer|subsidiary|concurrent|fournisseur)\b"
)
"""``Snowdrop is our own platform``: what stands before is a name, if it looks like one."""

ORDINARY = 4.5
"""Zipf frequency from which a word in lower case names nothing of theirs."""

_DETERMINERS = frozenset(
    """
    the a an my our your his her their this that which some any each every no and to it all of in le
    la les l mon ma notre un une cette ce
    """.split()
)
"""Before a noun: my boss, he's a."""

_NEVER = frozenset("will may art so guy an see my she he they we you i who it that man".split())
"""Given names of the census that stand before a verb as what else they are."""


def find_apposed(line: Line) -> Iterator[Candidate]:
    """Candidates of type PERSON: a given name, though it be that of a public tool."""
    for pattern in (APPOSED, ACTING):
        for match in pattern.finditer(line.folded):
            index = line.word_index(match.start())
            if _somebody(line, index):
                yield line.candidate(
                    index,
                    index,
                    kind="PERSON",
                    recognizer="person-apposed",
                    sure=False,
                    reason="said to be or do what people do",
                    score=0.6,
                    rank=2,
                )


def find_ours(line: Line) -> Iterator[Candidate]:
    """Candidates of type PRODUCT and ORGANIZATION: what is said right after to be theirs."""
    for match in OURS_AFTER.finditer(line.folded):
        last = line.word_index(match.start())
        first = last
        while first and last - first < 2 and line.adjacent(first) and _may_name(line, first - 1):
            first -= 1
        if not _may_name(line, last) or (first and line.tokens[first - 1].fold in _DETERMINERS):
            continue
        yield line.candidate(
            first,
            last,
            kind="PRODUCT" if match.group(2) else "ORGANIZATION",
            recognizer="apposed",
            sure=False,
            reason="said to be theirs right after",
            score=0.5,
            rank=2,
        )


def _may_name(line: Line, index: int) -> bool:
    token = line.tokens[index]
    if index in line.public or not token.fold.isalpha() or token.fold in STOP:
        return False
    if line.cased:
        return token.capital
    return zipf(token.fold, line.language) < ORDINARY


def _somebody(line: Line, index: int) -> bool:
    """Whether a word may be the name of somebody of whom something is said after it."""
    token = line.tokens[index]
    if token.fold not in given_names() or (index and line.tokens[index - 1].fold in _DETERMINERS):
        return False
    if line.cased:
        return token.capital and (line.capital(index) or token.fold not in _NEVER)
    frequent = is_frequent(token.fold)
    if token.fold in _NEVER or (is_ambiguous(token.fold) and not frequent):
        return False
    return frequent or zipf(token.fold, line.language) < USUAL


USUAL = 3.8
"""Zipf frequency from which a listed name in lower case is another word more often."""
