"""Names, firms, addresses, phone numbers as they are written in many countries, from Faker."""

from __future__ import annotations

import random
import re
from functools import lru_cache
from typing import Any

from scripts.ner.fillers import Fillers
from transcribe.backends.pii.lists import peoples
from transcribe.stages.lexicon import zipf

LOCALES = (
    "en_US en_US en_US en_GB en_GB en_CA en_AU en_IE en_NZ en_IN fr_FR fr_CA fr_CH de_DE de_AT "
    "de_CH nl_NL nl_BE it_IT es_ES es_MX es_CO es_CL es_AR pt_BR pt_PT sv_SE da_DK no_NO fi_FI "
    "pl_PL cs_CZ sk_SK hu_HU ro_RO hr_HR sl_SI tr_TR et_EE lt_LT lv_LV id_ID vi_VN az_AZ zu_ZA"
).split()
"""Locales of Faker that write in Latin letters, English ones more often."""

TITLES = ("Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "Miss", "Sir", "Mr", "Dr", "Madame")
FIRMS = ("{} Inc", "{} Ltd", "{} LLC", "{} PLC", "{} Group", "{} and Sons", "{} & Sons", "{} Corp.",
         "{} Brothers", "{} & Co", "{} Holdings", "{} GmbH", "{} AB", "{} S.A.", "Banque {}",
         "{} Partners", "{}, Inc.", "The {} Company", "{} Foundation", "{} Bank")  # fmt: skip
KINDS_OF_NUMBERS = (
    "#" * 16,
    "#### #### #### ####",
    "###-##-####",
    "#" * 9,
    "##-#######",
    "A#######",
)
TOP, BOTTOM = 5.0, 4.0
"""Zipf frequencies between which a word is one that firms make their names of."""


@lru_cache(maxsize=64)
def _faker(locale: str) -> Any:
    from faker import Faker

    return Faker(locale)


@lru_cache(maxsize=1)
def _everyday() -> tuple[str, ...]:
    """Words that everybody knows, five letters and more: firms are called by two of them."""
    import wordfreq

    return tuple(
        word
        for word in wordfreq.top_n_list("en", 12000)
        if word.isascii() and word.isalpha() and 4 <= len(word) <= 8 and BOTTOM <= zipf(word) <= TOP
    )


@lru_cache(maxsize=1)
def sorted_peoples() -> tuple[str, ...]:
    """Peoples, in an order that does not change."""
    return tuple(sorted(peoples()))


class National(Fillers):
    """Draws what letters, forms and cards hold; the same for the same source of chance."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__(chance)
        self._here = "en_US"

    def _of(self, what: str) -> str:
        faker = _faker(self.chance.choice(LOCALES) if self.chance.random() < 0.7 else self._here)
        faker.seed_instance(self.chance.getrandbits(32))
        return str(getattr(faker, what)())

    def move(self) -> None:
        """Choose the country that the next text is mostly of."""
        self._here = self.chance.choice(LOCALES)

    def person(self) -> str:  # noqa: PLR0911
        """A whole name: in order, with an initial, or family name first with a comma."""
        roll = self.chance.random()
        if roll < 0.25:
            return super().person()
        given, family = self._word("first_name"), self._word("last_name")
        initial = self.chance.choice("ABCDEFGHIJKLMNOPRSTVWZ")
        if roll < 0.40:
            mark = self.chance.choice((".", ""))
            return f"{given} {initial}{mark} {family}"
        if roll < 0.45:
            return f"{initial}. {family}"
        if roll < 0.49:
            return f"{family}, {given}"
        if roll < 0.53:
            return f"{given} {family}-{self._word('last_name')}"
        if roll < 0.56:
            return f"{given} {family}".upper()
        return f"{given} {family}"

    def given(self) -> str:
        """A given name of some country."""
        return super().given() if self.chance.random() < 0.3 else self._word("first_name")

    def family(self) -> str:
        """A family name of some country."""
        return super().family() if self.chance.random() < 0.3 else self._word("last_name")

    def _word(self, what: str) -> str:
        return self._of(what).replace("\n", " ")

    def title(self) -> str:
        """What stands before a name; no part of it."""
        return self.chance.choice(TITLES)

    def org(self) -> str:  # noqa: PLR0911
        """A firm: of family names, of everyday words, coined, or as Faker makes them."""
        roll = self.chance.random()
        if roll < 0.25:
            return super().org()
        if roll < 0.40:
            return self._word("company")
        if roll < 0.52:
            a, b, c = (self._word("last_name") for _ in range(3))
            return self.chance.choice((f"{a}, {b} and {c}", f"{a}-{b}", f"{a} and {b}"))
        first, second = self.chance.choice(_everyday()), self.chance.choice(_everyday())
        if roll < 0.66:
            name = self.chance.choice((first + second, first.title() + second.title()))
            return name[:1].upper() + name[1:]
        if roll < 0.74:
            return f"{first} {second}".title()
        if roll < 0.80:
            return first.title()
        name = self.chance.choice((self._word("last_name"), first.title(), self.coined(),
                                   f"{first} {second}".title(), self.city()))  # fmt: skip
        return self.chance.choice(FIRMS).format(name)

    def town(self) -> str:
        """A town of some country, sometimes in capitals as on envelopes."""
        name = self._word("city") if self.chance.random() < 0.5 else self.city()
        return name.upper() if self.chance.random() < 0.15 else name

    def country(self) -> str:
        """A country."""
        return self._draw("country")

    def street(self) -> str:
        """House number and street, perhaps a unit; no town."""
        where = self._of("street_address").replace("\n", ", ")
        if self.chance.random() < 0.25:
            unit = self.chance.choice(("Apt.", "Suite", "Unit", "Flat", "Floor"))
            where += self.chance.choice((" ", ", ", "\n")) + f"{unit} {self.chance.randint(1, 999)}"
        return where

    def address(self) -> str:
        """A whole address on one line or several."""
        roll = self.chance.random()
        if roll < 0.2:
            return super().address()
        if roll < 0.55:
            where = self._of("address")
        else:
            where = f"{self.street()}\n{self.town()}"
            tail = (
                self._word("postcode"),
                self.country(),
                f"{self.country()} {self._digits('#####')}",
            )
            if self.chance.random() < 0.8:
                where += self.chance.choice((" ", "\n", "\n ")) + self.chance.choice(tail)
        if self.chance.random() < 0.6:
            where = re.sub(r"\s*\n\s*", self.chance.choice((", ", ", ", " ")), where)
        return where

    def postcode(self) -> str:
        """A postal code."""
        return self._word("postcode")

    def phone(self) -> str:
        """A phone number, as some country writes it."""
        return self._of("phone_number")

    def number(self) -> str:
        """A number of a card, an account, a person."""
        return self._digits(self.chance.choice(KINDS_OF_NUMBERS))

    def nationality(self) -> str:
        """What somebody of a people is called; no name."""
        return self.chance.choice(sorted_peoples()).title()

    def age(self) -> str:
        """Years."""
        return str(self.chance.randint(4, 96))

    def email(self) -> str:
        """An e-mail address."""
        return self._of("free_email")

    def job(self) -> str:
        """What somebody does."""
        return self._of("job") if self._here.startswith("en") else _faker("en_US").job()

    def _digits(self, form: str) -> str:
        return "".join(str(self.chance.randint(0, 9)) if sign == "#" else sign for sign in form)
