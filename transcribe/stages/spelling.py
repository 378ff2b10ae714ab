"""Names spelled so that nobody mishears them: ``L as in Lima``, ``double p``, ``lima oscar``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from transcribe.stages.tokens import Token

LEAST = 3
"""Letters of a spelled run that is read as a word."""

_ALPHABET = (
    "alfa alpha bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike "
    "november oscar papa quebec romeo sierra tango uniform victor whiskey whisky xray yankee zulu"
)
ALPHABET = {word: word[0] for word in _ALPHABET.split()}
"""Words of the spelling alphabet of ICAO and NATO to the letters they stand for."""

_AS = (("as", "in"), ("comme", "dans"), ("for",), ("like",), ("comme",))
_BETWEEN = frozenset("and then um uh euh et puis".split())


def spelled_runs(tokens: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """Runs of letters that are said with words, each as tokens of one letter.

    A token covers the words that say its letter: ``L as in Lima`` is one. Letters that are merely
    said one by one are left out; they need no reading.

    Examples
    --------
    >>> from transcribe.stages.tokens import tokenize
    >>> runs = spelled_runs(tokenize("B as in Bravo, O as in Oscar, double B, Y"))
    >>> ["".join(token.fold for token in run) for run in runs]
    ['bobby']
    """
    run: list[Token] = []
    said, at = False, 0
    while at < len(tokens):
        if run and tokens[at].fold in _BETWEEN:
            at += 1
            continue
        letters, used = _letter(tokens, at)
        run += letters
        said = said or used > 1 or bool(letters and len(letters[0].text) > 1)
        if not letters:
            yield from _kept(run, said=said)
            run, said = [], False
        at += max(1, used)
    yield from _kept(run, said=said)


def _kept(run: list[Token], *, said: bool) -> Iterator[tuple[Token, ...]]:
    if said and len(run) >= LEAST:
        yield tuple(run)


def _letter(tokens: Sequence[Token], at: int) -> tuple[list[Token], int]:
    """The letters that are said from a token on, and how many tokens say them."""
    token = tokens[at]
    if token.fold in ("double", "deux") and at + 1 < len(tokens) and _is_letter(tokens[at + 1]):
        return [replace(token, fold=tokens[at + 1].fold), tokens[at + 1]], 2
    if token.fold in ALPHABET:
        return [replace(token, fold=ALPHABET[token.fold])], 1
    if not _is_letter(token):
        return [], 1
    for words in _AS:
        after = at + 1 + len(words)
        said = tuple(one.fold for one in tokens[at + 1 : after])
        if said == words and after < len(tokens) and tokens[after].fold.startswith(token.fold):
            return [replace(token, end=tokens[after].end)], len(words) + 2
    return [token], 1


def _is_letter(token: Token) -> bool:
    return len(token.fold) == 1 and token.fold.isalpha()
