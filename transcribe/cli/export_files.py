"""Writing exported files: private ones for their owner alone, each noted before it is written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from transcribe.export.interview import Interview
    from transcribe.run.store import Workspace


def write_files(
    workspace: Workspace,
    interviews: Mapping[str, Interview],
    *,
    to: Path,
    tier: str,
    made: Mapping[str, Mapping[str, bytes]],
    several: Mapping[str, bytes],
    reader: str = "",
) -> dict[str, list[Path]]:
    """Write and note what was made; recording (empty: several) to its files.

    Parameters
    ----------
    reader
        Whom the files are for; of what an ``interviewee`` is sent, a copy is kept.

    Raises
    ------
    UsageError
        When the folder cannot be written, or two recordings would have the same file.
    """
    from transcribe.errors import UsageError
    from transcribe.export.interview import PRIVATE
    from transcribe.run.exported import Exported, remember_exports
    from transcribe.run.files import make_private, write_atomic

    _refuse_ours(workspace, to)
    private = tier == PRIVATE
    whole = {"": dict(several), **{name: dict(files) for name, files in made.items()}}
    contents = {
        name: {file: _with_sound(file, data, interviews) for file, data in files.items()}
        for name, files in whole.items()
    }
    names = [file.casefold() for files in contents.values() for file in files]
    if len(names) != len(set(names)):
        raise UsageError("two recordings would be written to the same file")
    try:
        if private:
            make_private(to)
        else:
            to.mkdir(parents=True, exist_ok=True, mode=0o755)
        remember_exports(
            workspace,
            [
                Exported(
                    path=str((to / file).absolute()),
                    sha256=hashlib.sha256(data).hexdigest(),
                    tier=tier,
                    recordings=(name,) if name else tuple(interviews),
                )
                for name, files in contents.items()
                for file, data in files.items()
            ],
        )
        if reader == "interviewee":
            _remember_copies(workspace, interviews)
        for files in contents.values():
            for file, data in files.items():
                write_atomic(to / file, data, mode=0o600 if private else 0o644)
    except OSError as error:
        raise UsageError(
            f"cannot write to {to} ({error.strerror})", hint="name another folder with --to"
        ) from None
    return {name: [to / file for file in files] for name, files in contents.items() if files}


def _refuse_ours(workspace: Workspace, folder: Path) -> None:
    """Refuse folders whose content means something to the other commands."""
    from transcribe.errors import UsageError
    from transcribe.run.sources import recordings_folder

    for ours in (workspace.private, workspace.public, recordings_folder(workspace)):
        if ours is not None and folder.resolve().is_relative_to(ours.resolve()):
            raise UsageError(f"exports cannot lie in {ours}", hint="name another folder with --to")


def _with_sound(file: str, data: bytes, interviews: Mapping[str, Interview]) -> bytes:
    if not file.endswith(".qdpx") or not any(one.audio for one in interviews.values()):
        return data
    from transcribe.export import refi

    return refi.project(tuple(interviews.values()), sound="inside")


def _remember_copies(workspace: Workspace, interviews: Mapping[str, Interview]) -> None:
    """Keep what an interviewee is sent, so that what comes back is compared with just that."""
    from transcribe.run.corrections import remember_copy

    for name, interview in interviews.items():
        remember_copy(workspace, name, interview)
