"""Silero VAD for real."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sounds import speech

from transcribe.backends.audio import open_decoder
from transcribe.backends.vad import speech_regions


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    path = tmp_path_factory.mktemp("sound") / "speech.wav"
    found: np.ndarray = open_decoder().decode(speech(path, seconds=20)).samples
    return found


def test_regions_are_in_order_and_inside(samples: np.ndarray) -> None:
    regions = speech_regions(samples)

    assert sum(region.duration for region in regions) > 10
    edges = [edge for region in regions for edge in (region.start, region.end)]
    assert edges == sorted(edges)
    assert edges[0] >= 0
    assert edges[-1] <= len(samples) / 16_000


def test_quiet_speech_is_found(samples: np.ndarray) -> None:
    loud = sum(region.duration for region in speech_regions(samples))
    quiet = sum(region.duration for region in speech_regions(samples * np.float32(0.004)))

    assert quiet > 0.9 * loud


@pytest.mark.parametrize("level", [0.0, 1e-4, 0.1])
def test_noise_is_no_speech(level: float) -> None:
    noise = np.random.default_rng(0).standard_normal(16_000 * 10).astype(np.float32)

    assert speech_regions(noise * np.float32(level)) == ()


def test_long_speech_is_divided(samples: np.ndarray) -> None:
    regions = speech_regions(samples, longest=4.0)

    assert max(region.duration for region in regions) <= 4.5


def test_nothing_and_another_rate() -> None:
    assert speech_regions(np.zeros(0, dtype=np.float32)) == ()
    with pytest.raises(ValueError, match="16 000"):
        speech_regions(np.ones(10, dtype=np.float32), 8_000)


def test_the_module_is_cheap(root: Path) -> None:
    import subprocess
    import sys

    code = "import sys, transcribe.backends.vad; print('numpy' in sys.modules)"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True
    )
    assert out.stdout.strip() == "False"
