"""faster-whisper for real, on a model with random weights made here."""

from __future__ import annotations

import json
import shutil
import socket
from pathlib import Path

import numpy as np
import pytest
from faster_whisper import WhisperModel
from sounds import speech
from tiny_whisper import write_tiny_whisper

from transcribe.backends import whisper_model
from transcribe.backends.audio import open_decoder
from transcribe.backends.models import inspect
from transcribe.backends.recognizers import DEMONSTRATION, available, choose, open_recognizer
from transcribe.backends.whisper import WhisperRecognizer
from transcribe.backends.whisper_doubt import Heard
from transcribe.backends.whisper_model import Place, Request, decode_sampled
from transcribe.backends.whisper_prompt import (
    CONTEXT_TOKENS,
    PROMPT_TOKENS,
    build_request,
    token_counter,
)
from transcribe.backends.whisper_seats import LocalSeat
from transcribe.core.recording import Audio
from transcribe.errors import MissingPartError
from transcribe.stages.engines import ignore_progress


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("transformers", reason="makes the model; comes with sentence-transformers")
    folder = tmp_path_factory.mktemp("models")
    write_tiny_whisper(folder / "tiny-random")
    return folder


@pytest.fixture(scope="module")
def audio(tmp_path_factory: pytest.TempPathFactory) -> Audio:
    path = tmp_path_factory.mktemp("sound") / "speech.wav"
    return open_decoder().decode(speech(path, seconds=14))


def opened(models: Path, *, device: str = "cpu") -> WhisperRecognizer:
    engine = choose("tiny-random", models, language="en")
    recognizer = open_recognizer(engine, models, device=device, jobs=1)
    assert isinstance(recognizer, WhisperRecognizer)
    # Random weights never stop talking.
    model_of(recognizer).max_length = 60
    return recognizer


def model_of(recognizer: WhisperRecognizer) -> WhisperModel:
    (seat,) = recognizer.seating.seats
    assert isinstance(seat, LocalSeat)
    found: WhisperModel = seat.hearing.model
    return found


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.usefixtures("no_network")
def test_words_have_times_inside_their_speech(models: Path, audio: Audio) -> None:
    shares: list[float] = []
    recognizer = opened(models)

    first = recognizer.recognize(audio, language="en", hotwords=(), progress=shares.append)
    again = recognizer.recognize(audio, language="en", hotwords=(), progress=shares.append)
    recognizer.close()

    assert first == again
    assert first.words, "random weights say something"
    assert (first.device, first.compute_type, first.language) == ("cpu", "int8_float32", "en")
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    for segment in first.segments:
        assert 0 <= segment.start < segment.end <= audio.duration
        assert segment.end - segment.start <= 30
        starts = [word.start for word in segment.words]
        assert starts == sorted(starts)
        for word in segment.words:
            assert segment.start <= word.start <= word.end <= segment.end
            assert 0 <= word.probability <= 1


def test_a_demonstration_model_says_that_it_is_one(models: Path, audio: Audio) -> None:
    shown = shutil.copytree(models / "tiny-random", models.parent / "demo-random")
    engine = choose(str(shown), models, language="en")
    recognizer = open_recognizer(engine, models, device="cpu", jobs=1)
    assert isinstance(recognizer, WhisperRecognizer)
    model_of(recognizer).max_length = 20

    result = recognizer.recognize(audio, language="en", hotwords=(), progress=ignore_progress)

    assert DEMONSTRATION in result.notices
    assert result.draft
    assert DEMONSTRATION not in opened(models).notices


def test_hotwords_are_heard_of(models: Path, audio: Audio, monkeypatch: pytest.MonkeyPatch) -> None:
    get_prompt = WhisperModel.get_prompt
    told: list[str | None] = []

    def note(self, *arguments, **options):  # type: ignore[no-untyped-def]
        told.append(options.get("hotwords"))
        return get_prompt(self, *arguments, **options)

    monkeypatch.setattr(WhisperModel, "get_prompt", note)
    recognizer = opened(models)
    recognizer.recognize(
        audio, language="en", hotwords=("Airflow", "dbt"), progress=ignore_progress
    )

    assert set(told) == {"Airflow, dbt"}


def test_prompt_and_names_leave_room_for_an_answer(models: Path, audio: Audio) -> None:
    recognizer = opened(models)
    model_of(recognizer).max_length = CONTEXT_TOKENS
    prompt = "Um, so, uh, we talk about the quality of models. " * 20
    names = tuple(f"Name{number} Family{number}" for number in range(60))

    found = recognizer.recognize(
        audio, language="en", hotwords=names, progress=ignore_progress, prompt=prompt
    )

    # faster-whisper alone raises or answers nothing: 223 tokens of each fill its 448.
    assert found.words
    count = token_counter(models / "tiny-random")
    request = build_request(count, language="en", hotwords=names, prompt=prompt)
    assert 0 < count(request.prompt) + count(request.hotwords) <= PROMPT_TOKENS
    assert names[0].startswith(request.hotwords.split(",")[0])


def test_nonsense_is_noticed_and_decoded_again(models: Path, audio: Audio) -> None:
    recognizer = opened(models)

    found = recognizer.recognize(audio, language="en", hotwords=(), progress=ignore_progress)

    assert any(segment.notes for segment in found.segments)


def test_silence_has_no_words(models: Path) -> None:
    silent = Audio(samples=np.zeros(16_000 * 5, dtype=np.float32))

    found = opened(models).recognize(silent, language=None, hotwords=(), progress=ignore_progress)

    assert found.segments == ()
    assert found.notices == ("no speech was found",)


def test_another_language_is_refused(models: Path, audio: Audio) -> None:
    with pytest.raises(MissingPartError, match="only English"):
        choose("tiny-random", models, language="fr")
    recognizer = opened(models)
    with pytest.raises(MissingPartError, match="does not know the language"):
        recognizer.recognize(audio, language="fr", hotwords=(), progress=ignore_progress)


@pytest.mark.parametrize(
    ("part", "says"),
    [("tokenizer.json", "tokenizer.json is missing"), ("model.bin", "model.bin is missing")],
)
def test_half_a_model_is_named_and_never_completed(
    models: Path, tmp_path: Path, part: str, says: str
) -> None:
    shutil.copytree(models / "tiny-random", tmp_path / "small")
    (tmp_path / "small" / part).unlink()

    with pytest.raises(MissingPartError, match=says) as caught:
        choose("small", tmp_path, language="en")

    assert "transcribe models fetch small" in (caught.value.hint or "")
    assert "small" not in {engine.model.split("@")[0] for engine in available(tmp_path)}


def test_weights_broken_off_are_seen_without_loading(models: Path, tmp_path: Path) -> None:
    shutil.copytree(models / "tiny-random", tmp_path / "small")
    weights = tmp_path / "small" / "model.bin"
    weights.write_bytes(weights.read_bytes()[:-100])

    with pytest.raises(MissingPartError, match="broken off"):
        choose("small", tmp_path, language="en")


def test_other_mel_bins_are_said_before_anything_is_heard(models: Path, tmp_path: Path) -> None:
    shutil.copytree(models / "tiny-random", tmp_path / "small")
    (tmp_path / "small" / "preprocessor_config.json").write_text('{"feature_size": 128}')

    with pytest.raises(MissingPartError, match="80 mel bins"):
        choose("small", tmp_path, language="en")
    assert inspect(tmp_path / "small").lacks[0].startswith("the model wants 80 mel bins")


def test_a_gpu_that_is_named_and_not_there_is_refused(models: Path) -> None:
    import ctranslate2

    if ctranslate2.get_cuda_device_count():
        pytest.skip("this machine has a GPU")
    engine = choose("tiny-random", models, language="en")
    with pytest.raises(MissingPartError, match="cannot be opened"):
        open_recognizer(engine, models, device="cuda")
    assert opened(models, device="auto").seating.seats[0].place.device == "cpu"


def test_a_folder_is_a_setting(models: Path) -> None:
    by_path = choose(str(models / "tiny-random"), Path("nowhere"), language="en")

    assert by_path == choose("tiny-random", models, language="en")


def test_a_model_that_cannot_time_words_is_refused(models: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(models / "tiny-random", tmp_path / "our-own")
    config = json.loads((folder / "config.json").read_text())
    del config["alignment_heads"]
    (folder / "config.json").write_text(json.dumps(config))

    with pytest.raises(MissingPartError, match="words would have no times"):
        open_recognizer(choose("our-own", tmp_path, language="en"), tmp_path, device="cpu")


def test_sampling_does_not_depend_on_what_was_sampled_before(
    models: Path, audio: Audio, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What random weights say is rightly taken for invented, and would be left out.
    monkeypatch.setattr(whisper_model, "SKIPPED_SILENCE", None)
    recognizer = opened(models)
    folder, place = models / "tiny-random", Place(device="cpu", compute_type="int8")
    request = Request(language="en", beam=1)

    def sample(seconds: int) -> Heard:
        sound = audio.samples[: 16_000 * seconds]
        return decode_sampled(model_of(recognizer), folder, place, sound, request, threads=1)

    first, _, again = sample(6), sample(4), sample(6)

    assert first.words
    assert first == again
    assert first.temperature > 0
