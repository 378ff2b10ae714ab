"""Conversations with exact labels, mixed from utterances of known speakers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import soundfile
from scipy.ndimage import median_filter

from transcribe.core.diarization import SpeakerRegion

RATE = 16_000
PAUSE = 0.5
"""Seconds of silence inside an utterance that nobody speaks in, where pauses are left out."""


@dataclass(frozen=True, kw_only=True)
class Mix:
    """Samples at 16 kHz and who speaks when.

    ``regions`` are whole utterances, from first to last sound; ``speech``, where it is given,
    leaves their pauses out.
    """

    name: str
    samples: np.ndarray
    regions: tuple[SpeakerRegion, ...]
    speech: tuple[SpeakerRegion, ...] = ()

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
    overlap: float = 0.0,
    noise: float | None = None,
    telephone: bool = False,
) -> Mix:
    """Let speakers take turns.

    Parameters
    ----------
    utterances
        Sound files of each speaker.
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
        piece = _piece(utterances[last][rng.integers(len(utterances[last]))], rng)
        early = turn > 0 and rng.random() < overlap
        now += -rng.uniform(0.2, 1.0) if early else rng.uniform(0.1, 0.8)
        first = round(max(0.0, now) * RATE)
        samples[first : first + len(piece)] += piece
        spoken = _regions(piece, first / RATE, last)
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


def _piece(path: Path, rng: np.random.Generator) -> np.ndarray:
    """A part of an utterance, cut at quiet moments, at a common level."""
    samples, rate = soundfile.read(path, dtype="float32")
    assert rate == RATE
    longest = round(rng.uniform(3.0, 9.0) * RATE)
    backwards = rng.random() < 0.5
    if backwards:
        samples = samples[::-1]
    if len(samples) > longest:
        smooth = np.convolve(np.square(samples[:longest]), np.ones(RATE // 5), mode="valid")
        after = round(2.5 * RATE)
        samples = samples[: after + int(smooth[after:].argmin()) + RATE // 10]
    if backwards:
        samples = samples[::-1]
    piece: np.ndarray = samples / np.sqrt(np.mean(samples**2) + 1e-9) * 0.05
    return piece


def _regions(piece: np.ndarray, start: float, speaker: str) -> list[SpeakerRegion]:
    """Where a piece sounds, clicks left out, short pauses joined.

    Sound is what is within 30 dB of loud speech or, in pieces recorded with noise, 8 dB above the
    noise: soft ends of words lie far under the middle between noise and loud speech.
    """
    step = RATE // 100
    power = np.square(piece[: len(piece) // step * step]).reshape(-1, step).mean(axis=1)
    level = median_filter(10 * np.log10(power + 1e-10), size=9)
    quiet, high = np.percentile(level, (5, 90))
    loud = np.flatnonzero(level > max(high - 30.0, min(quiet + 8.0, high - 10.0)))
    regions: list[SpeakerRegion] = []
    first = last = int(loud[0])
    for frame in [*loud[1:].tolist(), None]:
        if frame is not None and (frame - last) * 0.01 < PAUSE:
            last = frame
            continue
        regions.append(
            SpeakerRegion(
                start=start + first * 0.01, end=start + (last + 1) * 0.01, speaker=speaker
            )
        )
        if frame is not None:
            first = last = frame
    return regions


def _band(samples: np.ndarray) -> np.ndarray:
    from scipy.signal import butter, resample_poly, sosfilt

    band = sosfilt(butter(6, [300, 3400], "bandpass", fs=RATE, output="sos"), samples)
    narrow = np.clip(resample_poly(band, 1, 2), -1.0, 1.0)
    coded = np.round(127 * np.sign(narrow) * np.log1p(255 * np.abs(narrow)) / np.log(256)) / 127
    heard = np.sign(coded) * (256 ** np.abs(coded) - 1) / 255
    found: np.ndarray = resample_poly(heard, 2, 1)[: len(samples)]
    return found
