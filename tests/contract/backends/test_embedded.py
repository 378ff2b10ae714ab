"""The embedded diarizer on the beginning of a shipped recording, whose truth is known."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from sounds import shipped, speech

from transcribe.backends import diarizers, embedded_voice
from transcribe.backends.audio import open_decoder
from transcribe.backends.embedded_boundaries import heard_power
from transcribe.backends.embedded_clustering import cluster_voices
from transcribe.backends.vad import speech_regions
from transcribe.core.diarization import Diarization, SpeakerRegion
from transcribe.core.recording import Audio
from transcribe.evaluation.forms import from_gold
from transcribe.evaluation.speakers import diarization_error_rate
from transcribe.stages.diarize import Diarizer
from transcribe.stages.engines import ignore_progress

SECONDS = 60.0


@pytest.fixture(scope="module")
def diarizer(tmp_path_factory: pytest.TempPathFactory) -> Diarizer:
    nothing = tmp_path_factory.mktemp("models")
    return diarizers.open_diarizer(diarizers.choose("embedded", nothing), nothing)


@pytest.fixture(scope="module")
def audio(tmp_path_factory: pytest.TempPathFactory) -> Audio:
    path = tmp_path_factory.mktemp("sound") / "speech.wav"
    return open_decoder().decode(speech(path, seconds=SECONDS))


@pytest.fixture(scope="module")
def found(diarizer: Diarizer, audio: Audio) -> Diarization:
    return diarizer.diarize(audio, speakers=None, progress=ignore_progress)


def truth(root: Path) -> list[SpeakerRegion]:
    path = root / "tests" / "golden" / "interviews" / f"{shipped().stem}.gold.json"
    regions = from_gold(json.loads(path.read_text())).regions
    return [
        SpeakerRegion(start=region.start, end=min(region.end, SECONDS), speaker=region.speaker)
        for region in regions
        if region.start < SECONDS
    ]


def test_speakers_are_counted_and_right(found: Diarization, root: Path) -> None:
    wanted = truth(root)

    figures = diarization_error_rate(wanted, found.regions, duration=SECONDS, collar=0.25)

    assert len(found.speakers) == len({region.speaker for region in wanted})
    assert figures["der"] < 0.03


def test_regions_are_whole(found: Diarization, audio: Audio) -> None:
    assert found.backend == "embedded"
    assert found.draft
    assert found.speakers[0] == "SPEAKER_00"
    end = 0.0
    for region in found.exclusive:
        assert end <= region.start < region.end <= audio.duration
        end = region.end


def test_same_sound_same_regions(diarizer: Diarizer, audio: Audio, found: Diarization) -> None:
    assert diarizer.diarize(audio, speakers=None, progress=ignore_progress) == found


def test_given_number_wins(diarizer: Diarizer, audio: Audio) -> None:
    alone = diarizer.diarize(audio, speakers=(1, 1), progress=ignore_progress)

    assert alone.speakers == ("SPEAKER_00",)


def test_short_greetings_are_the_second_of_two(diarizer: Diarizer, root: Path) -> None:
    # Half a minute in which one talks and others say a second or two: too little to be clustered.
    whole = open_decoder().decode(root / "recordings" / "parcel-photos.m4a")
    audio = Audio(samples=whole.samples[: 30 * whole.sample_rate])

    made = diarizer.diarize(audio, speakers=(2, 2), progress=ignore_progress)

    talker = made.speakers[0]
    for start, end in ((1.0, 8.0), (11.5, 18.0), (21.0, 29.5)):
        heard = {one.speaker for one in made.regions if one.start < end and one.end > start}
        assert heard == {talker}
    assert any(one.speaker != talker and one.start < 19.5 < one.end for one in made.regions)


def test_progress_rises_to_one(diarizer: Diarizer, audio: Audio) -> None:
    shares: list[float] = []

    diarizer.diarize(audio, speakers=None, progress=shares.append)

    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_word_of_sound_is_one_speaker(diarizer: Diarizer, audio: Audio) -> None:
    start = next(
        region.start
        for region in diarizer.diarize(audio, speakers=None, progress=ignore_progress).regions
        if region.end - region.start > 1.5
    )
    first = int((start + 0.2) * audio.sample_rate)
    short = Audio(samples=audio.samples[first : first + audio.sample_rate])

    made = diarizer.diarize(short, speakers=(2, 2), progress=ignore_progress)

    assert len(made.speakers) <= 1
    assert any("2 speakers were given" in notice for notice in made.notices)


def test_an_hour_has_no_more_speakers_than_its_minutes(root: Path) -> None:
    # Changes of speaker and hesitations, few in six minutes, must not add up to a voice.
    audio = open_decoder().decode(root / "recordings" / "parcel-photos.m4a")
    samples = np.asarray(audio.samples, dtype=np.float32)
    mel, power = embedded_voice.mel_spectrum(samples)
    windows = embedded_voice.windows_of(speech_regions(samples))
    voices = embedded_voice.VoiceEncoder().embed(mel, power, windows)
    hour = [
        (first + again * len(mel), last + again * len(mel))
        for again in range(10)
        for first, last in windows
    ]

    few = cluster_voices(voices, windows)
    many = cluster_voices(np.tile(voices, (10, 1)), hour)

    assert len(few.centroids) == len(many.centroids) == 3


def test_rumble_and_clicks_are_not_heard() -> None:
    rng = np.random.default_rng(0)
    seconds = np.arange(3 * 16_000) / 16_000
    sound = 0.3 * np.sin(2 * np.pi * 50 * seconds).astype(np.float32)
    sound[16_000 : 2 * 16_000] += 0.02 * rng.standard_normal(16_000).astype(np.float32)
    sound[16_000 // 2] = 1.0

    level = 10 * np.log10(heard_power(embedded_voice.mel_spectrum(sound)[0]) + 1e-10)

    speech, rest = level[105:195], np.concatenate([level[5:95], level[205:295]])
    assert rest.max() < speech.min() - 5
