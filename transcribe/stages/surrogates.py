"""What replaces a mention: labels with numbers that say nothing, years, bands, or nothing."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from transcribe.core.pii import LABELS, Entity
from transcribe.stages.bands import band_of, year_of

POOLS = (100, 1000, 10_000, 100_000)
"""Numbers are drawn from the smallest pool at least twice as large as what is named. The first is
large, or a high number would say that its bearer was found, or came to the study, late."""

DEFAULT_POLICIES: Mapping[str, str] = {"DATE": "year", "AGE": "band", "QUANTITY": "band"}
"""Policies of types whose default is not ``label``."""


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
    taken = _taken(table, numbers)
    for _, kind, canonical in sorted(fresh):
        of_kind = taken.setdefault(kind, set())
        number = _free(table, kind, canonical, taken=of_kind)
        of_kind.add(number)
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


def _taken(table: PseudonymTable, numbers: Mapping[str, int]) -> dict[str, set[int]]:
    """Numbers of each type that are given, or were and are withdrawn."""
    taken: dict[str, set[int]] = {}
    for key, number in numbers.items():
        taken.setdefault(key.split("\t")[0], set()).add(number)
    for key in table.retired:
        kind, gone = key.split("\t")
        if kind != "public":
            taken.setdefault(kind, set()).add(int(gone))
    return taken


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
        return year_of(text) or f"[{label}]"
    if policy == "band":
        found = band_of(kind, text)
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
