"""Where one speaker ends and the next begins: Viterbi over voice and sound of short steps.

The voice encoder knows who speaks but hears 1.6 s at a time; models of each speaker's cepstra
(Gaussian mixtures trained on what the encoder is sure of) hear 10 ms at a time but know less.
Together, with changes of speaker more likely in a pause, they give sharp borders and keep short
backchannels.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from transcribe.backends.embedded_clustering import Voices
from transcribe.backends.embedded_voice import FRAME_STEP, WINDOW_LENGTH, Floats, mel_bank
from transcribe.core.time import Interval, Seconds

STEP = 5
"""Frames a step: 50 ms."""
VOICE_WEIGHT = 30.0
"""Worth of one unit of cosine likeness, a second, in nats a second."""
CLEAR_GAP, HIGHEST_GAIN = 0.25, 3.0
"""One less the likeness of the two most alike voices at which that worth holds, and how often it
is taken at most where they are more alike: like voices differ by little wherever they speak."""
SOUND_WEIGHT = 0.15
"""Share of a frame's log-likelihood that counts: neighbouring frames are no new evidence."""
CHANGE_COST = 12.0
"""Nats a change of speaker costs within speech."""
PAUSE_COST = 4.0
"""Nats it costs across a pause."""
PAUSE: Seconds = 0.15
LEAD = 15
"""Frames at a region's edge that hold background at most: VAD's padding."""
SCRAP: Seconds = 0.3
"""At a region's edge, a shorter piece of another speaker is no piece of their own."""
RISE = 6.0
"""Decibels by which speech rises out of its background."""
LOWEST = 2
"""The lowest band that lies above 160 Hz: rumble and a microphone's crackle lie under it."""
CLICK = 5
"""Frames, of which sound must fill half and more to be none."""
COMPONENTS = 16
LEARNED_FROM = 6000
"""Frames a speaker's model is trained on at most."""

Ints = NDArray[np.int64]


def label_frames(
    voices: Voices,
    embeddings: Floats,
    windows: list[tuple[int, int]],
    *,
    coefficients: Floats,
    power: Floats,
    regions: tuple[Interval, ...],
) -> tuple[Ints, Floats | None]:
    """Speaker of every frame, -1 outside speech, and the evidence for each speaker in nats.

    Parameters
    ----------
    coefficients
        Cepstra, shape ``(frames, coefficients)``.
    power
        Mean square a frame, to see pauses by.
    """
    frames = len(coefficients)
    speech = np.zeros(frames, dtype=bool)
    for region in regions:
        speech[round(region.start / FRAME_STEP) : round(region.end / FRAME_STEP)] = True
    count = len(voices.centroids)
    labels = np.full(frames, -1, dtype=np.int64)
    if not speech.any():
        return labels, None
    if count == 1 or not windows:
        labels[speech] = 0
        return labels, None
    loud = loud_frames(power, speech)
    voice = voice_scores(embeddings @ voices.centroids.T, windows, frames)
    worth = VOICE_WEIGHT * _gain(voices.centroids) * FRAME_STEP
    first = _viterbi(worth * voice, speech, loud)
    sound = sound_scores(coefficients, first, voice, loud & speech, count)
    evidence = worth * voice + SOUND_WEIGHT * sound
    final = _viterbi(evidence, speech, loud)
    labels[speech] = final[speech]
    _absorb_scraps(labels, regions)
    return labels, evidence


def _gain(centroids: Floats) -> float:
    """How much more a difference in likeness is worth between voices that are alike."""
    alike = centroids @ centroids.T
    gap = 1.0 - float(alike[~np.eye(len(centroids), dtype=bool)].max())
    return float(np.clip(CLEAR_GAP / max(gap, 1e-6), 1.0, HIGHEST_GAIN))


def _absorb_scraps(labels: Ints, regions: tuple[Interval, ...]) -> None:
    """Give the rim of a region to whoever speaks next to it.

    VAD leaves some background around speech, and a click there sounds like nobody in particular.
    """
    shortest = round(SCRAP / FRAME_STEP)
    for region in regions:
        inside = labels[round(region.start / FRAME_STEP) : round(region.end / FRAME_STEP)]
        changes = np.flatnonzero(np.diff(inside)) + 1
        if not len(changes) or len(inside) < 3 * shortest:
            continue
        first, last = int(changes[0]), int(changes[-1])
        if first < shortest:
            inside[:first] = inside[first]
        if len(inside) - last < shortest:
            inside[last:] = inside[last - 1]


def heard_power(mel: Floats) -> Floats:
    """Mean square a frame of what can be speech: no rumble, no clicks.

    Edges and pauses are looked for here. Speakers of LibriSpeech whose microphone crackles or
    rumbles had regions up to 0.2 s too long by the level of the whole sound.
    """
    from scipy.ndimage import median_filter

    widths = 1.0 / mel_bank().max(dim=0).values.numpy()[LOWEST:]
    # The squares of a Hann window sum to 3/8 of its length.
    scale = 2.0 / (0.375 * WINDOW_LENGTH**2)
    heard: Floats = median_filter((mel[:, LOWEST:] @ widths * scale).astype(np.float32), CLICK)
    return heard


def loud_frames(power: Floats, speech: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Frames of speech that are not a pause: within 30 dB of loud speech, above the background."""
    level, loud, quiet = _levels(power, speech)
    found: NDArray[np.bool_] = level > max(loud - 30.0, min(quiet + 6.0, loud - 12.0))
    return found


def is_noisy(power: Floats, speech: NDArray[np.bool_]) -> bool:
    """Whether the background, not the speech, sets the level from which a frame is loud."""
    _, loud, quiet = _levels(power, speech)
    return quiet + 6.0 > loud - 30.0


def quiet_lead(level: Floats) -> int:
    """Frames before speech sets in, where a region's own background hides its edge.

    VAD leaves some background before speech; what rises out of it is the edge, in recordings
    (or parts of them) whose background is louder than soft speech is elsewhere.

    Parameters
    ----------
    level
        Decibels a frame, from the region's edge inwards.
    """
    if len(level) < 2 * LEAD:
        return 0
    background = float(np.percentile(level[:LEAD], 20))
    loud = float(np.percentile(level, 90))
    rising = np.flatnonzero(level[: 2 * LEAD] > min(background + RISE, loud - 12.0))
    return int(rising[0]) if len(rising) else 0


def _levels(power: Floats, speech: NDArray[np.bool_]) -> tuple[Floats, float, float]:
    """Decibels a frame, of loud speech, and of the background."""
    level = 10 * np.log10(power + 1e-10)
    return level, float(np.percentile(level[speech], 90)), float(np.percentile(level, 5))


def voice_scores(likeness: Floats, windows: list[tuple[int, int]], frames: int) -> Floats:
    """Likeness to every speaker a frame: the windows' over it, those around its middle most."""
    total = np.zeros((frames, likeness.shape[1]), dtype=np.float64)
    weight = np.full(frames, 1e-9)
    for row, (first, last) in zip(likeness, windows, strict=True):
        end = min(last, frames)
        shape = np.hanning(end - first + 2)[1:-1] ** 2 + 1e-3
        total[first:end] += shape[:, None] * row
        weight[first:end] += shape
    scores: Floats = (total / weight[:, None]).astype(np.float32)
    return scores


def sound_scores(
    coefficients: Floats,
    labels: Ints,
    voice: Floats,
    usable: NDArray[np.bool_],
    count: int,
) -> Floats:
    """Log-likelihood a frame under each speaker's mixture, less the best; pauses say nothing.

    The mixtures learn from frames that the encoder gives clearly to one speaker.
    """
    scores = np.zeros((len(coefficients), count), dtype=np.float32)
    ranked = np.sort(voice, axis=1)
    clear = ranked[:, -1] - ranked[:, -2] > 0.05
    where = np.flatnonzero(usable)
    for k in range(count):
        mine = np.flatnonzero(usable & clear & (labels == k))
        if len(mine) < 50:
            mine = np.flatnonzero(usable & (labels == k))
        if len(mine) < 50:
            return np.zeros_like(scores)
        mine = mine[:: max(1, len(mine) // LEARNED_FROM)]
        scores[where, k] = _mixture(coefficients[mine]).score_samples(coefficients[where])
    scores[where] = np.maximum(scores[where] - scores[where].max(axis=1, keepdims=True), -20.0)
    return scores


def _mixture(coefficients: Floats) -> Any:
    """Gaussian mixture of one speaker's cepstra; rough is enough, so it may stop early."""
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.mixture import GaussianMixture
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    model = GaussianMixture(
        max(1, min(COMPONENTS, len(coefficients) // 60)),
        covariance_type="diag",
        reg_covar=1e-2,
        max_iter=20,
        random_state=0,
        init_params="k-means++",
    )
    with warnings.catch_warnings(), threadpool_limits(1):
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(coefficients)


def _viterbi(scores: Floats, speech: NDArray[np.bool_], loud: NDArray[np.bool_]) -> Ints:
    """Best speaker of every frame, changes costing less where there is a pause."""
    frames, count = scores.shape
    steps = -(-frames // STEP)
    padded = np.zeros((steps * STEP, count))
    padded[:frames][speech] = scores[speech]
    emission = padded.reshape(steps, STEP, count).sum(axis=1)
    cost = _change_costs(speech & loud, steps)
    path = np.zeros((steps, count), dtype=np.int64)
    best = emission[0]
    for step in range(1, steps):
        leader = int(best.argmax())
        change = best[leader] - cost[step]
        stay = best >= change
        path[step] = np.where(stay, np.arange(count), leader)
        best = np.where(stay, best, change) + emission[step]
    labels = np.empty(steps, dtype=np.int64)
    labels[-1] = int(best.argmax())
    for step in range(steps - 1, 0, -1):
        labels[step - 1] = path[step, labels[step]]
    return np.repeat(labels, STEP)[:frames]


def _change_costs(voiced: NDArray[np.bool_], steps: int) -> NDArray[np.float64]:
    """Cost of a change before each step."""
    cost = np.full(steps, CHANGE_COST)
    quiet = np.flatnonzero(np.diff(np.concatenate([[1], voiced.astype(np.int8), [1]])))
    shortest = round(PAUSE / FRAME_STEP)
    for first, last in zip(quiet[::2], quiet[1::2], strict=False):
        if last - first >= shortest:
            cost[first // STEP : -(-last // STEP) + 1] = PAUSE_COST
    return cost
