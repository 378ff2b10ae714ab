"""Where permission to record was asked for and given, by the guide's item or by what was said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from transcribe.core.time import format_clock
from transcribe.core.transcript import INTERVIEWEE
from transcribe.stages.permission_cues import (
    ANNOUNCE,
    ASK,
    BARE_YES,
    CONDITION,
    ITEM,
    MINDS,
    NAY,
    NO,
    YES,
)
from transcribe.stages.tokens import tokenize

GIVEN, CONDITIONAL, ASKED, REFUSED = "given", "conditional", "asked", "refused"
ANNOUNCED, ABSENT = "announced", "absent"

FIRST_SECONDS, FIRST_TURNS = 600.0, 30
"""How far into a recording cues are looked for: seconds, or turns where there are no times."""

_ANSWER_WORDS, _CONDITION_WORDS = 14, 30
"""Words of an answer that are looked at: for yes or no, and for what a yes depends on."""


def hear_permission(
    turns: Sequence[Mapping[str, Any]], *, items: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Look for the place where somebody may be recorded is settled.

    Parameters
    ----------
    turns
        Of a private ``transcript.json``.
    items
        Guide item id to its text.

    Returns
    -------
    The field ``consent_heard`` of the document: ``state`` (``given``, ``conditional``: a yes that
    depends on something, ``asked``: no clear yes after it, ``refused``, ``announced``: nobody
    asked, ``absent``), ``turn`` and ``start`` of the question, ``answer`` (id of the turn that
    answers), ``item`` of the guide. What does not apply is None.
    """
    about = {name for name, text in (items or {}).items() if ITEM.search(text)}
    asked = _by_guide(turns, about)
    by_words = _by_words(turns, ASK)
    if asked is None or (by_words is not None and not _speaks(turns[asked])):
        asked = by_words if by_words is not None else asked
    if asked is None:
        told = _by_words(turns, ANNOUNCE)
        state = ABSENT if told is None else ANNOUNCED
        return _heard(state, None if told is None else turns[told])
    item = next((one for one in turns[asked]["guide"]["asks"] if one in about), None)
    state, answer = _answer(turns, asked)
    return _heard(state, turns[asked], answer=answer, item=item)


def _heard(
    state: str,
    turn: Mapping[str, Any] | None,
    *,
    answer: str | None = None,
    item: str | None = None,
) -> dict[str, Any]:
    return {
        "state": state,
        "turn": turn["id"] if turn else None,
        "start": turn["start"] if turn else None,
        "answer": answer,
        "item": item,
    }


def _folded(turn: Mapping[str, Any]) -> str:
    return " ".join(token.fold for token in tokenize(str(turn["text"])))


def _speaks(turn: Mapping[str, Any]) -> bool:
    folded = _folded(turn)
    return bool(ASK.search(folded) or ANNOUNCE.search(folded))


def _by_guide(turns: Sequence[Mapping[str, Any]], about: set[str]) -> int | None:
    """The first turn that asks an item about permission."""
    return next((at for at, turn in enumerate(turns) if about & set(turn["guide"]["asks"])), None)


def _by_words(turns: Sequence[Mapping[str, Any]], pattern: re.Pattern[str]) -> int | None:
    for at, turn in enumerate(turns):
        late = at >= FIRST_TURNS if turn["start"] is None else turn["start"] > FIRST_SECONDS
        if late:
            return None
        if turn["role"] != INTERVIEWEE and pattern.search(_folded(turn)):
            return at
    return None


def _answer(turns: Sequence[Mapping[str, Any]], asked: int) -> tuple[str, str | None]:
    """What the first of the other speaker's next turns says that says yes or no."""
    minds = MINDS.search(_folded(turns[asked])) is not None
    for turn in turns[asked + 1 : asked + 4]:
        if turn["speaker"] == turns[asked]["speaker"]:
            continue
        said = _folded(turn)
        state = _meaning(" ".join(said.split()[:_ANSWER_WORDS]), minds=minds)
        if state == GIVEN and CONDITION.search(" ".join(said.split()[:_CONDITION_WORDS])):
            state = CONDITIONAL
        if state != ASKED:
            return state, str(turn["id"])
    return ASKED, None


def _meaning(said: str, *, minds: bool) -> str:
    """`GIVEN`, `REFUSED`, or `ASKED` where an answer says neither.

    "No" is a yes to "do you mind", to which a bare "yes" says nothing that may be relied on.
    """
    if NO.search(said):
        return REFUSED
    if minds and BARE_YES.search(said):
        return ASKED
    nay = NAY.search(said) is not None
    if YES.search(said) or (minds and nay):
        return GIVEN
    return REFUSED if nay else ASKED


def heard_words(heard: Mapping[str, Any]) -> str:
    """What was heard of permission, as a sentence."""
    place = f"turn {heard['turn']}"
    if heard["start"] is not None:
        # Two digits of minutes, as players show them.
        place = f"{format_clock(heard['start']):0>5} (turn {heard['turn']})"
    sentences = {
        GIVEN: f"Permission to record was asked and given: heard at {place}.",
        CONDITIONAL: f"Permission to record was asked and given on a condition: listen at {place}.",
        ASKED: f"Permission to record was asked at {place}; no clear yes was heard after it.",
        REFUSED: f"Permission to record was asked at {place}, and the answer sounds like a no: "
        "listen to it.",
        ANNOUNCED: f"The recording was announced at {place}; nobody was heard asking for "
        "permission.",
        ABSENT: "Consent to record was not heard in the recording; that may be right if it was "
        "given before.",
    }
    return sentences[heard["state"]]
