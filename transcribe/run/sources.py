"""Sidecars as they are now, for the commands after ``run``; the copy of the last run otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from pathlib import Path
from shlex import quote

from transcribe.core.codec import from_json
from transcribe.core.recording import Identifiers, Recording
from transcribe.errors import ConsentError, TranscribeError
from transcribe.run.advice import with_out
from transcribe.run.intake import read_sidecar
from transcribe.run.moves import ELSEWHERE, moved_recording
from transcribe.run.store import Workspace, read_json


def recordings_folder(workspace: Workspace) -> Path | None:
    """The folder the recordings came from, if it is still there."""
    folder = workspace.memory().get("recordings")
    return Path(folder) if folder and Path(folder).is_dir() else None


def left_alone(workspace: Workspace) -> str | None:
    """What a copy says of recordings that are the original's, and what to do; None otherwise."""
    found = workspace.memory().get(ELSEWHERE)
    if not found or not Path(found["recordings"]).is_dir():
        # On another machine nothing of the original is there to be left alone.
        return None
    run = with_out(f"transcribe run {quote(found['recordings'])}", workspace.out)
    return (
        f"the recordings in {found['recordings']} are left alone, since these results were copied "
        f"or moved from {found['results']}; if they are the recordings of these results, say so "
        f"first: {run}"
    )


def remembered(workspace: Workspace, recording: str) -> Recording | None:
    """A recording as the last run saw it, or None."""
    folder, move = workspace.folder(recording), workspace.move
    try:
        data = read_json(folder / "recording.json")
        if move is not None:
            data = moved_recording(data, move, folder)
        return from_json(Recording, data)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise TranscribeError(
            "its recording.json is damaged", recording=recording, hint="run: transcribe run"
        ) from None


def sidecar_path(workspace: Workspace, recording: str) -> Path | None:
    """Where the sidecar of a recording lies, or None when its folder is gone."""
    folder = recordings_folder(workspace)
    known = remembered(workspace, recording)
    if known is not None and Path(known.path).parent.is_dir():
        return Path(known.path).with_suffix(".toml")
    return folder / f"{recording}.toml" if folder else None


def present(workspace: Workspace, recording: str) -> Recording:
    """A recording with its sidecar as it is at this moment.

    Where the recordings' folder is gone, what the last run kept holds.

    Raises
    ------
    ConsentError
        When the folder is there and the sidecar is not: consent may have been taken back.
    SidecarError
        When the sidecar is wrong.
    """
    known, path = remembered(workspace, recording), sidecar_path(workspace, recording)
    if known is None:
        raise ConsentError(
            "nothing is known of its consent", recording=recording, hint="run: transcribe run"
        )
    if path is None:
        return known
    if not path.is_file():
        raise ConsentError(
            f"its consent record {path.name} is gone",
            recording=recording,
            hint=f"put {path.name} back, or: transcribe consent withdraw {recording}",
        )
    consent, interview, identifiers = read_sidecar(path, recording=recording)
    return replace(known, consent=consent, interview=interview, identifiers=identifiers)


def merge_identifiers(several: Iterable[Identifiers]) -> Identifiers:
    """All names of several sidecars, each once, sorted."""
    found = list(several)
    return Identifiers(
        **{
            part.name: tuple(sorted({name for one in found for name in getattr(one, part.name)}))
            for part in fields(Identifiers)
        }
    )


def study_identifiers(workspace: Workspace) -> Identifiers:
    """Names that any sidecar of the study lists, now or at the last run."""
    found: list[Identifiers] = []
    for recording in workspace.ids():
        known = remembered(workspace, recording)
        if known is not None:
            found.append(known.identifiers)
    folder = recordings_folder(workspace)
    for path in sorted(folder.glob("*.toml")) if folder else ():
        if path.name != "study.toml":
            # A sidecar that cannot be read might list a name: `SidecarError` stops the release.
            found.append(read_sidecar(path, recording=path.stem)[2])
    return merge_identifiers(found)
