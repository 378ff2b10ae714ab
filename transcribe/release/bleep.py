"""What of a recording's sound is covered before it may leave: intervals, from the words' times."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from transcribe.core.pii import REJECTED
from transcribe.core.time import Interval, Seconds, joined
from transcribe.release.moments import Moments
from transcribe.release.rarity import Generalization, pattern_of
from transcribe.stages.passages import left_out

MARGIN: Seconds = 0.15
"""Covered before and after each word at least: times of recognizers are that exact at best."""

INTO: Seconds = 0.05
"""How far a cover reaches into a pause: words fade."""

REACH: Seconds = 0.4
"""How far at most a cover grows to the next pause, and how far it grows where there is none."""

ROOM: Seconds = 1.5
"""How far at most it grows where no word is thought to be: recognizers end words early."""


def covered(
    document: Mapping[str, Any],
    *,
    generalized: Sequence[Generalization] = (),
    guessed: bool = False,
    pauses: Sequence[Interval] = (),
) -> tuple[Interval, ...]:
    """Intervals of the sound in which something stands that the release does not show.

    Every replaced mention, every rare word that is told less precisely and every passage that was
    left out, grown on both sides; those that touch are one.

    Parameters
    ----------
    document
        Content of the private ``transcript.json``.
    guessed
        The words come from a ready-made transcript: where their times cannot be believed, all
        between the words about them that can is covered.
    pauses
        Quiet parts of the sound, in order.

    Raises
    ------
    Untimed
        When one of them has no time.
    """
    gone = left_out(document)
    moments = Moments(document, guessed=guessed)
    found: list[Interval] = []
    for turn in document["turns"]:
        if turn["id"] in gone:
            found.append(moments.of_turn(turn))
            continue
        for start, end in _spans(turn, generalized):
            found.append(moments.of_text(turn, start, end))
    return joined([grown(one, pauses=pauses, room=moments.room(one)) for one in found])


def grown(one: Interval, *, pauses: Sequence[Interval], room: Interval | None = None) -> Interval:
    """An interval with its margins, which reach into the pauses about it.

    Parameters
    ----------
    room
        From the word before to the word after: sound between a word's end and the next one is
        its own, where no pause parts them.

    >>> grown(Interval(start=1.0, end=2.0), pauses=[Interval(start=2.3, end=2.5)])
    Interval(start=0.6, end=2.35)
    """
    for pause in pauses:
        if pause.start <= one.start and one.end <= pause.end:
            # Nothing is said there: it is the words before or after.
            one = Interval(start=pause.start - one.duration, end=pause.end + one.duration)
            break
    start, end = one.start - REACH, one.end + REACH
    if room is not None:
        start = min(start, max(room.start, one.start - ROOM))
        end = max(end, min(room.end, one.end + ROOM))
    for pause in pauses:
        if pause.end <= one.start:
            start = max(start, pause.end - INTO)
        elif pause.start < one.start:
            start = one.start
        if pause.start >= one.end:
            end = min(end, pause.start + INTO)
        elif pause.end > one.end:
            end = one.end
    return Interval(start=max(0.0, min(start, one.start - MARGIN)), end=max(end, one.end + MARGIN))


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
