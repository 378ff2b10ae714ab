"""Addresses of several parts: street, unit, town and country belong together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from transcribe.core.pii import Entity
from transcribe.stages.propagate import LISTED

_BETWEEN = re.compile(r"[\s,?]{1,8}")
_TOWNS = ("PERSON", "ORGANIZATION", "OTHER", "LOCATION")


def join_addresses(text: str, entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """A town, country or postal code right after a street is part of the address.

    Where every part has a line of its own, as on an envelope, a town stays a place. What stands
    between a street and a postal code or country is a town, whatever it was taken for.
    """
    joined: list[Entity] = []
    for index, found in enumerate(entities):
        last = joined[-1] if joined else None
        entity = found
        if last is None or LISTED in found.recognizers or not _follows(text, last, found):
            joined.append(found)
            continue
        if entity.type in _TOWNS and entity.type != "LOCATION":
            if not _closed(text, entity, entities[index + 1 : index + 2]):
                joined.append(entity)
                continue
            entity = replace(entity, type="LOCATION", reason="a town in an address")
        apart = _envelope(text, last, entity) and entity.type == "LOCATION"
        if last.type != "ADDRESS" or apart:
            joined.append(entity)
            continue
        end = entity.end_char
        joined[-1] = replace(last, end_char=end, text=text[last.start_char : end])
    return tuple(joined)


def _follows(text: str, last: Entity, entity: Entity) -> bool:
    """Whether an entity stands right after a part of an address."""
    part = last.type == "ADDRESS" or last.reason == "a town in an address"
    fits = entity.type == "ADDRESS" or entity.type in _TOWNS
    between = _BETWEEN.fullmatch(text, last.end_char, entity.start_char)
    return part and fits and bool(between)


def _closed(text: str, entity: Entity, after: Sequence[Entity]) -> bool:
    """Whether a postal code or a place comes right after."""
    return any(
        one.type in ("ADDRESS", "LOCATION")
        and bool(_BETWEEN.fullmatch(text, entity.end_char, one.start_char))
        for one in after
    )


def _envelope(text: str, last: Entity, entity: Entity) -> bool:
    """Whether the address begins a line, and the entity another."""
    begins = not text[text.rfind("\n", 0, last.start_char) + 1 : last.start_char].strip(" ?")
    return begins and "\n" in text[last.end_char : entity.start_char]
