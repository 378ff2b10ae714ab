"""How right the guide is: which item a turn is about, and which items are asked where."""

from __future__ import annotations

from transcribe.core.time import Seconds
from transcribe.evaluation.conversation import Conversation, Spoken
from transcribe.evaluation.timeline import Timeline, moments, speech_moments
from transcribe.evaluation.words import Figures

SHARED: Seconds = 0.2
"""Seconds that a turn must share with a turn of the truth to speak of the same moment."""


def guide_figures(ref: Conversation, hyp: Conversation) -> Figures:
    """Topic accuracy and F1 of asks.

    Turn by turn where both have the same turns (a ready-made transcript), else by time.

    Returns
    -------
    dict
        ``topic_by_turns``, or ``topic_by_words`` and ``topic_by_time``; ``asks_precision``,
        ``asks_recall``, ``asks_f1``.
    """
    if ref.has_times and hyp.has_times:
        line = Timeline(hyp)
        topics: Figures = {
            "topic_by_words": _topic_share(ref, line, moments(ref)),
            "topic_by_time": _topic_share(ref, line, speech_moments(ref)),
        }
        return {**topics, **_asks(ref, _by_time(ref, hyp))}
    if len(ref.turns) != len(hyp.turns):
        return {"topic_by_turns": None, "asks_f1": None}
    judged = [
        made.topic in truth.accept
        for truth, made in zip(ref.turns, hyp.turns, strict=True)
        if truth.accept
    ]
    return {
        "topic_by_turns": sum(judged) / len(judged) if judged else None,
        **_asks(ref, [({index}, turn) for index, turn in enumerate(hyp.turns)]),
    }


def _topic_share(ref: Conversation, line: Timeline, at: list[tuple[int, Seconds]]) -> float | None:
    judged = right = 0
    for index, moment in at:
        accept = ref.turns[index].accept
        if not accept:
            continue
        found = line.turn_at(moment)
        judged += 1
        right += found is not None and found.topic in accept
    return right / judged if judged else None


def _by_time(ref: Conversation, hyp: Conversation) -> list[tuple[set[int], Spoken]]:
    """Turns of the result with the turns of the truth that they share time with."""
    paired = []
    for turn in hyp.turns:
        if turn.start is None or turn.end is None:
            continue
        least = min(SHARED, (turn.end - turn.start) / 2)
        shared = {
            index
            for index, truth in enumerate(ref.turns)
            if truth.start is not None
            and truth.end is not None
            and min(turn.end, truth.end) - max(turn.start, truth.start) > least
        }
        paired.append((shared, turn))
    return paired


def _asks(ref: Conversation, paired: list[tuple[set[int], Spoken]]) -> Figures:
    """Precision, recall and F1 over pairs of turn and item; optional ones count neither way."""
    wanted = {(index, item) for index, turn in enumerate(ref.turns) for item in turn.asks}
    met: set[tuple[int, str]] = set()
    wrong = 0
    for shared, turn in paired:
        for item in turn.asks:
            hits = {(index, item) for index in shared} & wanted
            if hits:
                met |= hits
            elif not any(item in ref.turns[index].asks_optional for index in shared):
                wrong += 1
    right = len(met)
    precision = right / (right + wrong) if right + wrong else None
    recall = right / len(wanted) if wanted else None
    spoken = 2 * right + wrong + len(wanted) - right
    return {
        "asks_precision": precision,
        "asks_recall": recall,
        "asks_f1": 2 * right / spoken if spoken else None,
        "asks": len(wanted),
    }
