"""Contact data as it is spoken: e-mail and street addresses, phone numbers, spelled words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcribe.backends.pii.line import Line
from transcribe.backends.pii.lists import public_forms
from transcribe.backends.pii.streets import find_streets
from transcribe.stages.detect import Candidate
from transcribe.stages.lexicon import zipf

_TLD = (
    "com|org|net|edu|gov|io|ai|ca|fr|de|uk|us|co|eu|info|biz|dev|app|me|tv|be|ch|it|es|nl|in|au|qc"
)
_DOT = r"(?:dot|point|period)"
_JOIN = rf"(?:{_DOT}|underscore|under score|dash|hyphen|minus|tiret|plus)"
EMAIL = re.compile(
    rf"\b((?:[a-z0-9]+ (?:{_JOIN} )?){{0,6}}?[a-z0-9]+) (?:at|arobase|at sign) (?:the )?"
    rf"((?:[a-z0-9]+ (?:{_JOIN} )?){{1,5}}?){_DOT} (?:{_TLD})(?: {_DOT} (?:{_TLD}))?\b"
)
LINK = re.compile(
    rf"\b(?:(?:www|w w w|h t t p s?|https?) (?:{_DOT} |colon |slash )*)?"
    rf"(?:[a-z0-9]+ ){_DOT} (?:com|org|net|edu|io|ai|ca|fr|co)(?: (?:slash|{_DOT}) [a-z0-9]+)*\b"
)
SPELLED = re.compile(r"(?<![a-z0-9])(?:[a-z0-9] ){3,}")
_STREET = (
    "street|avenue|boulevard|road|lane|drive|court|square|crescent|highway|rue|allee|chemin|blvd|"
    "terrace|parkway|st|ave|rd"
)
ADDRESS = re.compile(
    rf"\b((?:\d{{1,5}}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)(?: \d)?)"
    rf"(?: \d{{1,2}})*) (?:[a-z]+ ){{1,3}}?(?:{_STREET})\b"
    rf"|\b\d{{1,5}} (?:rue|avenue|boulevard|chemin|allee) (?:[a-z]+ ){{1,3}}"
)
_SPELL_CUE = re.compile(r"\b(?:spell|spelled|spelling|spells|letters|letter by letter|epelle) ")
_TENS = frozenset("twenty thirty forty fifty sixty seventy eighty ninety".split())
_DIGITS = {"oh", "o", "double", "triple", "hundred", "thousand"}
_PHONE_CUE = re.compile(
    r"\b(?:phone|number|call|reach|cell|mobile|telephone|fax|extension|text|numero|portable|"
    r"whatsapp)\b"
)
_FRENCH_TENS = "trente|quarante|cinquante|soixante"
_PAIR = rf"(?:(?:{_FRENCH_TENS}|4 20|4 vingts?|\d{{1,2}})(?: (?:et )?(?:un|1?\d))?(?: [7-9])?)"
PAIRS = re.compile(rf"\b(?:0|plus trente 3) [1-9] (?:{_PAIR} ){{3,8}}?(?!\d|(?:{_FRENCH_TENS})\b)")
"""A French telephone number: two digits at a time."""

SHORT = re.compile(
    r"\b(?:extension|ext|bleep|bleeper|pager|poste)(?: (?:number|no|numero))?(?: (?:is|s|est))? "
    r"((?:\d{1,5} ){1,5})"
)
"""A number inside a house: ``extension two two nine one``."""

_LOCAL_STOP = frozenset(
    "is it s me you us him her to the a an my your email mail address reach write contact send at "
    "and or was be on so that this adresse courriel est".split()
)


def find_contacts(line: Line) -> Iterator[Candidate]:
    """Candidates of type EMAIL, URL, PHONE, ADDRESS and spelled-out words."""
    for match in EMAIL.finditer(line.folded):
        first = _local_start(line, match)
        yield _spoken(line, first, match.end(), kind="EMAIL", what="a spoken e-mail address")
    for match in LINK.finditer(line.folded):
        words = match.group().split()
        if words[0] not in _LOCAL_STOP and "".join(words[:1]) not in public_forms():
            first = line.word_index(match.start())
            yield _spoken(line, first, match.end(), kind="URL", what="a spoken link")
    for match in ADDRESS.finditer(line.folded):
        first = line.word_index(match.start())
        yield _spoken(line, first, match.end(), kind="ADDRESS", what="a street address")
    yield from find_streets(line)
    yield from _spelled(line)
    yield from _numbers(line)
    for pattern, group in ((PAIRS, 0), (SHORT, 1)):
        for match in pattern.finditer(line.folded):
            if sum(map(len, match.group(group).split())) > 2:
                first = line.word_index(match.start(group))
                yield _spoken(line, first, match.end(group) - 1, kind="PHONE", what="a number")


def _spoken(line: Line, first: int, end: int, *, kind: str, what: str) -> Candidate:
    last = line.word_index(end - 1)
    return line.candidate(
        first,
        min(last, len(line.tokens) - 1),
        kind=kind,
        recognizer=f"spoken-{kind.lower()}",
        sure=True,
        reason=what,
        score=0.9,
        rank=4,
    )


def _local_start(line: Line, match: re.Match[str]) -> int:
    """First word of the local part: words joined by dots, else the one word before ``at``."""
    first = line.word_index(match.start(1))
    last = line.word_index(match.end(1) - 1)
    index = last
    joins = {"dot", "point", "period", "underscore", "dash", "hyphen", "minus", "tiret", "plus"}
    while index > first:
        before = line.tokens[index - 1].fold
        joined = before in joins or line.tokens[index].fold in joins
        single = len(before) == 1 and len(line.tokens[index].fold) == 1
        number = line.tokens[index].fold.isdigit() or line.tokens[index].fold in _TENS
        digits = number and before not in _LOCAL_STOP
        if not (joined or single or digits):
            break
        index -= 1
    return index


def _spelled(line: Line) -> Iterator[Candidate]:
    """Words spelled letter by letter; abbreviations in public use are left."""
    cues = [match.end() for match in _SPELL_CUE.finditer(line.folded)]
    for match in SPELLED.finditer(line.folded):
        letters = match.group().split()
        # "a" and "i" at the edges are words as often as letters.
        while letters and letters[0] in ("a", "i"):
            letters = letters[1:]
        if len(letters) < 3 or all(letter.isdigit() for letter in letters):
            continue
        word = "".join(letters)
        cued = any(0 <= match.start() - place <= 40 for place in cues)
        if not cued and (word in public_forms() or word.rstrip("s") in public_forms()):
            continue
        if not cued and (len(word) < 4 or zipf(word, line.language) >= 4.0):
            continue
        last = line.word_index(match.end() - 1)
        first = last - len(letters) + 1
        if any(_contracted(line, index) for index in range(first, last + 1)):
            continue
        yield line.candidate(
            first,
            last,
            kind="OTHER",
            recognizer="spelled",
            sure=cued,
            reason="spelled letter by letter",
            score=0.9 if cued else 0.6,
            rank=2,
        )


def _contracted(line: Line, index: int) -> bool:
    """Whether a letter is the end of a contraction: the m of ``I'm``."""
    before = line.text[max(0, line.tokens[index].start - 1) : line.tokens[index].start]
    return before in ("'", "’")


def _numbers(line: Line) -> Iterator[Candidate]:
    """Runs of spoken digits: seven and more are a phone number, five or six perhaps one."""
    index = 0
    while index < len(line.tokens):
        last, digits = index, 0
        while last < len(line.tokens) and _is_digit(line, last):
            digits += _count(line.tokens[last].fold)
            last += 1
        if digits >= 5 and last - index >= 3:
            yield from _number(line, index, last - 1, digits)
        index = max(last, index + 1)


def _amounts(line: Line, first: int, last: int) -> bool:
    """Whether the digits are amounts with separators: ``20,000``."""
    start, end = line.span(first, last)
    return bool(re.search(r"\d,\d{3}\b|\d\.\d", line.text[start:end]))


def _number(line: Line, first: int, last: int, digits: int) -> Iterator[Candidate]:
    while first < last and line.tokens[first].fold in ("o", "oh", "hundred", "thousand"):
        first += 1
    around = line.folded[max(0, _place(line, first) - 60) : _place(line, first)]
    cued = bool(_PHONE_CUE.search(around))
    written = any(token.text.isdigit() for token in line.tokens[first : last + 1])
    if written and _amounts(line, first, last):
        return
    start, end = line.span(first, last)
    said = line.text[start:end]
    if "/" in said or re.match(r"\d{4}-\d\d-\d\d(?!\d)|\d{3}-\d\d-\d{4}$", said):
        return
    if any(token.text == "000" for token in line.tokens[first : last + 1]):
        return
    cued = cued and digits >= 6
    sure = digits >= 9 or (digits >= 7 and not written) or cued
    if not sure and written:
        return
    yield line.candidate(
        first,
        last,
        kind="PHONE",
        recognizer="spoken-number",
        sure=sure,
        reason="a number said digit by digit",
        score=0.85 if sure else 0.5,
        rank=4 if sure else 1,
    )


def _place(line: Line, index: int) -> int:
    return sum(len(token.fold) + 1 for token in line.tokens[:index])


def _is_digit(line: Line, index: int) -> bool:
    """Whether a word is said as a digit: ``five``, ``oh``; or written as some: ``555``."""
    token = line.tokens[index]
    if token.text.isdigit():
        return len(token.text) <= 4
    if token.fold == "un" and line.language == "fr":
        beside = line.tokens[max(0, index - 1) : index] + line.tokens[index + 1 : index + 2]
        return any(one.fold.isdigit() and one.fold != "un" for one in beside)
    return (token.fold.isdigit() and len(token.fold) == 1) or token.fold in _DIGITS


def _count(word: str) -> int:
    return (
        len(word)
        if word.isdigit()
        else {"oh": 1, "o": 1, "un": 1, "double": 1, "triple": 2}.get(word, 0)
    )
