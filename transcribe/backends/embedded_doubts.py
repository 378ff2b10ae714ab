"""Where a voice hardly speaks for the speaker that a stretch was given to."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from transcribe.backends.embedded_voice import FRAME_STEP, Floats
from transcribe.core.diarization import SpeakerRegion, VoiceDoubt
from transcribe.core.time import Seconds

SPAN = 50
"""Frames, half a second, over which evidence is gathered: about a word."""
CLEAR, SURE = -5.0, 8.0
"""Nats for a stretch's own speaker: under the first it was wrong for 75 to 90 % of the time on the
development recordings, over the second for under 1 %."""
SHORTEST: Seconds = 0.1


def doubts_of(
    labels: NDArray[np.int64], scores: Floats | None, regions: tuple[SpeakerRegion, ...]
) -> tuple[VoiceDoubt, ...]:
    """Stretches in doubt, each with the speaker it may be instead.

    Parameters
    ----------
    labels
        Speaker a frame of 10 ms, -1 outside speech.
    scores
        Evidence for every speaker a frame, in nats; None with one speaker.
    regions
        What became of the labels: where the labels' names are found.
    """
    if scores is None or scores.shape[1] < 2:
        return ()
    from scipy.ndimage import uniform_filter1d

    spoken = labels >= 0
    names = _names(labels, regions)
    gathered = SPAN * uniform_filter1d(np.where(spoken[:, None], scores, 0.0), SPAN, axis=0)
    frames = np.arange(len(labels))
    own = gathered[frames, labels]
    gathered[frames, labels] = -np.inf
    other = gathered.argmax(axis=1)
    gap = own - gathered.max(axis=1)
    # Three kinds of stretches: clearly another's, doubtful, sure.
    kind = np.where(gap <= CLEAR, 0, np.where(gap < SURE, 1, 2))
    kind[~spoken] = 2
    changed = (np.diff(kind) != 0) | (np.diff(labels) != 0) | (np.diff(other) != 0)
    found = []
    for first, last in pairwise([0, *(np.flatnonzero(changed) + 1).tolist(), len(labels)]):
        label = int(other[first]) if last > first else -1
        if last <= first or kind[first] == 2 or label not in names:
            continue
        if (last - first) * FRAME_STEP < SHORTEST:
            continue
        mean = float(gap[first:last].mean())
        found.append(
            VoiceDoubt(
                start=round(first * FRAME_STEP, 3),
                end=round(last * FRAME_STEP, 3),
                other=names[label],
                margin=round(min(1.0, max(0.0, (mean - CLEAR) / (SURE - CLEAR))), 3),
            )
        )
    return tuple(found)


def _names(labels: NDArray[np.int64], regions: tuple[SpeakerRegion, ...]) -> dict[int, str]:
    """Name of each label: of the region around most of its frames."""
    named: dict[int, str] = {}
    for region in regions:
        inside = labels[round(region.start / FRAME_STEP) : round(region.end / FRAME_STEP)]
        inside = inside[inside >= 0]
        if len(inside):
            named.setdefault(int(np.bincount(inside).argmax()), region.speaker)
    return named
