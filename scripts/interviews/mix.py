"""Lay the turns of an interview on one track, as a recorder on the table would hear them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from interviews.script import Script, ScriptTurn
from interviews.voice import SAMPLE_RATE, sentences, speak

_SPEECH_DBFS = -22.0
_NOISE_DBFS = -58.0
_LEAD, _TAIL = 0.6, 0.8
_BIT_RATES = {".opus": 32_000, ".ogg": 32_000, ".m4a": 36_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedTurn:
    """When a turn and its words sound, in seconds from the start of the recording."""

    start: float
    end: float
    words: tuple[tuple[float, float, str], ...]


def perform(script: Script) -> tuple[np.ndarray, tuple[PlacedTurn, ...]]:
    """Speak an interview: samples (float32, 16 kHz, mono) and the time of every turn.

    Pauses, small changes of level and the room's noise are drawn from a generator seeded with the
    interview's name.
    """
    seed = int.from_bytes(hashlib.sha256(script.stem.encode()).digest()[:8])
    draw = np.random.default_rng(seed)
    pieces, placed, clock = [], [], _LEAD
    for turn in script.turns:
        gap = turn.gap if turn.gap is not None else float(draw.uniform(0.3, 0.75))
        start = clock + gap if placed else clock
        samples, words = _turn(script, turn, draw)
        shifted = tuple((start + begin, start + end, text) for begin, end, text in words)
        placed.append(
            PlacedTurn(start=start, end=start + len(samples) / SAMPLE_RATE, words=shifted)
        )
        pieces.append((round(start * SAMPLE_RATE), samples))
        clock = max(turn.end for turn in placed)
    track = _room(round((clock + _TAIL) * SAMPLE_RATE), draw)
    for offset, samples in pieces:
        track[offset : offset + len(samples)] += samples
    return np.clip(track, -0.98, 0.98), tuple(placed)


def _turn(
    script: Script, turn: ScriptTurn, draw: np.random.Generator
) -> tuple[np.ndarray, list[tuple[float, float, str]]]:
    """One turn, sentence after sentence with breaths between, at its speaker's level."""
    speaker = script.speaker(turn.speaker)
    parts, words, length = [], [], 0
    for index, sentence in enumerate(sentences(turn.text)):
        if index:
            silence = np.zeros(round(float(draw.uniform(0.18, 0.42)) * SAMPLE_RATE), np.float32)
            parts.append(silence)
            length += len(silence)
        spoken = speak(sentence, voice=speaker.voice, stretch=speaker.stretch)
        base = length / SAMPLE_RATE
        words += [(base + start, base + end, text) for start, end, text in spoken.words]
        parts.append(spoken.samples)
        length += len(spoken.samples)
    samples = np.concatenate(parts)
    level = _SPEECH_DBFS + speaker.level + float(draw.normal(0.0, 0.6))
    sounding = samples[np.abs(samples) > 1e-3]
    gain = 10 ** (level / 20) / float(np.sqrt(np.mean(sounding.astype(np.float64) ** 2)))
    return samples * np.float32(gain), words


def _room(length: int, draw: np.random.Generator) -> np.ndarray:
    """Faint noise, louder towards low frequencies, as of a ventilated room."""
    spectrum = np.fft.rfft(draw.standard_normal(length))
    frequencies = np.fft.rfftfreq(length, 1 / SAMPLE_RATE)
    noise = np.fft.irfft(spectrum / np.sqrt(np.maximum(frequencies, 60.0)), length)
    noise *= 10 ** (_NOISE_DBFS / 20) / np.sqrt(np.mean(noise**2))
    return noise.astype(np.float32)


def encode(samples: np.ndarray, path: Path) -> None:
    """Write a compressed mono file; the same samples give the same bytes."""
    import av

    rate = 48_000 if path.suffix in {".opus", ".ogg"} else SAMPLE_RATE
    codec = "libopus" if rate == 48_000 else "aac"
    with av.open(str(path), "w", container_options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream(codec, rate=rate, layout="mono")
        stream.bit_rate = _BIT_RATES[path.suffix]
        stream.codec_context.flags |= av.codec.context.Flags.bitexact
        resampler = av.AudioResampler(format=stream.format, layout="mono", rate=rate)
        frame = av.AudioFrame.from_ndarray(
            (samples * 32767).astype(np.int16)[None, :], format="s16", layout="mono"
        )
        frame.sample_rate = SAMPLE_RATE
        frame.time_base = Fraction(1, SAMPLE_RATE)
        frame.pts = 0
        fifo = av.AudioFifo()
        for resampled in [*resampler.resample(frame), *resampler.resample(None)]:
            fifo.write(resampled)
        for ready in fifo.read_many(stream.codec_context.frame_size or 960):
            container.mux(stream.encode(ready))
        rest = fifo.read()
        if rest is not None:
            container.mux(stream.encode(rest))
        container.mux(stream.encode(None))


def decoded_duration(path: Path) -> float:
    """Length in seconds of what PyAV decodes."""
    import av

    with av.open(str(path)) as container:
        count = sum(frame.samples / frame.sample_rate for frame in container.decode(audio=0))
    return float(count)
