"""Devices that fail: faults thrown where CTranslate2 would throw them, on a machine without a GPU.

What a GPU itself does is proven nowhere here: a model said to be on one computes on the CPU.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ctranslate2
import pytest
from sounds import speech
from tiny_whisper import write_tiny_whisper

from transcribe.backends import device, whisper, whisper_window
from transcribe.backends.audio import open_decoder
from transcribe.backends.recognizers import choose, open_recognizer
from transcribe.backends.whisper import WhisperRecognizer
from transcribe.backends.whisper_model import Place
from transcribe.backends.whisper_seats import ProcessSeat, SeatLostError
from transcribe.core.asr import AsrResult
from transcribe.core.recording import Audio
from transcribe.errors import MissingPartError, StageError
from transcribe.stages.engines import ignore_progress

REAL = ctranslate2.models.Whisper
FULL = RuntimeError("CUDA failed with error out of memory")
NO_CUBLAS = RuntimeError("Library libcublas.so.12 is not found or cannot be loaded")

Fault = Callable[["Card", str, int], None]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("transformers", reason="makes the model; comes with sentence-transformers")
    folder = tmp_path_factory.mktemp("models")
    write_tiny_whisper(folder / "tiny-random")
    return folder


@pytest.fixture(scope="module")
def audio(tmp_path_factory: pytest.TempPathFactory) -> Audio:
    path = tmp_path_factory.mktemp("sound") / "speech.wav"
    return open_decoder().decode(speech(path, seconds=24))


@dataclass
class Card:
    """A model that says it computes where it was told to, and fails as it is told to."""

    where: str
    form: str
    real: Any
    fault: Fault
    decoded: list[int] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    @property
    def compute_type(self) -> str:
        return self.form

    def encode(self, features: Any, **options: Any) -> Any:
        self.fault(self, "encode", features.shape[0])
        return self.real.encode(features, **options)

    def generate(self, features: Any, prompts: Any, **options: Any) -> Any:
        self.fault(self, "generate", len(prompts))
        # Random weights never stop talking.
        return self.real.generate(features, prompts, **{**options, "max_length": 40})


Cards = list[Card]


@pytest.fixture
def gpu(monkeypatch: pytest.MonkeyPatch) -> Callable[[Fault], Cards]:
    """A GPU that fails so; the models opened on it, in order."""

    def install(fault: Fault) -> Cards:
        cards: Cards = []

        def opened(path: str, *, device: str, compute_type: str, **options: Any) -> Card:
            options.pop("device_index", None)
            card = Card(device, compute_type, None, fault)
            fault(card, "open", 0)
            card.real = REAL(path, device="cpu", compute_type="int8", **options)
            cards.append(card)
            return card

        monkeypatch.setattr(ctranslate2.models, "Whisper", opened)
        for module in (device, whisper):
            monkeypatch.setattr(module, "gpu_names", lambda: ("A GPU",))
        # Short pieces, so that there are some batches of them.
        monkeypatch.setattr(whisper_window, "WHOLE", 4.0)
        return cards

    return install


def opened(models: Path, *, on: str = "auto") -> WhisperRecognizer:
    engine = choose("tiny-random", models, language="en")
    recognizer = open_recognizer(engine, models, device=on, jobs=1)
    assert isinstance(recognizer, WhisperRecognizer)
    for seat in recognizer.seating.seats:
        seat.hearing.rescue = False  # type: ignore[attr-defined]
    return recognizer


def hear(recognizer: WhisperRecognizer, audio: Audio) -> AsrResult:
    return recognizer.recognize(audio, language="en", hotwords=(), progress=ignore_progress)


def times(result: AsrResult) -> list[tuple[float, float]]:
    return [(segment.start, segment.end) for segment in result.segments]


def never(_card: Card, _what: str, _count: int) -> None:
    """A fault that does not come."""


def test_a_gpu_that_computes_is_used_and_said(
    models: Path, audio: Audio, gpu: Callable[[Fault], Cards]
) -> None:
    gpu(never)

    found = hear(opened(models), audio)

    assert (found.device, found.compute_type) == ("cuda", "float16")
    assert len(found.segments) > 4


def test_an_old_card_takes_smaller_numbers(
    models: Path, audio: Audio, gpu: Callable[[Fault], Cards]
) -> None:
    def fault(card: Card, what: str, _count: int) -> None:
        if (what, card.form) == ("open", "float16"):
            raise ValueError("target device or backend do not support efficient float16")

    gpu(fault)
    found = hear(opened(models), audio)

    assert (found.device, found.compute_type) == ("cuda", "int8_float16")
    assert any("float16" in notice for notice in found.notices)


def test_a_missing_library_shows_in_the_probe_and_the_cpu_does_the_work(
    models: Path, audio: Audio, gpu: Callable[[Fault], Cards]
) -> None:
    """CTranslate2 loads a model without cuBLAS, and fails in the first product."""

    def fault(card: Card, what: str, _count: int) -> None:
        if (what, card.where) == ("encode", "cuda"):
            raise NO_CUBLAS

    cards = gpu(fault)
    found = hear(opened(models), audio)

    assert found.device == "cpu"
    assert {card.where for card in cards} == {"cuda", "cpu"}
    assert any("libcublas.so.12" in notice for notice in found.notices)
    with pytest.raises(MissingPartError, match=r"libcublas\.so\.12") as caught:
        opened(models, on="cuda")
    assert caught.value.exit_code == 6
    assert "transcribe doctor" in (caught.value.hint or "")


def test_less_at_once_when_memory_ends_and_nothing_twice(
    models: Path, audio: Audio, gpu: Callable[[Fault], Cards]
) -> None:
    done: list[int] = []

    def fault(_card: Card, what: str, count: int) -> None:
        if what == "generate":
            if count > 2:
                raise FULL
            done.append(count)

    gpu(never)
    whole = hear(opened(models), audio)
    gpu(fault)
    recognizer = opened(models)
    probe = sum(done)
    found = hear(recognizer, audio)

    assert times(found) == times(whole)
    assert sum(done) - probe == len(found.segments)
    assert found.device == "cuda"
    assert recognizer.seating.seats[0].batch <= 2


def test_then_smaller_numbers_then_the_cpu_and_finished_work_stays(
    models: Path, audio: Audio, gpu: Callable[[Fault], Cards]
) -> None:
    done: list[str] = []

    def fault(card: Card, what: str, count: int) -> None:
        if what != "generate" or not ready:
            return
        # One piece goes through; from then on something else holds the card's memory.
        if card.where == "cuda" and (count > 1 or done.count("cuda") > 2):
            raise FULL
        done.append(card.where)

    ready: list[bool] = []
    gpu(never)
    whole = hear(opened(models), audio)
    gpu(fault)
    recognizer = opened(models)
    ready.append(True)
    found = hear(recognizer, audio)

    assert times(found) == times(whole)
    assert done.count("cuda") == 3
    assert found.device in ("cuda, cpu", "cpu, cuda", "cpu")
    assert "cpu" in done
    assert any("ran out of memory; went on with cpu int8" in notice for notice in found.notices)


def test_no_memory_anywhere_is_said_with_a_way_out(
    models: Path, audio: Audio, gpu: Callable[[Fault], Cards]
) -> None:
    def fault(_card: Card, what: str, count: int) -> None:
        if what == "encode" and count > 0 and ready:
            raise FULL

    ready: list[bool] = []
    gpu(fault)
    recognizer = opened(models)
    ready.append(True)

    with pytest.raises(StageError, match="not enough memory") as caught:
        hear(recognizer, audio)
    assert "--model small" in (caught.value.hint or "")


def test_another_failure_is_no_lack_of_memory(
    models: Path, audio: Audio, gpu: Callable[[Fault], Cards]
) -> None:
    def fault(_card: Card, what: str, _count: int) -> None:
        if what == "generate" and ready:
            raise RuntimeError("an illegal instruction was encountered")

    ready: list[bool] = []
    gpu(fault)
    recognizer = opened(models)
    ready.append(True)

    with pytest.raises(StageError, match="the recognizer failed"):
        hear(recognizer, audio)


# -- several GPUs: a process each, here on the CPU -------------------------------------------------


@pytest.fixture
def short_model(models: Path, tmp_path: Path) -> Path:
    """The same model, hearing four seconds at once: its pieces are many."""
    folder = shutil.copytree(models / "tiny-random", tmp_path / "short-random")
    path = folder / "preprocessor_config.json"
    path.write_text(path.read_text().replace('"chunk_length": 30', '"chunk_length": 4'))
    return folder


def seat(folder: Path) -> ProcessSeat:
    return ProcessSeat(folder, steps=[Place(device="cpu", compute_type="int8")], threads=1)


def test_processes_share_a_recording_and_one_that_ends_loses_nothing(
    short_model: Path, audio: Audio
) -> None:
    engine = choose(str(short_model), short_model.parent, language="en")
    alone = open_recognizer(engine, short_model.parent, device="cpu", jobs=1)
    whole = alone.recognize(audio, language="en", hotwords=(), progress=ignore_progress)
    alone.close()
    seats = [seat(short_model), seat(short_model)]
    for one in seats:
        one.wait_until_open()
    recognizer = WhisperRecognizer(engine, short_model, list(seats))

    def end_one(_share: float) -> None:
        if seats[0]._process.is_alive():
            seats[0]._process.kill()

    both = recognizer.recognize(audio, language="en", hotwords=(), progress=ignore_progress)
    one = recognizer.recognize(audio, language="en", hotwords=(), progress=end_one)
    recognizer.close()

    assert both.segments == whole.segments
    assert one.segments == whole.segments
    assert any(notice.startswith("a GPU was given up") for notice in one.notices)
    assert all(not one._process.is_alive() for one in seats)


def test_a_process_that_cannot_open_its_model_says_so(tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    lost = seat(tmp_path / "nothing")

    with pytest.raises(SeatLostError, match=r"cpu int8: .*model\.bin"):
        lost.wait_until_open()
    lost.close()


def test_without_any_process_the_cpu_takes_over_unless_a_gpu_was_named(
    short_model: Path, audio: Audio
) -> None:
    engine = choose(str(short_model), short_model.parent, language="en")
    for spare in (True, False):
        only = seat(short_model)
        only.wait_until_open()
        only._process.kill()
        recognizer = WhisperRecognizer(
            engine, short_model, [only], spare=(lambda: seat(short_model)) if spare else None
        )
        if spare:
            assert hear(recognizer, audio).segments
        else:
            with pytest.raises(StageError, match="no GPU could go on"):
                hear(recognizer, audio)
        recognizer.close()
