from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from transcribe.run.privacy import is_encrypted, privacy_warnings, synced_by, tracked_by_git


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
