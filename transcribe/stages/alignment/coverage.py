"""What became of each question of the guide."""

from __future__ import annotations

import re

from transcribe.core.guide import (
    ANSWERED,
    ASKED,
    CONDITION,
    NOT_APPLICABLE,
    PARAPHRASED,
    SKIPPED,
    AlignedItem,
    AlignedTurn,
    Guide,
    GuideItem,
)
from transcribe.core.transcript import INTERVIEWER, Transcript

VERBATIM = 0.75
"""Cosine similarity from which a question counts as asked in the guide's words."""
ANSWER_HEAD = 10
"""Words of an answer in which a plain no is looked for."""
_NO = re.compile(
    r"\b(?:no|nope|never|none|not|don't|didn't|doesn't|haven't|hasn't|non|jamais|nein|nicht|nie|kein\w*"
    r"|nunca|nada|mai|não|nee|niet)\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(r"^(?:if|si|wenn|falls|se)\s+(?:no|not|non|nein)\b", re.IGNORECASE)


def cover(
    transcript: Transcript,
    guide: Guide,
    turns: tuple[AlignedTurn, ...],
    closeness: dict[tuple[str, str], float],
    unasked: dict[str, tuple[str, ...]],
) -> tuple[AlignedItem, ...]:
    """Status, question turns and answer turns of every question and instruction.

    Parameters
    ----------
    closeness
        Similarity of the words of a turn to the question it asks, by turn id and item id.
    unasked
        Turns that answer a question nobody asked, by item id.
    """
    questions: dict[str, list[str]] = {item.id: [] for item in guide.askable}
    answers: dict[str, list[str]] = {item.id: [] for item in guide.askable}
    under_way: tuple[str, ...] = ()
    for turn, aligned in zip(transcript.turns, turns, strict=True):
        if aligned.asks:
            under_way = aligned.asks
        for item_id in aligned.asks:
            questions[item_id].append(turn.id)
        if transcript.role(turn) == INTERVIEWER or aligned.topic is None:
            continue
        together = under_way if aligned.topic in under_way else (aligned.topic,)
        for item_id in together:
            answers[item_id].append(turn.id)
    for item_id, turn_ids in unasked.items():
        answers[item_id] = answers[item_id] or list(turn_ids)
    refused = _refused(transcript, guide, questions, answers)
    refused |= _other_branches(guide, questions)
    return tuple(
        AlignedItem(
            item=item.id,
            status=_status(item, questions[item.id], answers[item.id], refused, closeness),
            question_turns=tuple(questions[item.id]),
            answer_turns=() if _idle(item, questions, refused) else tuple(answers[item.id]),
        )
        for item in guide.askable
    )


def _idle(item: GuideItem, questions: dict[str, list[str]], refused: set[str]) -> bool:
    return item.id in refused and not questions[item.id]


def _status(
    item: GuideItem,
    questions: list[str],
    answers: list[str],
    refused: set[str],
    closeness: dict[tuple[str, str], float],
) -> str:
    if questions:
        close = max(closeness.get((turn, item.id), 0.0) for turn in questions)
        return ASKED if close >= VERBATIM else PARAPHRASED
    if item.id in refused:
        return NOT_APPLICABLE
    return ANSWERED if answers else SKIPPED


def _refused(
    transcript: Transcript,
    guide: Guide,
    questions: dict[str, list[str]],
    answers: dict[str, list[str]],
) -> set[str]:
    """Items under conditions that the conversation showed not to hold."""
    text = {turn.id: turn.text for turn in transcript.turns}
    below = _below(guide)
    found: set[str] = set()
    for condition in guide.items:
        if condition.kind != CONDITION:
            continue
        inside = [item.id for item in below.get(condition.id, []) if item.id in questions]
        if any(questions[item_id] for item_id in inside[1:]):
            continue
        gates = [condition.parent or "", *inside[:1]]
        first = next(
            (answers[gate][0] for gate in gates if questions.get(gate) and answers.get(gate)), None
        )
        if first is None:
            continue
        no = _NO.search(" ".join(text[first].split()[:ANSWER_HEAD])) is not None
        if (no and not _NEGATIVE.match(condition.text)) or (
            not no and _NEGATIVE.match(condition.text)
        ):
            found.update(item_id for item_id in inside if not questions[item_id])
    return found


def _below(guide: Guide) -> dict[str, list[GuideItem]]:
    """All that stands under each item, at any depth, in order."""
    by_id = {item.id: item for item in guide.items}
    found: dict[str, list[GuideItem]] = {}
    for item in guide.items:
        node = by_id.get(item.parent or "")
        while node is not None:
            found.setdefault(node.id, []).append(item)
            node = by_id.get(node.parent or "")
    return found


def _other_branches(guide: Guide, questions: dict[str, list[str]]) -> set[str]:
    """Unasked items under a condition beside one whose questions were asked.

    That holds for the conditions under one question, and for those that follow a question which
    was itself asked: the answer chose between them.
    """
    below = _below(guide)
    branches: dict[str, list[list[str]]] = {}
    gate: dict[str, str] = {}
    last: dict[str | None, str] = {}
    for item in guide.items:
        if item.id in questions:
            last[item.parent] = item.id
        if item.kind == CONDITION and item.parent is not None:
            under = item.parent if item.parent in questions else last.get(item.parent, "")
            gate.setdefault(item.parent, under)
            inside = [one.id for one in below.get(item.id, []) if one.id in questions]
            branches.setdefault(item.parent, []).append(inside)
    found: set[str] = set()
    for parent, beside in branches.items():
        chosen = [any(questions[one] for one in inside) for inside in beside]
        asked = bool(questions.get(gate[parent])) or parent in questions
        if asked and any(chosen):
            for inside, taken in zip(beside, chosen, strict=True):
                found.update(() if taken else inside)
    return found
