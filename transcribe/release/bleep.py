"""What of a recording's sound is covered before it may leave: intervals, from the words' times."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from transcribe.core.pii import REJECTED
from transcribe.core.time import Interval, Seconds
from transcribe.release.rarity import Generalization, pattern_of
from transcribe.stages.passages import left_out

MARGIN: Seconds = 0.15
"""Covered before and after each word: times of recognizers are that exact at best."""

HEARD = 1.0
"""Confidence in the time of a word that was heard just so (`stages.timing`): a name that was only
heard alike is often timed short."""


class Untimed(Exception):
    """Something that must be covered has no time, so that the sound cannot leave."""


def covered(
    document: Mapping[str, Any],
    *,
    generalized: Sequence[Generalization] = (),
    guessed: bool = False,
) -> tuple[Interval, ...]:
    """Intervals of the sound in which something stands that the release does not show.

    Every replaced mention, every rare word that is told less precisely and every passage that was
    left out, with `MARGIN` on both sides; those that touch are one.

    Parameters
    ----------
    document
        Content of the private ``transcript.json``.
    guessed
        The words come from a ready-made transcript: where one of them was not heard just so, its
        whole turn is covered.

    Raises
    ------
    Untimed
        When one of them has no time.
    """
    gone = left_out(document)
    found: list[Interval] = []
    for turn in document["turns"]:
        if turn["id"] in gone:
            found.append(_whole(turn))
            continue
        for start, end in _spans(turn, generalized):
            found.append(_place(turn, start, end, guessed=guessed))
    return merged(found)


def merged(intervals: Sequence[Interval]) -> tuple[Interval, ...]:
    """Intervals with their margins, in order, none touching another.

    >>> merged([Interval(start=1.0, end=2.0), Interval(start=2.25, end=3.0)])
    (Interval(start=0.85, end=3.15),)
    """
    result: list[Interval] = []
    for one in sorted(intervals):
        start, end = max(0.0, one.start - MARGIN), one.end + MARGIN
        if result and start <= result[-1].end:
            result[-1] = Interval(start=result[-1].start, end=max(end, result[-1].end))
        else:
            result.append(Interval(start=start, end=end))
    return tuple(result)


def _spans(
    turn: Mapping[str, Any], generalized: Sequence[Generalization]
) -> Iterator[tuple[int, int]]:
    """Code points of a turn's text that a release shows otherwise."""
    text = str(turn["text"])
    for entity in turn["entities"]:
        start, end = entity["start_char"], entity["end_char"]
        if entity["decision"] != REJECTED and entity["surrogate"] != text[start:end]:
            yield start, end
    for one in generalized:
        for match in pattern_of(one).finditer(text):
            yield match.span()


def _place(turn: Mapping[str, Any], start: int, end: int, *, guessed: bool) -> Interval:
    """When some words of a turn are said; the whole turn where the words are not those heard."""
    words = turn["words"]
    joined = "".join(word["text"] for word in words)
    if not words or joined.lstrip() != turn["text"]:
        return _whole(turn)
    at = len(joined.lstrip()) - len(joined)
    hit = []
    for index, word in enumerate(words):
        if at < end and at + len(word["text"]) > start:
            hit.append(index)
        at += len(word["text"])
    if guessed and not all(_heard(words[index]) for index in hit):
        # Even a neighbour that was heard may be another place with the same word.
        return _whole(turn)
    end_of = max(words[index]["end"] for index in hit)
    return Interval(start=words[hit[0]]["start"], end=end_of)


def _heard(word: Mapping[str, Any]) -> bool:
    return (word["probability"] or 0.0) >= HEARD


def _whole(turn: Mapping[str, Any]) -> Interval:
    if turn["start"] is None or turn["end"] is None:
        raise Untimed
    return Interval(start=turn["start"], end=turn["end"])


def has_tags(flac: bytes) -> bool:
    """Whether a FLAC file says anything beside its sound: comments, pictures, foreign blocks.

    The format's own blocks are told apart as in RFC 9639, section 8.

    Raises
    ------
    ValueError
        When it is no FLAC.
    """
    if flac[:4] != b"fLaC":
        raise ValueError("no FLAC")
    at, last = 4, False
    while not last:
        head = flac[at]
        last, kind = bool(head & 0x80), head & 0x7F
        size = int.from_bytes(flac[at + 1 : at + 4], "big")
        body = flac[at + 4 : at + 4 + size]
        if kind == 4:
            (vendor,) = struct.unpack_from("<I", body)
            (comments,) = struct.unpack_from("<I", body, 4 + vendor)
            if comments:
                return True
        elif kind not in (0, 1, 3) or (kind == 1 and body.strip(b"\0")):
            return True
        at += 4 + size
    return False
