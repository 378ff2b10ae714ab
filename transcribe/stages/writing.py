"""Ways of writing a name, and when words next to each other may be one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transcribe.stages.mentions import KnownName
from transcribe.stages.tokens import Token, tokenize

GENERIC = frozenset(
    "inc ltd llc corp corporation company co gmbh sa sarl plc group the and of de la le les du des "
    "labs lab university college institute school hospital bank consulting solutions systems "
    "technologies technology analytics software services health insurance studio studios project "
    "team tool platform street avenue road saint st dr mr mrs ms van von der den el al bin".split()
)
"""Words of names that never stand for the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One way of writing a name; ``capital``: only with a capital inside a sentence."""

    name: KnownName
    whole: bool
    score: float
    reason: str
    sure: bool = True
    capital: bool = False


def is_plausible(window: Sequence[Token], known: Form, text: str) -> bool:
    """Whether joining these words is a way of writing the name rather than chance.

    Short names written as one word are not looked for across word borders, unless their letters
    are spelled one by one; initials need capitals unless spelled.
    """
    spelled = len(window) > 2 and all(len(token.fold) == 1 for token in window)
    if known.capital and not (window[0].capital and not window[0].opens):
        return False
    if len(window) > 1 and window[-1].fold == "s" and not spelled:
        return False
    if known.reason.startswith("initials") and not spelled:
        return len(window) == 1 and window[0].text.isupper()
    words = len(tokenize(known.name.text))
    if len(window) <= 1 or spelled or (known.whole and len(window) == words):
        return True
    if known.reason.startswith("initial and"):
        return len(window) == words
    length = sum(len(token.fold) for token in window)
    between = text[window[0].end : window[-1].start]
    return length >= 6 and not any(mark in between for mark in ".|")


def is_unspaced(text: str) -> bool:
    """Whether a name is in Thai, Lao, Khmer, Japanese or Chinese writing."""
    return any(
        "\u0e00" <= char <= "\u0eff" or "\u1780" <= char <= "\u17ff" or "\u3040" <= char <= "\u9fff"
        for char in text
    )
