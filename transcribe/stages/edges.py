"""Words at a pause drawn to where the voice begins and ends.

Recognizers tell the middle of a word well and its edges badly where a pause follows or precedes:
Whisper's attention has nothing to look at there, and ends the last word of a sentence up to a
second early. Who told the speakers apart has listened for those edges.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from transcribe.core.asr import Word
from transcribe.core.diarization import SpeakerRegion
from transcribe.core.time import Seconds

ONSET_REACH: Seconds = 0.5
END_REACH: Seconds = 1.0
"""How far an edge is drawn: farther off, a word is missing there, or the sound is no speech."""
SILENCE: Seconds = 0.1
"""Shorter gaps are no pauses: an edge of a word is not drawn back to them, only out to them."""
SHORTEST: Seconds = 0.02
"""What a word keeps at least."""


@dataclass(slots=True, kw_only=True)
class _Stretch:
    """One speaker without a pause, and whether silence lies before and after."""

    start: Seconds
    end: Seconds
    speaker: str
    silent_before: bool = True
    silent_after: bool = True


def draw_to_speech(words: Sequence[Word], exclusive: Sequence[SpeakerRegion]) -> list[Word]:
    """The words, their edges at pauses moved to the edges of speech.

    Parameters
    ----------
    words
        In order of onset.
    exclusive
        Who spoke when, one speaker at a time.

    Returns
    -------
    list of Word
        As many, in the same order; none reaches into the next that it did not reach into before.
    """
    drawn = list(words)
    speech = _stretches(exclusive)
    homes = [_home(word, speech) for word in drawn]
    for at, home in enumerate(homes):
        if home is None:
            continue
        if at == 0 or homes[at - 1] != home:
            drawn[at] = _from(drawn[at], speech[home], drawn[at - 1] if at else None)
        if at + 1 == len(drawn) or homes[at + 1] != home:
            after = drawn[at + 1] if at + 1 < len(drawn) else None
            drawn[at] = _until(drawn[at], speech[home], after)
    return drawn


def _stretches(exclusive: Sequence[SpeakerRegion]) -> list[_Stretch]:
    speech: list[_Stretch] = []
    for region in sorted(exclusive, key=lambda region: (region.start, region.end)):
        silent = not speech or region.start - speech[-1].end >= SILENCE
        if speech and not silent and speech[-1].speaker == region.speaker:
            speech[-1].end = max(speech[-1].end, region.end)
            continue
        if speech:
            speech[-1].silent_after = silent
        speech.append(
            _Stretch(
                start=region.start, end=region.end, speaker=region.speaker, silent_before=silent
            )
        )
    return speech


def _home(word: Word, speech: list[_Stretch]) -> int | None:
    """Number of the stretch of speech that a word lies in or beside; None where none is near."""
    at = bisect_right(speech, word.end, key=lambda stretch: stretch.start)
    best, least = None, ONSET_REACH
    for number in range(max(0, at - 2), min(len(speech), at + 1)):
        stretch = speech[number]
        apart = max(word.start, stretch.start) - min(word.end, stretch.end)
        if apart < least:
            best, least = number, apart
    return best


def _from(word: Word, stretch: _Stretch, before: Word | None) -> Word:
    start = stretch.start if stretch.silent_before else min(stretch.start, word.start)
    if before is not None:
        start = max(start, min(before.end, word.start))
    if abs(start - word.start) > ONSET_REACH or start > word.end - SHORTEST:
        return word
    return replace(word, start=start)


def _until(word: Word, stretch: _Stretch, after: Word | None) -> Word:
    end = stretch.end if stretch.silent_after else max(stretch.end, word.end)
    if after is not None:
        end = min(end, max(after.start, word.end))
    if abs(end - word.end) > END_REACH or end < word.start + SHORTEST:
        return word
    return replace(word, end=end)
