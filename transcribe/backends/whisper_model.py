"""Loading a Whisper model where it really computes, and asking it for words once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transcribe.backends.device import preload_cublas
from transcribe.backends.whisper_doubt import Heard, Line
from transcribe.backends.whisper_folder import times_words
from transcribe.backends.whisper_window import open_windowed
from transcribe.core.asr import Word

SEED = 6
RATE = 16_000
TEMPERATURES = (0.2, 0.4, 0.6, 0.8, 1.0)
"""Whisper's own way out of loops (Radford et al. 2022, section 4.5)."""

SKIPPED_SILENCE = 2.0
"""Seconds without speech after which the sequential mode looks for invented words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a model computes, and in which numbers.

    Attributes
    ----------
    index
        Which GPU, counted as CUDA does.
    """

    device: str
    compute_type: str
    index: int = 0

    def __str__(self) -> str:
        return f"{self.device} {self.compute_type}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a recording is listened to with.

    Attributes
    ----------
    language
        ISO 639-1 code.
    candidates
        Languages that may be spoken beside it; empty for any that the model knows.
    prompt
        Text that Whisper takes for what was said before; empty for none.
    hotwords
        Words worth listening for, joined; empty for none.
    told
        Folded words of both, to notice when the model repeats them.
    most_tokens
        How many the model can write after them.
    """

    language: str
    candidates: tuple[str, ...] = ()
    prompt: str = ""
    hotwords: str = ""
    told: tuple[str, ...] = ()
    most_tokens: int = 448
    beam: int = 5

    @property
    def options(self) -> dict[str, Any]:
        """As faster-whisper wants them."""
        return {
            "language": self.language,
            "beam_size": self.beam,
            "word_timestamps": True,
            "initial_prompt": self.prompt or None,
            "hotwords": self.hotwords or None,
        }


def load(folder: Path, place: Place, *, threads: int) -> Any:
    """Open a model and, on a GPU, decode a second of sound with it.

    Raises
    ------
    RuntimeError, ValueError
        When the model or the device cannot be used, as CTranslate2 says it.
    """
    # A lack shows as an error here, never as a download.
    os.environ["HF_HUB_OFFLINE"] = "1"
    if place.device == "cuda":
        preload_cublas()
    model = open_windowed(
        folder,
        device=place.device,
        device_index=place.index,
        compute_type=place.compute_type,
        cpu_threads=threads,
    )
    if not times_words(folder):
        raise ValueError(
            "its config.json names no alignment_heads, so words would have no times: convert it "
            "again with the current ctranslate2"
        )
    expected, given = model.model.n_mels, model.feature_extractor.mel_filters.shape[0]
    if expected != given:
        raise ValueError(
            f"the model wants {expected} mel bins and preprocessor_config.json gives {given}"
        )
    if place.device == "cuda":
        # A missing library or an old card shows in the first product, not when loading.
        decode_a_second(model)
    return model


def decode_a_second(model: Any) -> None:
    """Have a model compute for real, on a second of silence."""
    import numpy as np

    silence = np.zeros(RATE, dtype=np.float32)
    options = {"language": "en", "beam_size": 1, "temperature": 0.0, "max_new_tokens": 2}
    list(model.transcribe(silence, **options)[0])


def decode_batch(
    model: Any, sounds: Sequence[Any], request: Request
) -> tuple[tuple[Heard, ...], tuple[tuple[str, float], ...]]:
    """Decode pieces of sound at once, none longer than 30 s.

    Returns
    -------
    tuple
        What was heard in each piece; and the language each sounds like with its probability,
        empty for a model of one language.
    """
    import numpy as np

    ends = np.cumsum([len(sound) for sound in sounds])
    starts = [0, *ends[:-1].tolist()]
    # Half a sample more: the library multiplies by the rate again and cuts the rest off.
    clips = [
        {"start": (start + 0.5) / RATE, "end": (end + 0.5) / RATE}
        for start, end in zip(starts, ends.tolist(), strict=True)
    ]
    pipeline = _pipeline(model, request)
    found, _ = pipeline.transcribe(
        np.concatenate(sounds),
        clip_timestamps=clips,
        batch_size=len(sounds),
        **request.options,
    )
    lines: list[list[Line]] = [[] for _ in sounds]
    for segment in found:
        number = min(range(len(sounds)), key=lambda n: abs(starts[n] / RATE - segment.seek / 100))
        lines[number].append(_line(segment, offset=starts[number] / RATE))
    heard = tuple(Heard(lines=tuple(some), language=request.language) for some in lines)
    return heard, tuple(pipeline.languages)


def _pipeline(model: Any, request: Request) -> Any:
    """faster-whisper's batched mode, which also keeps the language of each piece."""
    from faster_whisper import BatchedInferencePipeline

    class Listening(BatchedInferencePipeline):  # type: ignore[misc]
        languages: list[tuple[str, float]]

        def generate_segment_batched(self, features: Any, tokenizer: Any, options: Any) -> Any:
            encoded, output = super().generate_segment_batched(features, tokenizer, options)
            if self.model.model.is_multilingual:
                found = self.model.model.detect_language(encoded)
                self.languages += [likeliest(one, request.candidates) for one in found]
            return encoded, output

    pipeline = Listening(model)
    pipeline.languages = []
    return pipeline


def likeliest(found: Iterable[tuple[str, float]], candidates: tuple[str, ...]) -> tuple[str, float]:
    """The likeliest language of those that may be spoken, with its probability among them."""
    codes = [(token[2:-2], probability) for token, probability in found]
    among = [pair for pair in codes if pair[0] in candidates] or codes
    total = sum(probability for _, probability in among)
    code, probability = max(among, key=lambda pair: pair[1])
    return code, probability / total if total > 0 else 0.0


def decode_alone(model: Any, sound: Any, request: Request) -> Heard:
    """Decode one piece sequentially, the likeliest words only."""
    return _sequential(model, sound, request, temperature=[0.0])


def decode_sampled(
    model: Any, folder: Path, place: Place, sound: Any, request: Request, *, threads: int
) -> Heard:
    """Decode one piece sequentially, sampled at rising temperatures until the words are believable.

    CTranslate2 seeds its generators once a thread: on the model in use the words would depend on
    what was sampled before. So a second model is opened for each piece, and the same sound always
    gives the same words.

    Raises
    ------
    RuntimeError
        When there is no memory for a second model.
    """
    import copy

    import ctranslate2

    ctranslate2.set_random_seed(SEED)
    sampler = copy.copy(model)
    sampler.model = ctranslate2.models.Whisper(
        str(folder),
        device=place.device,
        device_index=place.index,
        compute_type=place.compute_type,
        intra_threads=threads,
    )
    return _sequential(sampler, sound, request, temperature=list(TEMPERATURES))


def _sequential(model: Any, sound: Any, request: Request, **options: Any) -> Heard:
    found, _ = model.transcribe(
        sound,
        condition_on_previous_text=False,
        hallucination_silence_threshold=SKIPPED_SILENCE,
        **request.options,
        **options,
    )
    lines = tuple(_line(segment, offset=0.0) for segment in found)
    return Heard(lines=lines, language=request.language)


def sounds_like(
    model: Any, sounds: Sequence[Any], candidates: tuple[str, ...]
) -> tuple[str, float]:
    """Language of some pieces of sound together, with its mean probability."""
    from faster_whisper.audio import pad_or_trim

    shares: dict[str, float] = {}
    for sound in sounds:
        features = pad_or_trim(model.feature_extractor(sound)[..., :-1])
        found = model.model.detect_language(model.encode(features))[0]
        codes = [(token[2:-2], probability) for token, probability in found]
        among = [pair for pair in codes if pair[0] in candidates] or codes
        total = sum(probability for _, probability in among) or 1.0
        for code, probability in among:
            shares[code] = shares.get(code, 0.0) + probability / total / len(sounds)
    return max(shares.items(), key=lambda pair: pair[1])


def _line(segment: Any, *, offset: float) -> Line:
    words = tuple(
        Word(
            start=max(0.0, float(word.start) - offset),
            end=max(0.0, float(word.end) - offset),
            text=word.word,
            probability=min(1.0, max(0.0, float(word.probability))),
        )
        for word in segment.words or ()
    )
    return Line(
        words=words,
        tokens=len(segment.tokens),
        log_probability=float(segment.avg_logprob),
        compression=float(segment.compression_ratio),
        no_speech=float(segment.no_speech_prob),
        temperature=float(segment.temperature or 0.0),
    )
