from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from transcribe.run.encryption import is_encrypted, swap_in_the_clear
from transcribe.run.privacy import (
    exposures,
    open_to_others,
    privacy_warnings,
    synced_by,
    tracked_by_git,
)
from transcribe.run.store import Workspace


@pytest.mark.parametrize(
    ("place", "service"),
    [
        ("Dropbox/study", "Dropbox"),
        ("OneDrive - University of X/study", "OneDrive"),
        ("Library/Mobile Documents/com~apple~CloudDocs/s", "iCloud"),
        ("Nextcloud/s", "Nextcloud"),
        ("work/dropboxed/s", None),
        ("work/my-onedrive-notes/s", None),
    ],
)
def test_synced_folders_are_known_by_name(tmp_path: Path, place: str, service: str) -> None:
    assert synced_by(tmp_path / place) == service


def test_synced_folders_are_known_by_what_lies_in_them(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    assert synced_by(tmp_path / "deep" / "study") == "Syncthing"


def test_a_folder_that_git_would_take_along_is_said(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir()
    assert not tracked_by_git(private)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    assert tracked_by_git(private)
    assert "git" in privacy_warnings(private, devices=tmp_path)[0]
    (tmp_path / ".gitignore").write_text("private/\n")
    assert not tracked_by_git(private)


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux says of block devices")
@pytest.mark.parametrize(
    ("uuid", "encrypted"), [("CRYPT-LUKS2-ab-home", True), ("LVM-ab", False), (None, False)]
)
def test_encryption_is_read_through_layers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, uuid: str | None, *, encrypted: bool
) -> None:
    monkeypatch.setattr(os, "major", lambda _: 253)
    monkeypatch.setattr(os, "minor", lambda _: 2)
    top, lower = tmp_path / "253:2", tmp_path / "253:1"
    (top / "slaves").mkdir(parents=True)
    (lower / "dm").mkdir(parents=True)
    if uuid:
        (lower / "dm" / "uuid").write_text(uuid)
    (top / "slaves" / "dm-1").symlink_to(lower)
    assert is_encrypted(tmp_path, devices=tmp_path) is encrypted


def test_nothing_is_claimed_where_the_system_does_not_say(tmp_path: Path) -> None:
    if sys.platform == "linux":
        assert is_encrypted(tmp_path, devices=tmp_path / "nowhere") is None


def test_recordings_in_a_synced_folder_are_said_with_the_command_that_mends_it(
    tmp_path: Path,
) -> None:
    workspace = Workspace(tmp_path / "results")
    folder = tmp_path / "Dropbox" / "my study"
    folder.mkdir(parents=True)
    workspace.private.mkdir(parents=True)
    workspace.remember(recordings=str(folder))
    (one,) = exposures(workspace.private, devices=tmp_path)
    assert one.what.startswith(str(folder))
    assert f"mv '{folder}' ~/" in one.mend
    assert "transcribe run ~/'my study'" in one.mend


def test_a_line_for_git_is_given_that_git_understands(tmp_path: Path) -> None:
    private = tmp_path / "deep" / "private"
    private.mkdir(parents=True)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (one,) = exposures(private, devices=tmp_path)
    subprocess.run(["sh", "-c", one.mend], check=True)
    assert exposures(private, devices=tmp_path) == ()


def test_what_others_may_open_is_counted(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    (private / "notes").write_text("x")
    (private / "notes").chmod(0o640)
    assert open_to_others(private) == 1


def test_swap_that_is_no_memory_is_looked_at(tmp_path: Path) -> None:
    swaps = tmp_path / "swaps"
    swaps.write_text(f"Filename Type Size\n/dev/zram0 partition 1\n{tmp_path}/swap file 1\n")
    number = tmp_path.stat().st_dev
    device = tmp_path / f"{os.major(number)}:{os.minor(number)}"
    expected: tuple[str, ...] = ()
    if os.major(number) and sys.platform == "linux":
        device.mkdir()
        expected = (f"{tmp_path}/swap",)
    assert swap_in_the_clear(swaps=swaps, devices=tmp_path) == expected
    assert swap_in_the_clear(swaps=tmp_path / "none") == ()
