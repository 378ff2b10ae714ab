"""What becomes of what pocketsphinx says."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from transcribe.backends.sphinx import segment_of
from transcribe.backends.sphinx_worker import Heard, HeardWord, decode_with, probability_of
from transcribe.core.time import Interval


@dataclass
class FakeSegment:
    word: str
    start_frame: int
    end_frame: int
    prob: float = 0.9


class FakeDecoder:
    """Says what it is given; notes what was asked of it."""

    def __init__(self, *segments: FakeSegment) -> None:
        self.segments = segments
        self.calls: list[str] = []

    def reinit_feat(self) -> None:
        self.calls.append("reinit")

    def start_utt(self) -> None:
        self.calls.append("start")

    def process_raw(self, samples: bytes, *, no_search: bool, full_utt: bool) -> None:
        assert full_utt
        assert not no_search

    def end_utt(self) -> None:
        self.calls.append("end")

    def seg(self) -> tuple[FakeSegment, ...]:
        return self.segments


def test_sounds_are_dropped_and_variants_merged() -> None:
    decoder = FakeDecoder(
        FakeSegment("<s>", 0, 9),
        FakeSegment("for(2)", 10, 29),
        FakeSegment("[NOISE]", 30, 39),
        FakeSegment("++LAUGH++", 40, 49),
        FakeSegment("i'm", 50, 59),
        FakeSegment("</s>", 60, 69),
    )

    heard = decode_with(decoder, b"")

    assert [(word.text, word.start, word.end) for word in heard.words] == [
        ("for", 0.1, 0.3),
        ("i'm", 0.5, 0.6),
    ]
    assert decoder.calls == ["reinit", "start", "end"]


def test_words_move_to_the_time_of_the_recording_and_stay_in_their_piece() -> None:
    heard = Heard(
        words=(
            HeardWord(start=0.5, end=0.8, text="i", probability=0.9),
            HeardWord(start=1.8, end=2.4, text="agree", probability=0.9),
        )
    )

    segment = segment_of(Interval(start=10.0, end=12.0), heard)

    assert [word.text for word in segment.words] == [" I", " agree"]
    assert [(word.start, word.end) for word in segment.words] == [(10.5, 10.8), (11.8, 12.0)]


@given(st.floats(-0.1, 1.1), st.floats(-0.1, 1.1))
def test_calibration_keeps_order_and_stays_a_probability(one: float, other: float) -> None:
    low, high = sorted((one, other))

    assert 0 <= probability_of(low) <= probability_of(high) < 1
