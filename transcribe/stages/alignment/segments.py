"""Turns cut into the pieces that are compared with the guide's questions.

A recognizer's punctuation is a hint, not a fact: sentences are taken where there are any, long
stretches without are cut into overlapping windows, and a question that a backchannel cut in two is
put together again with the first words of the next turn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from transcribe.core.transcript import INTERVIEWEE, Transcript

WINDOW = 22
"""Words of a window; a guide question has 5 to 25."""
FEWEST = 3
TAIL = 12
"""Words of the next turn that may finish a question."""
ASKED_BY_INTERVIEWEE = 45
"""Words at the end of an interviewee's turn that may be the interviewer's, wrongly attributed."""

_FILLERS = re.compile(
    r"\b(?:u+h+|u+m+|e+r+m*|h+m+|m+-?h+m+|mm+|ah+|oh|euh|äh+|ähm|okay|ok|yeah|yep|right|all right"
    r"|alright|sorry|you know|i mean|i see|i understand|perfect|great|nice|interesting"
    r"|thanks(?: a lot)?|thank you(?: very much)?|exactly|super|good|well|so|sure|of course|maybe"
    r"|basically)\b[\s,.]*",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.?!？。])\s+")
_ASKING = re.compile(
    r"\b(?:how|what|which|who|whom|why|where|when)\b"
    r"|\b(?:do|does|did|have|has|are|is|was|were|can|could|would|will)\s+(?:\w+\s+)?"
    r"(?:you|your|they|there|it|we|the|any|some|that|this)\b"
    r"|\btell\s+(?:me|us)\b|\bmov(?:e|ing)\s+on\b|\bin\s+your\s+opinion\b"
    r"|\b(?:next|last|first|one\s+more)\s+(?:\w+\s+)?question\b"
    r"|\b(?:est-ce|quels?|quelles?|comment|pourquoi|combien|où|qui|avez-vous|pouvez-vous)\b"
    r"|\b(?:wie|was|welche[rsn]?|warum|wer|wo|wann|haben\s+sie|sind\s+sie|gibt\s+es)\b"
    r"|\b(?:cómo|qué|cuál(?:es)?|quién|dónde|cuándo|tiene|ha\s+tenido)\b",
    re.IGNORECASE,
)
_FOLLOWING_UP = re.compile(
    r"\byou(?:'ve|\s+have|\s+just|\s+also)?\s+(?:mentioned|said|talked|told|spoke|referred|meant)\b"
    r"|\b(?:do|did|what)\s+(?:do\s+|did\s+)?you\s+me+ant?\b|\bfor\s+that\b|\bgo\s+(?:a\s+bit\s+)?deeper\b"
    r"|\b(?:give|have)\s+(?:me|us)?\s*an?\s+example\b|\bjust\s+to\s+(?:clarify|be\s+sure|make\s+sure)\b"
    r"|\bif\s+i\s+understand\b|\bam\s+i\s+understanding\b|\bin\s+(?:your|this|that)\s+case\b"
    r"|\bwith\s+(?:that|this|these|those)\b|\b(?:this|that|these|those)\s+(?:kind|type|sort|problem|issue)"
    r"|\bvous\s+avez\s+(?:dit|mentionné|parlé)\b|\bsie\s+haben\s+(?:gesagt|erwähnt)\b",
    re.IGNORECASE,
)
_TURNING = re.compile(
    r"\b(?:mov(?:e|ing)|jump(?:ing)?|go(?:ing)?|pass(?:ing)?|switch(?:ing)?)\s+(?:on|over|now)?\s*(?:in)?to\b"
    r"|\bmov(?:e|ing)\s+on\b|\b(?:next|last|first|final|other|another)\s+(?:\w+\s+)?"
    r"(?:questions?|section|part|phase|topic)\b|\b(?:start\s+off|to\s+start|to\s+conclude|let's\s+talk)\b"
    r"|\b(?:passons|prochaine\s+question|dernière\s+question|nächste\s+frage|letzte\s+frage)\b",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"\b(?:thanks?|thank\s+you|perfect|great|nice|i\s+see|i\s+understand|interesting|all\s+right"
    r"|alright|very\s+good|merci|parfait|danke|gut|gracias|perfecto)\b",
    re.IGNORECASE,
)
_REPEATED = re.compile(r"\b(\w+(?:\s+\w+){0,2})(?:[\s,.]+\1\b)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a turn.

    Attributes
    ----------
    turn
        Index of the turn it begins in.
    text
        Cleaned words: no fillers, no stammered repetitions.
    asking
        How much it looks like a question, 0 to 1.
    place
        Where in the turn it ends, 0 to 1.
    """

    turn: int
    text: str = field(repr=False)
    asking: float
    place: float


def spoken(text: str) -> str:
    """Words without fillers and stammering; punctuation stays where a recognizer put it."""
    text = re.sub(r"\[[^\]]*\]|=+[^=]*=+", " ", text)
    text = _FILLERS.sub(" ", text)
    text = _REPEATED.sub(r"\1", text)
    text = re.sub(r"(?:\s*,)+", ",", text)
    text = re.sub(r"([.?!])(?:\s*[.,])+", r"\1", text)
    return re.sub(r"\s+", " ", text).strip(" ,.-")


def asking(text: str) -> float:
    """How much a stretch looks like a question: by its mark, or by words that questions have."""
    if "?" in text or "？" in text:
        return 1.0
    return 0.6 if _ASKING.search(text) else 0.0


def follows_up(text: str) -> bool:
    """Whether a stretch comes back to what the interviewee said."""
    return _FOLLOWING_UP.search(text) is not None


def acknowledges(text: str) -> bool:
    """Whether a stretch thanks for an answer, as before another question."""
    return _THANKS.search(text) is not None


def turns_over(text: str) -> bool:
    """Whether a stretch announces another question or section."""
    return _TURNING.search(text) is not None


def pieces_of(transcript: Transcript) -> tuple[tuple[Piece, ...], ...]:
    """Cut every turn into pieces; one tuple a turn, in order."""
    found = []
    told: dict[int, int] = {}  # Words of a turn that finished a question cut in two.
    for index, turn in enumerate(transcript.turns):
        text = spoken(turn.text)
        if index in told:
            text = " ".join(text.split()[told[index] :])
        if transcript.role(turn) == INTERVIEWEE:
            found.append(_interviewee_pieces(index, text))
            continue
        following = transcript.turns[index + 1] if index + 1 < len(transcript.turns) else None
        tail = ""
        if following is not None and following.speaker != turn.speaker:
            tail = _resumed(transcript, index)
            if tail:
                told[index + 2] = len(tail.split())
            else:
                tail = _finish(text, spoken(following.text))
        found.append(_pieces(index, text, tail))
    return tuple(found)


def sentences(text: str) -> tuple[str, ...]:
    """Sentences of an answer, long ones in windows; without those of a word or two."""
    parts = (window for part in _SENTENCE.split(spoken(text)) for window in _windows(part))
    return tuple(part for part in parts if len(part.split()) >= FEWEST)


def _interviewee_pieces(index: int, text: str) -> tuple[Piece, ...]:
    """Only what asks at the very end of the turn: elsewhere an interviewee's questions are told."""
    words = text.split()
    end = " ".join(words[-ASKED_BY_INTERVIEWEE:])
    sentences = [part for part in _SENTENCE.split(end) if len(part.split()) >= FEWEST][-3:]
    kept = [part for part in sentences if asking(part) and len(part.split()) <= 2 * WINDOW]
    return tuple(Piece(turn=index, text=part, asking=asking(part), place=1.0) for part in kept)


def _finish(text: str, following: str) -> str:
    """First words of the next turn, when this one stops in the middle of a sentence."""
    if not text or not following or text.endswith(("?", "!")):
        return ""
    words = following.split()[:TAIL]
    for count, word in enumerate(words, start=1):
        if word.endswith(("?", ".")):
            return " ".join(words[:count])
    return " ".join(words[:4]) if following[:1].islower() else ""


def _resumed(transcript: Transcript, index: int) -> str:
    """How a sentence goes on that somebody's backchannel cut in two, where marks tell so."""
    turns = transcript.turns
    if index + 2 >= len(turns) or turns[index + 2].speaker != turns[index].speaker:
        return ""
    text, goes_on = turns[index].text.rstrip(), turns[index + 2].text.lstrip()
    cut = text[-1:].isalnum() or text[-1:] == ","
    if not cut or text == text.lower() or not goes_on[:1].islower():
        return ""
    if spoken(turns[index + 1].text):
        return ""
    words = spoken(goes_on).split()[: 2 * TAIL]
    ends = (count for count, word in enumerate(words, start=1) if word[-1] in ".?!")
    return " ".join(words[: next(ends, TAIL)])


def _pieces(index: int, text: str, tail: str) -> tuple[Piece, ...]:
    sentences = [part for part in _SENTENCE.split(text) if part]
    if tail and sentences:
        sentences[-1] = f"{sentences[-1]} {tail}"
    stretches: list[str] = []
    for sentence in sentences:
        stretches += _windows(sentence)
    total = max(len(stretches), 1)
    found: dict[str, Piece] = {}
    for at, stretch in enumerate(stretches):
        before = stretches[at - 1] if at else ""
        joined = [stretch]
        if before and len(before.split()) + len(stretch.split()) <= WINDOW * 3 // 2:
            joined.append(f"{before} {stretch}")
        for part in joined:
            if len(part.split()) >= FEWEST and part not in found:
                found[part] = Piece(
                    turn=index, text=part, asking=asking(part), place=(at + 1) / total
                )
    return tuple(found.values())


def _windows(sentence: str) -> list[str]:
    words = sentence.split()
    if len(words) <= WINDOW * 3 // 2:
        return [sentence]
    step = WINDOW // 2
    starts = range(0, max(len(words) - step, 1), step)
    return [" ".join(words[start : start + WINDOW]) for start in starts]
