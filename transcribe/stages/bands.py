"""Years of dates, and the bands that ages, sizes and durations fall in, said or written."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transcribe.stages.french_numbers import join_french
from transcribe.stages.tokens import fold, tokenize

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_THOUSANDS = re.compile(r"(?<=\d)[,.\u202f\u00a0 ](?=\d{3}\b)")
_DECIMALS = re.compile(r"(?<=\d)[.,]\d{1,2}\b")
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
} | {"trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
_DECADES = {word.removesuffix("y") + "ies": tens for word, tens in _TENS.items() if word[-1] == "y"}
"""``thirties`` to 30: an age that is said as a decade."""
_TIMES = {"hundred": 100, "cent": 100, "cents": 100, "thousand": 1000, "mille": 1000, "k": 1000}
_LINKS = frozenset(
    "of or to and a an about around over under odd plus more than the some de a so half few".split()
)
_ENDS = frozenset(
    "in at on for with here there who that now ago total altogether dans chez".split()
)
"""Words after which nothing more is said of what is counted."""
_COUNTED = (
    {
        one: many
        for many in (
            "people employees engineers developers scientists analysts researchers members "
            "colleagues consultants programmers students interns designers managers nurses doctors "
            "teachers workers founders users customers clients patients technicians operators "
            "testers volunteers farmers companies sites offices teams years months weeks days "
            "decades hours personnes ingénieurs développeurs chercheurs étudiants collègues "
            "employés salariés"
        ).split()
        for one in (fold(many), fold(many).removesuffix("s"))
    }
    | {"staff": "staff", "ans": "ans", "mois": "mois", "annee": "ans", "annees": "ans"}
    | {"person": "people", "persons": "people", "us": "people", "nous": "personnes"}
    | {"company": "companies"}
)
"""What is counted, as a release says it: other words of a mention may identify somebody."""
_EDGES = (1, 3, 6, 11, 21, 51, 101, 501, 1001)


def band_of(kind: str, text: str) -> str:
    """The band that a mention's numbers fall in, with what is counted; empty without a number."""
    values, unit = _values(text)
    if kind == "AGE":
        values = values or [tens for word, tens in _DECADES.items() if word in text.casefold()]
        if not values:
            return ""
        low, high = min(values) // 10 * 10, max(values) // 10 * 10 + 9
        return "90 or over" if low >= 90 else f"{low}-{high}"
    if not values or min(values) < 1:
        return ""
    low = max(edge for edge in _EDGES if edge <= min(values))
    above = next((edge for edge in _EDGES if edge > max(values)), None)
    band = f"{low}-{above - 1}" if above else f"over {_EDGES[-1] - 1}"
    return f"{band} {unit}".strip()


def year_of(text: str) -> str:
    """The year of a date, written or spoken; empty when there is none."""
    written = _YEAR.search(text)
    return written.group() if written else _spoken_year(text)


def _spoken_year(text: str) -> str:
    """A year said in words (``twenty nineteen``), as digits; empty when there is none."""
    words = [token.fold for token in tokenize(text)]
    for first, word in enumerate(words):
        rest = words[first + 1 :]
        if word in ("19", "20") and rest:
            value = _count(rest[:2])
            if value is not None and 10 <= value <= 99:
                return f"{word}{value}"
        if word == "2" and rest[:1] == ["thousand"]:
            after = [part for part in rest[1:3] if part != "and"]
            return str(2000 + (_count(after) or 0))
    return ""


def _count(words: Sequence[str]) -> int | None:
    """A number below a hundred from folded words."""
    if not words:
        return None
    first = words[0]
    if first in _TENS or (first.isdigit() and int(first) in _TENS.values()):
        tens = _TENS.get(first) or int(first)
        ones = words[1] if len(words) > 1 else ""
        return tens + (int(ones) if ones.isdigit() and int(ones) < 10 else 0)
    return int(first) if first.isdigit() else None


def _number_at(words: Sequence[str], index: int) -> tuple[int, int]:
    """The number that begins at a word, and how many words it takes; 0 words when none does."""
    rest = words[index:]
    value = _count(rest[:2])
    length = 0 if value is None else 1 if _count(rest[:1]) == value else 2
    if value is None:
        if not rest or rest[0] not in _TIMES or rest[0] == "k":
            return 0, 0
        value = 1
    while rest[length : length + 1] and rest[length] in _TIMES:
        value *= _TIMES[rest[length]]
        length += 1
        after = length + (rest[length : length + 1] == ["and"])
        more = _count(rest[after : after + 2])
        if more is not None and rest[after + 1 : after + 2] not in (["hundred"], ["cents"]):
            value += more
            length = after + (1 if _count(rest[after : after + 1]) == more else 2)
    return value, length


def _values(text: str) -> tuple[list[int], str]:
    """Numbers of a mention, written or spoken, and the word that says what is counted."""
    joined = _THOUSANDS.sub("", _DECIMALS.sub("", join_french(text)))
    words = [token.fold for token in tokenize(re.sub(r"(\d)k\b", r"\1 k", joined))]
    found: list[int] = []
    index = last = 0
    while index < len(words):
        value, length = _number_at(words, index)
        if length:
            found.append(value)
            index += length
            last = index
        elif found and words[index] not in _LINKS:
            # "eight years and two months": the first says enough.
            break
        else:
            index += 1
    return found, _unit(words[last:]) if found else ""


def _unit(words: Sequence[str]) -> str:
    """What is counted, of the folded words after a number; "us" are people."""
    for word in words:
        if word in _COUNTED:
            return _COUNTED[word]
        if word in _ENDS:
            break
    return ""
