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

from transcribe.core.transcript import INTERVIEWER
from transcribe.stages.tokens import tokenize

BEFORE, AFTER, HERE = "before", "after", "here"

_VERBS = "write|quote|publish|transcribe|print|note|cite|record"
_LOOSE = f"{_VERBS}|include|mention|use|share|put|keep|repeat|tell"
_THAT = r"(?:that|this|it|those|these|any of (?:that|this|it)|me|what i (?:just )?sa(?:id|y))"
_CUT = "remove|delete|cut|erase|strike|skip|omit|redact|leave out|edit out|take out|anonymi[sz]e"
_FRENCH = "not|ecri|cit|publi|transcri|enregistr|inclu|mentionn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words that hold a passage back.

    Attributes
    ----------
    says
        What they mean, for the person who settles it.
    about
        `BEFORE`, `AFTER` or `HERE`: which neighbours they may speak of.
    by
        ``anyone``; ``interviewee`` (all but the interviewer, who speaks of it in the opening); or
        ``interviewer``.
    """

    says: str
    pattern: re.Pattern[str]
    about: str
    by: str = "anyone"


def _cue(says: str, pattern: str, about: str, by: str = "anyone") -> Cue:
    return Cue(says=says, pattern=re.compile(rf"\b(?:{pattern})\b"), about=about, by=by)


CUES = (
    _cue(
        "off the record",
        r"off the record|off record|off the books|hors micro|en off"
        r"|you didn t hear (?:that|this|it) from me",
        HERE,
    ),
    _cue(
        "to stay between those present",
        r"(?:just|only|strictly|stays?|staying|remains?|keep (?:that|this|it)|kept) (?:\w+ )?"
        r"between (?:us|you and (?:me|i)|ourselves|the \d of us)"
        r"|between you and me(?! there)|(?:stays?|keep (?:that|this|it)) (?:in this room|in here)"
        r"|(?:reste|restera|restent|juste|bien|strictement|soit dit) entre nous",
        HERE,
    ),
    _cue(
        "not to be written or quoted",
        rf"please (?:do not|don t|never) (?:{_LOOSE}) (?:\w+ )?{_THAT}"
        rf"|(?:you (?:should not|shouldn t|must not|can t|cannot|don t have to)|(?:i d|i would) "
        rf"(?:rather|prefer)(?: that| if)? you (?:didn t|did not|don t|do not|not)|could you not|"
        rf"can you not|would you not) (?:{_LOOSE}) (?:\w+ )?{_THAT}"
        rf"|(?<!i )(?<!we )(?<!they )(?<!you )(?<!people )(?:do not|don t) (?:{_VERBS}) {_THAT}"
        r"|don t quote me|do not quote me|don t tell (?:anyone|anybody|them|him|her)"
        r"|not (?:for publication|to be published|for the (?:transcript|record|recording))"
        r"|(?:keep|leave) (?:that|this|it) out of (?:the|your|this)"
        r"|(?:keep|leave) (?:that|this) (?:out|private|secret|to yourself)"
        rf"|(?:ne|n) (?:le |la |l |les |ca )?(?:{_FRENCH})\w* (?:pas|plus) (?:ca|cela|ce|cette)"
        rf"|(?:ne|n) (?:le|la|les|l) (?:{_FRENCH})\w* (?:pas|plus)"
        r"|ne (?:le |la |l )?(?:mets|mettez) pas"
        rf"|(?:peux|pouvez|pourriez|faut|faudrait|prefere|prefererais|svp|plait) (?:\w+ ){{0,3}}ne "
        rf"pas (?:le |la |l |les )?(?:{_FRENCH}|mett)\w*",
        BEFORE,
    ),
    _cue(
        "asked to be removed",
        rf"(?:please|can you|could you|would you|you (?:can|could|should|may|might want to|have to|"
        rf"need to|must|ll have to)|i d like you to|want you to) (?:\w+ ){{0,2}}(?:{_CUT}) {_THAT}"
        rf"|(?:please|can you|could you) (?:\w+ )?(?:cut|take|leave|edit|bleep|blank) {_THAT} out"
        r"|anonymi[sz]e (?:that|this|it|the) ?(?:part|bit|section|name|passage)?"
        r"|(?:enleve|coupe|efface|supprime|retire|anonymise)[zr]? (?:ca|cela|cette partie|"
        r"ce passage|ce nom|ce bout)",
        BEFORE,
        "interviewee",
    ),
    _cue(
        "promised to be removed",
        r"(?:we|i) (?:can|will|ll|could) (?:\w+ )?(?:remove|cut|delete|take|leave|edit|bleep|blank)"
        r" (?:that|this|it) (?:out|part|bit|section|from the (?:transcript|recording|interview))"
        r"|(?:we|i) (?:won t|will not|wouldn t) (?:write|include|quote|publish|mention|transcribe) "
        r"(?:that|this|it)|(?:on|nous|je) (?:va|vais|allons|peux|peut|pouvons) (?:l |le |la )?"
        r"(?:enlever|couper|effacer|supprimer|retirer) (?:ca|cela|cette partie|ce passage)",
        BEFORE,
        "interviewer",
    ),
    _cue(
        "said although it should not be",
        r"i (?:probably |maybe |really )?(?:should not|shouldn t|m not supposed to|am not supposed "
        r"to|m not allowed to|am not allowed to) (?:be |have )?(?:say|saying|said|tell|telling|"
        r"told|share|sharing|talk|talking|disclose|mention)"
        r"|je (?:ne )?(?:devrais|dois) pas (?:le |en |vous |te )?(?:dire|parler)",
        AFTER,
        "interviewee",
    ),
    _cue(
        "a non-disclosure agreement",
        r"ndas?|n d a|non ?disclosure|(?:accord|clause|engagement|entente) de (?:confidentialite|"
        r"non divulgation)",
        AFTER,
        "interviewee",
    ),
    _cue(
        "said to be confidential",
        r"(?:this|that|it|which|all|quite|very|bit|highly|strictly|kind of|sort of)(?: s| is| was)?"
        r"(?: \w+)? confidential|confidential (?:so|sorry|but|and i)|(?:can t|cannot|not allowed|"
        r"allowed|say|tell|talk|share|disclose|details?|name) (?:\w+ ){0,8}confidential"
        r"|confidential(?:ity)? (?:\w+ ){0,8}(?:can t|cannot|not allowed|disclose|tell you|say)"
        r"|(?:c est|c etait|assez|tres|un peu|strictement) (?:\w+ )?confidentiel(?:le)?s?",
        AFTER,
        "interviewee",
    ),
    _cue(
        "asked for the recording to be stopped",
        r"(?:please|can you|could you|can we|could we|would you) (?:\w+ )?(?:stop|pause|turn off|"
        r"switch off) (?:the |this |your )?(?:record\w*|tape|mic\w*)"
        r"|(?:coupez|arretez|eteignez) (?:le micro|l enregistrement)",
        HERE,
        "interviewee",
    ),
)

BARE = 5
"""Words after a cue from which on it speaks of them rather than of the turn before."""

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


def find_passages(turns: Sequence[Mapping[str, Any]]) -> tuple[Passage, ...]:
    """Passages that a cue holds back: its turn, and the neighbour that it speaks of.

    Parameters
    ----------
    turns
        Of a private ``transcript.json``: ``id``, ``role``, ``speaker`` and ``text`` are read.
    """
    found = []
    for index, turn in enumerate(turns):
        folded = _folded(str(turn["text"]))
        hits = [
            (match, cue)
            for cue in CUES
            if _may_say(turn, cue)
            for match in cue.pattern.finditer(folded)
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
                cues=tuple(dict.fromkeys(cue.says for _, cue in hits)),
            )
        )
    return tuple(found)


def _folded(text: str) -> str:
    return " ".join(token.fold for token in tokenize(text))


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
