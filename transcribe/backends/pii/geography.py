"""Places: cities, states and countries from a list, surer when something says where."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcribe.backends.pii.line import Line, is_ambiguous, rarity
from transcribe.backends.pii.lists import is_clear_name, places
from transcribe.stages.detect import Candidate
from transcribe.stages.lexicon import census_given, zipf

MOST_WORDS = 4

HERE = re.compile(
    r"\b(?:live|lives|lived|living|stay|stays|staying|based|located|born|raised|grew up|moved|"
    r"flew|flies|drove|travell?ed|arrived|arrive|trip|flight|"
    r"relocated|office|"
    r"offices|headquartered|headquarters|branch|plant|factory|city|town|village|native|home|hometown|"
    r"j habite|nous sommes|base a|ne a|nee a)(?: [a-z]+)? (?:in|to|from|near|at|of|outside|around|"
    r"a|en|au|de) (?:the )?"
    r"|\b(?:i m|i am|we re|we are|come|comes|came|originally|he s|she s|is|are) (?:[a-z]+ )?from "
)
"""What follows is where a participant is from, or where the work is done."""

NEAR = re.compile(r"\b(?:in|from|to|near|around|outside|across|at|of|en|a|au|aux) ")


SITE = re.compile(
    r"\b(?:in|at|from|to) (?:the|our|their|my) ([a-z]+) (?:offices?|plant|branch|site|factory|"
    r"campus|warehouse|store|hub)\b"
    r"|\b(?:city|town|village|ville) (?:of|de) ([a-z]+)"
)
"""What stands between is where a site is."""

_AFTER_STREET = frozenset(
    "street avenue boulevard road lane drive court square crescent highway terrace parkway st ave "
    "rd blvd ln".split()
)


def _sites(line: Line) -> set[int]:
    """Words that say where a site is, or the town after a street."""
    found = set()
    for match in SITE.finditer(line.folded):
        group = 1 if match.group(1) else 2
        index = line.index_at(match.start(group))
        if index is not None and line.tokens[index].fold in places().all:
            found.add(index)
    for index in range(1, len(line.tokens)):
        before = line.tokens[index - 1]
        if before.fold in _AFTER_STREET and line.tokens[index].fold in places().all:
            gap = line.text[before.end : line.tokens[index].start]
            if gap.strip() in ("", ",", ".") and index >= 2:
                found.add(index)
    return found


def find_places(line: Line) -> Iterator[Candidate]:
    """Candidates of type LOCATION."""
    cued = {index: match.group() for match, index in line.cued(HERE)}
    here = set(cued) | _sites(line)
    near = {index for _, index in line.cued(NEAR)} | here
    index = 0
    while index < len(line.tokens):
        last = _longest(line, index)
        if last is None or not _taken(line, index, last, near=index in near, here=index in here):
            index += 1
            continue
        # The list has Stillwater; Stillwater Computing Inc. is a firm.
        firm = _firm(line, index)
        if firm is not None:
            yield firm
            index = last + 1
            continue
        capital = line.tokens[index].capital and line.cased
        yield line.candidate(
            index,
            last,
            kind="LOCATION",
            recognizer="place-cue" if index in here else "place-list",
            sure=index in here and (capital or not line.cased),
            reason="a place, said to be where they are" if index in here else "a place",
            score=0.85 if index in here else 0.5,
            rank=2 if index in near else 1,
        )
        index = last + 1
    # What somebody is "at" is a firm as often as a place.
    yield from _unlisted(line, {index for index, cue in cued.items() if " at " not in cue[-9:]})


def _longest(line: Line, index: int) -> int | None:
    known, name, found = places().all, "", None
    for last in range(index, min(len(line.tokens), index + MOST_WORDS)):
        if last in line.public or (last > index and not line.adjacent(last)):
            break
        name = f"{name} {line.tokens[last].fold}".strip()
        if name in known:
            found = last
    return found


def _taken(line: Line, first: int, last: int, *, near: bool, here: bool) -> bool:
    """Whether a listed name is meant as a place here."""
    words = [token.fold for token in line.tokens[first : last + 1]]
    capitals = line.cased and all(
        token.capital for token in line.tokens[first : last + 1] if len(token.fold) > 3
    )
    name = " ".join(words)
    if _country(line, first, name) or _shouted(line, first, last):
        return True
    if len(words) > 1:
        rare = any(zipf(word, line.language) < 4.6 for word in words)
        return capitals or (name in places().big and (rare or near))
    common = zipf(name, line.language)
    if capitals:
        shown = (near and common < 4.2) or (line.capital(first) and common < 3.5)
        if name in census_given() or is_clear_name(name):
            return here or (near and name in places().big and common < 4.2)
        return name in places().big or shown
    if here and common < 4.6:
        return not is_ambiguous(name)
    usual = name not in places().big or is_ambiguous(name) or is_clear_name(name)
    return not usual and near and common < 5.3


def _country(line: Line, first: int, name: str) -> bool:
    """Whether a name is a country's; in lower case, of one that is no usual word."""
    capital = line.cased and line.tokens[first].capital
    return name in places().countries and (capital or zipf(name) < 5.3)


def _shouted(line: Line, first: int, last: int) -> bool:
    """Whether a town is written in capitals, as on envelopes, where the rest is not."""
    tokens = line.tokens[first : last + 1]
    loud = all(len(token.text) >= 4 and token.text.isupper() for token in tokens)
    return loud and line.cased and not line.text.isupper()


_FIRM_ENDS = frozenset(
    "inc incorporated llc llp ltd limited corp corporation gmbh plc sarl pty srl oyj".split()
)
"""What only firms are called at the end."""

MOST_OF_FIRM = 4


def firm_end(line: Line, index: int) -> int | None:
    """Word that ends a firm's name of which this one is part, or None."""
    for last in range(index + 1, min(len(line.tokens), index + MOST_OF_FIRM)):
        if not line.adjacent(last) or line.tokens[last].opens:
            return None
        if line.tokens[last].fold in _FIRM_ENDS:
            return last
    return None


def _firm(line: Line, index: int) -> Candidate | None:
    """The firm that begins at a word, if one does."""
    last = firm_end(line, index)
    if last is None:
        return None
    return line.candidate(
        index,
        last,
        kind="ORGANIZATION",
        recognizer="organization-suffix",
        sure=False,
        reason="ends as firms do",
        score=0.7,
        rank=2,
    )


def _unlisted(line: Line, here: set[int]) -> Iterator[Candidate]:
    """A word with a capital where a place is expected, though no list has it."""
    for index in sorted(here):
        if index in line.public:
            continue
        firm = _firm(line, index)
        if firm is not None:
            yield firm
            continue
        last, capital = index, line.capital(index)
        while (
            capital
            and last + 1 < len(line.tokens)
            and line.tokens[last + 1].capital
            and line.adjacent(last + 1)
            and last + 1 not in line.public
            and last - index < 3
        ):
            last += 1
        rare = rarity(line.tokens[index].fold, line.language)
        shouted = capital and line.tokens[index].text.isupper() and len(line.tokens[index].text) > 3
        if rare < (3.5 if capital else 2.8) or last > index or shouted:
            yield line.candidate(
                index,
                last,
                kind="LOCATION",
                recognizer="place-cue",
                sure=False,
                reason="stands where a place is expected",
                score=0.5,
                rank=2 if capital else 1,
            )
