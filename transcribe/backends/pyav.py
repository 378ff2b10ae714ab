"""Decoding with PyAV: every container and codec of FFmpeg, inside the process.

Frames that cannot be decoded are dropped by FFmpeg without a word, which would move everything
after them: time stamps are followed, and the gap is filled with silence.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from transcribe.backends.levels import MOST_CHANNELS, LevelMeter
from transcribe.backends.pcm import RATE, NoSound, NoStream, Pcm
from transcribe.core.time import Seconds

SHORTEST_GAP: Seconds = 0.05
LONGEST_GAP: Seconds = 120.0
"""A larger jump of the time stamps is a fault of theirs, not missing sound."""

WITH_FLOATS = ("pcm_f", "wavpack", "atrac")
"""Codecs whose samples can be NaN or infinite as stored."""


def decode_with_pyav(path: Path) -> Pcm:
    """Decode the best audio stream of a file.

    Raises
    ------
    NoStream
        When the file has no audio stream.
    NoSound
        When the file cannot be opened or nothing in it can be decoded.
    """
    try:
        import av
    except ImportError:
        raise NoSound("PyAV is not installed") from None

    # A playlist may name addresses: nothing but files is ever opened.
    options = {"protocol_whitelist": "file"}
    try:
        container = av.open(f"file:{path}", options=options, metadata_errors="replace")
    except (av.error.FFmpegError, ValueError) as error:
        raise NoSound(_reason(error)) from None
    with container:
        streams = container.streams.audio
        if not streams:
            raise NoStream(_what_it_holds(container))
        stream = container.streams.best("audio") or streams[0]
        if stream.codec_context is None:
            raise NoSound("its codec is not known")
        pcm = Pcm(
            decoder="pyav",
            codec=stream.codec_context.name,
            channels=stream.codec_context.channels or 1,
            container_duration=_duration(container, stream),
            streams=len(streams),
        )
        resampler = _Resampler(pcm)
        for frame in _frames(container, stream, pcm):
            resampler.feed(frame)
        resampler.finish()
    if pcm.length == 0:
        raise NoSound("nothing in it can be decoded")
    return pcm


def _frames(container: Any, stream: Any, pcm: Pcm) -> Iterator[Any]:
    """Decoded frames; packets that cannot be decoded are counted and passed over."""
    import av

    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except (av.error.FFmpegError, ValueError):
            pcm.stopped_early = True
            return
        try:
            yield from packet.decode()
        except av.error.EOFError:
            return
        except (av.error.FFmpegError, ValueError):
            pcm.broken += 1


class _Resampler:
    """Frames of any format to 16 kHz mono int16, in step with their time stamps."""

    def __init__(self, pcm: Pcm) -> None:
        self.pcm = pcm
        self.format: tuple[str, str, int] | None = None
        self.resampler: Any = None
        self.expected: Seconds | None = None
        self.meter: LevelMeter | None = None
        if 1 < pcm.channels <= MOST_CHANNELS:
            self.meter = LevelMeter(pcm.channels)
        self.apart: Any = None

    def feed(self, frame: Any) -> None:
        import av

        form = (frame.format.name, frame.layout.name, frame.sample_rate)
        if form != self.format:
            # A stream may change its format on the way; a resampler may not.
            self.flush()
            self.resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
            self.format = form
            if frame.layout.nb_channels != self.pcm.channels:
                self.meter = None
            elif self.meter is not None:
                self.apart = av.AudioResampler(format="s16p", layout=frame.layout, rate=RATE)
        self._keep_time(frame)
        if self.pcm.codec.startswith(WITH_FLOATS) and form[0].startswith(("flt", "dbl")):
            frame = self._finite(frame)
        frame.pts = None
        self._measure(frame)
        self._append(self.resampler.resample(frame))

    def flush(self) -> None:
        if self.resampler is not None:
            self._measure(None)
            self._append(self.resampler.resample(None))
            self.resampler = self.apart = None
            self.format = None

    def finish(self) -> None:
        self.flush()
        if self.meter is not None:
            self.pcm.levels = self.meter.levels()

    def _keep_time(self, frame: Any) -> None:
        start = frame.time
        if start is None:
            return
        if self.expected is not None and SHORTEST_GAP < start - self.expected <= LONGEST_GAP:
            self._silence(start - self.expected)
        self.expected = start + frame.samples / frame.sample_rate

    def _silence(self, seconds: Seconds) -> None:
        import numpy as np

        silence = np.zeros(round(seconds * RATE), dtype=np.int16)
        self.pcm.append(silence)
        self.pcm.filled += seconds
        if self.meter is not None:
            self.meter.feed(np.broadcast_to(silence, (self.meter.channels, len(silence))))

    def _finite(self, frame: Any) -> Any:
        import av
        import numpy as np

        values = frame.to_ndarray()
        finite = np.isfinite(values)
        if finite.all():
            return frame
        self.pcm.not_numbers += int(values.size - finite.sum())
        mended = av.AudioFrame.from_ndarray(
            np.where(finite, values, 0).astype(values.dtype),
            format=frame.format.name,
            layout=frame.layout.name,
        )
        mended.sample_rate = frame.sample_rate
        return mended

    def _measure(self, frame: Any) -> None:
        """Channels apart from each other, for their levels only."""
        if self.meter is not None and self.apart is not None:
            for piece in self.apart.resample(frame):
                self.meter.feed(piece.to_ndarray())

    def _append(self, frames: list[Any]) -> None:
        for frame in frames:
            self.pcm.append(frame.to_ndarray().reshape(-1))


def _duration(container: Any, stream: Any) -> Seconds | None:
    """What the container claims; None when it does not say."""
    with contextlib.suppress(TypeError, ZeroDivisionError):
        if stream.duration and stream.duration > 0:
            return float(stream.duration * stream.time_base)
    if container.duration and container.duration > 0:
        return float(container.duration) / 1_000_000
    return None


def _what_it_holds(container: Any) -> str:
    kinds = sorted({stream.type for stream in container.streams})
    return f"it holds {' and '.join(kinds)} only" if kinds else "it holds no streams"


def _reason(error: Exception) -> str:
    """FFmpeg's own words, without the path."""
    return str(getattr(error, "strerror", None) or type(error).__name__).lower()
