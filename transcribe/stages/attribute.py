"""Words to speakers: by onset, then by sentence; then turns and roles.

The order of the rules is what the field found to work: the speaker at a word's onset, else the one
overlapping it most, else the nearest, so that no word loses its speaker (whisperX#1072); then one
or two words that stray inside a sentence go with the rest of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace

from transcribe.core.asr import AsrResult, Word
from transcribe.core.diarization import Diarization, SpeakerRegion, VoiceDoubt
from transcribe.core.guide import Guide
from transcribe.core.recording import Interview
from transcribe.core.time import Seconds
from transcribe.core.transcript import Transcript, Turn
from transcribe.stages.edges import draw_to_speech
from transcribe.stages.roles import assign_roles
from transcribe.stages.similarity import SentenceSimilarity

VERSION = 3

ONSET: Seconds = 0.2
"""How much of a word is its onset: recognizers are 50 ms off, so an instant is too short."""
MOVED = 0.3
"""Margin of a word that the voice alone gave to its speaker: a person should hear it."""
WEAKEST = 3
"""Words in a row by which a turn's margin is measured: a doubt is not to drown in a long turn."""
STRAY = 2
"""Words in a row that may be given back to their sentence's speaker."""
PUNCTUATED_GAP: Seconds = 1.0
PLAIN_GAP: Seconds = 0.5
"""Silence that ends a sentence, in text with and without punctuation."""
PAUSE: Seconds = 0.15
"""Silence on both sides that makes a short remark one of its own (a backchannel)."""
_ENDS = (".", "?", "!", "…", "。", "？", "！")
_CLOSERS = "\"'”’»)]"
ALONE = "SPEAKER_00"
"""The only speaker where diarization found none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """A word with its speaker and how far that is certain, 0 to 1."""

    word: Word
    speaker: str
    margin: float


def attribute(
    asr: AsrResult,
    diarization: Diarization,
    *,
    duration: Seconds,
    guide: Guide | None,
    similarity: SentenceSimilarity | None,
    interview: Interview,
) -> Transcript:
    """Give every word a speaker, every speaker a role.

    Parameters
    ----------
    duration
        Seconds of audio.
    guide
        The interview guide, by whose questions interviewers are known; None without one.
    similarity
        Sentence encoder for likeness to the guide's questions; None without one.
    interview
        What the sidecar says about the number of speakers and interviewers.

    Returns
    -------
    Transcript
        Every word of ``asr`` once, in order of onset, its edges at pauses drawn to the speech.
    """
    words = sorted(asr.words, key=lambda word: word.start)
    placed = _place(words, diarization)
    placed = _check_voices(placed, diarization.doubts)
    placed = _smooth(placed)
    turns = _turns(_drawn(placed, diarization))
    speakers = assign_roles(turns, guide=guide, similarity=similarity, interview=interview)
    draft = ("asr",) * asr.draft + ("diarize",) * diarization.draft
    return Transcript(
        language=asr.language,
        duration=duration,
        speakers=speakers,
        turns=turns,
        draft=draft,
        notices=(*asr.notices, *diarization.notices),
    )


def _drawn(placed: list[_Placed], diarization: Diarization) -> list[_Placed]:
    """The same with their words' edges at pauses where speech begins and ends."""
    words = draw_to_speech([item.word for item in placed], diarization.exclusive)
    return [replace(item, word=word) for item, word in zip(placed, words, strict=True)]


def _place(words: list[Word], diarization: Diarization) -> list[_Placed]:
    """Speaker of each word on its own."""
    exclusive = sorted(diarization.exclusive, key=lambda region: (region.start, region.end))
    others = sorted(diarization.regions, key=lambda region: (region.start, region.end))
    find, overlaps = _Regions(exclusive), _Regions(others)
    placed = []
    for word in words:
        speaker = find.speaker(word)
        margin = overlaps.margin(word, speaker)
        placed.append(_Placed(word=word, speaker=speaker, margin=margin))
    return placed


def _check_voices(placed: list[_Placed], doubts: tuple[VoiceDoubt, ...]) -> list[_Placed]:
    """Words where the voice speaks for another speaker: moved where clear, else less certain.

    Only evidence moves a word: splitting sentences without it breaks more than it mends
    (noScribe#341).
    """
    starts = [doubt.start for doubt in doubts]
    checked = []
    for item in placed:
        middle = (item.word.start + item.word.end) / 2
        at = bisect_right(starts, middle) - 1
        doubt = doubts[at] if at >= 0 and doubts[at].end > middle else None
        if doubt is not None and doubt.other != item.speaker:
            speaker = doubt.other if doubt.margin <= 0 else item.speaker
            margin = min(item.margin, MOVED if doubt.margin <= 0 else doubt.margin)
            checked.append(_Placed(word=item.word, speaker=speaker, margin=margin))
        else:
            checked.append(item)
    return checked


class _Regions:
    """Regions in order of start, searched by time."""

    def __init__(self, regions: list[SpeakerRegion]) -> None:
        self._regions = regions
        self._starts = [region.start for region in regions]
        self._longest = max((region.end - region.start for region in regions), default=0.0)

    def near(self, start: Seconds, end: Seconds) -> list[SpeakerRegion]:
        """Regions that share time with an interval."""
        first = bisect_right(self._starts, start - self._longest - 1e-6)
        last = bisect_right(self._starts, end)
        return [region for region in self._regions[first:last] if region.end > start]

    def speaker(self, word: Word) -> str:
        """Speaker of most of a word's onset, else of most of the word, else the nearest."""
        for end in (min(word.end, word.start + ONSET), word.end):
            shares = self.shares(word.start, end)
            if shares:
                return max(shares, key=lambda name: shares[name])
        return self._nearest(word)

    def shares(self, start: Seconds, end: Seconds) -> dict[str, Seconds]:
        """Seconds of each speaker in an interval, in order of time; an instant counts as 1 ms."""
        end = max(end, start + 0.001)
        shares: dict[str, Seconds] = {}
        for region in self.near(start, end):
            share = min(end, region.end) - max(start, region.start)
            if share > 0:
                shares[region.speaker] = shares.get(region.speaker, 0.0) + share
        return shares

    def margin(self, word: Word, speaker: str) -> float:
        """How much more of a word is its speaker's than anyone else's, 0 to 1."""
        shares = self.shares(word.start, word.end)
        own = shares.pop(speaker, 0.0)
        rest = max(shares.values(), default=0.0)
        if own + rest <= 0:
            return 0.5
        return max(0.0, (own - rest) / (own + rest))

    def _nearest(self, word: Word) -> str:
        if not self._regions:
            return ALONE
        at = bisect_right(self._starts, word.start)
        around = self._regions[max(0, at - 8) : at + 1]
        middle = (word.start + word.end) / 2

        def distance(region: SpeakerRegion) -> Seconds:
            return max(region.start - middle, middle - region.end)

        return min(around, key=distance).speaker


def _smooth(placed: list[_Placed]) -> list[_Placed]:
    """Give strays back to their sentence."""
    punctuated = _is_punctuated([item.word for item in placed])
    gap = PUNCTUATED_GAP if punctuated else PLAIN_GAP
    result: list[_Placed] = []
    for first, last in _sentences([item.word for item in placed], gap=gap):
        result += _smooth_sentence(placed[first:last], punctuated=punctuated)
    return result


def _sentences(words: list[Word], *, gap: Seconds) -> list[tuple[int, int]]:
    """First and last+1 index of each sentence: to an end mark, or to a silence."""
    bounds, first = [], 0
    for index, word in enumerate(words):
        at_end = index + 1 == len(words)
        silent = not at_end and words[index + 1].start - word.end >= gap
        if at_end or silent or _ends_sentence(word):
            bounds.append((first, index + 1))
            first = index + 1
    return bounds


def _ends_sentence(word: Word) -> bool:
    return word.text.rstrip(_CLOSERS + " ").endswith(_ENDS)


def _is_punctuated(words: list[Word]) -> bool:
    """Whether the recognizer writes end marks: at least one in forty words."""
    return 40 * sum(_ends_sentence(word) for word in words) >= len(words) > 0


def _smooth_sentence(sentence: list[_Placed], *, punctuated: bool) -> list[_Placed]:
    """One sentence with its strays given to the speaker of most of its words.

    Without punctuation a sentence is only a stretch without silence, whose edges may be anyone's:
    there, a stray must have the majority on both sides.
    """
    counts = Counter(item.speaker for item in sentence)
    if len(counts) < 2:
        return sentence
    (majority, most), (_, second) = counts.most_common(2)
    if most == second:
        return sentence
    result = list(sentence)
    for first, last in _runs(sentence):
        run = sentence[first:last]
        if run[0].speaker == majority or len(run) > STRAY:
            continue
        inside = first > 0 and last < len(sentence)
        if not inside and not punctuated:
            continue
        if _stands_alone(sentence, first, last):
            continue
        for index in range(first, last):
            item = sentence[index]
            result[index] = _Placed(
                word=item.word, speaker=majority, margin=min(item.margin, 1 - item.margin)
            )
    return result


def _runs(sentence: list[_Placed]) -> list[tuple[int, int]]:
    """First and last+1 index of each stretch of one speaker."""
    runs, first = [], 0
    for index in range(1, len(sentence) + 1):
        if index == len(sentence) or sentence[index].speaker != sentence[first].speaker:
            runs.append((first, index))
            first = index
    return runs


def _stands_alone(sentence: list[_Placed], first: int, last: int) -> bool:
    """Whether a run has a pause on each side (or the sentence's edge) and clear evidence."""
    before = first == 0 or sentence[first].word.start - sentence[first - 1].word.end >= PAUSE
    after = (
        last == len(sentence) or sentence[last].word.start - sentence[last - 1].word.end >= PAUSE
    )
    clear = all(item.margin >= 0.8 for item in sentence[first:last])
    inside = first > 0 and last < len(sentence)
    return before and after and clear and inside


def _weakest(margins: list[float]) -> float:
    """Mean margin of the least certain words in a row."""
    size = min(WEAKEST, len(margins))
    return min(sum(margins[at : at + size]) for at in range(len(margins) - size + 1)) / size


def _turns(placed: list[_Placed]) -> tuple[Turn, ...]:
    """Consecutive words of one speaker as turns."""
    turns = []
    for number, (first, last) in enumerate(_runs(placed), start=1):
        run = placed[first:last]
        turns.append(
            Turn(
                id=f"t{number:04d}",
                speaker=run[0].speaker,
                words=tuple(item.word for item in run),
                margin=round(_weakest([item.margin for item in run]), 4),
            )
        )
    return tuple(turns)
