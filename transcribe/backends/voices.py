"""Voices of several recordings compared, in memory: what is known of a voice never leaves a call.

Opened only for recordings whose roles are doubtful, and whose participants agreed to it.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from transcribe.backends import diarizers, pyannote
from transcribe.core.time import Interval
from transcribe.errors import AudioError, MissingPartError
from transcribe.stages.engines import Engine
from transcribe.stages.link import Excerpt, Likeness, VoiceComparer, VoiceLimits

EMBEDDED = VoiceLimits(alike=0.8, apart=0.1)
"""Set on three of the six LibriSpeech speakers: ``tests/benchmarks/voices.py``."""
PYANNOTE = VoiceLimits(alike=0.5, apart=0.2)
"""Not measured, since its weights cannot be shipped: on the careful side of the likeness of 0.3
from which pyannote's own pipeline 3.1 takes two voices for one."""
RATE = 16_000
LEAST = RATE
"""Samples under which nothing is a voice."""
_EMBEDDED_REVISION = "1"

Embedder = Callable[[Excerpt], Any]
"""An excerpt to a vector of length 1, or None where no voice is in it."""


def available(diarizer: Engine) -> Engine | None:
    """The encoder that compares voices beside a diarizer; None where no encoder is here."""
    if diarizer.name == "pyannote":
        return diarizer
    if diarizers.missing_embedded_parts():
        return None
    return Engine(
        name="embedded",
        model=f"resemblyzer/{_EMBEDDED_REVISION}",
        rank=10,
        libraries={"Resemblyzer": importlib.metadata.version("Resemblyzer")},
    )


def open_voices(engine: Engine, models: Path) -> VoiceComparer:
    """Open an encoder that `available` described."""
    if engine.name == "pyannote":
        return PyannoteVoices(engine, models)
    return EncoderVoices(engine)


def read_excerpt(path: Path, intervals: Sequence[Interval]) -> Excerpt:
    """Stretches of a recording's decoded sound; the rest of it is not read.

    Raises
    ------
    AudioError
        When the file is missing or damaged.
    """
    import soundfile

    try:
        with soundfile.SoundFile(str(path)) as file:
            if file.samplerate != RATE or file.channels != 1:
                raise _damaged()
            found = []
            for one in intervals:
                first = min(round(one.start * RATE), file.frames)
                file.seek(first)
                found.append(file.read(round(one.end * RATE) - first, dtype="float32"))
            return found
    except (soundfile.LibsndfileError, OSError):
        raise _damaged() from None


def _damaged() -> AudioError:
    return AudioError(
        "the decoded sound kept in the private folder is damaged",
        stage="link",
        hint="decode again: transcribe run … --force-stage decode",
    )


def likeness(
    embed: Embedder, voices: Sequence[Excerpt], speakers: Sequence[Excerpt]
) -> tuple[tuple[float, ...], ...]:
    """Cosine of every voice with every speaker; the vectors are gone when it returns."""

    def voice_in(excerpt: Excerpt) -> Any:
        # Sound that ends before the words it was attributed to leaves nothing to hear.
        return embed(excerpt) if sum(map(len, excerpt)) >= LEAST else None

    known = [voice_in(excerpt) for excerpt in speakers]
    rows = []
    for excerpt in voices:
        voice = voice_in(excerpt)
        rows.append(tuple(_cosine(voice, one) for one in known))
    return tuple(rows)


def _cosine(left: Any, right: Any) -> float:
    """0 where there was no voice in one of them."""
    return 0.0 if left is None or right is None else round(float(left @ right), 4)


class EncoderVoices:
    """The embedded diarizer's encoder; meets `transcribe.stages.link.VoiceComparer`."""

    def __init__(self, engine: Engine) -> None:
        from transcribe.backends.embedded_voice import VoiceEncoder

        self.engine = engine
        self._encoder: VoiceEncoder | None = VoiceEncoder()

    def compare(self, voices: Sequence[Excerpt], speakers: Sequence[Excerpt]) -> Likeness:
        """See the Protocol."""
        rows = likeness(self.embed, voices, speakers)
        return Likeness(rows=rows, limits=EMBEDDED, by="embedded")

    def embed(self, excerpt: Excerpt) -> Any:
        """One voice: the mean over windows that lie inside a stretch."""
        import numpy as np

        from transcribe.backends import embedded_voice

        if self._encoder is None:
            raise RuntimeError("the encoder is closed")
        bounds = np.cumsum([0, *(len(part) for part in excerpt)]) / RATE
        inside = tuple(Interval(start=float(a), end=float(b)) for a, b in pairwise(bounds))
        sound = np.concatenate([np.asarray(part, dtype=np.float32) for part in excerpt])
        spectrum = embedded_voice.without_background(*embedded_voice.mel_spectrum(sound))
        windows = embedded_voice.windows_of(inside)
        if not windows:
            return None
        return _unit(self._encoder.embed(*spectrum, windows).mean(axis=0))

    def close(self) -> None:
        """Let go of the encoder."""
        self._encoder = None


class PyannoteVoices:
    """The encoder of pyannote's pipeline; where that fails, the embedded one takes its place."""

    def __init__(self, engine: Engine, models: Path) -> None:
        self.engine, self._models = engine, models
        self._encoder: Any = None
        self._other: EncoderVoices | None = None

    def compare(self, voices: Sequence[Excerpt], speakers: Sequence[Excerpt]) -> Likeness:
        """See the Protocol. All of a comparison is done by one encoder, or vectors mean nothing."""
        try:
            rows = likeness(self.embed, voices, speakers)
        except (*pyannote.FAILURES, MissingPartError):
            self._encoder = None
            if diarizers.missing_embedded_parts():
                # Nothing is settled, and nothing is lost.
                nothing = ((0.0,) * len(speakers),) * len(voices)
                return Likeness(rows=nothing, limits=PYANNOTE, by="")
            self._other = self._other or EncoderVoices(self.engine)
            return self._other.compare(voices, speakers)
        return Likeness(rows=rows, limits=PYANNOTE, by="pyannote")

    def embed(self, excerpt: Excerpt) -> Any:
        """One voice, of all its stretches in a row."""
        import numpy as np
        import torch

        if self._encoder is None:
            self._encoder = self._open()
        sound = np.concatenate([np.asarray(part, dtype=np.float32) for part in excerpt])
        with torch.inference_mode():
            found = self._encoder(torch.from_numpy(sound)[None, None])
        return _unit(np.asarray(found)[0])

    def _open(self) -> Any:
        weights = pyannote.find_weights(self._models)
        if weights is None:
            raise MissingPartError(
                "the weights of pyannote are no longer there",
                stage="link",
                hint="transcribe models fetch pyannote",
            )
        # The very way the diarizer loads it, so that nothing is looked for on the hub.
        pipeline, _ = pyannote.load_pipeline(weights, device="cpu")
        return pipeline._embedding

    def close(self) -> None:
        """Let go of the encoder, and of the one that took its place."""
        self._encoder = None
        if self._other is not None:
            self._other.close()
            self._other = None


def _unit(vector: Any) -> Any:
    import numpy as np

    length = float(np.linalg.norm(vector))
    if not np.isfinite(length) or length == 0.0:
        return None
    return vector / length
