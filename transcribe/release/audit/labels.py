"""Placeholders as people write them, found in any text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORDS = {
    "company": "company organization organisation organisme employer firm entreprise compagnie "
    "societe startup org copmany compnay client customer vendor supplier bank agency",
    "person": "person name colleague participant people manager researcher nom personne "
    "collegue prenom surname firstname lastname interviewee",
    "place": "place city country location town region province village ville pays lieu state",
    "school": "school university institute college universite ecole lab",
    "product": "product project tool platform system software app technology dataset produit "
    "projet outil logiciel",
    "detail": "date age year quantity job phone email e-mail link url address number id team "
    "department other passage left out",
}
_FAMILY = {word: family for family, words in _WORDS.items() for word in words.split()}
_ANY = "|".join(sorted((re.escape(word) for word in _FAMILY), key=len, reverse=True))
_BARE_WORDS = (
    "company|copmany|compnay|organi[sz]ation|employer|school|university|institute|country|city|"
    "person|client|customer|product|project|entreprise|universite|participant"
)

_FORMS = (
    ("brackets", rf"\[[ ]?(?P<a>{_ANY})(?:[ _#-]?(?P<a_no>\d{{1,5}}|[A-Za-z]))?[ ]?\]"),
    ("angles", rf"<(?P<b>{_ANY})(?:[ _#-]?(?P<b_no>\d{{1,5}}|[A-Za-z]))?>"),
    ("braces", rf"\{{{{?(?P<c>{_ANY})(?:[ _#-]?(?P<c_no>\d{{1,5}}|[A-Za-z]))?\}}?\}}"),
    ("parentheses", rf"\((?P<d>{_ANY})[ _#-]?(?P<d_no>\d{{1,5}}|[A-Z])\)"),
    (
        "no brackets",
        rf"\b(?P<e>{_BARE_WORDS})(?:[ _]?(?P<e_no>\d{{1,2}})|[ _](?P<e_letter>(?-i:[B-HJ-Z])))\b"
        r"(?![.,:]?\d)",
    ),
    (
        "a word for what was there",
        r"[\[(<{]?(?:(?-i:REDACTED|ANONYMI[SZ]ED|REMOVED|OMITTED|CONFIDENTIAL))[\])>}]?"
        r"|[\[({<](?:redacted|anonymi[sz]ed|removed|omitted|name withheld|anonymis[eé]|caviard[eé])"
        r"[\])}>]",
    ),
    (
        "blackened",
        r"(?<![A-Za-z])(?-i:X{3,})(?![A-Za-z])|\[(?-i:X+)\]|[█▇■]{2,}|(?<!\w)_{4,}(?!\w)",
    ),
)
_PATTERN = re.compile(
    "|".join(f"(?P<form{index}>{pattern})" for index, (_, pattern) in enumerate(_FORMS)),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One placeholder in a text.

    Attributes
    ----------
    form
        How it is written: ``brackets``, ``no brackets``, ``blackened`` …
    family
        ``company``, ``person`` …; empty where it does not say.
    number
        As written, or empty.
    """

    start: int
    end: int
    form: str
    family: str
    word: str
    number: str

    @property
    def key(self) -> tuple[str, str]:
        """What mentions of the same thing share."""
        return (self.family, self.number)

    @property
    def shown(self) -> str:
        """The placeholder in the usual form."""
        return f"[{self.word.capitalize()} {self.number}]".replace(" ]", "]")


def find_labels(text: str) -> Iterator[Label]:
    """All placeholders of a text, in order."""
    for match in _PATTERN.finditer(text):
        index = next(at for at in range(len(_FORMS)) if match[f"form{at}"] is not None)
        groups = match.groupdict()
        word = next((groups[name] for name in "abcde" if groups[name]), "").casefold()
        number = next(
            (groups[name] for name in ("a_no", "b_no", "c_no", "d_no", "e_no", "e_letter")
             if groups[name]), "",
        )  # fmt: skip
        yield Label(
            start=match.start(),
            end=match.end(),
            form=_FORMS[index][0],
            family=_family(word),
            word=word,
            number=number,
        )


def _family(word: str) -> str:
    found = _FAMILY.get(word)
    return found or ("company" if word.startswith("organi") else "")


def without_labels(text: str) -> str:
    """The text with bracketed placeholders blotted out, every other character in its place."""
    chars = list(text)
    for label in find_labels(text):
        if label.form != "no brackets":
            chars[label.start : label.end] = "|" * (label.end - label.start)
    return "".join(chars)
