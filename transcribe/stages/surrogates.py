"""What replaces a mention: labels with numbers that say nothing, years, bands, or nothing."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from transcribe.core.pii import LABELS, Entity
from transcribe.stages.french_numbers import join_french
from transcribe.stages.tokens import fold, tokenize

POOLS = (100, 1000, 10_000, 100_000)
"""Numbers are drawn from the smallest pool at least twice as large as what is named. The first is
large, or a high number would say that its bearer was found, or came to the study, late."""

DEFAULT_POLICIES: Mapping[str, str] = {"DATE": "year", "AGE": "band", "QUANTITY": "band"}
"""Policies of types whose default is not ``label``."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_THOUSANDS = re.compile(r"(?<=\d)[,.\u202f\u00a0 ](?=\d{3}\b)")
_DECIMALS = re.compile(r"(?<=\d)[.,]\d{1,2}\b")
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
} | {"trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
_DECADES = {word.removesuffix("y") + "ies": tens for word, tens in _TENS.items() if word[-1] == "y"}
"""``thirties`` to 30: an age that is said as a decade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PseudonymTable:
    """The study's key: while it exists, releases are pseudonymous, not anonymous.

    Attributes
    ----------
    secret
        Hexadecimal; made once a study.
    numbers
        ``TYPE`` and normalized name, joined by a tab, to the number given; stable for ever.
    retired
        ``TYPE`` and number (or ``public`` and public id), joined by a tab, of what was withdrawn:
        never given again.
    public_ids
        Recording to its name in a release, where the sidecar gives none.
    """

    secret: str = field(repr=False)
    numbers: dict[str, int] = field(default_factory=dict, repr=False)
    retired: tuple[str, ...] = ()
    public_ids: dict[str, str] = field(default_factory=dict, repr=False)

    def number(self, kind: str, identity: str) -> int | None:
        """The number of a name, or None."""
        return self.numbers.get(f"{kind}\t{identity}")


def give_numbers(
    table: PseudonymTable, groups: Mapping[tuple[str, str], Iterable[str]]
) -> PseudonymTable:
    """Give every identity a number, without touching those given before.

    Parameters
    ----------
    groups
        Type and canonical name to all normalized names of that identity.
    """
    numbers = dict(table.numbers)
    fresh: list[tuple[bytes, str, str]] = []
    for (kind, canonical), members in groups.items():
        names = sorted({canonical, *members})
        given = [numbers[f"{kind}\t{name}"] for name in names if f"{kind}\t{name}" in numbers]
        if not given:
            fresh.append((_mac(table.secret, kind, canonical), kind, canonical))
            continue
        first = numbers.get(f"{kind}\t{canonical}", min(given))
        for name in names:
            numbers.setdefault(f"{kind}\t{name}", first)
    for _, kind, canonical in sorted(fresh):
        number = _draw(table, numbers, kind, canonical)
        for name in {canonical, *groups[kind, canonical]}:
            numbers.setdefault(f"{kind}\t{name}", number)
    return replace(table, numbers=numbers)


def give_public_ids(
    table: PseudonymTable, recordings: Iterable[str], *, chosen: Iterable[str] = ()
) -> PseudonymTable:
    """Name every recording for a release: ``interview-37``, by a number that says nothing.

    Parameters
    ----------
    chosen
        Names that sidecars give, which no other recording gets.
    """
    ids = dict(table.public_ids)
    gone = {key.split("\t")[1] for key in table.retired if key.startswith("public\t")}
    taken = {*ids.values(), *gone, *chosen}
    for recording in sorted(set(recordings) - set(ids)):
        used = {int(name[10:]) for name in taken if re.fullmatch(r"interview-\d+", name)}
        number = _free(table, "recording", recording, taken=used)
        ids[recording] = f"interview-{number:02d}"
        taken.add(ids[recording])
    return replace(table, public_ids=ids)


def _mac(secret: str, kind: str, name: str) -> bytes:
    return hmac.digest(bytes.fromhex(secret), f"{kind}\t{name}".encode(), hashlib.sha256)


def _draw(table: PseudonymTable, numbers: Mapping[str, int], kind: str, name: str) -> int:
    """A number for a name."""
    taken = {number for key, number in numbers.items() if key.split("\t")[0] == kind}
    taken |= {int(key.split("\t")[1]) for key in table.retired if key.split("\t")[0] == kind}
    return _free(table, kind, name, taken=taken)


def _free(table: PseudonymTable, kind: str, name: str, *, taken: Collection[int]) -> int:
    """A free number from a pool, probed in an order that only the secret knows."""
    pool = next(size for size in POOLS if size >= 2 * (len(taken) + 1))
    start = int.from_bytes(_mac(table.secret, kind, name)[:8], "big")
    for step in range(pool):
        number = (start + step) % pool + 1
        if number not in taken:
            return number
    raise AssertionError("a pool is twice as large as what it numbers")


def surrogate_text(kind: str, text: str, *, policy: str, number: int) -> str:
    """What a reader of a release sees in place of a mention.

    Parameters
    ----------
    policy
        ``label``; ``keep``; ``year`` and ``band``, which fall back to the bare label where the
        mention holds no year or number; ``remove``.

    Examples
    --------
    >>> surrogate_text("DATE", "March 2019", policy="year", number=1)
    '2019'
    >>> surrogate_text("AGE", "I'm thirty four", policy="band", number=1)
    '[30-39]'
    """
    label = LABELS[kind]
    if policy == "keep":
        return text
    if policy == "remove":
        return ""
    if policy == "year":
        return _year(text) or f"[{label}]"
    if policy == "band":
        found = _band(kind, text)
        return f"[{found}]" if found else f"[{label}]"
    return f"[{label} {number}]"


def unclear_text(entity: Entity, *, policies: Mapping[str, str]) -> str:
    """What replaces a name that several people or things bear: a label without a number.

    ``[Person]`` says no more than is known; ``[Name]`` where even the type is open.
    """
    kinds = {kind for kind, _ in entity.choices}
    chosen = {policies.get(kind) or DEFAULT_POLICIES.get(kind, "label") for kind in kinds}
    if chosen == {"remove"}:
        return ""
    return f"[{LABELS[kinds.pop()]}]" if len(kinds) == 1 else f"[{LABELS['OTHER']}]"


def _year(text: str) -> str:
    written = _YEAR.search(text)
    return written.group() if written else spoken_year(text)


def spoken_year(text: str) -> str:
    """A year said in words (``twenty nineteen``), as digits; empty when there is none."""
    words = [token.fold for token in tokenize(text)]
    for first, word in enumerate(words):
        rest = words[first + 1 :]
        if word in ("19", "20") and rest:
            value = _count(rest[:2])
            if value is not None and 10 <= value <= 99:
                return f"{word}{value}"
        if word == "2" and rest[:1] == ["thousand"]:
            after = [part for part in rest[1:3] if part != "and"]
            return str(2000 + (_count(after) or 0))
    return ""


def _count(words: Sequence[str]) -> int | None:
    """A number below a hundred from folded words."""
    if not words:
        return None
    first = words[0]
    if first in _TENS or (first.isdigit() and int(first) in _TENS.values()):
        tens = _TENS.get(first) or int(first)
        ones = words[1] if len(words) > 1 else ""
        return tens + (int(ones) if ones.isdigit() and int(ones) < 10 else 0)
    return int(first) if first.isdigit() else None


_TIMES = {"hundred": 100, "cent": 100, "cents": 100, "thousand": 1000, "mille": 1000, "k": 1000}
_LINKS = frozenset(
    "of or to and a an about around over under odd plus more than the some de a".split()
)
_EDGES = (1, 3, 6, 11, 21, 51, 101, 501, 1001)


def _number_at(words: Sequence[str], index: int) -> tuple[int, int]:
    """The number that begins at a word, and how many words it takes; 0 words when none does."""
    rest = words[index:]
    value = _count(rest[:2])
    length = 0 if value is None else 1 if _count(rest[:1]) == value else 2
    if value is None:
        if not rest or rest[0] not in _TIMES or rest[0] == "k":
            return 0, 0
        value = 1
    while rest[length : length + 1] and rest[length] in _TIMES:
        value *= _TIMES[rest[length]]
        length += 1
        after = length + (rest[length : length + 1] == ["and"])
        more = _count(rest[after : after + 2])
        if more is not None and rest[after + 1 : after + 2] not in (["hundred"], ["cents"]):
            value += more
            length = after + (1 if _count(rest[after : after + 1]) == more else 2)
    return value, length


def _values(text: str) -> tuple[list[int], str]:
    """Numbers of a mention, written or spoken, and the word that says what is counted."""
    joined = _THOUSANDS.sub("", _DECIMALS.sub("", join_french(text)))
    words = [fold(token.text) for token in tokenize(re.sub(r"(\d)k\b", r"\1 k", joined))]
    found: list[int] = []
    index = last = 0
    while index < len(words):
        value, length = _number_at(words, index)
        if length:
            found.append(value)
            index += length
            last = index
        elif found and words[index] not in _LINKS:
            # "eight years and two months": the first says enough.
            break
        else:
            index += 1
    units = (word for word in words[last:] if word.isalpha() and word not in _LINKS)
    return found, next(units, "") if found else ""


def _band(kind: str, text: str) -> str:
    """The band that a mention's numbers fall in, with what is counted; empty without a number."""
    values, unit = _values(text)
    if kind == "AGE":
        values = values or [tens for word, tens in _DECADES.items() if word in text.casefold()]
        if not values:
            return ""
        low, high = min(values) // 10 * 10, max(values) // 10 * 10 + 9
        return "90 or over" if low >= 90 else f"{low}-{high}"
    if not values or min(values) < 1:
        return ""
    low = max(edge for edge in _EDGES if edge <= min(values))
    above = next((edge for edge in _EDGES if edge > max(values)), None)
    band = f"{low}-{above - 1}" if above else f"over {_EDGES[-1] - 1}"
    return f"{band} {unit}".strip()
