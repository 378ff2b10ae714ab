"""Consent records in sidecars: read and written where a person wrote them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from transcribe.core.recording import SCOPES, Consent, Interview
from transcribe.errors import SidecarError, UsageError
from transcribe.run.grouping import AUDIO_SUFFIXES, TRANSCRIPT_SUFFIXES
from transcribe.run.intake import read_sidecar
from transcribe.run.sense import nonsense, not_yet
from transcribe.run.sources import left_alone, recordings_folder
from transcribe.run.store import Workspace, write_atomic

DEFAULT_RECORDINGS = Path("recordings")


def find_sidecars(
    workspace: Workspace,
    wanted: Sequence[str],
    *,
    recordings: str | None = None,
    missing_ok: bool = False,
) -> Mapping[str, Path]:
    """Sidecars of the recordings wanted, or of all.

    Parameters
    ----------
    recordings
        Folder of the recordings; default: the one that was run last, else ``recordings``.
    missing_ok
        A recording without a sidecar is given the path it would have.

    Raises
    ------
    UsageError
        When the folder or a recording is not there.
    """
    if recordings is None and (left := left_alone(workspace)):
        raise UsageError(left, hint="or name the folder with --recordings")
    folder = Path(recordings) if recordings else recordings_folder(workspace) or DEFAULT_RECORDINGS
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}", hint="name it with --recordings")
    there = {path.stem for path in folder.glob("*.toml") if path.name != "study.toml"}
    if missing_ok:
        suffixes = AUDIO_SUFFIXES | TRANSCRIPT_SUFFIXES
        there |= {path.stem for path in folder.iterdir() if path.suffix.lower() in suffixes}
        there -= {"guide"}
    for name in wanted:
        if name not in there:
            known = ", ".join(_recordings(folder, there)) or "none"
            raise UsageError(f"there is no {name} in {folder}", hint=f"there are: {known}")
    names = tuple(dict.fromkeys(wanted)) or tuple(sorted(there))
    return {name: folder / f"{name}.toml" for name in names}


def _recordings(folder: Path, names: set[str]) -> list[str]:
    """Those that ``run`` takes for recordings, as they are: notes without a sidecar are not."""
    found = {path.stem for path in folder.iterdir() if path.suffix.lower() in AUDIO_SUFFIXES}
    return sorted(name for name in names if name in found or (folder / f"{name}.toml").is_file())


def consent_facts(recording: str, path: Path) -> dict[str, Any]:
    """What a sidecar says of consent, ready to be shown.

    Raises
    ------
    SidecarError
        When the sidecar is wrong.
    """
    consent, interview, _ = read_sidecar(path, recording=recording)
    return {
        "id": recording,
        "participant": interview.participant,
        "given": consent.given.isoformat() if consent.given else None,
        "form": consent.form,
        "scopes": list(consent.scopes),
        "deadline": consent.deadline.isoformat() if consent.deadline else None,
    }


def write_consent(
    path: Path,
    *,
    recording: str,
    given: date | None = None,
    scopes: Sequence[str] | None = None,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
    form: str | None = None,
    deadline: date | None = None,
) -> None:
    """Set keys of ``[consent]``; comments, order and all other keys stay.

    Parameters
    ----------
    scopes
        The whole list; ``add`` and ``remove`` change it then.

    Raises
    ------
    UsageError
        When a scope is unknown.
    SidecarError
        When the sidecar is no TOML.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    unknown = [name for name in (*(scopes or ()), *add, *remove) if name not in SCOPES]
    if unknown:
        raise UsageError(f"no such scope: {', '.join(unknown)}", hint=f"one of {', '.join(SCOPES)}")
    try:
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        document: Any = tomlkit.parse(text)
    except (TOMLKitError, UnicodeDecodeError):
        raise SidecarError(
            f"its sidecar {path.name} is no TOML", recording=recording, hint=f"mend {path.name}"
        ) from None
    if "consent" not in document:
        document["consent"] = tomlkit.table()
    table = document["consent"]
    new: dict[str, Any] = {"given": given, "form": form, "deadline": deadline}
    if scopes is not None or add or remove:
        held = list(scopes if scopes is not None else table.get("scopes", ()))
        wanted = (set(held) | set(add)) - set(remove)
        new["scopes"] = [name for name in SCOPES if name in wanted]
    _refuse_nonsense(
        given or table.get("given"), deadline or table.get("deadline"), recording=recording
    )
    for key, value in new.items():
        if value is not None:
            table[key] = value
    write_atomic(path, tomlkit.dumps(document).encode())


def _refuse_nonsense(given: Any, deadline: Any, *, recording: str) -> None:
    """Refuse dates that cannot be meant; what is no date is told when the sidecar is read."""
    if not isinstance(given, date):
        return
    if not_yet(given):
        raise UsageError(
            f"{given.isoformat()} has not come yet: consent cannot have been given on that day",
            hint="give the day on which it was given: --given 2026-05-04",
        )
    until = deadline if isinstance(deadline, date) else None
    consent = Consent(given=given, deadline=until)
    wrong = nonsense(consent, Interview(participant=recording))
    if wrong:
        raise UsageError(
            f"the sidecar of {recording} then {wrong}", hint="give --given and --deadline together"
        )


# -- tombstones -----------------------------------------------------------------------------------


def tombstones(workspace: Workspace) -> list[dict[str, Any]]:
    """What was withdrawn: id, day and what was purged; an id listed here is never used again."""
    try:
        lines = tombstone_path(workspace).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    return [json.loads(line) for line in lines if line.strip()]


def withdrawn_ids(workspace: Workspace) -> set[str]:
    """Recordings whose participants withdrew."""
    return {str(stone["id"]) for stone in tombstones(workspace)}


def tombstone_path(workspace: Workspace) -> Path:
    """Where tombstones are kept."""
    return workspace.private / "withdrawn.jsonl"
