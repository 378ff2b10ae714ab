"""Where permission to record was asked for and given, by the guide's item or by what was said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from transcribe.core.time import format_clock
from transcribe.core.transcript import INTERVIEWEE
from transcribe.stages.tokens import tokenize

GIVEN, ASKED, REFUSED, ANNOUNCED, ABSENT = "given", "asked", "refused", "announced", "absent"

FIRST_SECONDS, FIRST_TURNS = 600.0, 30
"""How far into a recording cues are looked for: seconds, or turns where there are no times."""

ITEM = re.compile(
    r"\brecord(?:ing|ed)?\b|\bconsent\b|\bpermission\b|\benregistre|\bconsentement\b", re.IGNORECASE
)
"""Says that an item of the guide is about permission."""

_RECORD = r"(?:record\w*|taped?|taping|transcrib\w*|enregistr\w*)"
_MAY = (
    r"(?:mind|okay|ok|alright|all right|agree|consent\w*|permission|allow\w*|fine|comfortable|"
    r"accept\w*|objections?|can (?:i|we)|may (?:i|we)|could (?:i|we)|derange\w*|d accord|"
    r"permett\w*|possible|puis je|peux|peut on|pouvons|autoris\w*|gene)"
)
_ASK = re.compile(
    rf"\b{_MAY}\b(?: \w+){{0,12}} {_RECORD}\b|\b{_RECORD}\b(?: \w+){{0,12}} {_MAY}\b"
    r"|\b(?:your|you) (?:verbal |oral |informed )?consent\b|\bdo you consent\b|\bconsent form\b"
    r"|\bvotre consentement\b|\bformulaire de consentement\b"
)
_ANNOUNCE = re.compile(
    r"\b(?:we|i|this|it|interview|call|meeting|conversation|session)(?: (?:are|re|am|m|is|s|"
    r"will be|ll be|being|now|going to be|also)){1,3} record(?:ed|ing)\b"
    r"|\bstart(?:ed|ing)? (?:the |to )?record(?:ing)?\b|\brecording (?:has |is |in )?(?:now )?"
    r"(?:started|on|progress)\b|\b(?:on|nous|je) (?:enregistre|enregistrons)\b"
)
_YES = re.compile(
    r"\b(?:yes|yeah|yep|yup|sure|of course|absolutely|no problem|okay|ok|fine|go ahead|i agree|"
    r"i do|i consent|all good|not at all|don t mind|perfect|please do|alright|definitely|certainly|"
    r"totally|oui|ouais|d accord|bien sur|aucun probleme|pas de probleme|pas de souci|allez y|"
    r"certainement|tout a fait|volontiers|ca marche|j accepte|pas du tout)\b"
)
_NO = re.compile(
    r"\b(?:rather not|prefer not|please don t|do not want|don t want|don t agree|no i do mind|"
    r"prefere (?:pas|que non)|je refuse|non merci|pas d accord)\b"
)
_MIND = re.compile(r"\b(?:mind|derange\w*|gene|objections?)\b")
_ANSWER_WORDS = 14


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
    The field ``consent_heard`` of the document: ``state`` (``given``, ``asked``: no clear yes
    after it, ``refused``, ``announced``: nobody asked, ``absent``), ``turn`` and ``start`` of the
    question, ``answer`` (id of the turn that answers), ``item`` of the guide. What does not apply
    is None.
    """
    about = {name for name, text in (items or {}).items() if ITEM.search(text)}
    asked = _by_guide(turns, about)
    by_words = _by_words(turns, _ASK)
    if asked is None or (by_words is not None and not _speaks(turns[asked])):
        asked = by_words if by_words is not None else asked
    if asked is None:
        told = _by_words(turns, _ANNOUNCE)
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
    return bool(_ASK.search(folded) or _ANNOUNCE.search(folded))


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
    """What the next words of the other speaker say; the rest of the turn where nobody was parted.

    "No" is a yes to "do you mind".
    """
    question = _folded(turns[asked])
    for turn in turns[asked + 1 : asked + 4]:
        if turn["speaker"] == turns[asked]["speaker"]:
            continue
        said = " ".join(_folded(turn).split()[:_ANSWER_WORDS])
        if _NO.search(said):
            return REFUSED, str(turn["id"])
        if _YES.search(said) or (_MIND.search(question) and re.match(r"(?:no|non)\b", said)):
            return GIVEN, str(turn["id"])
    return ASKED, None


def heard_words(heard: Mapping[str, Any]) -> str:
    """What was heard of permission, as a sentence."""
    place = f"turn {heard['turn']}"
    if heard["start"] is not None:
        # Two digits of minutes, as players show them.
        place = f"{format_clock(heard['start']):0>5} (turn {heard['turn']})"
    sentences = {
        GIVEN: f"Permission to record was asked and given: heard at {place}.",
        ASKED: f"Permission to record was asked at {place}; no clear yes was heard after it.",
        REFUSED: f"Permission to record was asked at {place}, and the answer sounds like a no: "
        "listen to it.",
        ANNOUNCED: f"The recording was announced at {place}; nobody was heard asking for "
        "permission.",
        ABSENT: "Consent to record was not heard in the recording; that may be right if it was "
        "given before.",
    }
    return sentences[heard["state"]]
