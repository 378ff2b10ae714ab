"""Conversations with exact labels, mixed from utterances of known speakers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from scipy.ndimage import median_filter
from scipy.signal import butter, sosfiltfilt

from transcribe.core.diarization import SpeakerRegion

RATE = 16_000
PAUSE = 0.5
"""Seconds of silence inside an utterance that nobody speaks in, where pauses are left out."""


@dataclass(frozen=True, kw_only=True)
class Mix:
    """Samples at 16 kHz and who speaks when.

    ``regions`` are whole utterances, from first to last sound; ``speech``, where it is given,
    leaves their pauses out. ``gold`` is the truth of an interview with its words, where there
    are any.
    """

    name: str
    samples: np.ndarray
    regions: tuple[SpeakerRegion, ...]
    speech: tuple[SpeakerRegion, ...] = ()
    gold: dict[str, Any] | None = None

    @property
    def duration(self) -> float:
        """Seconds."""
        return len(self.samples) / RATE


def mix(
    name: str,
    utterances: dict[str, list[Path]],
    *,
    seed: int,
    turns: int = 24,
    longest: float = 9.0,
    overlap: float = 0.0,
    noise: float | None = None,
    telephone: bool = False,
) -> Mix:
    """Let speakers take turns.

    Parameters
    ----------
    utterances
        Sound files of each speaker.
    longest
        Seconds of a turn, at most.
    overlap
        Share of turns that begin before the last one ended.
    noise
        Signal-to-noise ratio of white noise in decibels, or None.
    telephone
        Keep 300 to 3,400 Hz only, 8,000 samples a second in eight bits (mu-law, G.711).
    """
    rng = np.random.default_rng(seed)
    speakers = sorted(utterances)
    samples = np.zeros(RATE * 12 * turns, dtype=np.float32)
    speech: list[SpeakerRegion] = []
    whole: list[SpeakerRegion] = []
    now, last = 0.3, ""
    for turn in range(turns):
        others = [speaker for speaker in speakers if speaker != last]
        last = speakers[turn] if turn < len(speakers) else str(rng.choice(others))
        path = utterances[last][rng.integers(len(utterances[last]))]
        piece, spans = _piece(path, rng, longest=longest)
        early = turn > 0 and rng.random() < overlap
        now += -rng.uniform(0.2, 1.0) if early else rng.uniform(0.1, 0.8)
        first = round(max(0.0, now) * RATE)
        samples[first : first + len(piece)] += piece
        spoken = _regions(spans, first / RATE, last)
        speech += spoken
        whole.append(replace(spoken[0], end=spoken[-1].end))
        now = (first + len(piece)) / RATE
    samples = samples[: round((now + 0.5) * RATE)]
    samples = spoil(samples, noise=noise, telephone=telephone, seed=seed)
    return Mix(
        name=name,
        samples=samples,
        regions=tuple(whole),
        speech=tuple(speech),
    )


def spoil(
    samples: np.ndarray, *, noise: float | None, telephone: bool, seed: int = 0
) -> np.ndarray:
    """Add white noise at a signal-to-noise ratio in decibels, and keep the telephone's band."""
    if noise is not None:
        drawn = np.random.default_rng(seed + 1000).standard_normal(len(samples))
        level = np.sqrt(np.mean(samples**2) / 10 ** (noise / 10))
        samples = samples + level * drawn.astype(np.float32)
    if telephone:
        samples = _band(samples)
    spoiled: np.ndarray = samples.astype(np.float32)
    return spoiled


def _piece(
    path: Path, rng: np.random.Generator, *, longest: float
) -> tuple[np.ndarray, list[tuple[float, float]]]:
    """A part of an utterance, cut at quiet moments, at a common level; and where it sounds."""
    samples, rate = soundfile.read(path, dtype="float32")
    assert rate == RATE
    spans = sounding(samples)
    size = round(rng.uniform(3.0, longest) * RATE)
    backwards = rng.random() < 0.5
    first, last = 0, len(samples)
    if len(samples) > size:
        ordered = samples[::-1] if backwards else samples
        smooth = np.convolve(np.square(ordered[:size]), np.ones(RATE // 5), mode="valid")
        after = round(2.5 * RATE)
        length = after + int(smooth[after:].argmin()) + RATE // 10
        first, last = (last - length, last) if backwards else (0, length)
    piece = samples[first:last]
    cut = [
        (max(start - first / RATE, 0.0), min(end, last / RATE) - first / RATE)
        for start, end in spans
        if end > first / RATE and start < last / RATE
    ]
    return piece / np.sqrt(np.mean(piece**2) + 1e-9) * 0.05, cut


def sounding(samples: np.ndarray) -> list[tuple[float, float]]:
    """Where a whole utterance sounds, in seconds, from its energy alone.

    Level above 150 Hz (rumble and crackle of a microphone lie under it) every 10 ms, clicks under
    40 ms left out. A stretch counts from where it comes within 35 dB of loud speech (8 dB above
    the noise, in a noisy recording) if it comes within 25 dB (15 dB above the noise) for 50 ms:
    soft ends of words belong to the speech they end, breath and noise alone are none.
    """
    step = RATE // 100
    heard = sosfiltfilt(butter(4, 150, "highpass", fs=RATE, output="sos"), samples)
    power = np.square(heard[: len(heard) // step * step]).reshape(-1, step).mean(axis=1)
    level = median_filter(10 * np.log10(power + 1e-10), size=7)
    noise, loud = np.percentile(level, (5, 90))
    surely = level >= max(loud - 25.0, min(noise + 15.0, loud - 10.0))
    maybe = level >= max(loud - 35.0, min(noise + 8.0, loud - 12.0))
    edges = np.flatnonzero(np.diff(np.concatenate([[0], maybe.astype(np.int8), [0]])))
    return [
        (first * 0.01, last * 0.01)
        for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
        if surely[first:last].sum() >= 5
    ]


def _regions(spans: list[tuple[float, float]], start: float, speaker: str) -> list[SpeakerRegion]:
    """Where a piece sounds, as regions; shorter pauses joined."""
    regions: list[SpeakerRegion] = []
    for first, last in spans:
        if regions and start + first - regions[-1].end < PAUSE:
            regions[-1] = replace(regions[-1], end=start + last)
        else:
            regions.append(SpeakerRegion(start=start + first, end=start + last, speaker=speaker))
    return regions


def _band(samples: np.ndarray) -> np.ndarray:
    from scipy.signal import butter, resample_poly, sosfilt

    band = sosfilt(butter(6, [300, 3400], "bandpass", fs=RATE, output="sos"), samples)
    narrow = np.clip(resample_poly(band, 1, 2), -1.0, 1.0)
    coded = np.round(127 * np.sign(narrow) * np.log1p(255 * np.abs(narrow)) / np.log(256)) / 127
    heard = np.sign(coded) * (256 ** np.abs(coded) - 1) / 255
    found: np.ndarray = resample_poly(heard, 2, 1)[: len(samples)]
    return found
