"""A turn's text without hesitations, so that a cue is beside what it is a cue of."""

from __future__ import annotations

import re

_FILLER = r"(?:u+h*m+|u+h+|er+m*|euh|heu|h+m+|m{2,}|äh+m?|ah)"
_FRENCH = r"(?:ben|bah|beh)(?=,? (?:oui|ouais|non|si|voilà|là|alors|on|je|j|c|écoutez?|en|le|la)\b)"
"""``Ben oui``: before what else begins a sentence; Ben is a name as well."""


def _hesitation(words: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<comma>,?)(?P<said>(?:^|(?<=[\s,]))(?:\s*{words}\b(?!['’-]))+)(?P<after>,?)",
        re.IGNORECASE,
    )


_HESITATIONS = {"fr": _hesitation(rf"(?:{_FILLER}|{_FRENCH})")}
_USUAL = _hesitation(_FILLER)


def without_fillers(text: str, *, language: str = "en") -> str:
    """Spaces in place of hesitations inside a sentence, so that every other letter stays put.

    Of the commas around one, a first stays, and a second goes with it.

    >>> without_fillers("I work at, uh, Paywell for um six years.")
    'I work at,     Paywell for    six years.'
    """

    def blank(match: re.Match[str]) -> str:
        return match["comma"] + " " * (len(match["said"]) + len(match["after"]))

    return _HESITATIONS.get(language, _USUAL).sub(blank, text)
