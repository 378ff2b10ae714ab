"""Wires the engines of this machine to the executor."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from transcribe.config import Settings
from transcribe.core.guide import Guide
from transcribe.core.recording import Audio, DecodedFacts
from transcribe.core.transcript import Transcript
from transcribe.run.parts import Parts
from transcribe.stages.engines import Engine


def build_parts(settings: Settings) -> Parts:
    """Describe what this machine has, opening nothing.

    Raises
    ------
    transcribe.errors.MissingPartError
        When the settings name an engine or model that is not here.
    """
    from transcribe.backends import audio, diarizers, levels, pii, recognizers, sentences, voices

    models = settings.models
    device, compute = settings["asr.device"], settings["asr.compute_type"]
    model, backend = settings["asr.model"], settings["diarization.backend"]
    if model != "auto":
        recognizers.choose(model, models, language=None)

    # Asked for every recording of a study: what is on the machine is looked up once a language.
    @cache
    def recognizer(language: str | None) -> Engine:
        return recognizers.choose(model, models, language=language)

    @cache
    def detector(language: str) -> Engine:
        return pii.available(models, language=language)[0]

    def save_audio(sound: Audio, path: Path) -> None:
        audio.write_flac(sound, path)

    def load_audio(path: Path) -> Any:
        return audio.read_flac(path)

    def describe(sound: Audio) -> DecodedFacts:
        return audio.describe(sound)

    def read_guide(path: Path) -> Guide:
        from transcribe import guides

        return guides.read_guide(path)

    def read_transcript(path: Path) -> Transcript:
        from transcribe import readers

        return readers.read_transcript(path)

    auto = {"attribute", "align", "hold", "detect"}
    auto |= {"asr"} if model == "auto" else set()
    auto |= {"diarize", "link"} if backend == "auto" else set()
    diarizer = diarizers.choose(backend, models)
    return Parts(
        decoder=audio.ENGINE,
        open_decoder=audio.open_decoder,
        describe_audio=describe,
        save_audio=save_audio,
        load_audio=load_audio,
        save_levels=levels.write_levels,
        load_levels=levels.read_levels,
        recognizer=recognizer,
        open_recognizer=lambda engine: recognizers.open_recognizer(
            engine, models, device=device, compute_type=compute, jobs=settings["jobs"]
        ),
        diarizer=diarizer,
        open_diarizer=lambda engine: diarizers.open_diarizer(
            engine, models, device=device, channels_first=backend == "auto"
        ),
        similarity=sentences.available(models)[0],
        open_similarity=lambda engine: sentences.open_similarity(engine, models),
        encoder=sentences.encoder(),
        open_encoder=sentences.open_encoder,
        detector=detector,
        open_detector=lambda engine, language: pii.open_detector(engine, models, language=language),
        read_guide=read_guide,
        read_transcript=read_transcript,
        auto=frozenset(auto),
        voices=voices.available(diarizer),
        open_voices=lambda engine: voices.open_voices(engine, models),
        read_excerpt=voices.read_excerpt,
    )
