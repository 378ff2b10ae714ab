"""Turns to guide items: what each turn is about and asks, and what of the guide was covered."""

from __future__ import annotations

from transcribe.core.guide import AlignedTurn, Guide, GuideAlignment
from transcribe.core.transcript import Transcript
from transcribe.stages.alignment.coverage import cover
from transcribe.stages.alignment.decode import Course, decode
from transcribe.stages.alignment.evidence import Evidence, gather
from transcribe.stages.alignment.order import jumps
from transcribe.stages.alignment.weights import TRAINED
from transcribe.stages.similarity import SentenceSimilarity

VERSION = 1


def align(transcript: Transcript, guide: Guide, similarity: SentenceSimilarity) -> GuideAlignment:
    """Find the guide item under discussion at every turn, and the items each turn newly asks.

    The score of a turn is the decoder's posterior probability of its topic. Method and figures:
    ``docs/alignment.md``.
    """
    if not transcript.turns or not guide.askable:
        return GuideAlignment(
            turns=tuple(AlignedTurn(turn=turn.id, topic=None) for turn in transcript.turns),
            coverage=cover(
                transcript,
                guide,
                tuple(AlignedTurn(turn=t.id, topic=None) for t in transcript.turns),
                {},
            ),
            model=similarity.engine.model,
        )
    evidence = gather(transcript, guide, similarity)
    course = decode(evidence, jumps(guide), TRAINED)
    turns = _aligned(transcript, evidence, course)
    closeness = {
        (turn.id, item): float(evidence.ask[index, at, 0])
        for index, turn in enumerate(transcript.turns)
        for at, item in enumerate(reference.item.id for reference in evidence.references)
        if item in turns[index].asks
    }
    return GuideAlignment(
        turns=turns,
        coverage=cover(transcript, guide, turns, closeness),
        model=similarity.engine.model,
    )


def _aligned(transcript: Transcript, evidence: Evidence, course: Course) -> tuple[AlignedTurn, ...]:
    asked: set[int] = set()
    found = []
    for index, turn in enumerate(transcript.turns):
        item = course.item[index]
        new: list[int] = []
        if item >= 0 and course.moved[index] and item not in asked:
            new.append(item)
        asked.update(new)
        found.append(
            AlignedTurn(
                turn=turn.id,
                topic=evidence.references[item].item.id if item >= 0 else None,
                asks=tuple(evidence.references[at].item.id for at in sorted(new)),
                score=round(course.score[index], 4),
            )
        )
    return tuple(found)
