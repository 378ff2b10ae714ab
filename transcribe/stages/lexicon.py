"""How common a word is, and whether it is a name: so that words are not taken for names."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

COMMON = 4.5
"""Zipf frequency (log10 per billion words) from which a word alone needs a cue to be a name."""

ORDINARY = 3.3
"""Zipf frequency from which one word of a longer name does not stand for the whole."""

_LANGUAGES = ("en", "fr")

AMBIGUOUS = frozenset(
    """
    abbey alpha amber angel apple april art ash asia august autumn baker ball banks basil bay
    beach bean bell best beta bill black blue bond boston box branch brand bright brook brown
    buck bunch bush camp candy case cash chance chase chip christian church clay cliff cook
    cooper cross crystal dale dawn day deal dean destiny dick don drew driver duke early east ed
    else english era fair faith fern field fields fish fisher flowers forest fox france frank
    french friend gay genesis german ginger glass glen glory gold golden good grace grant gray
    green guy ha hall hand harbor hard harmony head heart heath heaven herb hill hong honor hope
    house hunter hurt iris israel jack jan jay jewel jordan joy june justice key king
    kitchen knight lake land lane lark law laws lay lead lee light link little lock london long
    lord love loyal lucky ma mac major man manual march mark mason max may means melody mercy
    miles mill miller min minor miracle misty moon my nest norm north number numbers ok olive
    page parent paris park parker pat patience pearl penny person piper pool poppy post power
    powers price pride prince princess quality queen quick rain rainy ray read reed rich ring
    river robin rock rocky roman rose royal ruby rusty sage salt sample sandy sang savannah say
    scarlet self short silver singer sky small smart snow sol song south spain spring star still
    stone storm story strange street strong sue summer sun sunny sunshine sweet tan temple tiger
    true urban van violet virginia walker wall walls washington way weaver weeks west white will
    wing winner winter wise wolf wood woods world wright york young younger
    """.split()
)
"""Given and family names that are also ordinary words, months or places."""


@lru_cache(maxsize=65536)
def zipf(word: str, language: str = "en") -> float:
    """Zipf frequency of a word, 0 when unknown to the lists of wordfreq (Speer 2022)."""
    import wordfreq

    known = language if language in _LANGUAGES else "en"
    return float(wordfreq.zipf_frequency(word, known, wordlist="large"))


@lru_cache(maxsize=1)
def census_given() -> dict[str, int]:
    """Given names of the 1990 US census and their rank, from the package ``names`` (MIT)."""
    ranks: dict[str, int] = {}
    for file in ("dist.male.first", "dist.female.first"):
        for rank, name in enumerate(_census(file), start=1):
            ranks[name] = min(rank, ranks.get(name, rank))
    return ranks


@lru_cache(maxsize=1)
def census_family() -> dict[str, int]:
    """Family names of the 1990 US census and their rank, from the package ``names`` (MIT)."""
    return {name: rank for rank, name in enumerate(_census("dist.all.last"), start=1)}


def _census(file: str) -> list[str]:
    import names

    lines = (Path(names.__file__).parent / file).read_text(encoding="ascii").splitlines()
    return [line.split()[0].lower() for line in lines]


def is_common(word: str, language: str = "en") -> bool:
    """Whether a word is so common, and no well-known name, that it needs a cue to be one.

    >>> is_common("smith"), is_common("will"), is_common("water")
    (False, True, True)
    """
    if word in AMBIGUOUS:
        return True
    if zipf(word, language) < COMMON:
        return False
    return not (census_given().get(word, 9999) <= 400 or census_family().get(word, 9999) <= 300)
