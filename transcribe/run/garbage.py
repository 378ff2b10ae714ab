"""Artefacts that nothing uses any more; never consent, review records or pseudonyms.

Every stage keeps what it made under another key: an older guide, a smaller model, an edit undone.
That is what lets a run go back without computing again, and what fills the disk in time.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from transcribe.errors import TranscribeError
from transcribe.run.steps import STAGE_NAMES
from transcribe.run.store import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Garbage:
    """A folder that nothing uses.

    Attributes
    ----------
    partial
        Left half-written by something that was killed.
    size
        Bytes.
    """

    recording: str
    stage: str
    path: Path
    partial: bool
    size: int


def find_garbage(workspace: Workspace) -> list[Garbage]:
    """Every artefact that is not current, of recordings that have a current transcript.

    One that has none yet is on its way: a run was stopped, and will go on from what is there.
    """
    found = []
    for recording in workspace.ids():
        current = workspace.current(recording)
        for stage, path in _folders(workspace, recording):
            partial = path.name.endswith(".partial")
            kept = path.name == current.get(stage) or not current
            if partial or not kept:
                size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
                found.append(
                    Garbage(recording=recording, stage=stage, path=path, partial=partial, size=size)
                )
    return found


def collect(garbage: Garbage) -> None:
    """Delete one; what is half-deleted afterwards is half-written to the next run.

    Raises
    ------
    TranscribeError
        When the system does not let it go.
    """
    try:
        # The name first: a folder with its final name is whole.
        doomed = garbage.path
        if not garbage.partial:
            doomed = garbage.path.with_name(garbage.path.name + ".partial")
            shutil.rmtree(doomed, ignore_errors=True)
            garbage.path.rename(doomed)
        shutil.rmtree(doomed)
    except OSError as error:
        raise TranscribeError(
            f"{garbage.stage} cannot be deleted ({error.strerror})",
            recording=garbage.recording,
            hint="check the permissions of the output folder",
        ) from None


def _folders(workspace: Workspace, recording: str) -> Iterator[tuple[str, Path]]:
    for stage in STAGE_NAMES:
        folder = workspace.folder(recording) / stage
        if folder.is_dir():
            for path in sorted(folder.iterdir()):
                if path.is_dir():
                    yield stage, path
