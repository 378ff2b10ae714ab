"""Bundles on the disk: which hold somebody, and deleting them."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from transcribe.run.files import bytes_digest
from transcribe.run.releases import Releases, Written, read_releases, without, write_releases
from transcribe.run.store import Workspace


def lies_there(written: Written) -> bool:
    """Whether a bundle of ours still lies where it was written."""
    path = Path(written.path)
    return not written.elsewhere and (path.is_dir() or path.is_file())


def bundles_with(
    releases: Releases, recordings: Collection[str], *, public_ids: Collection[str]
) -> tuple[Written, ...]:
    """Bundles that hold one of some interviews.

    Parameters
    ----------
    public_ids
        Their names in public now, by which they are known where the record does not say whose
        interviews are inside; any zip counts there.
    """
    folders = tuple(f"transcripts/{public_id}/" for public_id in public_ids)
    return tuple(
        one
        for one in releases.written
        if {*one.recordings} & {*recordings}
        or (not one.recordings and public_ids and _seems_to_hold(one, folders))
    )


def _seems_to_hold(written: Written, folders: tuple[str, ...]) -> bool:
    return written.path.endswith(".zip") or any(
        name.startswith(folders) for name, _ in written.files
    )


def delete_bundles(
    workspace: Workspace, bundles: Iterable[Written], recordings: Collection[str]
) -> tuple[str, ...]:
    """Delete bundles, file by file, and forget what they held of some recordings.

    Returns
    -------
    Files that are not as we wrote them; they stay.
    """
    gone = tuple(bundles)
    foreign = [path for one in gone if not one.elsewhere for path in _delete(one)]
    for leftover in (path for one in read_releases(workspace).written for path in one.leftovers):
        shutil.rmtree(leftover, ignore_errors=True)
    releases = without(read_releases(workspace), recordings)
    kept = tuple(one for one in releases.written if one not in gone)
    if releases.versions or releases.written:
        write_releases(workspace, replace(releases, written=kept))
    return tuple(foreign)


def _delete(written: Written) -> list[str]:
    path = Path(written.path)
    if path.is_file() or path.is_symlink():
        if not path.is_symlink() and written.holds(path.name, bytes_digest(path)):
            path.unlink()
            return []
        return [str(path)]
    foreign = []
    for file in sorted(path.rglob("*")):
        if file.is_dir() and not file.is_symlink():
            continue
        name = str(file.relative_to(path))
        if not file.is_symlink() and written.holds(name, bytes_digest(file)):
            file.unlink()
        else:
            foreign.append(str(file))
    for folder in sorted((path, *path.rglob("*")), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    return foreign
