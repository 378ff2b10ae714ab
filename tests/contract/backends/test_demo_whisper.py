"""The demonstration model that ships: real words of a shipped recording, through faster-whisper."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from statistics import median

import jiwer
import pytest
from faster_whisper import WhisperModel

from transcribe.backends.audio import open_decoder
from transcribe.backends.models import inspect
from transcribe.backends.recognizers import choose, open_recognizer
from transcribe.backends.whisper import WhisperRecognizer
from transcribe.core.asr import AsrResult
from transcribe.core.recording import Audio
from transcribe.errors import MissingPartError
from transcribe.stages.engines import ignore_progress

ROOT = Path(__file__).resolve().parents[3]
MODELS = ROOT / "models"
SECONDS = 60.0


@pytest.fixture(scope="module")
def audio() -> Audio:
    whole = open_decoder().decode(ROOT / "recordings" / "pump-failures.opus")
    return replace(whole, samples=whole.samples[: round(SECONDS * whole.sample_rate)])


@pytest.fixture(scope="module")
def truth() -> list[tuple[float, str]]:
    gold = ROOT / "tests" / "golden" / "interviews" / "pump-failures.gold.json"
    words = [word for turn in json.loads(gold.read_text())["turns"] for word in turn["words"]]
    return [(word["start"], plain(word["text"])) for word in words if word["end"] <= SECONDS]


@pytest.fixture(scope="module")
def recognizer() -> Iterator[WhisperRecognizer]:
    engine = choose("demo-whisper", MODELS, language="en")
    opened = open_recognizer(engine, MODELS, device="cpu", jobs=1)
    assert isinstance(opened, WhisperRecognizer)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def result(recognizer: WhisperRecognizer, audio: Audio) -> AsrResult:
    return recognizer.recognize(audio, language="en", hotwords=(), progress=ignore_progress)


def plain(text: str) -> str:
    return re.sub(r"[^a-z']", "", text.lower())


def heard(result: AsrResult) -> list[tuple[float, str]]:
    words = (
        (word.start, plain(word.text)) for segment in result.segments for word in segment.words
    )
    return [(start, text) for start, text in words if text]


def test_most_words_are_heard(result: AsrResult, truth: list[tuple[float, str]]) -> None:
    said, found = (" ".join(text for _, text in words) for words in (truth, heard(result)))
    # scripts/demo_whisper/score.py prints the rate of the whole recordings; half is far from it.
    assert jiwer.wer(said, found) < 0.5
    assert result.draft


def test_words_are_where_they_sound(result: AsrResult, truth: list[tuple[float, str]]) -> None:
    found = heard(result)
    same = SequenceMatcher(
        a=[text for _, text in truth], b=[text for _, text in found], autojunk=False
    ).get_matching_blocks()
    offsets = [
        abs(truth[block.a + step][0] - found[block.b + step][0])
        for block in same
        for step in range(block.size)
    ]
    assert len(offsets) > len(truth) / 2
    assert median(offsets) < 0.25


def test_pieces_fit_its_window(recognizer: WhisperRecognizer, result: AsrResult) -> None:
    folder = inspect(MODELS / "demo-whisper")
    assert (folder.kind, folder.whole, folder.demo) == ("whisper", True, True)
    assert folder.size < 25e6
    assert recognizer.longest < 10
    assert all(part.end - part.start <= 10 for part in result.segments)


def test_the_same_sound_gives_the_same_words_without_a_network(
    recognizer: WhisperRecognizer,
    audio: Audio,
    result: AsrResult,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    part = replace(audio, samples=audio.samples[: 20 * audio.sample_rate])

    first, second = (
        recognizer.recognize(part, language=None, hotwords=(), progress=ignore_progress)
        for _ in range(2)
    )

    assert first == second
    assert len(heard(first)) > 10
    assert first.language == "en"


def test_names_to_listen_for_leave_the_rest_to_be_heard(
    recognizer: WhisperRecognizer, audio: Audio, truth: list[tuple[float, str]]
) -> None:
    names = ("Gordon Reeves", "Laura Bennett", "Silver Brook Water", "Granite Harbor")
    found = recognizer.recognize(audio, language="en", hotwords=names, progress=ignore_progress)
    said, words = (" ".join(text for _, text in some) for some in (truth, heard(found)))
    assert jiwer.wer(said, words) < 0.6


def test_faster_whisper_itself_opens_it(audio: Audio) -> None:
    model = WhisperModel(str(MODELS / "demo-whisper"), device="cpu", compute_type="int8")
    part = audio.samples[: 10 * audio.sample_rate]
    found, _ = model.transcribe(part, language="en", word_timestamps=True)
    assert any(segment.words for segment in found)


def test_it_knows_english_only_and_is_never_chosen_unasked(audio: Audio) -> None:
    assert not choose("auto", MODELS, language="en").model.startswith("demo")
    engine = choose("demo-whisper", MODELS, language="en")
    assert engine.draft
    assert not engine.hears_hotwords, "a study's many terms would confuse it"
    opened = open_recognizer(engine, MODELS, device="cpu", jobs=1)
    with pytest.raises(MissingPartError, match="does not know the language"):
        opened.recognize(audio, language="fr", hotwords=(), progress=ignore_progress)
    opened.close()
