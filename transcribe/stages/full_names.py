"""Parts of one person's name that stand together, and what stands between them, as one mention."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from transcribe.stages.lexicon import COMMON, zipf
from transcribe.stages.mentions import Match
from transcribe.stages.tokens import fold

_TOGETHER = re.compile(r"\s*-?\s*")
_MIDDLE = re.compile(
    r"""\s+(?:(?P<initial>[^\W\d_])\.?|["“”'‘«(][^\W\d_][\w’'-]{0,20}["”'’»)]"""
    r"|(?P<word>[^\W\d_][\w’'-]{1,20}))\s+"
)
_INITIAL = re.compile(r"\s(?P<letter>[^\W\d_])\b(?:\.(?=\s*[a-z,;]))?")
_CUT_OFF = re.compile(r"(?<![^\W_])(?P<begun>[^\W\d_]{1,12})(?:[-–—]+|\.\.\.|…)\s+$")


def join_names(found: Sequence[Match], text: str) -> tuple[Match, ...]:
    """Join what belongs to one person's name.

    Parts next to each other; a given and a family name with an initial, another name or a nickname
    between them (``Maria J. Lopez``); the family name's initial (``Maria L.``); the name begun and
    broken off before it (``Mar- Maria``).
    """
    joined: list[Match] = []
    for match in found:
        last = joined[-1] if joined else None
        if last is not None and _are_one(last, match, text):
            joined[-1] = replace(last, end=match.end, score=min(last.score, match.score))
        else:
            joined.append(match)
    return tuple(_whole(match, joined, text) for match in joined)


def _are_one(one: Match, other: Match, text: str) -> bool:
    if one.type != "PERSON" or other.type != "PERSON" or one.identity != other.identity:
        return False
    between = text[one.end : other.start]
    if _TOGETHER.fullmatch(between):
        return True
    middle = _MIDDLE.fullmatch(between)
    same = fold(text[one.start : one.end]) == fold(text[other.start : other.end])
    if middle is None or same or max(one.score, other.score) >= 1.0:
        return False
    if middle["initial"]:
        # "Maria I Lopez": somebody begins to speak.
        return middle["initial"] != "I"
    word = middle["word"]
    return not word or (word[0].isupper() and zipf(fold(word)) < COMMON + 0.5)


def _whole(match: Match, found: Sequence[Match], text: str) -> Match:
    """The match with the initial after it and the broken-off beginning before it."""
    if match.type != "PERSON" or not match.exact:
        return match
    start, end = match.start, match.end
    said = fold(text[start:end])
    initial = _INITIAL.match(text, end)
    names = match.identity.split()
    given = len(names) > 1 and said == fold(names[0])
    if initial and given and initial["letter"].isupper():
        end = initial.end() if fold(initial["letter"]) == fold(names[-1])[:1] else end
    begun = _CUT_OFF.search(text, 0, start)
    if begun and said.startswith(fold(begun["begun"])):
        start = begun.start()
    if any(one is not match and one.start < end and start < one.end for one in found):
        return match
    return replace(match, start=start, end=end)
