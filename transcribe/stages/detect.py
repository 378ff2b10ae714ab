"""Identifiers in text: the seam to presidio, and how candidates become entities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from transcribe.core.pii import AUTO, QUEUED, Entity, EntitySet
from transcribe.core.recording import Identifiers
from transcribe.core.transcript import Transcript, Turn
from transcribe.stages.engines import Engine
from transcribe.stages.propagate import entity_id


class Detector(Protocol):
    """An opened detector of identifying spans."""

    engine: Engine

    def detect(
        self,
        transcript: Transcript,
        *,
        identifiers: Identifiers,
        keep: tuple[str, ...],
    ) -> EntitySet:
        """Find identifying spans in every turn.

        Parameters
        ----------
        identifiers
            Names from the sidecars of the study (of all recordings, merged): they and their exact
            variants are replaced, fuzzy ones queued.
        keep
            Names the study declares public.
        """

    def close(self) -> None:
        """Let go of the model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A span that one recognizer took for an identifier.

    Attributes
    ----------
    sure
        Replaced without asking; else a person is asked.
    rank
        Decides between overlapping candidates: a pattern that is an identifier by its form (an
        e-mail address) is 4, a listed identifier 3, a cue 2, a name list 1, an unknown word 0.
    extends
        A run of words that name one thing: what lies inside it grows to its length.
    """

    start: int
    end: int
    type: str
    score: float
    recognizer: str
    sure: bool
    reason: str
    rank: int = 1
    extends: bool = False
    identity: str = field(default="", repr=False)


LISTED_RANK = 3

PERSON = "PERSON"

_CAPITALIZED = re.compile(r"[A-Z\u00c0-\u00de]\w+(?:[ -][A-Z\u00c0-\u00de]\w+)*")


def settle_turn(turn: Turn, candidates: Iterable[Candidate]) -> tuple[Entity, ...]:
    """Make entities of a turn's candidates: none overlapping, all inside the text, in order.

    Of overlapping candidates the higher rank wins, then the longer, the surer, the earlier, the
    better score. The names of all that found the same span are kept; a sure one makes it sure.
    """
    text = turn.text
    valid = {
        candidate for candidate in candidates if 0 <= candidate.start < candidate.end <= len(text)
    }
    order = sorted(
        valid,
        key=lambda one: (
            -one.rank,
            one.start - one.end,
            not one.sure,
            one.start,
            -one.score,
            one.type,
            one.recognizer,
            one.reason,
            one.identity,
        ),
    )
    chosen: list[Candidate] = []
    for candidate in order:
        touched = [one for one in chosen if one.start < candidate.end and candidate.start < one.end]
        if not touched:
            chosen.append(candidate)
        elif candidate.sure and candidate.rank >= LISTED_RANK:
            chosen = _widen(chosen, touched, candidate, sure=True)
        elif candidate.extends and touched[0].rank < LISTED_RANK and len(touched) == 1:
            chosen = _widen(chosen, touched, candidate, sure=touched[0].sure)
        elif candidate.type == PERSON and all(one.rank == LISTED_RANK for one in touched):
            chosen += _rests(text, candidate, touched)
    return tuple(
        _entity(turn, candidate, order) for candidate in sorted(chosen, key=lambda one: one.start)
    )


def _widen(
    chosen: list[Candidate], touched: list[Candidate], candidate: Candidate, *, sure: bool
) -> list[Candidate]:
    """Let the first that was touched cover all of them: no part of a listed name stays."""
    first = touched[0]
    wide = replace(
        first,
        start=min(candidate.start, *(one.start for one in touched)),
        end=max(candidate.end, *(one.end for one in touched)),
        sure=sure,
    )
    return [*(one for one in chosen if one not in touched), wide]


def _rests(text: str, candidate: Candidate, touched: Sequence[Candidate]) -> Iterator[Candidate]:
    """What stands of a person's name before and after its listed part: "Ana" of "Ana Lopez"."""
    first, last = (min(one.start for one in touched), max(one.end for one in touched))
    for start, end in ((candidate.start, first), (last, candidate.end)):
        for word in _CAPITALIZED.finditer(text, start, max(start, end)):
            yield replace(
                candidate, start=word.start(), end=word.end(), sure=False, identity="",
                reason="right beside a listed name",
            )  # fmt: skip


def _entity(turn: Turn, chosen: Candidate, candidates: Iterable[Candidate]) -> Entity:
    same = [chosen] + [
        one
        for one in candidates
        if (one.start, one.end, one.type) == (chosen.start, chosen.end, chosen.type)
    ]
    sure = next((one for one in same if one.sure), None)
    return Entity(
        id=entity_id(turn.id, chosen.start),
        turn=turn.id,
        start_char=chosen.start,
        end_char=chosen.end,
        type=chosen.type,
        text=turn.text[chosen.start : chosen.end],
        score=round(max(one.score for one in same), 3),
        recognizers=tuple(sorted({one.recognizer for one in same})),
        decision=AUTO if sure else QUEUED,
        reason=(sure or chosen).reason,
        identity=chosen.identity,
    )
