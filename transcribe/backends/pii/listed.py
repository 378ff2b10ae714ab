"""Names that the sidecars list, as candidates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from transcribe.core.pii import QUEUED, Entity
from transcribe.stages.detect import Candidate
from transcribe.stages.hidden import hidden_matches
from transcribe.stages.propagate import LISTED
from transcribe.stages.variants import KnownNames

ALIKE = f"{LISTED}-alike"
"""Recognizer name of what is only like a listed name."""


def listed(text: str, known: KnownNames) -> Iterator[Candidate]:
    """Names of the sidecars: exact variants sure, likely ones for a person."""
    for match in (*known.find(text), *hidden_matches(text, known)):
        yield Candidate(
            start=match.start,
            end=match.end,
            type=match.type,
            score=match.score,
            recognizer=LISTED if match.exact else ALIKE,
            sure=match.exact,
            reason=match.reason,
            rank=3 if match.exact else 1,
            identity=match.identity,
        )


def suggested(entity: Entity, known: KnownNames) -> Entity:
    """A person's name that sounds like a listed one: asked about, with whom it may be.

    What stands where a name is expected needs less likeness than any word does.
    """
    if entity.type != "PERSON" or entity.identity or LISTED in entity.recognizers:
        return entity
    meant = known.meant(entity.text)
    if meant is None:
        return entity
    return replace(
        entity,
        decision=QUEUED,
        identity=meant.identity,
        reason=meant.reason,
        recognizers=tuple(sorted({*entity.recognizers, ALIKE})),
    )
