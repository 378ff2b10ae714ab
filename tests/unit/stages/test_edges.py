"""Edges of words at pauses."""

from __future__ import annotations

import pytest

from transcribe.core.asr import Word
from transcribe.core.diarization import SpeakerRegion
from transcribe.stages.edges import draw_to_speech


def word(start: float, end: float, text: str = "so") -> Word:
    return Word(start=start, end=end, text=text, probability=0.9)


def region(start: float, end: float, speaker: str = "A") -> SpeakerRegion:
    return SpeakerRegion(start=start, end=end, speaker=speaker)


def times(words: list[Word]) -> list[tuple[float, float]]:
    return [(item.start, item.end) for item in words]


def test_first_and_last_word_reach_the_edges_of_speech() -> None:
    drawn = draw_to_speech([word(0.7, 1.2), word(1.2, 1.4)], [region(1.0, 2.1)])

    assert times(drawn) == [(1.0, 1.2), (1.2, 2.1)]


def test_words_amid_speech_stay() -> None:
    words = [word(1.0, 1.3), word(1.5, 1.6), word(1.9, 2.0)]

    assert draw_to_speech(words, [region(1.0, 2.0)])[1] == words[1]


def test_each_pause_has_its_own_edges() -> None:
    words = [word(0.0, 0.4), word(2.1, 2.4)]

    drawn = draw_to_speech(words, [region(0.0, 0.8), region(1.9, 2.5)])

    assert times(drawn) == [(0.0, 0.8), (1.9, 2.5)]


def test_a_word_is_not_stretched_over_one_that_is_missing() -> None:
    assert times(draw_to_speech([word(3.0, 3.3)], [region(1.0, 9.0)])) == [(3.0, 3.3)]


def test_a_word_does_not_grow_into_the_next() -> None:
    words = [word(0.2, 0.5), word(0.6, 0.9)]

    drawn = draw_to_speech(words, [region(0.0, 1.0, "A"), region(1.0, 2.0, "B")])

    assert drawn[0].end <= drawn[1].start


def test_where_nobody_pauses_a_word_is_not_cut_back() -> None:
    """A border between two speakers is less exact than a pause."""
    drawn = draw_to_speech([word(0.5, 1.2)], [region(0.0, 1.0, "A"), region(1.0, 2.0, "B")])

    assert drawn[0].end == 1.2


@pytest.mark.parametrize("regions", [[], [region(50.0, 60.0)]])
def test_without_speech_near_words_stay(regions: list[SpeakerRegion]) -> None:
    words = [word(0.0, 0.5), word(0.5, 0.5)]

    assert draw_to_speech(words, regions) == words
