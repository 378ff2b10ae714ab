"""What is public of each recording, as the private tree remembers it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from transcribe.run.store import Workspace, read_json, write_json

_OF_THE_SYSTEM = (".DS_Store", ".gitkeep", ".gitignore")
"""Names that say nothing of anybody."""


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


def sweep_public(workspace: Workspace) -> None:
    """Delete what killed writers left beside the public interviews: half of one, or the old."""
    for path in workspace.public.glob(".*"):
        if path.suffix in (".partial", ".old") and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)


def strangers(workspace: Workspace) -> tuple[str, ...]:
    """What lies in the public folder and was not written by this tool: nobody has looked at it."""
    if not workspace.public.is_dir():
        return ()
    notes = [note for name in workspace.ids() if (note := released(workspace, name))]
    ours = {str(note["public_id"]): set(note["files"]) for note in notes}
    found = []
    for path in sorted(workspace.public.iterdir()):
        if path.name not in ours or path.is_symlink() or not path.is_dir():
            found.append(path.name)
            continue
        inside = (one.name for one in sorted(path.iterdir()))
        found += [f"{path.name}/{name}" for name in inside if name not in ours[path.name]]
    return tuple(name for name in found if name.rpartition("/")[2] not in _OF_THE_SYSTEM)


def _note(workspace: Workspace, recording: str) -> Path:
    return workspace.folder(recording) / "released.json"
