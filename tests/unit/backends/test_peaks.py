"""Peaks for the waveform."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

from transcribe.backends.peaks import A_SECOND, BLOCK_SECONDS, LARGEST, read_peaks


def test_peaks_show_where_it_is_loud_over_block_borders(tmp_path: Path) -> None:
    rate, seconds = 8000, BLOCK_SECONDS + 3.5
    samples = np.zeros(int(rate * seconds), dtype="float32")
    samples[rate * BLOCK_SECONDS + 10 : rate * BLOCK_SECONDS + 20] = -1.0
    samples[rate : rate + 5] = 0.5
    path = tmp_path / "sound.flac"
    soundfile.write(path, samples, rate)
    found = read_peaks(path)
    assert found["duration"] == seconds
    low, high = found["peaks"][::2], found["peaks"][1::2]
    assert len(low) == len(high) == int(np.ceil(seconds * A_SECOND))
    assert [at for at, value in enumerate(low) if value] == [BLOCK_SECONDS * A_SECOND]
    assert min(low) == -LARGEST
    assert [at for at, value in enumerate(high) if value] == [A_SECOND]
