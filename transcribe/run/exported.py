"""What was exported and where to, so that a withdrawal finds every copy that was written here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from transcribe.core.codec import from_json, to_json
from transcribe.errors import TranscribeError
from transcribe.run.files import bytes_digest
from transcribe.run.store import Workspace, read_json, write_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file that ``transcribe export`` wrote.

    Attributes
    ----------
    path
        Absolute.
    recordings
        Those whose words are in it.
    elsewhere
        Whether it is of the study that this one is a copy of: it is not ours to delete.
    """

    path: str
    sha256: str
    tier: str
    recordings: tuple[str, ...]
    elsewhere: bool = False


def read_exports(workspace: Workspace) -> tuple[Exported, ...]:
    """Files written so far, where they were not deleted by a withdrawal."""
    workspace.settle()
    try:
        data = read_json(_path(workspace))
    except FileNotFoundError:
        return ()
    try:
        return tuple(from_json(Exported, one) for one in data)
    except (ValueError, TypeError, KeyError):
        raise TranscribeError(
            f"{_path(workspace)} is damaged", hint="put it back from a copy of the private folder"
        ) from None


def remember_exports(workspace: Workspace, several: Iterable[Exported]) -> None:
    """Keep what is about to be written; one of the same path takes the other's place."""
    new = {one.path: one for one in several}
    kept = [one for one in read_exports(workspace) if one.path not in new]
    write_json(_path(workspace), to_json((*kept, *new.values())))


def delete_old(workspace: Workspace, folder: Path, *, stem: str, kept: Collection[str]) -> None:
    """Delete and forget what an earlier export left in a folder under names like ``stem-…``.

    Parameters
    ----------
    kept
        Names of files that stay. So do files that are not as we wrote them any more.
    """
    everything = read_exports(workspace)
    old = [
        one
        for one in everything
        if (path := Path(one.path)).parent == folder.absolute()
        and path.name.startswith(f"{stem}-")
        and path.name not in kept
        and not one.elsewhere
    ]
    for one in old:
        _unlink(one)
    if old:
        write_json(_path(workspace), to_json([one for one in everything if one not in old]))


def exports_there(
    workspace: Workspace, *, tier: str | None = None, recordings: Collection[str] | None = None
) -> tuple[Exported, ...]:
    """Exported files that still lie where they were written.

    Parameters
    ----------
    tier, recordings
        Only files of this tier; only files with one of these.
    """
    return tuple(
        one
        for one in read_exports(workspace)
        if tier in (None, one.tier)
        and not one.elsewhere
        and (recordings is None or set(one.recordings) & set(recordings))
        and Path(one.path).is_file()
    )


def exports_elsewhere(workspace: Workspace, recordings: Collection[str]) -> tuple[Exported, ...]:
    """Files with one of some recordings that are of the study that this one is a copy of."""
    return tuple(
        one
        for one in read_exports(workspace)
        if one.elsewhere and set(one.recordings) & set(recordings)
    )


def delete_exports(
    workspace: Workspace, recordings: Collection[str], *, tier: str | None = None
) -> tuple[str, ...]:
    """Delete exported files that hold one of some recordings, and forget them.

    Parameters
    ----------
    tier
        Only files of this tier.

    Returns
    -------
    Files that are not as we wrote them any more; they stay.
    """
    everything = read_exports(workspace)
    gone = tuple(
        one
        for one in everything
        if set(one.recordings) & set(recordings) and tier in (None, one.tier)
    )
    foreign = [one.path for one in gone if not one.elsewhere and not _unlink(one)]
    if gone:
        write_json(_path(workspace), to_json([one for one in everything if one not in gone]))
    return tuple(foreign)


def _unlink(one: Exported) -> bool:
    """Delete a file that is as we wrote it; False where it is another one by now."""
    path = Path(one.path)
    if path.is_symlink() or not path.is_file():
        return True
    if bytes_digest(path) != one.sha256:
        return False
    path.unlink()
    return True


def _path(workspace: Workspace) -> Path:
    return workspace.private / "exports.json"
