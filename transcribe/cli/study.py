"""What the commands after ``run`` share: the folder of results and the study it remembers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from transcribe.config import Settings
from transcribe.core.guide import Guide
from transcribe.errors import TranscribeError, UsageError
from transcribe.run.sources import recordings_folder
from transcribe.run.store import Workspace
from transcribe.run.study import StudySettings, refresh


def open_workspace(out: Path) -> Workspace:
    """The results of a study.

    Raises
    ------
    UsageError
        When nothing was ever written there.
    """
    workspace = Workspace(out)
    if not workspace.exists:
        raise UsageError(
            f"there are no results in {out}", hint="run: transcribe run recordings, or give --out"
        )
    return workspace


def choose_ids(workspace: Workspace, wanted: Sequence[str]) -> tuple[str, ...]:
    """Recordings that a command is about: those named, or all that have a transcript.

    Raises
    ------
    UsageError
        When one is not there; the message names those that are.
    """
    there = tuple(name for name in workspace.ids() if workspace.transcript_path(name).is_file())
    for name in wanted:
        if name not in there:
            known = ", ".join(there) or "none yet"
            raise UsageError(f"there is no transcript of {name}", hint=f"there are: {known}")
    return tuple(dict.fromkeys(wanted)) or there


def transcribed_ids(workspace: Workspace, wanted: Sequence[str]) -> tuple[str, ...]:
    """As `choose_ids`, for commands that need at least one.

    Raises
    ------
    UsageError
        When one is not there, or there is none.
    """
    chosen = choose_ids(workspace, wanted)
    if not chosen:
        raise UsageError("there is no transcript yet", hint="run: transcribe run recordings")
    return chosen


def refresh_study(workspace: Workspace) -> None:
    """Carry decisions to every transcript, under the study's settings."""
    refresh(workspace, settings=StudySettings.of(study_settings(workspace)))


def study_settings(workspace: Workspace) -> Settings:
    """Settings of the study, as its recordings' folder says now."""
    from transcribe.config import resolve
    from transcribe.run.intake import load_settings

    folder = recordings_folder(workspace)
    return resolve() if folder is None else load_settings(folder)


def guide_of(workspace: Workspace, recording: str, settings: Settings) -> Guide | None:
    """The guide that a recording was aligned to; None where it cannot be read any more."""
    from transcribe.guides import read_guide
    from transcribe.run.intake import find_guide
    from transcribe.run.sources import present

    if workspace.current_artefact(recording, "align") is None:
        return None
    try:
        path = find_guide(present(workspace, recording), settings)
        return read_guide(path) if path is not None and path.is_file() else None
    except TranscribeError:
        return None
