"""faster-whisper: batched for speed, and what looks wrong decoded again with care.

The traps of its batched mode that this goes round: pieces over 30 s lose their rest, so speech is
cut at pauses before; there is no temperature fallback, so doubtful pieces are decoded again alone;
it returns a lazy generator, so it is exhausted here, where a failure can still be met.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from transcribe.backends.device import ladder, preload_cublas
from transcribe.backends.vad import join_regions, speech_regions
from transcribe.backends.whisper_doubt import better_of, doubts
from transcribe.core.asr import AsrResult, Segment, Word
from transcribe.core.recording import Audio
from transcribe.core.time import Interval, Seconds
from transcribe.errors import MissingPartError, StageError
from transcribe.stages.engines import Engine, ProgressHook

LONGEST_PIECE: Seconds = 29.0
"""Whisper hears 30 s at once."""

BATCH = {"cuda": 16, "cpu": 4}
BEAM = 5
SECOND_LOOKS: tuple[dict[str, Any], ...] = (
    {},
    {"no_repeat_ngram_size": 4},
    {"no_repeat_ngram_size": 4, "beam_size": 1, "suppress_blank": False},
)
"""Ways to decode a doubtful piece again, each only if the one before leaves doubts.

Whisper's own way is to sample at rising temperatures. CTranslate2 seeds its generators once a
thread, so that gives other words on every run; these differ as much and are repeatable.
"""


def open_whisper(
    engine: Engine, folder: Path, *, device: str, compute_type: str, threads: int
) -> WhisperRecognizer:
    """Load a model on the best device that really computes.

    Raises
    ------
    MissingPartError
        When the named device cannot be used, or the folder is no model that can be loaded.
    """
    # A lack shows as an error here, never as a download.
    os.environ["HF_HUB_OFFLINE"] = "1"
    steps = ladder(device, compute_type)
    failures = []
    for index, (place, form) in enumerate(steps):
        try:
            model = _load(folder, device=place, compute_type=form, threads=threads)
        except (RuntimeError, ValueError) as error:
            failures.append(f"{place} {form}: {_first_line(error)}")
            continue
        opened = WhisperRecognizer(engine, folder, model, steps=steps[index:], threads=threads)
        opened.notices += [f"not used, because it failed: {failure}" for failure in failures]
        return opened
    raise MissingPartError(
        f"the model {engine.model} cannot be opened ({'; '.join(failures) or 'no GPU was found'})",
        stage="asr",
        hint="transcribe doctor says what is missing; transcribe models verify checks the weights",
    )


def _load(folder: Path, *, device: str, compute_type: str, threads: int) -> Any:
    if device == "cuda":
        preload_cublas()
    import numpy as np
    from faster_whisper import WhisperModel

    model = WhisperModel(
        str(folder),
        device=device,
        compute_type=compute_type,
        cpu_threads=threads,
        local_files_only=True,
    )
    expected, given = model.model.n_mels, model.feature_extractor.mel_filters.shape[0]
    if expected != given:
        raise ValueError(
            f"the model wants {expected} mel bins and preprocessor_config.json gives {given}"
        )
    if device == "cuda":
        # A missing library or an old card shows in the first product, not when loading.
        second = np.zeros(16_000, dtype=np.float32)
        list(model.transcribe(second, language="en", beam_size=1, max_new_tokens=2)[0])
    return model


class WhisperRecognizer:
    """An opened faster-whisper model.

    Parameters
    ----------
    steps
        Devices and number formats from the one in use downwards.
    """

    def __init__(
        self,
        engine: Engine,
        folder: Path,
        model: Any,
        *,
        steps: tuple[tuple[str, str], ...],
        threads: int,
    ) -> None:
        self.engine = engine
        self.folder = folder
        self.model = model
        self.steps = steps
        self.threads = threads
        self.batch = BATCH[steps[0][0]]
        self.notices: list[str] = []

    def recognize(
        self,
        audio: Audio,
        *,
        language: str | None,
        hotwords: tuple[str, ...],
        progress: ProgressHook,
    ) -> AsrResult:
        """Recognize one recording.

        Raises
        ------
        transcribe.errors.MissingPartError
            When the model does not know the language.
        transcribe.errors.StageError
            When there is not enough memory on any device.
        """
        regions = speech_regions(audio.samples, audio.sample_rate, longest=LONGEST_PIECE)
        pieces = join_regions(regions, longest=LONGEST_PIECE)
        language = self._language(audio, pieces, language)
        options = {
            "language": language,
            "hotwords": ", ".join(hotwords) or None,
            "beam_size": BEAM,
            "word_timestamps": True,
        }
        segments: list[Segment] = []
        position = 0
        while position < len(pieces):
            some = pieces[position : position + self.batch]
            found = self._batch(audio, some, options)
            if found is None:
                continue
            segments += found
            position += len(some)
            progress(position / len(pieces))
        mute = sum(not segment.words for segment in segments)
        notices = list(self.notices)
        notices += [] if pieces else ["no speech was found"]
        notices += [f"{mute} stretches of speech gave no words"] if mute else []
        device, compute_type = self.steps[0]
        return AsrResult(
            segments=tuple(segment for segment in segments if segment.words),
            language=language,
            engine=self.engine.name,
            model=self.engine.model,
            device=device,
            compute_type=compute_type,
            draft=self.engine.draft,
            notices=tuple(notices),
        )

    def close(self) -> None:
        """Let go of the weights."""
        self.model = None

    def _language(self, audio: Audio, pieces: tuple[Interval, ...], wanted: str | None) -> str:
        known = self.model.supported_languages
        if wanted is not None:
            wanted = wanted.split("-")[0].lower()
            if wanted not in known:
                raise MissingPartError(
                    f"the model {self.engine.model} does not know the language {wanted!r}",
                    stage="asr",
                    hint="name another model, or fetch one: transcribe models fetch small",
                )
            return wanted
        if not self.model.model.is_multilingual or not pieces:
            return "en"
        import numpy as np

        longest = sorted(pieces, key=lambda piece: (-piece.duration, piece.start))[:3]
        heard = np.concatenate([_cut(audio, piece) for piece in longest])
        found: str = self.model.detect_language(heard, language_detection_segments=3)[0]
        return found

    def _batch(
        self, audio: Audio, pieces: tuple[Interval, ...], options: dict[str, Any]
    ) -> list[Segment] | None:
        """Segments of some pieces; None when memory ran out and the next try will need less."""
        try:
            return self._decode(audio, pieces, options)
        except RuntimeError as error:
            if "memory" not in str(error).lower():
                raise StageError(
                    f"the recognizer failed ({_first_line(error)})",
                    stage="asr",
                    hint="transcribe doctor says what is missing",
                ) from None
        self._step_down()
        return None

    def _step_down(self) -> None:
        if self.batch > 1:
            self.batch //= 2
            return
        if len(self.steps) == 1:
            raise StageError(
                "there is not enough memory for this model",
                stage="asr",
                hint="name a smaller one: --asr-model small",
            )
        self.notices.append(f"{' '.join(self.steps[0])} ran out of memory")
        self.steps = self.steps[1:]
        device, form = self.steps[0]
        self.model = None
        self.model = _load(self.folder, device=device, compute_type=form, threads=self.threads)
        self.batch = BATCH[device]

    def _decode(
        self, audio: Audio, pieces: tuple[Interval, ...], options: dict[str, Any]
    ) -> list[Segment]:
        from faster_whisper import BatchedInferencePipeline

        clips = [{"start": piece.start, "end": piece.end} for piece in pieces]
        found, _ = BatchedInferencePipeline(self.model).transcribe(
            audio.samples, clip_timestamps=clips, batch_size=len(pieces), **options
        )
        by_piece: list[list[Any]] = [[] for _ in pieces]
        for segment in found:
            number = min(
                range(len(pieces)), key=lambda n: abs(pieces[n].start - segment.seek / 100)
            )
            by_piece[number].append(segment)
        return [
            self._checked(audio, piece, heard, options)
            for piece, heard in zip(pieces, by_piece, strict=True)
        ]

    def _checked(
        self, audio: Audio, piece: Interval, heard: list[Any], options: dict[str, Any]
    ) -> Segment:
        """A piece as it was heard; decoded again, alone, where something looks wrong."""
        reasons = doubts(heard, piece)
        if not reasons:
            return _segment(piece, heard, offset=0.0)
        best = heard
        for look in SECOND_LOOKS:
            again = self._decode_alone(_cut(audio, piece), {**options, **look})
            best = better_of(best, again, piece)
            if not doubts(best, piece):
                break
        if best is heard:
            return _segment(piece, heard, offset=0.0, notes=reasons)
        notes = (*(f"decoded again: {reason}" for reason in reasons), *doubts(best, piece))
        return _segment(piece, best, offset=piece.start, notes=notes)

    def _decode_alone(self, samples: Any, options: dict[str, Any]) -> list[Any]:
        found, _ = self.model.transcribe(
            samples,
            temperature=0.0,
            condition_on_previous_text=False,
            hallucination_silence_threshold=2.0,
            **options,
        )
        return list(found)


def _cut(audio: Audio, piece: Interval) -> Any:
    rate = audio.sample_rate
    return audio.samples[round(piece.start * rate) : round(piece.end * rate)]


def _segment(
    piece: Interval, heard: list[Any], *, offset: Seconds, notes: tuple[str, ...] = ()
) -> Segment:
    words = []
    latest = piece.start
    for word in (word for segment in heard for word in segment.words or ()):
        start = min(piece.end, max(latest, round(float(word.start) + offset, 3)))
        end = min(piece.end, max(start, round(float(word.end) + offset, 3)))
        latest = start
        probability = round(min(1.0, max(0.0, float(word.probability))), 3)
        words.append(Word(start=start, end=end, text=word.word, probability=probability))
    return Segment(start=piece.start, end=piece.end, words=tuple(words), notes=notes)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
