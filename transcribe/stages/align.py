"""Turns to guide items: what each turn is about and asks, and what of the guide was covered."""

from __future__ import annotations

from transcribe.core.guide import AlignedTurn, Guide, GuideAlignment
from transcribe.core.transcript import Transcript
from transcribe.stages.alignment.answered import answered_unasked
from transcribe.stages.alignment.coverage import cover
from transcribe.stages.alignment.decode import Course, also_asked, decode
from transcribe.stages.alignment.evidence import Evidence, gather
from transcribe.stages.alignment.glossary import in_english
from transcribe.stages.alignment.languages import languages_of, other_language
from transcribe.stages.alignment.order import jumps
from transcribe.stages.alignment.trained import DRAFT, TRAINED
from transcribe.stages.similarity import SentenceSimilarity

VERSION = 7


def align(transcript: Transcript, guide: Guide, similarity: SentenceSimilarity) -> GuideAlignment:
    """Find the guide item under discussion at every turn, and the items each turn newly asks.

    The score of a turn is the decoder's posterior probability of its topic. Method and figures:
    ``docs/alignment.md``.
    """
    if not transcript.turns or not guide.askable:
        nothing = tuple(AlignedTurn(turn=turn.id, topic=None) for turn in transcript.turns)
        return GuideAlignment(
            turns=nothing,
            coverage=cover(transcript, guide, nothing, {}, {}),
            model=similarity.engine.model,
        )
    heard = _readable(transcript, guide, similarity)
    evidence = gather(heard, guide, similarity)
    # Words that are often misheard are weighed otherwise: how something is asked outlasts what is.
    weights = DRAFT if "asr" in transcript.draft else TRAINED
    course = decode(evidence, jumps(guide), weights)
    turns = aligned_turns(transcript, evidence, course)
    unasked = answered_unasked(heard, guide, evidence.references, turns, similarity)
    closeness = {
        (turn.id, item): float(evidence.ask[index, at, 0])
        for index, turn in enumerate(transcript.turns)
        for at, item in enumerate(reference.item.id for reference in evidence.references)
        if item in turns[index].asks
    }
    return GuideAlignment(
        turns=turns,
        coverage=cover(transcript, guide, turns, closeness, unasked),
        model=similarity.engine.model,
        notices=(*similarity.notices, *other_language(transcript, guide)),
    )


def _readable(transcript: Transcript, guide: Guide, similarity: SentenceSimilarity) -> Transcript:
    """What is compared: French put into English for an English guide and encoder."""
    known = similarity.engine.languages
    french = languages_of(transcript, guide) == ("fr", "en") and known and "fr" not in known
    return in_english(transcript) if french else transcript


def aligned_turns(
    transcript: Transcript, evidence: Evidence, course: Course
) -> tuple[AlignedTurn, ...]:
    """Topics, newly asked items and scores of a decoded course."""
    asked: set[int] = set()
    found = []
    for index, turn in enumerate(transcript.turns):
        item, topic = course.item[index], course.topic[index]
        new: list[int] = []
        if item >= 0 and course.moved[index]:
            new = [at for at in (item, *also_asked(evidence, course, index)) if at not in asked]
        asked.update(new)
        found.append(
            AlignedTurn(
                turn=turn.id,
                topic=evidence.references[topic].item.id if topic >= 0 else None,
                asks=tuple(evidence.references[at].item.id for at in sorted(new)),
                score=round(course.score[index], 4),
            )
        )
    return tuple(found)
