"""Numbers said in words as the digits they stand for: ``fifty five``, ``quatre-vingt-dix-sept``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from transcribe.stages.tokens import Token

_TENS = {
    "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "septante": 70, "huitante": 80, "octante": 80, "nonante": 90,
}  # fmt: skip
_HUNDRED = frozenset("hundred cent cents".split())
_THOUSAND = frozenset("thousand mille".split())
_REPEATED = {"double": 2, "triple": 3}
_NOUGHT = frozenset("oh o nought".split())
_POINT = frozenset(("point", "dot"))
_AND = frozenset(("and", "et"))
_TELLING = frozenset((*_TENS, *_HUNDRED, *_THOUSAND, *_REPEATED, *_NOUGHT, "vingts"))
_Read = tuple[int, int]
"""A value and how many tokens say it; no tokens for none."""


def number_readings(tokens: Sequence[Token]) -> tuple[tuple[Token, ...], ...]:
    """The tokens with numbers in words as one token of digits each, in the ways they can be read.

    "Nine hundred one two three" is 901 23 or 900 1 2 3, so there are two ways. Nothing where
    nothing is said that is not digits by itself.

    Examples
    --------
    >>> from transcribe.stages.tokens import tokenize
    >>> long, short = number_readings(tokenize("call nine hundred one, double oh seven"))
    >>> [token.fold for token in long], [token.fold for token in short]
    (['call', '901', '00', '7'], ['call', '900', '1', '00', '7'])
    """
    if not any(token.fold in _TELLING or _is_folded_tens(token) for token in tokens):
        return ()
    long, short = (_merged(tokens, full=full) for full in (True, False))
    return (long,) if long == short else (long, short)


def _merged(tokens: Sequence[Token], *, full: bool) -> tuple[Token, ...]:
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        digits, used = _repeated(tokens, at) or _said(tokens, at, full=full)
        if used:
            last = tokens[at + used - 1]
            found.append(replace(tokens[at], end=last.end, fold=digits))
        else:
            found.append(tokens[at])
        at += max(1, used)
    return tuple(found)


def _repeated(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """``double oh``, ``triple seven``."""
    times = _REPEATED.get(tokens[at].fold)
    if times is None or at + 1 >= len(tokens):
        return None
    said = "0" if tokens[at + 1].fold in _NOUGHT else tokens[at + 1].fold
    return (said * times, 2) if len(said) == 1 and said.isdigit() else None


def _said(tokens: Sequence[Token], at: int, *, full: bool) -> tuple[str, int]:
    if tokens[at].fold in _NOUGHT:
        beside = [tokens[one].fold for one in (at - 1, at + 1) if 0 <= one < len(tokens)]
        number = any(one.isdigit() or one in _TELLING or one in _POINT for one in beside)
        return ("0", 1) if number else ("", 0)
    value, used = _thousands(tokens, at, full=full)
    return (str(value), used) if used else ("", 0)


def _thousands(tokens: Sequence[Token], at: int, *, full: bool) -> _Read:
    value, used = _hundreds(tokens, at, full=full)
    if not used and _word(tokens, at) == "mille":
        value = 1
    elif not used or _word(tokens, at + used) not in _THOUSAND:
        return value, used
    value, used = value * 1000, used + 1
    rest, more = _hundreds(tokens, at + used, full=full) if full else (0, 0)
    return value + rest, used + more


def _hundreds(tokens: Sequence[Token], at: int, *, full: bool) -> _Read:
    value, used = _below_hundred(tokens, at)
    if not used and _word(tokens, at) in ("cent", "cents"):
        value = 1
    elif not used or _word(tokens, at + used) not in _HUNDRED:
        return value, used
    value, used = value * 100, used + 1
    if not full:
        return value, used
    joined = 1 if _word(tokens, at + used) in _AND else 0
    rest, more = _below_hundred(tokens, at + used + joined)
    return (value + rest, used + joined + more) if more else (value, used)


def _below_hundred(tokens: Sequence[Token], at: int) -> _Read:
    word, upto = _word(tokens, at), 9
    if word == "4" and at + 1 < len(tokens) and tokens[at + 1].text.casefold()[:5] == "vingt":
        base, used, upto = 80, 2, 19
    elif word in _TENS:
        base, used, upto = _TENS[word], 1, 19 if word == "soixante" else 9
    elif word == "20":
        base, used = 20, 1
    else:
        return _below_twenty(tokens, at)
    joined = 1 if _word(tokens, at + used) == "et" else 0
    unit, more = _below_twenty(tokens, at + used + joined)
    return (base + unit, used + joined + more) if more and 0 < unit <= upto else (base, used)


def _below_twenty(tokens: Sequence[Token], at: int) -> _Read:
    word = _word(tokens, at)
    if word in ("un", "une"):
        # After tens alone: elsewhere it is an article.
        return (1, 1) if _word(tokens, at - 1) in (*_TENS, *_AND, "20") else (0, 0)
    if not word.isdigit() or int(word) >= 20:
        return 0, 0
    if tokens[at].text.casefold() == "dix" and _word(tokens, at + 1) in ("7", "8", "9"):
        return 10 + int(_word(tokens, at + 1)), 2
    return int(word), 1


def _is_folded_tens(token: Token) -> bool:
    """Whether `tokens.fold` has made digits of a word that may take a unit after it."""
    return token.fold in ("10", "20") and token.text.isalpha()


def _word(tokens: Sequence[Token], at: int) -> str:
    """A token that is a word, folded; digits as they were typed are no words."""
    if not 0 <= at < len(tokens) or tokens[at].text.isdigit():
        return ""
    return tokens[at].fold
