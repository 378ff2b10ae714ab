"""Names that the sidecars list, as candidates."""

from __future__ import annotations

from collections.abc import Iterator

from transcribe.stages.detect import Candidate
from transcribe.stages.propagate import LISTED
from transcribe.stages.variants import KnownNames


def listed(text: str, known: KnownNames) -> Iterator[Candidate]:
    """Names of the sidecars: exact variants sure, likely ones for a person."""
    for match in known.find(text):
        yield Candidate(
            start=match.start,
            end=match.end,
            type=match.type,
            score=match.score,
            recognizer=LISTED if match.exact else f"{LISTED}-alike",
            sure=match.exact,
            reason=match.reason,
            rank=3 if match.exact else 1,
            identity=match.identity,
        )
