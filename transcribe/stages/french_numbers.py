"""French numbers of two parts, which read word by word would be two numbers."""

from __future__ import annotations

import re

_UNITS = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf"
).split()
_VALUES = {word: value for value, word in enumerate(_UNITS)} | {"une": 1}
_BASES = {"soixante": 60, "quatre-vingt": 80, "quatre-vingts": 80}
_JOIN = r"(?:[- ]et[- ]|[- ])"
_SMALL = "|".join(sorted((*_VALUES, *(one.replace("-", " ") for one in _UNITS)), key=len)[::-1])
_NUMBER = re.compile(
    rf"\b(?:(?P<base>soixante|quatre[- ]vingts?)(?:{_JOIN}(?P<small>{_SMALL}))?"
    r"|(?P<teen>dix[- ](?:sept|huit|neuf)))\b",
    re.IGNORECASE,
)


def join_french(text: str) -> str:
    """Write French numbers of two parts as digits.

    >>> join_french("dix-sept ans, soixante et onze ou quatre-vingt-deux")
    '17 ans, 71 ou 82'
    """
    return _NUMBER.sub(_joined, text)


def _joined(match: re.Match[str]) -> str:
    if match["teen"]:
        return str(_value(match["teen"]))
    return str(_BASES[_plain(match["base"])] + (_value(match["small"]) if match["small"] else 0))


def _value(words: str) -> int:
    return _VALUES[_plain(words)]


def _plain(words: str) -> str:
    return words.casefold().replace(" ", "-")
