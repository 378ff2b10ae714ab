"""Failures of recordings: brought into the error tree, and written down beside the recording."""

from __future__ import annotations

import contextlib
import errno
import traceback
from pathlib import Path
from typing import Any

from transcribe.errors import DiskFullError, MemoryShortError, StageError, TranscribeError
from transcribe.run.store import Workspace, read_json, write_json


def as_failure(error: BaseException) -> TranscribeError:
    """What went wrong, in words that hold no transcript text.

    The message of an unforeseen exception may quote its input, so only its type and place are kept.
    """
    if isinstance(error, TranscribeError):
        return error
    if isinstance(error, MemoryError):
        return MemoryShortError(
            "this machine ran out of memory", hint="close other programs and run again"
        )
    if isinstance(error, OSError):
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return DiskFullError(
                "the disk is full; nothing half-written was kept",
                hint="free some space or choose another --out, then run again: it goes on",
            )
        return StageError(
            f"the system said: {error.strerror or type(error).__name__}",
            hint="check the disk and the permissions of the output folder, then run again",
        )
    return StageError(
        f"an unexpected {type(error).__name__} at {_place(error)}",
        hint="the other recordings went on; please report this line",
    )


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "transcribe" in Path(frame.filename).parts]
    frame = (ours or frames)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"


def load_failures(workspace: Workspace, recording: str) -> dict[str, Any]:
    """Stage to what was written down when it last failed."""
    path = workspace.folder(recording) / "failures.json"
    found: dict[str, Any] = read_json(path) if path.is_file() else {}
    return found


def note_failure(workspace: Workspace, recording: str, stage: str, error: TranscribeError) -> None:
    """Write a failure down for ``status``; on a full disk it is only shown."""
    failures = load_failures(workspace, recording)
    failures[stage] = {"message": error.message, "hint": error.hint, "exit_code": error.exit_code}
    with contextlib.suppress(OSError):
        write_json(workspace.folder(recording) / "failures.json", failures)


def forget_failure(workspace: Workspace, recording: str, stage: str) -> None:
    """The stage went well this time."""
    failures = load_failures(workspace, recording)
    if failures.pop(stage, None) is None:
        return
    path = workspace.folder(recording) / "failures.json"
    if failures:
        write_json(path, failures)
    else:
        path.unlink(missing_ok=True)
