"""Questions that nobody asked and the conversation answered all the same.

Likeness of an answer to any unasked question of the guide tells little (0.3 to 0.6 for answered and
skipped ones alike, on interviews whose truth is known). Where the answer stands tells more: a
follow-up that was not put is mostly answered in a long answer to the question above it. So only
those are looked for, and likeness merely has to be above chance.
"""

from __future__ import annotations

from transcribe.core.guide import AlignedTurn, Guide
from transcribe.core.transcript import INTERVIEWER, Transcript
from transcribe.stages.alignment.references import Reference
from transcribe.stages.alignment.segments import sentences
from transcribe.stages.similarity import SentenceSimilarity

LEAST_WORDS = 20
"""Words of all answers to the question above."""
LEAST_LIKENESS = 0.2


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
    found: dict[str, tuple[str, ...]] = {}
    for item in guide.askable:
        if item.id in asked:
            continue
        above = by_id.get(item.parent or "")
        while above is not None and above.id not in context:
            above = by_id.get(above.parent or "")
        if above is None or above.id not in asked:
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
        likeness, turn = max(
            ((row[0], turn) for row, (turn, _) in zip(rows, parts, strict=True)),
            key=lambda one: one[0],
            default=(0.0, ""),
        )
        if likeness >= LEAST_LIKENESS:
            found[item.id] = (turn,)
    return found
