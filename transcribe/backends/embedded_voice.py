"""Voices as vectors: mel spectra, and the speaker encoder that resemblyzer carries.

Imported only when the embedded diarizer is opened, so numpy is imported at the top.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transcribe.backends.device import threads
from transcribe.core.time import Interval, Seconds
from transcribe.errors import MissingPartError

SAMPLE_RATE = 16_000
FRAME_STEP: Seconds = 0.01
WINDOW: Seconds = 1.6
"""What the encoder was trained on (Wan et al. 2018, "Generalized end-to-end loss")."""
WINDOW_STEP: Seconds = 0.4
SHORTEST_WINDOW: Seconds = 0.3

WINDOW_LENGTH, _HOP, _MELS = 400, 160, 40
_LEVEL = 1e-3
"""Mean square that every window is brought to: -30 dBFS, as the encoder was trained."""
_BLOCK = 6000
"""Frames a spectrum is taken of at once: bounds memory on long recordings."""
_BATCH = 64
_HIGH = 33
"""The lowest band that lies above 4.2 kHz as a whole."""
_QUIETEST = 10
"""Per cent of frames, the quietest, that are taken for background."""
_SUBTRACTED, _LEFT = 2.0, 0.05
"""How many times the background is taken off, and what share of a band is left at least."""

Floats = NDArray[np.float32]


def weights_path() -> Path | None:
    """Where resemblyzer's weights lie, found without importing resemblyzer.

    Importing it would import librosa, numba and webrtcvad: ten seconds for nothing used here.
    """
    spec = importlib.util.find_spec("resemblyzer")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "pretrained.pt"
    return path if path.is_file() else None


def mel_spectrum(samples: Floats) -> tuple[Floats, Floats]:
    """Mel power spectrum and mean square a frame, as the encoder expects them.

    Parameters
    ----------
    samples
        Shape ``(samples,)``, 16 kHz, within [-1, 1].

    Returns
    -------
    mel, power
        Shapes ``(frames, 40)`` and ``(frames,)``; a frame every 10 ms, 25 ms long, its middle at
        ``index * 0.01`` seconds. Slaney's mel scale, no logarithm.
    """
    import torch

    bank = mel_bank()
    window = torch.hann_window(WINDOW_LENGTH)
    half = WINDOW_LENGTH // 2
    frames = 1 + len(samples) // _HOP
    sound = np.asarray(samples, dtype=np.float32)
    mel = np.empty((frames, _MELS), dtype=np.float32)
    power = np.empty(frames, dtype=np.float32)
    for first in range(0, frames, _BLOCK):
        last = min(frames, first + _BLOCK)
        part = torch.from_numpy(_cut(sound, first * _HOP - half, (last - 1) * _HOP + half))
        cut = part.unfold(0, WINDOW_LENGTH, _HOP)
        spectrum = torch.fft.rfft(cut * window).abs().square()
        mel[first:last] = (spectrum @ bank).numpy()
        power[first:last] = cut.square().mean(dim=1).numpy()
    return mel, power


def mel_bank() -> Any:
    """Weights of a spectrum's bins in each band, a tensor of shape ``(201, 40)``."""
    from torchaudio.functional import melscale_fbanks  # type: ignore[import-untyped]

    return melscale_fbanks(
        WINDOW_LENGTH // 2 + 1, 0.0, 8000.0, _MELS, SAMPLE_RATE, norm="slaney", mel_scale="slaney"
    )


def is_narrow(mel: Floats) -> bool:
    """Whether nothing sounds above 4 kHz, as on the telephone."""
    return float(mel[:, _HIGH:].sum(dtype=np.float64)) < 1e-5 * float(mel.sum(dtype=np.float64))


def _cut(sound: Floats, first: int, last: int) -> Floats:
    """Samples from first to last, with silence beyond both ends of the recording."""
    inside = sound[max(0, first) : max(0, last)]
    before = max(0, -first)
    cut: Floats = np.pad(inside, (before, max(0, last - first - before - len(inside))))
    return cut


def without_background(mel: Floats, power: Floats) -> tuple[Floats, Floats]:
    """Spectrum and power with steady background noise taken off (Berouti et al. 1979).

    Noise makes all voices alike: at 10 dB, two speakers came as near to each other as one voice
    is to itself. The background is measured anew every minute; digital silence is none.
    """
    clean, rest = np.empty_like(mel), np.empty_like(power)
    bounds = np.linspace(0, len(mel), 1 + max(1, round(len(mel) / _BLOCK)), dtype=np.int64)
    for first, last in pairwise(bounds):
        part = mel[first:last]
        total = part.sum(axis=1)
        sounding = total > total.max() * 1e-9
        if not sounding.any():
            clean[first:last], rest[first:last] = part, 0.0
            continue
        limit = np.percentile(total[sounding], _QUIETEST)
        background = part[sounding & (total <= limit)].mean(axis=0)
        left = np.maximum(part - _SUBTRACTED * background, _LEFT * part)
        clean[first:last] = left
        rest[first:last] = power[first:last] * (left.sum(axis=1) / np.maximum(total, 1e-12))
    return clean, rest


def cepstra(mel: Floats, *, count: int = 20) -> Floats:
    """Cepstral coefficients of a mel spectrum, level left out.

    The logarithm has a floor 60 dB under the recording's loud parts, so that digital silence
    between synthetic or gated speech does not dominate.
    """
    from scipy.fft import dct

    floor = max(1e-10, float(np.percentile(mel.max(axis=1), 95)) * 1e-6)
    coefficients = np.empty((len(mel), count), dtype=np.float32)
    for first in range(0, len(mel), _BLOCK):
        logs = np.log(mel[first : first + _BLOCK] + floor)
        coefficients[first : first + _BLOCK] = dct(logs, type=2, norm="ortho", axis=1)[
            :, 1 : count + 1
        ]
    return coefficients


def windows_of(regions: tuple[Interval, ...]) -> list[tuple[int, int]]:
    """Frames ``(first, last)`` of the windows to embed: 1.6 s each 0.4 s inside every region.

    A region shorter than a window is one window; one shorter than 0.3 s has none.
    """
    found: list[tuple[int, int]] = []
    size, step = round(WINDOW / FRAME_STEP), round(WINDOW_STEP / FRAME_STEP)
    for region in regions:
        first, last = round(region.start / FRAME_STEP), round(region.end / FRAME_STEP)
        if last - first < round(SHORTEST_WINDOW / FRAME_STEP):
            continue
        if last - first <= size:
            found.append((first, last))
            continue
        starts = [*range(first, last - size, step), last - size]
        found += [(start, start + size) for start in starts]
    return found


class VoiceEncoder:
    """Resemblyzer's encoder: three LSTM layers and a projection, 256 numbers a voice.

    Parameters
    ----------
    device
        A torch device, ``cpu`` or ``cuda``.

    Raises
    ------
    MissingPartError
        When resemblyzer, which carries the weights, is not installed.
    """

    def __init__(self, device: str = "cpu") -> None:
        import torch
        from torch import nn

        path = weights_path()
        if path is None:
            raise MissingPartError(
                "the embedded diarizer's voice encoder is not installed",
                stage="diarize",
                hint="in the project's folder: pip install -e '.[embedded]'",
            )
        state = torch.load(path, map_location="cpu", weights_only=True)["model_state"]
        self._lstm = nn.LSTM(_MELS, 256, 3, batch_first=True)
        self._linear = nn.Linear(256, 256)
        for name, layer in (("lstm", self._lstm), ("linear", self._linear)):
            prefix = f"{name}."
            layer.load_state_dict(
                {
                    key[len(prefix) :]: value
                    for key, value in state.items()
                    if key.startswith(prefix)
                }
            )
            layer.to(device).eval()
        self._device = device

    def embed(
        self,
        mel: Floats,
        power: Floats,
        windows: list[tuple[int, int]],
        *,
        progress: Any = None,
    ) -> Floats:
        """Embed windows of a spectrum.

        Returns
        -------
        numpy.ndarray
            Shape ``(windows, 256)``, rows of length 1, none negative.
        """
        embeddings = np.zeros((len(windows), 256), dtype=np.float32)
        order = sorted(range(len(windows)), key=lambda i: (windows[i][1] - windows[i][0], i))
        batches = _batches(order, windows)

        def run(batch: list[int]) -> list[int]:
            size = windows[batch[0]][1] - windows[batch[0]][0]
            cuts = [_levelled(mel, power, windows[i][0], windows[i][0] + size) for i in batch]
            embeddings[batch] = self._forward(np.stack(cuts))
            return batch

        done = 0
        with one_thread_each() as pool:
            for batch in pool.map(run, batches):
                done += len(batch)
                if progress is not None:
                    progress(done / len(windows))
        return embeddings

    def _forward(self, windows: Floats) -> Floats:
        import torch

        with torch.inference_mode():
            _, (hidden, _) = self._lstm(torch.from_numpy(windows).to(self._device))
            raw = torch.relu(self._linear(hidden[-1]))
            unit: Floats = torch.nn.functional.normalize(raw, dim=1).cpu().numpy()
        return unit


@contextmanager
def one_thread_each() -> Iterator[ThreadPoolExecutor]:
    """A worker a core, each computing on one thread.

    Two OpenMP threads that wait for each other in every step of an LSTM spin: on a machine that
    is busy with something else, that made the encoder ten times slower.
    """
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with ThreadPoolExecutor(
            threads(), initializer=torch.set_num_threads, initargs=(1,)
        ) as pool:
            yield pool
    finally:
        torch.set_num_threads(before)


def _batches(order: list[int], windows: list[tuple[int, int]]) -> list[list[int]]:
    """Indices grouped by exact length, `_BATCH` at most."""
    batches: list[list[int]] = []
    for index in order:
        size = windows[index][1] - windows[index][0]
        if batches and len(batches[-1]) < _BATCH:
            first = windows[batches[-1][0]]
            if first[1] - first[0] == size:
                batches[-1].append(index)
                continue
        batches.append([index])
    return batches


def _levelled(mel: Floats, power: Floats, first: int, last: int) -> Floats:
    """One window at the encoder's level, zero-padded where it runs over the end."""
    cut = mel[first:last]
    mean = float(power[first:last].mean()) if len(cut) else 0.0
    cut = cut * np.float32(_LEVEL / max(mean, 1e-9))
    if len(cut) < last - first:
        cut = np.pad(cut, ((0, last - first - len(cut)), (0, 0)))
    return cut.astype(np.float32)
