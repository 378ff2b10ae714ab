"""Where several people speak at once."""

from __future__ import annotations

import pytest

from transcribe.core.diarization import SpeakerRegion
from transcribe.core.time import Interval
from transcribe.review.together import seconds_together, speaking_together


def region(start: float, end: float, speaker: str) -> SpeakerRegion:
    return SpeakerRegion(start=start, end=end, speaker=speaker)


def test_one_voice_in_pieces_is_alone_and_two_or_three_are_together() -> None:
    regions = [
        region(0, 4, "A"),
        region(3, 6, "A"),
        region(6, 9, "B"),
        region(8, 12, "A"),
        region(8.5, 10, "C"),
        region(11, 13, "B"),
    ]
    assert speaking_together(regions) == (Interval(start=8, end=10), Interval(start=11, end=12))
    assert speaking_together([]) == ()


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        (0, 8, 0.0),
        (7, 9, 1.0),
        (8.2, 11.6, 2.4),
        (9.8, 11.2, 0.0),  # too short to mention
        (12, 20, 0.0),
        (None, None, 0.0),
    ],
)
def test_what_a_turn_has_of_it(start: float | None, end: float | None, seconds: float) -> None:
    crowds = (Interval(start=8, end=10), Interval(start=11, end=12))
    assert seconds_together(crowds, start, end) == seconds
