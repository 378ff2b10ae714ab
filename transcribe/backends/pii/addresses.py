"""Addresses of several parts: street, unit, town and country belong together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from transcribe.backends.pii.lists import folded, places
from transcribe.core.pii import AUTO, Entity
from transcribe.stages.propagate import LISTED, entity_id
from transcribe.stages.tokens import fold

_BETWEEN = re.compile(r"[\s,?]{1,8}")
_TOWNS = ("PERSON", "ORGANIZATION", "OTHER", "LOCATION")


def join_addresses(text: str, entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """A town, country or postal code right after a street is part of the address.

    Where every part has a line of its own, as on an envelope, a town stays a place. What stands
    between a street and a postal code or country is a town, whatever it was taken for.
    """
    envelope = _Envelope(text, entities)
    entities = [
        part
        for one in entities
        for whole in _lines_apart(envelope, one)
        for part in _place_apart(text, whole)
    ]
    joined: list[Entity] = []
    for index, found in enumerate(entities):
        last = joined[-1] if joined else None
        entity = found
        if last is None or LISTED in found.recognizers or not _follows(text, last, found):
            joined.append(found)
            continue
        if entity.type in _TOWNS and entity.type != "LOCATION":
            closed = _closed(text, entity, entities[index + 1 : index + 2])
            if not closed and not _town_like(text, last, entity):
                joined.append(entity)
                continue
            entity = replace(entity, type="LOCATION", reason="a town in an address")
        apart = envelope.parts(last, entity) and entity.type == "LOCATION"
        if last.type != "ADDRESS" or apart:
            joined.append(entity)
            continue
        end = entity.end_char
        joined[-1] = replace(last, end_char=end, text=text[last.start_char : end])
    joined = _reached(envelope, joined)
    return tuple(part for one in joined for part in _with_code(text, one, joined))


_WORD = re.compile(r"[\s,]{1,4}([^\s,]+)")
_PARTICLES = frozenset(
    "de del della di da do dos das la las le les los nad pod am an der im".split()
)
_NUMBER = re.compile(r"[A-Z]{0,2}-?\d[\dA-Z-]{2,8}")
MOST_TAIL = 9


def _reached(envelope: _Envelope, entities: Sequence[Entity]) -> list[Entity]:
    """Addresses in a sentence as far as the country or postal code that their words lead to."""
    text = envelope.text
    found: list[Entity] = []
    for one in entities:
        if found and one.end_char <= found[-1].end_char:
            continue
        entity = one
        if one.type == "ADDRESS" and not envelope.begins(one.start_char):
            end = _whole(_reach(text, one.end_char), one, entities)
            entity = replace(one, end_char=end, text=text[one.start_char : end])
        found.append(entity)
    return found


def _whole(end: int, address: Entity, entities: Sequence[Entity]) -> int:
    """That end, moved so that it cuts no entity; the old one where a listed name is in the way."""
    for one in entities:
        if address.end_char <= one.start_char < end:
            if LISTED in one.recognizers or one.type not in (*_TOWNS, "ADDRESS"):
                return address.end_char
            end = max(end, one.end_char)
    return end


def _reach(text: str, end: int) -> int:
    """Where an address ends: after the last country or postal code of the words that follow."""
    words: list[str] = []
    reached = place = end
    if re.search(r"\w{4,}\.$", text[:end]):
        return end
    while len(words) < MOST_TAIL and (match := _WORD.match(text, place)):
        said = match.group(1).rstrip(".?!;:)")
        if not (said[:1].isupper() or said[:1].isdigit() or said in _PARTICLES or said == "nan"):
            break
        words.append(fold(said))
        place = match.end(1)
        country = any(" ".join(words[-size:]) in places().countries for size in (1, 2, 3))
        if country or (len(words) > 1 and _NUMBER.fullmatch(said)):
            reached = match.start(1) + len(said)
        if len(said) > 4 and match.group(1) != said:
            break
    return reached


_CODE = re.compile(
    r"[ ,]{1,2}((?!(?:19|20)\d\d\b)\d{4,5}|\d{3} \d{2}|\d{4}-\d{3}|\d{2}-\d{3}|\d{5}-\d{3,4})"
    r"(?![\w%-]|[.,]\d|\s+[a-z]{3,})"
)


def _with_code(text: str, entity: Entity, entities: Sequence[Entity]) -> list[Entity]:
    """A town, and the postal code after it as one more entity."""
    code = _CODE.match(text, entity.end_char) if entity.type == "LOCATION" else None
    if code is None:
        return [entity]
    start, end = code.span(1)
    if any(one.start_char < end and start < one.end_char for one in entities):
        return [entity]
    part = _part(text, entity, start, end, "ADDRESS")
    return [entity, replace(part, reason="a postal code after a town", decision=AUTO)]


UNIT_LINE = re.compile(
    r"[\s?]*(?:(?:apt|apartment|suite|unit|floor|room|flat|bldg|building|box|dept|edif)\b.*|[\d\W]*)",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"[\s?]*(?P<before>[A-Z]{0,3}-?\d[\d -]{2,8}\d\s+)?(?P<town>[^\d\n]*?[^\W\d])"
    r"(?P<after>[\s,]+[A-Z]{0,2}\d[\w -]{1,8}\d?)?[\s.]*"
)


def _lines_apart(envelope: _Envelope, entity: Entity) -> list[Entity]:
    """An address over several lines of an envelope, as street, towns and postal code.

    In a sentence, under the name of a firm, or after ``Address:``, it stays one.
    """
    text = envelope.text
    said = text[entity.start_char : entity.end_char]
    if entity.type != "ADDRESS" or "\n" not in said or LISTED in entity.recognizers:
        return [entity]
    street = said.split("\n")[0]
    if not envelope.begins(entity.start_char) or not any(char.isdigit() for char in street):
        return [entity]
    parts: list[Entity] = []
    place = entity.start_char
    for number, row in enumerate(said.split("\n")):
        end = place + len(row)
        if number == 0 or (len(parts) == 1 and UNIT_LINE.fullmatch(row)):
            parts = [_part(text, entity, entity.start_char, end, "ADDRESS")]
        else:
            parts += _of_line(text, entity, place, end)
        place = end + 1
    return parts


_FORCES = re.compile(r"\b[ADF]PO [A-Z]{2}\b", re.IGNORECASE)
"""Post of the armed forces, which has no town."""


def _of_line(text: str, entity: Entity, start: int, end: int) -> list[Entity]:
    found = _LINE.fullmatch(text, start, end)
    if found is None or _FORCES.search(text, start, end):
        return [_part(text, entity, start, end, "ADDRESS")]
    kinds = (("before", "ADDRESS"), ("town", "LOCATION"), ("after", "ADDRESS"))
    return [_part(text, entity, *found.span(name), kind) for name, kind in kinds if found[name]]


_PLACE_CODE = re.compile(r"(?P<town>[^\W\d][^\d\n]*?[^\W\d])(?P<after>[\s,]+\d[\d -]{2,9}\d)")


def _place_apart(text: str, entity: Entity) -> list[Entity]:
    """A country or town and its postal code, found as one, as both; a street has its own."""
    found = _PLACE_CODE.fullmatch(text, entity.start_char, entity.end_char)
    if entity.type != "ADDRESS" or found is None or LISTED in entity.recognizers:
        return [entity]
    if folded(found["town"]) not in places().all:
        return [entity]
    kinds = (("town", "LOCATION"), ("after", "ADDRESS"))
    return [_part(text, entity, *found.span(name), kind) for name, kind in kinds]


def _part(text: str, entity: Entity, start: int, end: int, kind: str) -> Entity:
    """A part of an address as an entity of its own, without spaces at its ends."""
    said = text[start:end]
    start += len(said) - len(said.lstrip(" ?,\t"))
    end -= len(said) - len(said.rstrip(" ?,\t"))
    reason = entity.reason if kind == "ADDRESS" else "a town in an address"
    return replace(
        entity, id=entity_id(entity.turn, start), start_char=start, end_char=end, type=kind,
        text=text[start:end], reason=reason,
    )  # fmt: skip


class _Envelope:
    """A text whose addresses may stand as on an envelope: each part on a line of its own."""

    def __init__(self, text: str, entities: Sequence[Entity]) -> None:
        self.text, self.entities = text, entities

    def begins(self, start: int) -> bool:
        """Whether an address begins a line, at the top or under the name of a person."""
        top = self.text.rfind("\n", 0, start) + 1
        head = self.text[:top].rstrip()
        if self.text[top:start].strip(" ?\t") or head.endswith(":"):
            return False
        above = head.rfind("\n") + 1
        return not head or "?" in self.text[top:start] or self._is_person(above, len(head))

    def _is_person(self, start: int, end: int) -> bool:
        """Whether a line names a person, or is several words of which nothing is known."""
        on_line = [one for one in self.entities if start < one.end_char and one.start_char < end]
        if any(one.type == "PERSON" for one in on_line):
            return True
        unknown = [one for one in on_line if one.type == "OTHER"]
        return any(len(one.text.split()) > 1 for one in unknown)

    def parts(self, last: Entity, entity: Entity) -> bool:
        """Whether an address begins a line as on an envelope, and an entity another."""
        between = self.text[last.end_char : entity.start_char]
        return self.begins(last.start_char) and "\n" in between


_TOWN_WORDS = re.compile(
    r"[\s?]{1,8}(?:(?:st|ste|saint|san|upper|lower|north|south|east|west|new|el|la|los|las)\.?\s)?",
    re.IGNORECASE,
)


_WORDS_BETWEEN = re.compile(r"[\s,]+(?:[^\W\d_a-z][\w'’-]*[\s,]+){1,3}")
"""Words with capitals between a street and a country: a town that no list has."""


def _town_like(text: str, last: Entity, entity: Entity) -> bool:
    """Whether a name right after a street, with no comma between, is its town."""
    between = text[last.end_char : entity.start_char]
    if not _TOWN_WORDS.fullmatch(between) or last.type != "ADDRESS":
        return False
    shouted = entity.text.isupper() and len(entity.text) > 2
    return shouted or bool(_ENDS.search(last.text)) or "\n" in between


_ENDS = re.compile(r"(?:\d\w?|\bnr?\.? ?\d+)$")
"""Ends in the number of a house or unit, after which no sentence goes on with a name."""


def _follows(text: str, last: Entity, entity: Entity) -> bool:
    """Whether an entity stands right after a part of an address."""
    part = last.type == "ADDRESS" or last.reason == "a town in an address"
    fits = entity.type == "ADDRESS" or entity.type in _TOWNS
    between = text[last.end_char : entity.start_char]
    joined = bool(_BETWEEN.fullmatch(between))
    if last.type == "ADDRESS" and not joined:
        joined = bool(_TOWN_WORDS.fullmatch(between))
        if entity.type == "LOCATION":
            joined = joined or bool(_WORDS_BETWEEN.fullmatch(between))
    # "12 Elm Street. France is far.": a sentence ends.
    ended = bool(re.search(r"[a-z]{4,}\.$", last.text)) and "\n" not in between
    return part and fits and joined and not ended


def _closed(text: str, entity: Entity, after: Sequence[Entity]) -> bool:
    """Whether a postal code or a place comes right after."""
    return any(
        one.type in ("ADDRESS", "LOCATION")
        and bool(_BETWEEN.fullmatch(text, entity.end_char, one.start_char))
        for one in after
    )
