"""What a recorder and faster-whisper do to sound: noise, bands, features."""

from __future__ import annotations

import numpy as np
import torch
from faster_whisper.feature_extractor import FeatureExtractor

from scripts.demo_whisper.flite import SAMPLE_RATE


class Mel:
    """Features as faster-whisper computes them."""

    def __init__(self) -> None:
        filters = np.asarray(FeatureExtractor().mel_filters)
        self._filters = torch.tensor(filters, dtype=torch.float32)
        self._window = torch.hann_window(400)

    def __call__(self, samples: np.ndarray) -> torch.Tensor:
        """Samples to (80, frames)."""
        padded = torch.nn.functional.pad(torch.from_numpy(samples), (0, 160))
        spectrum = torch.stft(padded, 400, 160, window=self._window, return_complex=True)
        power = self._filters @ (spectrum[:, :-1].abs() ** 2)
        levels = torch.clamp(power, min=1e-10).log10()
        return (torch.maximum(levels, levels.max() - 8.0) + 4) / 4


def noises(draw: np.random.Generator) -> list[np.ndarray]:
    """A minute each of white noise and of noises louder towards low frequencies, at 0 dBFS."""
    size = 60 * SAMPLE_RATE
    frequencies = np.maximum(np.fft.rfftfreq(size, 1 / SAMPLE_RATE), 60.0)
    made = []
    for power in (0.0, 0.5, 0.5, 1.0):
        spectrum = np.fft.rfft(draw.standard_normal(size)) / frequencies**power
        noise = np.fft.irfft(spectrum, size)
        made.append((noise / np.sqrt(np.mean(noise**2))).astype(np.float32))
    return made


def telephone(samples: np.ndarray, highest: float) -> np.ndarray:
    """Only the band of a telephone, up to ``highest`` hertz."""
    spectrum = np.fft.rfft(samples)
    frequencies = np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE)
    spectrum[(frequencies < 250) | (frequencies > highest)] *= 0.03
    return np.fft.irfft(spectrum, len(samples)).astype(np.float32)
