"""Recordings in folders inside are not run, and that is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from transcribe.errors import UsageError
from transcribe.run.folders import unentered
from transcribe.run.intake import scan

SIDECAR = '[consent]\ngiven = 2026-05-04\nscopes = ["record", "transcribe"]\n'


def put(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"not opened here")
    path.with_suffix(".toml").write_text(SIDECAR)


def test_recordings_further_down_are_said(tmp_path: Path) -> None:
    put(tmp_path / "P01.wav")
    assert scan([tmp_path]).notices == ()
    put(tmp_path / "monday" / "morning" / "P02.m4a")
    put(tmp_path / "tuesday" / "P03.m4a")
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "scan.pdf").touch()
    (notice,) = scan([tmp_path]).notices
    assert (
        notice
        == "monday/, tuesday/ hold recordings and were not entered: move the files of them up"
    )
    assert scan([tmp_path / "P01.wav"]).notices == ()


def test_results_are_no_recordings(tmp_path: Path) -> None:
    put(tmp_path / "transcripts" / "private" / "P01" / "decode" / "audio.flac")
    put(tmp_path / ".hidden" / "P01.wav")
    assert unentered(tmp_path) == ()


def test_a_study_folder_leads_to_its_recordings(tmp_path: Path) -> None:
    put(tmp_path / "my study" / "recordings" / "P01.wav")
    with pytest.raises(UsageError) as caught:
        scan([tmp_path / "my study"])
    assert caught.value.hint == f"transcribe run '{tmp_path}/my study/recordings'"


def test_a_mistyped_folder_is_named_with_the_one_that_is_there(tmp_path: Path) -> None:
    put(tmp_path / "recordings" / "P01.wav")
    with pytest.raises(UsageError, match="no file or folder") as caught:
        scan([tmp_path / "recording"])
    assert caught.value.hint == f"did you mean: transcribe run {tmp_path}/recordings"
    with pytest.raises(UsageError) as caught:
        scan([tmp_path / "xyz"])
    assert caught.value.hint == "name a folder of recordings, or files"
