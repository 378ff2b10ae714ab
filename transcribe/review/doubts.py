"""The queue of doubts: what a person should look at first, and how long the rest will take.

A doubt is worth what is likely wrong with it times what a reader loses if it stays, over the
seconds that settling it takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from transcribe.core.pii import QUEUED, normalize
from transcribe.core.transcript import UNKNOWN

IDENTIFIER, SPEAKER, ROLE, WORDS, GUIDE = "identifier", "speaker", "role", "words", "guide"
PASSAGE = "passage"

WEIGHT = {PASSAGE: 20.0, IDENTIFIER: 10.0, ROLE: 6.0, SPEAKER: 3.0, GUIDE: 1.5, WORDS: 1.0}
"""What a reader loses when a doubt of a kind turns out wrong and stays; set, not measured."""
SECONDS = {PASSAGE: 12.0, IDENTIFIER: 6.0, ROLE: 10.0, SPEAKER: 8.0, GUIDE: 8.0, WORDS: 12.0}
"""How long settling one takes until the person's own pace is known; set, not measured."""

HEARD, UNLIKELY = "voice", 0.2
"""A role that comes from a voice, and how likely it is taken to be wrong; set, not measured."""

LEAST_MARGIN = 0.35
"""Margin of a turn's speaker from which it is no doubt."""
LEAST_SCORE = 0.55
"""Score of a turn's guide item from which it is no doubt."""
DOUBTFUL_WORD = 0.5
"""Probability under which a word is doubtful."""
SHARE_OF_WORDS = 0.25
"""Share of doubtful words from which a turn is worth hearing again."""
FEWEST_WORDS = 3
"""A shorter turn is not worth a doubt about words or guide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One thing to look at.

    Attributes
    ----------
    key
        Stable over reloads: what a settled doubt is remembered by.
    turn
        Where to look first.
    gain
        Expected gain a second.
    places
        Further turns it stands in.
    """

    key: str
    kind: str
    turn: str
    gain: float
    start_char: int = 0
    end_char: int = 0
    text: str = field(default="", repr=False)
    type: str = ""
    places: tuple[str, ...] = ()


def find_doubts(
    turns: Sequence[Mapping[str, Any]],
    *,
    settled: Iterable[str] = (),
    passages: Iterable[Mapping[str, Any]] = (),
    heard: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Doubt, ...]:
    """All open doubts of a recording, the most rewarding first.

    Parameters
    ----------
    settled
        Keys of doubts that a person found fine; names and passages are decided instead.
    passages
        As in ``transcript.json``; those that wait are doubts.
    heard
        Speaker label to the recordings in which the voice was heard that its role comes from.
    """
    done = set(settled)
    found = [
        *_identifiers(turns),
        *_passages(passages),
        *_roles(turns),
        *_voices(turns, heard or {}),
        *(doubt for turn in turns for doubt in _of_turn(turn)),
    ]
    order = {turn["id"]: place for place, turn in enumerate(turns)}
    open_ones = [doubt for doubt in found if doubt.key not in done]
    return tuple(sorted(open_ones, key=lambda doubt: (-doubt.gain, order[doubt.turn], doubt.key)))


def as_json(doubt: Doubt) -> dict[str, Any]:
    """A doubt for the page."""
    return asdict(doubt)


def minutes(doubts: Iterable[Doubt], *, pace: Mapping[str, float] | None = None) -> float:
    """About how long the open doubts take, at the person's own pace where it is known."""
    known = pace or {}
    return sum(known.get(doubt.kind, SECONDS[doubt.kind]) for doubt in doubts) / 60


def _doubt(kind: str, key: str, turn: str, *, chance: float, **more: Any) -> Doubt:
    gain = round(chance * WEIGHT[kind] / SECONDS[kind], 4)
    return Doubt(key=f"{kind}:{key}", kind=kind, turn=turn, gain=gain, **more)


def _identifiers(turns: Sequence[Mapping[str, Any]]) -> list[Doubt]:
    """One doubt a name: settling it settles all its mentions."""
    groups: dict[tuple[str, str], list[tuple[str, Mapping[str, Any], str]]] = {}
    for turn in turns:
        for entity in turn["entities"]:
            if entity["decision"] == QUEUED:
                text = turn["text"][entity["start_char"] : entity["end_char"]]
                key = (str(entity["type"]), normalize(text))
                groups.setdefault(key, []).append((turn["id"], entity, text))
    found = []
    for (kind, name), places in groups.items():
        turn_id, entity, text = places[0]
        score = max(float(entity["score"]) for _, entity, _ in places)
        found.append(
            _doubt(
                IDENTIFIER,
                f"{kind}:{name}",
                turn_id,
                chance=max(score, 0.2) * len(places),
                start_char=entity["start_char"],
                end_char=entity["end_char"],
                text=text,
                type=kind,
                places=tuple(dict.fromkeys(place[0] for place in places)),
            )
        )
    return found


def _passages(passages: Iterable[Mapping[str, Any]]) -> list[Doubt]:
    return [
        _doubt(
            PASSAGE,
            passage["id"],
            passage["turns"][0],
            chance=1.0,
            text=" and ".join(passage["cues"]),
            places=tuple(passage["turns"]),
        )
        for passage in passages
        if passage["decision"] == QUEUED
    ]


def _roles(turns: Sequence[Mapping[str, Any]]) -> list[Doubt]:
    unsure: dict[str, list[str]] = {}
    for turn in turns:
        if turn["role"] == UNKNOWN:
            unsure.setdefault(turn["speaker"], []).append(turn["id"])
    return [
        _doubt(ROLE, speaker, ids[0], chance=1.0, text=speaker, places=tuple(ids))
        for speaker, ids in unsure.items()
    ]


def _voices(turns: Sequence[Mapping[str, Any]], heard: Mapping[str, Sequence[str]]) -> list[Doubt]:
    """Roles that a voice heard in other recordings gave."""
    found = []
    for speaker, recordings in heard.items():
        ids = tuple(turn["id"] for turn in turns if turn["speaker"] == speaker)
        if ids:
            said = ", ".join(recordings)
            more = {"text": said, "type": HEARD, "places": ids}
            found.append(_doubt(ROLE, f"{speaker}:{said}", ids[0], chance=UNLIKELY, **more))
    return found


def _of_turn(turn: Mapping[str, Any]) -> list[Doubt]:
    found = []
    words = [token[4] for token in turn["tokens"] if token[4] is not None]
    if turn["margin"] < LEAST_MARGIN:
        chance = (LEAST_MARGIN - turn["margin"]) / LEAST_MARGIN
        found.append(_doubt(SPEAKER, f"{turn['id']}:{turn['speaker']}", turn["id"], chance=chance))
    if len(turn["tokens"]) < FEWEST_WORDS or turn["edited"]:
        return found
    share = sum(word < DOUBTFUL_WORD for word in words) / len(words) if words else 0.0
    if share >= SHARE_OF_WORDS:
        found.append(_doubt(WORDS, turn["id"], turn["id"], chance=share))
    score = float(turn["guide"]["score"])
    if turn["guide"]["topic"] is not None and score < LEAST_SCORE:
        key = f"{turn['id']}:{turn['guide']['topic']}"
        found.append(_doubt(GUIDE, key, turn["id"], chance=1.0 - score))
    return found
