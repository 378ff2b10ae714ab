"""Passages that somebody asked to be held back, by what was said.

"Off the record", "don't write that", "this stays between us", a non-disclosure agreement: such
passages wait for a person before anything of the recording is released. Cues are looked for in
folded words, so that text without capitals and marks, as recognizers write it, is no different.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transcribe.core.hints import Hint
from transcribe.core.transcript import INTERVIEWER
from transcribe.stages.cue import AFTER, BEFORE, HERE, Cue
from transcribe.stages.holding import CUES
from transcribe.stages.reticence import WIDE
from transcribe.stages.tokens import tokenize

BARE = 5
"""Words after a cue from which on it speaks of them rather than of the turn before."""

PERHAPS = "may be off the record: read it, or listen"
"""Said of what no cue holds back, but may ask for it."""

_CLAUSE = re.compile(r"[.?!:;,…()\"“”«»\n]|[-–—] | [-–—]")
"""Marks after which a clause begins."""

NEAR_EDGE = 12
"""Words between a cue and the edge of its turn up to which it may speak of the turn beyond."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Turns that are held back until a person says what becomes of them.

    Attributes
    ----------
    id
        Id of the turn that holds the cue.
    turns
        Ids of all its turns, in order.
    cues
        What was said, in the words of `Cue.says`.
    """

    id: str
    turns: tuple[str, ...]
    cues: tuple[str, ...]


def find_passages(
    turns: Sequence[Mapping[str, Any]], *, hints: Sequence[Hint] = ()
) -> tuple[Passage, ...]:
    """Passages that a cue holds back: its turn, and the neighbour that it speaks of.

    Parameters
    ----------
    turns
        Of a private ``transcript.json``: ``id``, ``role``, ``speaker`` and ``text`` are read.
    hints
        Turns that may ask for it without any cue.
    """
    found = []
    for index, turn in enumerate(turns):
        folded, openings = _folded(str(turn["text"]))
        hits = [
            (match, cue)
            for cue in (*CUES, *WIDE)
            if _may_say(turn, cue)
            for match in cue.pattern.finditer(folded)
            if not cue.opens or match.start() in openings
        ]
        if not hits:
            continue
        members = {index}
        for match, cue in hits:
            members |= _neighbours(turns, index, folded, match, cue)
        found.append(
            Passage(
                id=str(turn["id"]),
                turns=tuple(str(turns[at]["id"]) for at in sorted(members)),
                cues=_said(hits),
            )
        )
    held = {turn for passage in found for turn in passage.turns}
    unsure = {hint.turn for hint in hints} - held
    found += [
        _perhaps(turns, index) for index, turn in enumerate(turns) if str(turn["id"]) in unsure
    ]
    order = {str(turn["id"]): index for index, turn in enumerate(turns)}
    return tuple(sorted(found, key=lambda passage: order[passage.id]))


def _perhaps(turns: Sequence[Mapping[str, Any]], index: int) -> Passage:
    """A turn that may ask for it; what is short speaks of the speaker's last turn, if of any."""
    members = {index}
    if len(tokenize(str(turns[index]["text"]))) <= NEAR_EDGE:
        other = _speaker_near(turns, index, step=-1, same=True)
        members |= set() if other is None else set(range(other, index))
    return Passage(
        id=str(turns[index]["id"]),
        turns=tuple(str(turns[at]["id"]) for at in sorted(members)),
        cues=(PERHAPS,),
    )


def _said(hits: Sequence[tuple[re.Match[str], Cue]]) -> tuple[str, ...]:
    """What the cues mean; a wide one is told only where no phrase says it better."""
    plain = tuple(dict.fromkeys(cue.says for _, cue in hits if cue not in WIDE))
    return plain or tuple(dict.fromkeys(cue.says for _, cue in hits))


def _folded(text: str) -> tuple[str, frozenset[int]]:
    """Its words, folded, and where among them clauses begin."""
    tokens = tokenize(text)
    openings, length, last = set(), 0, 0
    for token in tokens:
        if not length or _CLAUSE.search(text[last : token.start]):
            openings.add(length)
        length += len(token.fold) + 1
        last = token.end
    return " ".join(token.fold for token in tokens), frozenset(openings)


def _may_say(turn: Mapping[str, Any], cue: Cue) -> bool:
    if cue.by == "anyone":
        return True
    asks = str(turn["role"]) == INTERVIEWER
    return asks == (cue.by == "interviewer")


def _neighbours(
    turns: Sequence[Mapping[str, Any]], index: int, folded: str, match: re.Match[str], cue: Cue
) -> set[int]:
    """The turns before or after that a cue near the edge of its own speaks of."""
    before, after = folded[: match.start()].split(), folded[match.end() :].split()
    members: set[int] = set()
    if cue.by == "interviewer":
        other = _speaker_near(turns, index, step=-1, same=False)
        return set() if other is None else set(range(other, index))
    # "Off the record, we lost it" speaks of what it begins; "that was off the record" does not.
    looks_back = cue.about == BEFORE or (cue.about == HERE and len(after) < BARE)
    if looks_back and len(before) <= NEAR_EDGE:
        other = _speaker_near(turns, index, step=-1, same=True)
        members |= set() if other is None else set(range(other, index))
    if cue.about in (AFTER, HERE) and len(after) <= NEAR_EDGE:
        other = _speaker_near(turns, index, step=1, same=turns[index]["role"] != INTERVIEWER)
        members |= set() if other is None else set(range(index + 1, other + 1))
    return members


def _speaker_near(
    turns: Sequence[Mapping[str, Any]], index: int, *, step: int, same: bool
) -> int | None:
    """Index of the nearest turn, two away at most, of the same or of another speaker."""
    for distance in (1, 2):
        at = index + step * distance
        if 0 <= at < len(turns) and (turns[at]["speaker"] == turns[index]["speaker"]) == same:
            return at
    return None
