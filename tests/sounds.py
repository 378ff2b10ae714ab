"""Makes the sound files that tests need, good and bad, with nothing but PyAV and soundfile."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import soundfile

ROOT = Path(__file__).resolve().parents[1]
RECORDINGS = ROOT / "recordings"


def shipped(index: int = 0) -> Path:
    """One of the recordings that ship with the project, in order of name."""
    return sorted(
        path for path in RECORDINGS.iterdir() if path.suffix in (".opus", ".ogg", ".m4a", ".mp3")
    )[index]


def speech(path: Path, *, seconds: float = 20.0, start: float = 0.0, index: int = 0) -> Path:
    """Write a piece of a shipped recording as 16 kHz WAV."""
    pieces = []
    with av.open(str(shipped(index))) as container:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=16_000)
        for frame in container.decode(audio=0):
            pieces += [out.to_ndarray()[0] for out in resampler.resample(frame)]
            if sum(map(len, pieces)) > (start + seconds) * 16_000:
                break
    samples = np.concatenate(pieces)[int(start * 16_000) : int((start + seconds) * 16_000)]
    soundfile.write(path, samples, 16_000, subtype="PCM_16")
    return path


def silence(path: Path, *, seconds: float) -> Path:
    """Write digital silence as WAV."""
    soundfile.write(path, np.zeros(int(seconds * 16_000), dtype="int16"), 16_000)
    return path


def telephone_mp3(path: Path, source: Path) -> Path:
    """Write a WAV again as 8 kHz stereo MP3."""
    samples, rate = soundfile.read(source, dtype="int16")
    with av.open(str(path), "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=8_000, layout="stereo")
        frame = av.AudioFrame.from_ndarray(samples[None, :], format="s16", layout="mono")
        frame.sample_rate = rate
        resampler = av.AudioResampler(format="s16p", layout="stereo", rate=8_000, frame_size=1152)
        for out in [*resampler.resample(frame), *resampler.resample(None)]:
            out.pts = None
            container.mux(stream.encode(out))
        container.mux(stream.encode(None))
    return path


def silent_film(path: Path) -> Path:
    """Write a video that has no audio stream."""
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        for index in range(20):
            frame = av.VideoFrame.from_ndarray(
                np.full((64, 64, 3), index * 10, dtype=np.uint8), format="rgb24"
            )
            frame.pts, frame.time_base = index, Fraction(1, 10)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def cut_off(path: Path, source: Path, *, share: float) -> Path:
    """Write only the beginning of a file's bytes."""
    content = source.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    return path
