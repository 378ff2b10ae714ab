"""Subtitles: turns cut into cues that a person can read while they hear them; SubRip and WebVTT."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from transcribe.core.time import Seconds
from transcribe.export import vtt
from transcribe.export.interview import Interview, TimedWord

MOST_LETTERS = 84
"""Two lines of 42 characters, as broadcasters' guides for subtitles have it."""
MOST_SECONDS = 7.0
LEAST_SECONDS = 0.001

_TAG = re.compile(r"<(?=\s*/?\s*[A-Za-z!])")
_STAMP = re.compile(r"(\d{1,2}:\d{1,2}:\d{1,2})[.,](?=\d)")
_OVERRIDE = re.compile(r"\{(?=\s*\\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Some words of one turn; ``part`` counts from 1 within the turn."""

    turn: str
    part: int
    name: str
    start: Seconds
    end: Seconds
    text: str = field(repr=False)


def cues(interview: Interview) -> Iterator[Cue]:
    """Cues of all turns that have times; where words have times, long turns are cut between them.

    Without times of words (in the public tier) a turn is one cue: where else to cut would be
    invented.
    """
    for turn in interview.turns:
        if turn.start is None or turn.end is None or not turn.text:
            continue
        words = interview.words.get(turn.id, ())
        end = max(turn.end, turn.start + LEAST_SECONDS)
        pieces: list[list[Any]] = [[turn.start, end, turn.text]]
        if words and words[0].start is not None:
            pieces = _pieces(words, start=turn.start, end=end)
        for part, (begun, ended, text) in enumerate(pieces, start=1):
            yield Cue(turn=turn.id, part=part, name=turn.name, start=begun, end=ended, text=text)


def _pieces(words: tuple[TimedWord, ...], *, start: Seconds, end: Seconds) -> list[list[Any]]:
    """Start, end and text of each cue; words that have no time of their own stay with others."""
    found: list[list[Any]] = []
    for group in _groups(words):
        text = " ".join(word.text for word in group)
        last = found[-1][1] if found else start
        begun = max(last, group[0].start or last)
        ended = min(end, max(word.end or begun for word in group))
        if found and ended - begun < LEAST_SECONDS:
            found[-1][2] += f" {text}"
        else:
            found.append([begun, max(ended, begun + LEAST_SECONDS), text])
    found[0][0], found[-1][1] = start, end
    return found


def _groups(words: tuple[TimedWord, ...]) -> Iterator[list[TimedWord]]:
    group: list[TimedWord] = []
    letters = 0
    for word in words:
        begun = group[0].start or 0.0 if group else 0.0
        if group and (
            letters + 1 + len(word.text) > MOST_LETTERS or (word.end or 0.0) - begun > MOST_SECONDS
        ):
            yield group
            group, letters = [], 0
        group.append(word)
        letters += len(word.text) + 1
    if group:
        yield group


def to_vtt(interview: Interview) -> bytes:
    """WebVTT with a voice at each cue; of the public tier the very file of a release."""
    if not interview.words:
        return vtt.to_bytes(interview.shown)
    blocks = ["WEBVTT"]
    if interview.untimed:
        blocks.append(f"NOTE {interview.untimed} turns have no times and are not here.")
    for cue in cues(interview):
        name = cue.turn if cue.part == 1 else f"{cue.turn}-{cue.part}"
        times = f"{vtt.format_time(cue.start)} --> {vtt.format_time(cue.end)}"
        blocks.append(f"{name}\n{times}\n<v {vtt.escape(cue.name)}>{vtt.escape(cue.text)}")
    return ("\n\n".join(blocks) + "\n").encode()


def to_srt(interview: Interview) -> bytes:
    """SubRip; it has no voices, so each cue begins with its speaker's name and a colon."""
    blocks = []
    for number, cue in enumerate(cues(interview), start=1):
        start, end = (vtt.format_time(one).replace(".", ",") for one in (cue.start, cue.end))
        blocks.append(f"{number}\n{start} --> {end}\n{plain_cue(f'{cue.name}: {cue.text}')}\n")
    return "\n".join(blocks).encode()


def plain_cue(text: str) -> str:
    """Write text so that no player takes part of it for a tag or a time: ``‹b>`` for ``<b>``.

    SubRip has no escapes; the signs that are put instead look alike.
    """
    bare = _OVERRIDE.sub("❴", _TAG.sub("‹", text))
    return _STAMP.sub(r"\1·", bare).replace("-->", "→")
