"""What is public of each recording, as the private tree remembers it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from transcribe.run.store import Workspace, read_json, write_json


def released(workspace: Workspace, recording: str) -> dict[str, Any] | None:
    """What was last released of a recording: ``public_id``, ``at`` and digests of the files."""
    try:
        found: dict[str, Any] = read_json(_note(workspace, recording))
    except FileNotFoundError:
        return None
    return found


def remember_release(workspace: Workspace, recording: str, facts: dict[str, Any]) -> None:
    """Keep what was released of a recording."""
    write_json(_note(workspace, recording), facts)


def forget_release(workspace: Workspace, recording: str) -> None:
    """Nothing of a recording is public any more."""
    _note(workspace, recording).unlink(missing_ok=True)


def public_files(workspace: Workspace, recording: str) -> dict[str, bytes]:
    """What is public of a recording now: file name to bytes; empty when nothing is."""
    memory = released(workspace, recording)
    folder = workspace.public / str(memory["public_id"]) if memory else None
    if memory is None or folder is None or not folder.is_dir():
        return {}
    return {
        name: (folder / name).read_bytes() for name in memory["files"] if (folder / name).is_file()
    }


def _note(workspace: Workspace, recording: str) -> Path:
    return workspace.folder(recording) / "released.json"
