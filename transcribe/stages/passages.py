"""What a person said of passages that are held back, and a transcript without those left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from transcribe.core.guide import ANSWERED
from transcribe.core.hints import Hint
from transcribe.stages.inspeech import Passage, find_passages

LEFT_OUT = "[passage left out]"
"""What a release shows in place of a turn that a person left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageWord:
    """A person's word on some turns; a later one on the same passage wins.

    Attributes
    ----------
    said
        Turn id to what the turn said then and when it began and ended, in seconds or None.
    leave_out
        True: never released; False: may be released; None: taken back.
    """

    passage: str
    said: Mapping[str, tuple[str, float | None, float | None]] = field(repr=False)
    leave_out: bool | None


def settle_passages(
    turns: Sequence[Mapping[str, Any]],
    words: Iterable[PassageWord],
    *,
    hints: Sequence[Hint] = (),
) -> list[dict[str, Any]]:
    """Passages of a transcript with what was decided: the field ``passages`` of its document.

    A word holds while the turns say what they said then. Where a passage was left out and its
    text has changed since, whatever now stands at its place waits for a person again.

    Returns
    -------
    ``id``, ``turns``, ``cues`` and ``decision`` (``queued``; ``accepted``: left out;
    ``rejected``: may be released) of each, in order.
    """
    order = {str(turn["id"]): at for at, turn in enumerate(turns)}
    passages = {passage.id: passage for passage in find_passages(turns, hints=hints)}
    decided: dict[str, str] = dict.fromkeys(passages, "queued")
    for word in {word.passage: word for word in words}.values():
        if word.leave_out is None:
            continue
        here = _where(turns, word)
        held = passages.get(word.passage)
        if here is None:
            if word.leave_out:
                _raise_again(turns, word, passages=passages, decided=decided)
            continue
        if held is not None and not word.leave_out and not set(held.turns) <= set(here):
            continue
        if held is None and not word.leave_out:
            continue
        name = held.id if held else here[0]
        cues = held.cues if held else (BY_HAND,)
        passages[name] = Passage(id=name, turns=here, cues=cues)
        decided[name] = "accepted" if word.leave_out else "rejected"
    return [
        {
            "id": passage.id,
            "turns": list(passage.turns),
            "cues": list(passage.cues),
            "decision": decided[passage.id],
        }
        for passage in sorted(passages.values(), key=lambda one: order[one.turns[0]])
    ]


BY_HAND = "marked by a person"
CHANGED = "left out before its text changed"


def _where(turns: Sequence[Mapping[str, Any]], word: PassageWord) -> tuple[str, ...] | None:
    """Ids of the turns that still say what was decided on; None when one does not."""
    texts = {str(turn["id"]): str(turn["text"]) for turn in turns}
    if all(texts.get(turn) == text for turn, (text, _, _) in word.said.items()):
        return tuple(word.said)
    found = []
    for text, start, _ in word.said.values():
        alike = [
            str(turn["id"])
            for turn in turns
            if turn["text"] == text
            and (start is None or turn["start"] is None or abs(turn["start"] - start) <= 2.0)
        ]
        if len(alike) != 1:
            return None
        found += alike
    return tuple(found)


def _raise_again(
    turns: Sequence[Mapping[str, Any]],
    word: PassageWord,
    *,
    passages: dict[str, Passage],
    decided: dict[str, str],
) -> None:
    """Ask again about whatever stands where a passage was left out."""
    spans = [(start, end) for _, start, end in word.said.values() if start is not None]
    here = tuple(
        str(turn["id"])
        for turn in turns
        if any(
            turn["start"] is not None and turn["start"] < (end or start) and start < turn["end"]
            for start, end in spans
        )
        or str(turn["id"]) in word.said
    )
    if not here:
        return
    name = word.passage if word.passage in passages else here[0]
    known = passages.get(name)
    merged = (*here, *(known.turns if known else ()))
    order = [str(turn["id"]) for turn in turns]
    passages[name] = Passage(
        id=name,
        turns=tuple(turn for turn in order if turn in merged),
        cues=(*(known.cues if known else ()), CHANGED),
    )
    decided[name] = "queued"


def left_out(document: Mapping[str, Any]) -> frozenset[str]:
    """Ids of the turns of a private ``transcript.json`` that are never released."""
    return frozenset(
        turn
        for passage in document.get("passages", ())
        if passage["decision"] == "accepted"
        for turn in passage["turns"]
    )


def waiting(document: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """Passages that wait for a person."""
    found = document.get("passages", ())
    return tuple(passage for passage in found if passage["decision"] == "queued")


def without_passages(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """A private transcript without what was left out: no words, no names, no place in the guide."""
    gone = left_out(document)
    if not gone:
        return document
    turns = [
        {
            **turn,
            "text": LEFT_OUT,
            "words": [],
            "entities": [],
            "guide": {"topic": None, "asks": [], "score": 0.0},
        }
        if turn["id"] in gone
        else turn
        for turn in document["turns"]
    ]
    coverage = [_without_turns(item, gone) for item in document["coverage"]]
    kept = [item for item in coverage if item is not None]
    return {**document, "turns": turns, "coverage": kept}


def _without_turns(item: Mapping[str, Any], gone: frozenset[str]) -> Mapping[str, Any] | None:
    """What became of a question where some turns are left out; None where nothing is to be said.

    A question whose asking is left out and whose answer is not has been answered, for all that a
    reader can see.
    """
    asks = [turn for turn in item["question_turns"] if turn not in gone]
    answers = [turn for turn in item["answer_turns"] if turn not in gone]
    had = item["question_turns"] or item["answer_turns"]
    if had and not asks and not answers:
        return None
    status = ANSWERED if item["question_turns"] and not asks else item["status"]
    return {**item, "status": status, "question_turns": asks, "answer_turns": answers}
