"""pyannote.audio's pipeline with small random weights, loaded by the code that users run."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from sounds import speech
from tiny_pyannote import models_with_pipeline, write_pipeline

from transcribe.backends import diarizers, pyannote
from transcribe.backends.audio import open_decoder
from transcribe.core.recording import Audio
from transcribe.errors import MissingPartError
from transcribe.stages.engines import ignore_progress


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return models_with_pipeline(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def audio(tmp_path_factory: pytest.TempPathFactory) -> Audio:
    path = tmp_path_factory.mktemp("sound") / "speech.wav"
    return open_decoder().decode(speech(path, seconds=15))


def test_weights_in_models_are_the_best_diarizer(models: Path) -> None:
    engine = diarizers.choose("auto", models)

    assert engine.name == "pyannote"
    assert not engine.draft
    assert engine.model.startswith("speaker-diarization-community-1@")


def test_pipeline_runs_from_its_folder(models: Path, audio: Audio) -> None:
    engine = diarizers.choose("pyannote", models)
    diarizer = diarizers.open_diarizer(engine, models, device="cpu")
    shares: list[float] = []

    found = diarizer.diarize(audio, speakers=(1, 3), progress=shares.append)
    diarizer.close()

    assert found.notices == ()
    assert found.backend == "pyannote"
    assert found.regions
    assert all(0 <= region.start < region.end <= audio.duration + 0.1 for region in found.regions)
    ends = 0.0
    for region in sorted(found.exclusive, key=lambda region: region.start):
        assert region.start >= ends - 1e-3
        ends = region.end
    assert set(found.speakers) >= {region.speaker for region in found.exclusive}
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert os.environ["PYANNOTE_METRICS_ENABLED"] == "0"


def test_failing_pipeline_does_not_lose_the_recording(tmp_path: Path, audio: Audio) -> None:
    folder = write_pipeline(tmp_path / "pipeline")
    (folder / "embedding" / "pytorch_model.bin").write_bytes(b"cut off")
    engine = diarizers.choose("auto", tmp_path)
    assert engine.name == "pyannote"
    diarizer = diarizers.open_diarizer(engine, tmp_path, device="cpu")

    found = diarizer.diarize(audio, speakers=None, progress=ignore_progress)
    diarizer.close()

    assert found.backend == "embedded"
    assert found.draft
    assert found.regions
    assert any("pyannote failed" in notice for notice in found.notices)


@pytest.mark.parametrize("lack", ["host", "gpu"])
def test_lack_of_memory_does_not_lose_the_recording(
    models: Path, audio: Audio, monkeypatch: pytest.MonkeyPatch, lack: str
) -> None:
    import torch

    def fails(_weights: Path, *, device: str) -> tuple[object, str]:
        def run(*_: object, **__: object) -> None:
            raise MemoryError if lack == "host" else torch.OutOfMemoryError("CUDA out of memory")

        tried.append(device)
        return run, "cpu" if device == "cpu" else "cuda"

    tried: list[str] = []
    monkeypatch.setattr(pyannote, "load_pipeline", fails)
    diarizer = diarizers.open_diarizer(diarizers.choose("pyannote", models), models)

    found = diarizer.diarize(audio, speakers=(1, 1), progress=ignore_progress)
    diarizer.close()

    assert tried == ["auto", "cpu"]
    assert found.backend == "embedded"
    assert found.regions
    assert any("pyannote failed" in notice for notice in found.notices)


def test_folder_that_lacks_a_part_is_not_offered(tmp_path: Path) -> None:
    folder = write_pipeline(tmp_path / "pipeline")
    (folder / "plda" / "plda.npz").unlink()
    (folder / "plda" / "xvec_transform.npz").unlink()

    assert pyannote.find_weights(tmp_path) is None
    with pytest.raises(MissingPartError):
        diarizers.choose("pyannote", tmp_path)


def test_snapshot_in_the_hubs_cache_is_found(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached = tmp_path / "hub" / "models--pyannote--speaker-diarization-community-1" / "snapshots"
    cached.mkdir(parents=True)
    (cached / "0123456789abcdef").symlink_to(models / "speaker-diarization-community-1")
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))

    engine = diarizers.choose("auto", tmp_path / "nothing")

    assert engine.model == "speaker-diarization-community-1@0123456789ab"


def test_silence_is_nobody(models: Path) -> None:
    diarizer = diarizers.open_diarizer(diarizers.choose("embedded", models), models)

    found = diarizer.diarize(
        Audio(samples=np.zeros(48_000, dtype=np.float32)), speakers=None, progress=ignore_progress
    )

    assert found.regions == ()
