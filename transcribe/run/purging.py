"""Deleting on time: audio after its retention date, private material of one person.

Unlike a withdrawal, what was released stays, and so does the sidecar: it is the record of consent,
and its names keep other interviews anonymous. What was deleted is kept in ``purged.jsonl``.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from transcribe.errors import TranscribeError
from transcribe.run.carried import forget_carried
from transcribe.run.exported import delete_exports
from transcribe.run.grouping import AUDIO_SUFFIXES
from transcribe.run.linking import forget_voices
from transcribe.run.released import released
from transcribe.run.sources import left_alone, recordings_folder, remembered
from transcribe.run.store import Workspace, sync, write_atomic
from transcribe.run.withdrawal import files_left_alone, forget_names, plan_withdrawal

AUDIO, PERSON = "audio", "person"
"""What a purge deletes."""

KEPT = ("recording.json", "released.json", "withdrawn.json")
"""What stays of a purged person's folder: whose it was, and what of it is public."""

_WHOLE = ("output.json", "provenance.json")
_WARN_BEFORE = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Purge:
    """What a purge deletes.

    Attributes
    ----------
    what
        `AUDIO` or `PERSON`.
    recordings
        Those it is about, sorted.
    paths
        Files and folders, in the order they are deleted.
    why
        In the words of ``purged.jsonl``.
    left
        Of a copied or moved study, what is told to be left alone.
    """

    what: str
    recordings: tuple[str, ...]
    paths: tuple[Path, ...]
    why: str
    left: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """Every single file."""
        return tuple(
            file
            for path in self.paths
            for file in (sorted(path.rglob("*")) if _is_folder(path) else [path])
            if file.is_symlink() or file.is_file()
        )

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(file.lstat().st_size for file in self.files)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def plan_audio(workspace: Workspace, *, due: date) -> Purge:
    """Find the audio of every recording of the study: the files, and what was decoded of them."""
    sources: dict[Path, str] = {}
    for recording in workspace.ids():
        known = remembered(workspace, recording)
        if known is not None:
            sources[Path(known.path)] = recording
    folder = recordings_folder(workspace)
    for path in sorted(folder.iterdir()) if folder else ():
        if path.with_suffix(".toml").is_file():
            sources.setdefault(path, path.stem)
    found = {
        path: recording
        for path, recording in sources.items()
        if path.suffix.lower() in AUDIO_SUFFIXES and (path.is_file() or path.is_symlink())
    }
    for recording in workspace.ids():
        found |= dict.fromkeys(_decoded(workspace.folder(recording) / "decode"), recording)
    return Purge(
        what=AUDIO,
        recordings=tuple(sorted(set(found.values()))),
        paths=tuple(sorted(found)),
        why=f"retention date {due.isoformat()}",
        left=tuple(filter(None, [left_alone(workspace)])),
    )


def _decoded(folder: Path) -> Iterator[Path]:
    """Sound and peaks of decode artefacts; what they say of the sound stays."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and path.name not in _WHOLE:
            yield path


def plan_person(workspace: Workspace, wanted: str) -> Purge:
    """Find the private material of a participant: recordings, artefacts, transcripts, logs.

    Raises
    ------
    UsageError
        When no recording or participant has that name.
    """
    whole = plan_withdrawal(workspace, wanted)
    folders = [workspace.folder(name) for name in whole.recordings]
    sources = [
        path
        for path in whole.paths
        if path not in folders
        and not path.is_relative_to(workspace.public)
        and path.suffix.lower() != ".toml"
    ]
    inside = [
        path for folder in folders for path in sorted(folder.iterdir()) if path.name not in KEPT
    ]
    return Purge(
        what=PERSON,
        recordings=whole.recordings,
        paths=(*sources, *inside),
        why=f"participant {whole.participant}",
        left=files_left_alone(workspace, whole.recordings),
    )


def carry_out(workspace: Workspace, plan: Purge) -> None:
    """Delete, and keep what was deleted.

    The record is written first: a kill in between leaves a purge that can be repeated.

    Raises
    ------
    TranscribeError
        When something cannot be deleted.
    """
    if not plan.paths:
        return
    _record(workspace, plan)
    workspace.index.forget()
    if plan.what == PERSON:
        forget_carried(workspace)
    for path in plan.paths:
        try:
            if _is_folder(path):
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise TranscribeError(
                f"cannot delete {path} ({error.strerror})", hint="delete it by hand"
            ) from None
    if plan.what == PERSON:
        forget_voices(workspace, plan.recordings)
        delete_exports(workspace, plan.recordings, tier="private")
        forget_names(workspace)


def _record(workspace: Workspace, plan: Purge) -> None:
    path = _log(workspace)
    earlier = path.read_bytes() if path.is_file() else b""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    files, size = len(plan.files), plan.size
    lines = b"".join(
        json.dumps(
            {
                "id": recording,
                "what": plan.what,
                "at": now,
                "why": plan.why,
                "files": files,
                "bytes": size,
                "released": (released(workspace, recording) or {}).get("public_id"),
            },
            ensure_ascii=False,
        ).encode()
        + b"\n"
        for recording in plan.recordings
    )
    write_atomic(path, earlier + lines)
    sync(path.parent)


def _log(workspace: Workspace) -> Path:
    return workspace.private / "purged.jsonl"


def purged(workspace: Workspace, what: str) -> dict[str, dict[str, Any]]:
    """Id to the latest record of a purge of that kind, of those whose files are still gone."""
    try:
        lines = _log(workspace).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    found = {}
    for line in lines:
        record = json.loads(line) if line.strip() else {}
        if record.get("what") == what and _still_gone(workspace, str(record["id"]), what):
            found[str(record["id"])] = record
    return found


def _still_gone(workspace: Workspace, recording: str, what: str) -> bool:
    known = remembered(workspace, recording)
    if known is None or Path(known.path).is_file():
        return False
    return what == AUDIO or not workspace.transcript_path(recording).is_file()


# -- reminders ------------------------------------------------------------------------------------


def reminders(
    workspace: Workspace, *, due: date | None, alone: Iterable[str] = (), today: date | None = None
) -> tuple[str, ...]:
    """What ``run`` and ``status`` say of deleting: due dates, and what is gone by purpose.

    Parameters
    ----------
    due
        Day the audio is to be deleted, if one is set.
    alone
        Names of sidecars without a recording.
    """
    today = today or datetime.now(UTC).date()
    gone, people = purged(workspace, AUDIO), purged(workspace, PERSON)
    notices = [
        f"{name}.toml has no recording beside it" for name in alone if name not in {*gone, *people}
    ]
    for record in people.values():
        notices.append(f"the private material of {record['id']} was deleted on {record['at'][:10]}")
    days = sorted({str(record["at"])[:10] for name, record in gone.items() if name not in people})
    if days:
        notices.append(
            f"audio was deleted on {', '.join(days)}: what was made of it stays, and is not made "
            "anew"
        )
    if due is not None and due - _WARN_BEFORE <= today and plan_audio(workspace, due=due).paths:
        when = "was" if due <= today else "is"
        then = (
            "transcribe purge --due" if due <= today else "transcribe purge --due deletes it then"
        )
        notices.append(f"the audio {when} to be deleted on {due.isoformat()}: {then}")
    return tuple(notices)
