"""Comparing voices: the embedded encoder, and pyannote's from a pipeline with small weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from sounds import speech
from tiny_pyannote import models_with_pipeline, write_pipeline

from transcribe.backends import diarizers, voices
from transcribe.core.time import Interval
from transcribe.errors import AudioError
from transcribe.stages.engines import Engine
from transcribe.stages.link import Excerpt

RATE = 16_000
ASKS, ANSWERS = ((35.5, 41.5), (102.6, 110.3)), ((42.6, 61.0), (66.0, 81.0))
"""Seconds of the second shipped recording."""


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return models_with_pipeline(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return speech(tmp_path_factory.mktemp("sound") / "speech.wav", seconds=130, index=1)


@pytest.fixture(params=["embedded", "pyannote"])
def comparer(request: pytest.FixtureRequest, models: Path) -> voices.VoiceComparer:
    diarizer = diarizers.choose(request.param, models)
    engine = voices.available(diarizer)
    assert engine is not None
    assert engine.name == request.param
    return voices.open_voices(engine, models)


def excerpt(sound: Path, *where: tuple[float, float]) -> Excerpt:
    return voices.read_excerpt(sound, [Interval(start=start, end=end) for start, end in where])


def test_likeness_is_of_each_with_each(comparer: voices.VoiceComparer, sound: Path) -> None:
    one, other = excerpt(sound, ASKS[0]), excerpt(sound, ANSWERS[0])
    found = comparer.compare([one, other, one], [one, other])
    comparer.close()
    assert found.by == comparer.engine.name
    assert len(found.rows) == 3
    assert all(-1.0 <= number <= 1.0001 for row in found.rows for number in row)
    assert found.rows[0] == found.rows[2]
    assert found.rows[0][0] == pytest.approx(1.0, abs=1e-3)
    assert found.rows[0][1] == pytest.approx(found.rows[1][0], abs=1e-3)
    assert 0.0 < found.limits.apart < found.limits.alike < 1.0


def test_silence_is_like_nobody(comparer: voices.VoiceComparer, sound: Path) -> None:
    nothing = [np.zeros(0, dtype=np.float32)]
    found = comparer.compare([nothing], [excerpt(sound, ASKS[0])])
    assert found.rows == ((0.0,),)


def test_one_voice_is_more_like_itself_elsewhere(sound: Path) -> None:
    comparer = voices.EncoderVoices(Engine(name="embedded", model="", rank=10))
    voice = excerpt(sound, ASKS[1])
    speakers = [excerpt(sound, ASKS[0]), excerpt(sound, *ANSWERS)]
    ((own, other),) = comparer.compare([voice], speakers).rows
    assert own >= voices.EMBEDDED.alike
    assert own - other >= voices.EMBEDDED.apart


def test_broken_weights_of_pyannote_give_way_to_the_embedded_encoder(
    tmp_path: Path, sound: Path
) -> None:
    folder = write_pipeline(tmp_path / "speaker-diarization-community-1")
    (folder / "embedding" / "pytorch_model.bin").write_bytes(b"no weights")
    engine = voices.available(diarizers.choose("pyannote", tmp_path))
    assert engine is not None
    comparer = voices.open_voices(engine, tmp_path)
    one = excerpt(sound, ASKS[0])
    found = comparer.compare([one], [one, excerpt(sound, ANSWERS[0])])
    comparer.close()
    assert found.by == "embedded"
    assert found.limits == voices.EMBEDDED
    assert found.rows[0][0] > found.rows[0][1]


def test_without_any_encoder_nothing_is_settled(
    models: Path, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diarizers, "missing_embedded_parts", lambda: ("resemblyzer",))
    assert voices.available(Engine(name="channels", model="", rank=1)) is None
    engine = voices.available(diarizers.choose("pyannote", models))
    assert engine is not None
    comparer = voices.PyannoteVoices(engine, models / "gone")
    one = excerpt(sound, ASKS[0])
    assert comparer.compare([one], [one, one]).rows == ((0.0, 0.0),)


def test_an_excerpt_is_the_very_samples(sound: Path) -> None:
    whole, _ = soundfile.read(sound, dtype="float32")
    flac = sound.with_suffix(".flac")
    soundfile.write(flac, whole, RATE, subtype="PCM_16")
    first, second = excerpt(flac, (1.5, 2.5), (100.0, 101.25))
    assert np.array_equal(first, whole[24_000:40_000])
    assert np.array_equal(second, whole[1_600_000:1_620_000])


def test_what_lies_beyond_the_end_is_left_out(sound: Path) -> None:
    (after,) = excerpt(sound, (500.0, 501.0))
    assert len(after) == 0


@pytest.mark.parametrize("content", [None, b"", b"fLaC and then nothing"])
def test_damaged_sound_is_said_so(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "audio.flac"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(AudioError, match="damaged"):
        excerpt(path, (0.0, 1.0))
