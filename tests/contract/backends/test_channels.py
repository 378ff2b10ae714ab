"""Recordings with one speaker a channel, made of a shipped recording whose truth is known."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
import soundfile
from sounds import shipped, speech

from transcribe.backends import diarizers
from transcribe.backends.audio import open_decoder
from transcribe.core.diarization import Diarization, SpeakerRegion
from transcribe.errors import StageError
from transcribe.evaluation.forms import from_gold
from transcribe.evaluation.speakers import diarization_error_rate
from transcribe.stages.engines import ignore_progress

RATE = 16_000
SECONDS = 45.0
NOISE = 1e-4
TWO = 1
"""Which of the shipped recordings has two speakers."""


def truth(root: Path) -> list[SpeakerRegion]:
    path = root / "tests" / "golden" / "interviews" / f"{shipped(TWO).stem}.gold.json"
    regions = from_gold(json.loads(path.read_text())).regions
    return [region for region in regions if region.end < SECONDS]


@pytest.fixture(scope="module")
def apart(root: Path, tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    """Each speaker alone on a track, shape ``(2, samples)``; soft noise on both."""
    sound = speech(tmp_path_factory.mktemp("sound") / "speech.wav", seconds=SECONDS, index=TWO)
    samples, _ = soundfile.read(sound, dtype="float32")
    tracks = np.random.default_rng(0).normal(0.0, NOISE, (2, len(samples))).astype(np.float32)
    labels = sorted({region.speaker for region in truth(root)})
    for region in truth(root):
        first, last = round(region.start * RATE), round(region.end * RATE)
        tracks[labels.index(region.speaker), first:last] += samples[first:last]
    return tracks


def diarized(
    tracks: np.ndarray,
    folder: Path,
    *,
    backend: str = "auto",
    speakers: tuple[int, int] | None = None,
) -> Diarization:
    path = folder / "two.wav"
    soundfile.write(path, tracks.T, RATE, subtype="PCM_16")
    nothing = folder / "models"
    diarizer = diarizers.open_diarizer(
        diarizers.choose(backend, nothing), nothing, channels_first=backend == "auto"
    )
    try:
        return diarizer.diarize(
            open_decoder().decode(path), speakers=speakers, progress=ignore_progress
        )
    finally:
        diarizer.close()


@pytest.mark.parametrize("leak", [None, -12.0, -20.0])
def test_speaker_a_channel(
    apart: np.ndarray, root: Path, tmp_path: Path, leak: float | None
) -> None:
    tracks = apart if leak is None else apart + 10 ** (leak / 20) * apart[::-1]

    found = diarized(tracks, tmp_path)

    figures = diarization_error_rate(truth(root), found.regions, duration=SECONDS, collar=0.25)
    assert found.backend == "channels"
    assert not found.draft
    assert found.speakers == ("SPEAKER_00", "SPEAKER_01")
    assert figures["der"] < 0.02
    ends = 0.0
    for region in found.exclusive:
        assert ends <= region.start < region.end
        ends = region.end


def test_stereo_of_one_room_is_told_apart_by_voice(apart: np.ndarray, tmp_path: Path) -> None:
    near, far = 1.0, 10 ** (-4 / 20)
    tracks = np.stack([near * apart[0] + far * apart[1], far * apart[0] + near * apart[1]]) * 0.5

    assert diarized(tracks, tmp_path).backend == "embedded"
    with pytest.raises(StageError, match="no speaker on each channel"):
        diarized(tracks, tmp_path, backend="channels")


def test_same_sound_twice_is_one_channel(apart: np.ndarray, tmp_path: Path) -> None:
    tracks = np.stack([apart.sum(axis=0)] * 2)

    assert diarized(tracks, tmp_path).backend == "embedded"
    with pytest.raises(StageError, match="the same sound"):
        diarized(tracks, tmp_path, backend="channels")


def test_empty_channel_is_no_speaker(apart: np.ndarray, tmp_path: Path) -> None:
    hum = 0.02 * np.sin(2 * np.pi * 50 / RATE * np.arange(apart.shape[1]))
    tracks = np.stack([apart.sum(axis=0), hum.astype(np.float32)])

    assert diarized(tracks, tmp_path).backend == "embedded"


def test_given_number_wins_over_channels(apart: np.ndarray, tmp_path: Path) -> None:
    found = diarized(apart, tmp_path, speakers=(1, 1))

    assert found.backend == "embedded"
    assert found.speakers == ("SPEAKER_00",)
    assert any("2 channels" in notice for notice in found.notices)


def test_overlapped_speech_is_marked(apart: np.ndarray, tmp_path: Path) -> None:
    first = np.flatnonzero(np.abs(apart[1]) > 20 * NOISE)[0]
    tracks = apart.copy()
    tracks[1, : len(tracks[1]) - first] = apart[1, first:]

    found = diarized(tracks, tmp_path)

    both = sum(
        max(0.0, min(a.end, b.end) - max(a.start, b.start))
        for a in found.regions
        for b in found.regions
        if a.speaker < b.speaker
    )
    assert found.backend == "channels"
    assert both > 1.0


def test_mono_names_its_lack(tmp_path: Path) -> None:
    sound = open_decoder().decode(speech(tmp_path / "mono.wav", seconds=5))
    diarizer = diarizers.open_diarizer(diarizers.choose("channels", tmp_path), tmp_path)

    with pytest.raises(StageError, match="one channel"):
        diarizer.diarize(sound, speakers=None, progress=ignore_progress)


def test_clip_with_a_sentence_on_each_channel(root: Path) -> None:
    shared = Path(os.environ.get("TRANSCRIBE_SHARED", root.parent / "shared"))
    clip = shared / "data" / "asr" / "short-clips" / "fw_stereo_diarization.wav"
    if not clip.is_file():
        pytest.skip(f"{clip} is not here")
    diarizer = diarizers.open_diarizer(diarizers.choose("channels", root), root)

    found = diarizer.diarize(open_decoder().decode(clip), speakers=None, progress=ignore_progress)

    left, right = found.regions
    assert left.speaker != right.speaker
    assert left.end > 4.0
    assert right.end < 3.0
