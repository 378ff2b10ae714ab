"""Questions that nobody asked and the conversation answered all the same.

Likeness of an answer to an unasked question tells nothing (0.1 to 0.6 for answered and skipped ones
alike, on interviews whose truth is known). Where the question stands tells more: a follow-up that
was not put is mostly answered in a long answer to the question above it, unless that question
merely heads a list of many. Likeness only chooses the turn.
"""

from __future__ import annotations

from collections import Counter

from transcribe.core.guide import ASKABLE, AlignedTurn, Guide, GuideItem
from transcribe.core.transcript import INTERVIEWER, Transcript
from transcribe.stages.alignment.references import Reference
from transcribe.stages.alignment.segments import sentences
from transcribe.stages.similarity import SentenceSimilarity

LEAST_WORDS = 20
"""Words of all answers to the question above."""
MOST_FOLLOW_UPS = 2
"""Follow-ups that one answer is taken to answer; more are subjects of their own."""


def answered_unasked(
    transcript: Transcript,
    guide: Guide,
    references: tuple[Reference, ...],
    turns: tuple[AlignedTurn, ...],
    similarity: SentenceSimilarity,
) -> dict[str, tuple[str, ...]]:
    """Follow-ups that were answered unasked, with the turn that answers each."""
    asked = {item for turn in turns for item in turn.asks}
    by_id = {item.id: item for item in guide.items}
    context = {reference.item.id: reference.context for reference in references}
    followed = Counter(
        above.id
        for item in guide.askable
        if not item.condition and (above := _above(item, by_id)) is not None
    )
    found: dict[str, tuple[str, ...]] = {}
    for item in guide.askable:
        if item.id in asked:
            continue
        above = _above(item, by_id)
        if above is None or above.id not in asked or followed[above.id] > MOST_FOLLOW_UPS:
            continue
        said = [
            (turn.id, turn.text)
            for turn, aligned in zip(transcript.turns, turns, strict=True)
            if aligned.topic == above.id and transcript.role(turn) != INTERVIEWER
        ]
        if sum(len(text.split()) for _, text in said) < LEAST_WORDS:
            continue
        parts = [(turn, part) for turn, text in said for part in sentences(text)]
        rows = similarity.similarities([part for _, part in parts], [context[item.id]])
        _, turn = max(
            ((row[0], turn) for row, (turn, _) in zip(rows, parts, strict=True)),
            key=lambda one: one[0],
            default=(0.0, ""),
        )
        if turn:
            found[item.id] = (turn,)
    return found


def _above(item: GuideItem, by_id: dict[str, GuideItem]) -> GuideItem | None:
    """The question or instruction an item stands under, through conditions and sections."""
    above = by_id.get(item.parent or "")
    while above is not None and above.kind not in ASKABLE:
        above = by_id.get(above.parent or "")
    return above
