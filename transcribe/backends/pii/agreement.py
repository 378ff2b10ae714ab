"""What several recognizers say of the same words, and of one name in several places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from transcribe.backends.pii.line import Line, rarity
from transcribe.backends.pii.lists import is_nearly_public
from transcribe.backends.pii.modelled import REASON
from transcribe.core.pii import QUEUED, Entity, normalize
from transcribe.stages.detect import Candidate
from transcribe.stages.propagate import LISTED

CUES = frozenset(
    "introduction person-cue person-title vocative employer-cue organization-cue university-cue "
    "place-cue".split()
)
"""Recognizers by what is said beside a name, independent of a model's view of the name itself."""

SCORE = 0.9
"""Score of a model from which its agreement with a cue is enough to replace."""

USUAL = 4.0
"""Zipf frequency from which one of the words is too usual for that."""


def agreed(line: Line, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates; a cue and a model that find the same name in the same words make it sure."""
    candidates = list(candidates)
    modelled = {
        (one.start, one.end, one.type)
        for one in candidates
        if one.reason == REASON and one.score >= SCORE
    }
    return [
        replace(one, sure=True)
        if one.recognizer in CUES
        and not one.sure
        and (one.start, one.end, one.type) in modelled
        and _unusual(line, one)
        else one
        for one in candidates
    ]


def _unusual(line: Line, candidate: Candidate) -> bool:
    """Whether some word is rare, and none a public name, misspelled or not."""
    words = [line.tokens[index].fold for index in line.touched(candidate.start, candidate.end)]
    if any(is_nearly_public(word) for word in words):
        return False
    return any(rarity(word, line.language) < USUAL for word in words)


_TYPED = ("PERSON", "ORGANIZATION", "PRODUCT", "OTHER")


def one_type(entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """Entities; what is asked about under several types in a transcript is asked about once.

    The type is that of most mentions; any is better than ``OTHER``. Places keep theirs: a family
    may be called as a town is.
    """
    kinds: dict[str, Counter[str]] = {}
    for one in entities:
        if one.type in _TYPED and LISTED not in one.recognizers:
            kinds.setdefault(normalize(one.text), Counter())[one.type] += 1
    found = []
    for one in entities:
        counts = kinds.get(normalize(one.text), Counter())
        if one.decision == QUEUED and one.type in _TYPED and len(counts) > 1:
            best = max(counts, key=lambda kind: (kind != "OTHER", counts[kind], kind))
            found.append(replace(one, type=best))
        else:
            found.append(one)
    return tuple(found)
