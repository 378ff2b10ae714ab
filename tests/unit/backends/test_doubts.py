"""When Whisper is not believed, and how speech is cut for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.backends.vad import join_regions
from transcribe.backends.whisper_doubt import better_of, doubts, repeats
from transcribe.core.time import Interval

PIECE = Interval(start=10.0, end=20.0)


@dataclass
class FakeWord:
    word: str


@dataclass
class FakeSegment:
    """What is read of faster-whisper's segments."""

    words: list[FakeWord]
    avg_logprob: float = -0.3
    compression_ratio: float = 1.5
    no_speech_prob: float = 0.01
    tokens: list[int] = field(default_factory=lambda: [1, 2, 3])


def said(text: str, **facts: float) -> list[FakeSegment]:
    return [FakeSegment(words=[FakeWord(f" {word}") for word in text.split()], **facts)]


def test_good_speech_is_believed() -> None:
    assert doubts(said("we train the model every night"), PIECE) == ()


@pytest.mark.parametrize(
    ("heard", "reason"),
    [
        ([], "speech without words"),
        (said("thank you very much " * 9), "repeats itself"),
        (said("one two three", compression_ratio=2.6), "repeats itself"),
        (said("one two three", avg_logprob=-1.4), "uncertain"),
        (said("one two three", avg_logprob=-1.4, no_speech_prob=0.9), "perhaps no speech"),
        (said(" ".join(str(n) for n in range(120))), "more words than can be said"),
    ],
)
def test_doubts(heard: list[FakeSegment], reason: str) -> None:
    assert reason in doubts(heard, PIECE)


def test_a_short_sound_may_have_no_words() -> None:
    assert doubts([], Interval(start=0.0, end=0.6)) == ()


def test_fewer_doubts_win_then_certainty_and_a_tie_changes_nothing() -> None:
    looped, sure, unsure = said("a b c " * 12), said("a b c"), said("a b c", avg_logprob=-0.9)

    assert better_of(looped, unsure, PIECE) is unsure
    assert better_of(unsure, sure, PIECE) is sure
    assert better_of(sure, said("a b c"), PIECE) is sure
    assert better_of(unsure, [], PIECE) is unsure


def test_repeats_counts_the_commonest_run() -> None:
    assert repeats(["a", "b", "c"] * 4) == 4
    assert repeats(["a"]) == 0


@given(st.lists(st.tuples(st.floats(0.05, 100), st.floats(0.05, 10)), min_size=1, max_size=30))
def test_pieces_cover_all_speech_and_none_is_too_long(pairs: list[tuple[float, float]]) -> None:
    regions, time = [], 0.0
    for length, pause in pairs:
        regions.append(Interval(start=time + pause, end=time + pause + length))
        time = regions[-1].end

    pieces = join_regions(regions, longest=29.0)

    assert all(piece.duration <= 29.0 + 1e-6 for piece in pieces)
    assert all(a.end <= b.start + 1e-6 for a, b in pairwise(pieces))
    for region in regions:
        covered = sum(piece.overlap(region) for piece in pieces)
        assert covered == pytest.approx(region.duration)
