"""Decoding for real: every kind of file, good and bad, made here."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import soundfile
from sounds import cut_off, shipped, silence, silent_film, speech, telephone_mp3

from transcribe.backends.audio import (
    describe,
    open_decoder,
    read_flac,
    stored_audio,
    write_flac,
)
from transcribe.backends.ffmpeg import decode_with_ffmpeg, find_ffmpeg
from transcribe.backends.pcm import NoSound
from transcribe.core.recording import Audio
from transcribe.errors import AudioError

TEN_SECONDS = 10 * 16_000


@pytest.fixture(scope="module")
def wav(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return speech(tmp_path_factory.mktemp("sound") / "P01.wav", seconds=10)


def decode(path: Path) -> Audio:
    return open_decoder().decode(path)


def failure(path: Path) -> AudioError:
    with pytest.raises(AudioError) as caught:
        decode(path)
    assert caught.value.recording == path.stem
    assert caught.value.hint
    return caught.value


def test_samples_are_the_same_fresh_and_from_flac(wav: Path, tmp_path: Path) -> None:
    for source in (wav, shipped()):
        fresh = decode(source)
        write_flac(fresh, tmp_path / "audio.flac")
        stored = stored_audio(tmp_path / "audio.flac", describe(fresh))

        assert stored.samples.dtype == fresh.samples.dtype == np.float32
        assert np.array_equal(stored.samples, fresh.samples)
        assert describe(stored) == describe(fresh)
        assert np.abs(fresh.samples).max() <= 1


def test_shipped_recordings_decode_whole() -> None:
    for index in (0, 1):
        found = decode(shipped(index))
        assert found.duration > 200
        assert found.notices == ()


def test_16_bit_wav_comes_through_untouched(wav: Path) -> None:
    expected, _ = soundfile.read(wav, dtype="float32")

    assert np.array_equal(decode(wav).samples, expected)


@pytest.mark.parametrize("subtype", ["PCM_24", "PCM_32", "FLOAT", "DOUBLE", "PCM_U8", "ULAW"])
def test_sample_formats(wav: Path, tmp_path: Path, subtype: str) -> None:
    samples, _ = soundfile.read(wav)
    soundfile.write(tmp_path / "a.wav", samples, 16_000, subtype=subtype)

    found = decode(tmp_path / "a.wav")

    assert np.abs(found.samples - samples).max() < (0.02 if subtype in ("PCM_U8", "ULAW") else 1e-4)


def test_stereo_mp3_at_8_khz(wav: Path, tmp_path: Path) -> None:
    found = decode(telephone_mp3(tmp_path / "P02.mp3", wav))

    assert found.channels == 2
    assert abs(found.duration - 10) < 0.2
    assert found.notices == ()


def test_channels_are_mixed(tmp_path: Path) -> None:
    tone = 0.4 * np.sin(2 * np.pi * 440 * np.arange(TEN_SECONDS) / 16_000)
    soundfile.write(tmp_path / "a.wav", np.stack([tone, np.zeros_like(tone)], 1), 16_000)

    found = decode(tmp_path / "a.wav")

    assert found.channels == 2
    assert np.abs(found.samples).max() > 0.15


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"Interviewer: hello\n" * 20, "is text, not sound"),
        (b"#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/a.ts\n", "is text, not sound"),
        ("Größe".encode("utf-16"), "is text, not sound"),
        (bytes(range(256)) * 40, "cannot be decoded"),
    ],
)
def test_what_is_no_sound_is_named(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "P03.wav"
    path.write_bytes(content)

    assert says in failure(path).message


def test_a_missing_file_and_a_film_without_sound(tmp_path: Path) -> None:
    assert "cannot be read" in failure(tmp_path / "gone.wav").message
    assert "has no sound" in failure(silent_film(tmp_path / "film.mp4")).message


def test_too_short_and_just_long_enough(tmp_path: Path) -> None:
    assert "0.20 s" in failure(silence(tmp_path / "a.wav", seconds=0.2)).message
    assert decode(silence(tmp_path / "b.wav", seconds=0.3)).duration == pytest.approx(0.3)


def test_silence_decodes_and_is_said(tmp_path: Path) -> None:
    found = decode(silence(tmp_path / "a.wav", seconds=3))

    assert found.duration == 3
    assert found.notices == ("digital silence: every sample is zero",)


@pytest.mark.parametrize("kind", ["wav", "flac", "opus"])
def test_what_is_left_of_a_cut_file_is_kept_and_said(wav: Path, tmp_path: Path, kind: str) -> None:
    source = tmp_path / f"whole.{kind}"
    samples, _ = soundfile.read(wav)
    form = {"wav": "WAV", "flac": "FLAC", "opus": "OGG"}[kind]
    subtype = "OPUS" if kind == "opus" else "PCM_16"
    soundfile.write(source, samples, 16_000, format=form, subtype=subtype)
    assert decode(source).notices == ()

    found = decode(cut_off(tmp_path / f"P04.{kind}", source, share=0.5))

    assert 2 < found.duration < 8
    assert any("decoded" in notice for notice in found.notices)
    assert "nothing" not in failure(cut_off(tmp_path / f"P05.{kind}", source, share=0.0005)).message


def test_damage_in_the_middle_moves_nothing_after_it(tmp_path: Path) -> None:
    source = shipped(1) if shipped(1).suffix == ".opus" else shipped(0)
    content = bytearray(source.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 3000] = np.random.default_rng(0).bytes(3000)
    (tmp_path / source.name).write_bytes(content)
    whole, found = decode(source), decode(tmp_path / source.name)

    assert abs(found.duration - whole.duration) < 0.1
    second = slice(-20 * 16_000, -10 * 16_000)
    assert np.corrcoef(found.samples[second], whole.samples[second])[0, 1] > 0.9


def test_samples_that_are_not_numbers_become_silence(wav: Path, tmp_path: Path) -> None:
    samples, _ = soundfile.read(wav, dtype="float32")
    samples[1000:2000] = np.nan
    samples[3000] = np.inf
    soundfile.write(tmp_path / "a.wav", samples, 16_000, subtype="FLOAT")

    found = decode(tmp_path / "a.wav")

    assert np.isfinite(found.samples).all()
    assert not found.samples[1000:2000].any()
    assert "1001 samples were not numbers and were set to silence" in found.notices


def test_names_of_any_script_and_length(wav: Path, tmp_path: Path) -> None:
    for stem in ("面接-07", "Größe ünd Maß", "%d", "-i", "a:b", "n" * 240):
        path = tmp_path / f"{stem}.wav"
        path.write_bytes(wav.read_bytes())
        assert decode(path).duration == 10


def test_ffmpeg_steps_in_where_pyav_fails(
    wav: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if find_ffmpeg() is None:
        pytest.skip("no ffmpeg program on this machine")
    import transcribe.backends.pyav as pyav_module

    def fails(_path: Path) -> None:
        raise NoSound("cannot")

    expected = decode(wav).samples
    monkeypatch.setattr(pyav_module, "decode_with_pyav", fails)
    found = decode(wav)

    assert found.decoder == "ffmpeg"
    assert np.array_equal(found.samples, expected)
    assert any("ffmpeg" in notice for notice in found.notices)
    with pytest.raises(NoSound):
        decode_with_ffmpeg(silent_film(tmp_path / "film.mp4"))


def test_no_playlist_leads_anywhere(tmp_path: Path, wav: Path) -> None:
    """A playlist that hides behind binary bytes still opens nothing but files."""
    path = tmp_path / "P06.wav"
    path.write_bytes(b"#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/a.ts\n" + bytes([0xFF, 0xFE]) * 50)

    assert "cannot be decoded" in failure(path).message


def test_a_damaged_artefact_says_how_to_renew_it(wav: Path, tmp_path: Path) -> None:
    write_flac(decode(wav), tmp_path / "audio.flac")
    cut_off(tmp_path / "cut.flac", tmp_path / "audio.flac", share=0.01)
    (tmp_path / "cut.flac").write_bytes(b"fLaC")

    for name in ("cut.flac", "gone.flac"):
        with pytest.raises(AudioError, match="private folder is damaged") as caught:
            read_flac(tmp_path / name)
        assert "--force-stage decode" in (caught.value.hint or "")


def test_a_full_disk_is_an_os_error(wav: Path) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full on this machine")
    with pytest.raises(OSError, match=r"error|space"):
        write_flac(decode(wav), Path("/dev/full"))
