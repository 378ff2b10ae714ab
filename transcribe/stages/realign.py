"""A person's word on what a turn is about, laid over the alignment and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from transcribe.core.edits import SetGuide
from transcribe.core.guide import (
    ANSWERED,
    ASKED,
    NOT_APPLICABLE,
    PARAPHRASED,
    SKIPPED,
    AlignedItem,
    AlignedTurn,
    GuideAlignment,
)
from transcribe.core.transcript import INTERVIEWER, Transcript


def realign(
    alignment: GuideAlignment, transcript: Transcript, marks: Mapping[str, SetGuide]
) -> GuideAlignment:
    """The alignment with a person's marks: topics, questions asked, and coverage.

    Parameters
    ----------
    marks
        Turn id to what a person said; what a mark leaves open stays as the machine had it.
    """
    changed = {
        turn.turn: _mark(turn, marks[turn.turn]) for turn in alignment.turns if turn.turn in marks
    }
    if not changed:
        return alignment
    before = {turn.turn: turn for turn in alignment.turns if turn.turn in changed}
    asking = {turn.id for turn in transcript.turns if transcript.role(turn) == INTERVIEWER}
    order = {turn.id: place for place, turn in enumerate(transcript.turns)}
    coverage = tuple(
        _cover(item, before=before, after=changed, asking=asking, order=order)
        for item in alignment.coverage
    )
    return replace(
        alignment,
        turns=tuple(changed.get(turn.turn, turn) for turn in alignment.turns),
        coverage=coverage,
    )


def _mark(turn: AlignedTurn, mark: SetGuide) -> AlignedTurn:
    topic = None if mark.no_topic else (mark.topic or turn.topic)
    said = mark.no_topic or mark.topic is not None
    return replace(
        turn,
        topic=topic,
        asks=turn.asks if mark.asks is None else mark.asks,
        score=1.0 if said else turn.score,
    )


def _cover(
    item: AlignedItem,
    *,
    before: Mapping[str, AlignedTurn],
    after: Mapping[str, AlignedTurn],
    asking: set[str],
    order: Mapping[str, int],
) -> AlignedItem:
    """One item of the guide after marks: turns that left it are gone, turns that came are in."""
    questions = set(item.question_turns) - {
        turn for turn, then in before.items() if item.item in then.asks
    }
    questions |= {turn for turn, now in after.items() if item.item in now.asks}
    moved = {turn for turn, now in after.items() if now.topic != before[turn].topic}
    answers = set(item.answer_turns) - moved
    answers |= {turn for turn in moved - asking if after[turn].topic == item.item}
    status = _status(item, asked=bool(questions), answered=bool(answers))
    return replace(
        item,
        status=status,
        question_turns=tuple(sorted(questions, key=lambda turn: order.get(turn, 0))),
        answer_turns=tuple(sorted(answers, key=lambda turn: order.get(turn, 0))),
    )


def _status(item: AlignedItem, *, asked: bool, answered: bool) -> str:
    if asked:
        return item.status if item.status in (ASKED, PARAPHRASED) else ASKED
    if item.status == NOT_APPLICABLE and not answered:
        return NOT_APPLICABLE
    return ANSWERED if answered else SKIPPED
