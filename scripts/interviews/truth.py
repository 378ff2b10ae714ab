"""The truth of an invented interview: words, turns, guide items, identifiers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from interviews.mix import PlacedTurn
from interviews.script import Script, ScriptError, ScriptTurn
from transcribe.core.guide import (
    ANSWERED,
    ASKED,
    CONDITION,
    NOT_APPLICABLE,
    PARAPHRASED,
    SKIPPED,
    Guide,
    GuideItem,
)

Json = dict[str, Any]


def resolve(phrase: str, guide: Guide) -> GuideItem:
    """Find the one item of the guide whose text holds a phrase.

    ``A / B`` means: B among what stands under the one item that holds A.

    Raises
    ------
    ScriptError
        When no item, or more than one, holds it.
    """
    items: Sequence[GuideItem] = guide.items
    for step in phrase.split(" / "):
        found = [item for item in items if step.casefold() in item.text.casefold()]
        if len(found) != 1:
            ids = ", ".join(item.id for item in found) or "none"
            raise ScriptError(f"phrase {phrase!r} must mean one item of the guide; it means {ids}")
        items = _under(found[0], guide)
    return found[0]


def _under(top: GuideItem, guide: Guide) -> list[GuideItem]:
    """Everything below an item, in order."""
    inside, below = {top.id}, []
    for item in guide.items:
        if item.parent in inside:
            inside.add(item.id)
            below.append(item)
    return below


def gold(script: Script, guide: Guide, placed: Sequence[PlacedTurn], *, duration: float) -> Json:
    """Build the ``.gold.json`` of an interview.

    A turn without marks is about what the turn before it was about; a turn that asks is about the
    last item it asks, and about all of them equally right.
    """
    turns: list[Json] = []
    topic: str | None = None
    accept: list[str | None] = [None]
    for turn, place in zip(script.turns, placed, strict=True):
        topic, accept = _topic(turn, guide, topic, accept)
        speaker = script.speaker(turn.speaker)
        turns.append(
            {
                "i": len(turns),
                "speaker": speaker.label,
                "role": speaker.role,
                "start": round(place.start, 3),
                "end": round(place.end, 3),
                "text": turn.text,
                "words": [
                    {"start": round(start, 3), "end": round(end, 3), "text": text}
                    for start, end, text in place.words
                ],
                "topic": topic,
                "accept": list(accept),
                "asks": _ids((*turn.asks, *turn.paraphrases), guide),
                "asks_optional": _ids(turn.optional, guide),
            }
        )
    return {
        "schema": 1,
        "id": script.stem,
        "language": "en",
        "guide": guide.file,
        "duration": round(duration, 3),
        "speakers": [
            {"label": speaker.label, "role": speaker.role, "name": speaker.name}
            for speaker in script.speakers
        ],
        "turns": turns,
        "entities": _entities(script),
        "public_names": list(script.public_names),
        "coverage": coverage(script, guide),
    }


def _ids(phrases: Iterable[str], guide: Guide) -> list[str]:
    return [resolve(phrase, guide).id for phrase in phrases]


def _topic(
    turn: ScriptTurn, guide: Guide, topic: str | None, accept: list[str | None]
) -> tuple[str | None, list[str | None]]:
    """What a turn is about, given what the one before it was about."""
    asked = _ids((*turn.asks, *turn.paraphrases), guide)
    extra: list[str | None] = [*_ids(turn.accept, guide)]
    if turn.topic == "none":
        return None, [None, *extra]
    if turn.topic is not None:
        named = resolve(turn.topic, guide).id
        return named, _distinct([named, *extra])
    if asked:
        return asked[-1], _distinct([asked[-1], *asked, *extra])
    return topic, _distinct([*accept, *extra])


def _distinct(ids: Iterable[str | None]) -> list[str | None]:
    return list(dict.fromkeys(ids))


def _entities(script: Script) -> list[Json]:
    return [
        {
            "turn": index,
            "start_char": mention.start_char,
            "end_char": mention.end_char,
            "text": mention.text,
            "type": mention.type,
            "direct": mention.direct,
        }
        for index, turn in enumerate(script.turns)
        for mention in turn.mentions
    ]


def coverage(script: Script, guide: Guide) -> dict[str, str]:
    """What became of every question and instruction, in the guide's order."""
    status = {item.id: SKIPPED for item in guide.askable}
    for phrase in script.not_applicable:
        top = resolve(phrase, guide)
        if top.kind != CONDITION:
            raise ScriptError(f"not applicable: {phrase!r} is no condition of the guide")
        status |= {item.id: NOT_APPLICABLE for item in _under(top, guide) if item.id in status}
    for word, field in ((ANSWERED, "answers"), (PARAPHRASED, "paraphrases"), (ASKED, "asks")):
        for turn in script.turns:
            for phrase in getattr(turn, field):
                item = resolve(phrase, guide)
                if status.get(item.id, NOT_APPLICABLE) == NOT_APPLICABLE:
                    raise ScriptError(f"{phrase!r} cannot be asked or answered: {item.kind}")
                status[item.id] = word
    return status
