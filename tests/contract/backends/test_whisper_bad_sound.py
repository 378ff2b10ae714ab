"""Sound that nobody would wish for: what Whisper makes of it, and the word that is said."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

import numpy as np
import pytest
from sounds import speech
from tiny_whisper import write_tiny_whisper

from transcribe.backends import whisper_model
from transcribe.backends.audio import open_decoder
from transcribe.backends.recognizers import choose, open_recognizer
from transcribe.backends.whisper import WhisperRecognizer
from transcribe.core.asr import AsrResult
from transcribe.core.recording import Audio
from transcribe.errors import MissingPartError
from transcribe.stages.engines import ignore_progress

RATE = 16_000
DEMO = Path(__file__).resolve().parents[3] / "models" / "demo-whisper"


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("transformers", reason="makes the model; comes with sentence-transformers")
    folder = tmp_path_factory.mktemp("models")
    write_tiny_whisper(folder / "tiny-random")
    write_tiny_whisper(folder / "tiny-multilingual", languages=("en", "fr", "de"))
    return folder


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    path = tmp_path_factory.mktemp("sound") / "speech.wav"
    found: np.ndarray = open_decoder().decode(speech(path, seconds=12)).samples
    return found


def opened(models: Path, name: str = "tiny-random") -> WhisperRecognizer:
    recognizer = open_recognizer(choose(name, models, language=None), models, device="cpu", jobs=1)
    assert isinstance(recognizer, WhisperRecognizer)
    hearing = recognizer.seating.seats[0].hearing  # type: ignore[attr-defined]
    # Random weights never stop talking, nor does a second look make them say anything else.
    hearing.model.max_length = 40
    hearing.rescue = False
    return recognizer


def hear(models: Path, samples: np.ndarray, **options: str | None) -> AsrResult:
    language = options.get("language", "en")
    recognizer = opened(models, options.get("model") or "tiny-random")
    try:
        return recognizer.recognize(
            Audio(samples=samples.astype(np.float32)),
            language=language,
            hotwords=(),
            progress=ignore_progress,
        )
    finally:
        recognizer.close()


def music(seconds: float) -> np.ndarray:
    """Chords of decaying strings."""
    time = np.arange(round(RATE * seconds)) / RATE
    sound = np.zeros_like(time)
    draw = np.random.default_rng(0)
    for start in range(0, len(time), RATE // 2):
        part = time[start : start + RATE // 2] - time[start]
        for pitch in draw.choice([220.0, 261.6, 329.6, 392.0, 440.0], 3):
            tones = sum(np.sin(2 * np.pi * pitch * k * part) / k for k in range(1, 6))
            sound[start : start + RATE // 2] += tones * np.exp(-8 * part)
    return 0.6 * sound / np.abs(sound).max()


@pytest.mark.parametrize("sound", [np.zeros(RATE * 5), music(8.0)], ids=["silence", "music"])
def test_nobody_speaks(models: Path, sound: np.ndarray) -> None:
    found = hear(models, sound)

    assert found.segments == ()
    assert found.alerts == ("no speech was found",)


def test_clipped_speech_is_heard_and_said(models: Path, spoken: np.ndarray) -> None:
    found = hear(models, np.clip(spoken * 12, -1, 1))

    assert found.words
    (alert,) = found.alerts
    assert alert.startswith("the recording is clipped")
    assert hear(models, spoken).alerts == ()


def test_very_quiet_speech_is_heard_and_said(models: Path, spoken: np.ndarray) -> None:
    found = hear(models, spoken * 0.004)

    assert found.words
    (alert,) = found.alerts
    assert alert.startswith("the recording is very quiet (-")


def test_samples_that_are_no_numbers_are_silence(models: Path, spoken: np.ndarray) -> None:
    """The decoder sets them to silence and says how many; here, what reaches the recognizer."""
    broken = spoken.copy()
    broken[3 * RATE : 4 * RATE] = np.nan
    broken[5 * RATE] = np.inf

    found = hear(models, broken)

    assert found.words
    assert all(0 <= word.start <= word.end <= 12 for word in found.words)


@pytest.mark.skipif(sys.platform != "linux", reason="counts memory as Linux does")
def test_twelve_hours_take_no_copies(models: Path, spoken: np.ndarray) -> None:
    """Pages of zeros that nobody wrote take no memory; any copy of them would."""
    samples = np.zeros(12 * 3600 * RATE, dtype=np.float32)
    late = len(samples) - len(spoken) - RATE
    samples[RATE : RATE + len(spoken)] = spoken
    samples[late : late + len(spoken)] = spoken
    hear(models, spoken)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    recognizer = opened(models)
    shares: list[float] = []

    found = recognizer.recognize(
        Audio(samples=samples), language="en", hotwords=(), progress=shares.append
    )
    recognizer.close()

    assert {round(segment.start) // 3600 for segment in found.segments} == {0, 11}
    assert shares == sorted(shares)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < 1_000, f"{grown:.0f} MB more than a short recording takes"


def test_a_language_the_model_does_not_know(models: Path, spoken: np.ndarray) -> None:
    with pytest.raises(MissingPartError, match="does not know the language 'fr'") as caught:
        hear(models, spoken, language="fr")
    assert "transcribe models fetch" in (caught.value.hint or "")


def test_a_wrong_language_is_said_and_decoded_as_what_it_sounds_like(
    models: Path, spoken: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Random weights have no ear for languages: their answer is put in their mouth."""
    monkeypatch.setattr(whisper_model, "likeliest", lambda *_: ("en", 0.97))
    recognizer = opened(models, "tiny-multilingual")
    recognizer.seating.seats[0].hearing.rescue = True  # type: ignore[attr-defined]

    found = recognizer.recognize(
        Audio(samples=np.tile(spoken, 2)), language="fr", hotwords=(), progress=ignore_progress
    )
    recognizer.close()

    assert found.language == "fr"
    (alert,) = found.alerts
    assert alert.startswith("most of it sounds like en, but fr was written down")
    assert any("another language" in note for one in found.segments for note in one.notes)


def test_a_language_nobody_wrote_down_is_heard_among_those_of_the_study(
    models: Path, spoken: np.ndarray
) -> None:
    recognizer = opened(models, "tiny-multilingual")

    found = recognizer.recognize(
        Audio(samples=spoken),
        language=None,
        hotwords=(),
        progress=ignore_progress,
        candidates=("fr", "de"),
    )
    recognizer.close()

    assert found.language in ("fr", "de")


def test_the_demonstration_model_hears_speech_under_noise_and_clipping(spoken: np.ndarray) -> None:
    if not DEMO.is_dir():
        pytest.skip("there is no demonstration model in models/")
    noise = np.random.default_rng(0).standard_normal(len(spoken)) * 0.003
    for sound in (spoken, np.clip(spoken * 6, -1, 1), spoken * 0.01, spoken + noise):
        found = hear(DEMO.parent, sound, model="demo-whisper")
        assert len(found.words) > 10
