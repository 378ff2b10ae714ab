"""Where a voice speaks against the speaker that a stretch was given to."""

from __future__ import annotations

import numpy as np

from transcribe.backends.embedded_doubts import doubts_of
from transcribe.core.diarization import SpeakerRegion

REGIONS = (
    SpeakerRegion(start=0.0, end=5.0, speaker="SPEAKER_00"),
    SpeakerRegion(start=5.0, end=10.0, speaker="SPEAKER_01"),
)


def evidence(*, own: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    """Labels of two speakers in turn, and ``own`` nats a frame for each."""
    labels = np.repeat([0, 1], 500)
    scores = np.zeros((1000, 2), dtype=np.float32)
    scores[np.arange(1000), labels] = own
    return labels, scores


def test_sure_voices_leave_doubt_at_the_change_only() -> None:
    labels, scores = evidence()

    found = doubts_of(labels, scores, REGIONS)

    assert all(4.7 <= doubt.start < doubt.end <= 5.3 for doubt in found)
    assert all(doubt.margin > 0 for doubt in found)


def test_stretch_of_the_other_voice_is_named() -> None:
    labels, scores = evidence()
    scores[200:280] = [0.0, 0.5]

    found = [doubt for doubt in doubts_of(labels, scores, REGIONS) if doubt.end < 4.0]

    clear = [doubt for doubt in found if doubt.margin == 0]
    assert clear
    assert {doubt.other for doubt in found} == {"SPEAKER_01"}
    assert all(1.9 < doubt.start < doubt.end < 2.9 for doubt in clear)


def test_one_speaker_is_no_doubt() -> None:
    assert doubts_of(np.zeros(100, dtype=np.int64), None, REGIONS[:1]) == ()
