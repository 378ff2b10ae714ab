"""Putting checked files into the public folder, whole or not at all, and taking them back."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from transcribe.errors import UsageError
from transcribe.release.gate import Checked
from transcribe.run.exported import delete_exports
from transcribe.run.files import bytes_digest
from transcribe.run.released import forget_release, released, remember_release
from transcribe.run.store import Workspace, sync, write_atomic

_REMEMBERED = ("public_id", "files", "transcript")


def publish(workspace: Workspace, checked: Checked) -> tuple[Path, ...]:
    """Write the public files of a recording that nothing stands in the way of.

    Raises
    ------
    UsageError
        When the folder cannot be written.
    """
    assert not checked.obstacles  # noqa: S101 - the gate comes first
    final = workspace.public / checked.public_id
    if not _holds(final, checked.files):
        try:
            _write(final, checked.files)
        except OSError as error:
            raise UsageError(
                f"cannot write to {workspace.public} ({error.strerror})",
                recording=checked.recording,
            ) from None
    earlier = released(workspace, checked.recording)
    if earlier and earlier["public_id"] != checked.public_id:
        _remove(workspace.public / earlier["public_id"])
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in checked.files.items()}
    transcript = bytes_digest(workspace.transcript_path(checked.recording))
    now = (checked.public_id, digests, transcript)
    if not earlier or tuple(earlier.get(key) for key in _REMEMBERED) != now:
        facts = {
            "public_id": checked.public_id,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "files": digests,
            "transcript": transcript,
        }
        remember_release(workspace, checked.recording, facts)
    return tuple(final / name for name in checked.files)


def withdraw_public(workspace: Workspace, recording: str) -> bool:
    """Delete what was released of a recording, public exports too; whether there was anything."""
    delete_exports(workspace, [recording], tier="public")
    earlier = released(workspace, recording)
    if earlier is None:
        return False
    folder = workspace.public / earlier["public_id"]
    there = bool(folder.exists() or folder.is_symlink())
    _remove(folder)
    forget_release(workspace, recording)
    return there


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    if folder.is_symlink():
        return False
    try:
        there = {path.name: path.read_bytes() for path in folder.iterdir()}
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False
    return bool(there == dict(files))


def _remove(path: Path) -> None:
    """Delete a folder, a file or a link (never what it leads to), if it is there."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)


def _write(final: Path, files: Mapping[str, bytes]) -> None:
    final.parent.mkdir(mode=0o755, exist_ok=True)
    partial = final.with_name(f".{final.name}.partial")
    old = final.with_name(f".{final.name}.old")
    for leftover in (partial, old):
        _remove(leftover)
    partial.mkdir(mode=0o755)
    try:
        for name, content in files.items():
            write_atomic(partial / name, content, mode=0o644)
        if final.exists() or final.is_symlink():
            final.rename(old)
        partial.rename(final)
    finally:
        _remove(partial)
        _remove(old)
    sync(final.parent)
