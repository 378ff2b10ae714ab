"""Writing a bundle: whole or not at all, never over what is not ours, read back first."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

from transcribe.errors import GateError, UsageError
from transcribe.release.bundle import Bundle
from transcribe.release.metadata import sha256
from transcribe.run.files import bytes_digest, sync, write_atomic
from transcribe.run.releases import (
    Releases,
    Written,
    add_written,
    read_releases,
    settled,
    write_releases,
)
from transcribe.run.store import Workspace

EPOCH = (1980, 1, 1, 0, 0, 0)
"""Time of every member of a zip: the first that the format can say."""


def refuse_foreign(workspace: Workspace, target: Path, *, zipped: bool) -> None:
    """Refuse a place for a bundle that holds, or lies in, something that is not ours.

    Raises
    ------
    UsageError
        Saying what is there.
    """
    place = target.absolute()
    inside = [workspace.private.resolve(), workspace.public.resolve()]
    folder = workspace.memory().get("recordings")
    if folder:
        inside.append(Path(folder).resolve())
    for other in inside:
        if place.resolve() == other or other in place.resolve().parents:
            raise UsageError(f"a bundle cannot lie in {other}", hint="name another folder")
        if place.resolve() in other.parents:
            raise UsageError(
                f"{target} holds {other}, so it cannot be a bundle", hint="name another folder"
            )
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise UsageError(f"{target} is no folder", hint="name a new folder")
    foreign = list(_foreign(workspace, target))
    if foreign:
        shown = ", ".join(sorted(foreign)[:3])
        raise UsageError(
            f"{target} holds what this tool did not write ({shown})",
            hint="name a new folder, or move those files away",
        )
    archive = zip_path(target)
    if zipped and (archive.exists() or archive.is_symlink()):
        ours = _written_to(workspace, archive)
        if (
            archive.is_symlink()
            or not archive.is_file()
            or ours is None
            or not ours.holds(archive.name, bytes_digest(archive))
        ):
            raise UsageError(
                f"{archive} is there and was not written by this tool", hint="move it away"
            )


def zip_path(target: Path) -> Path:
    """The zip beside a bundle's folder."""
    return target.with_name(f"{target.name}.zip")


def _foreign(workspace: Workspace, target: Path) -> Iterator[str]:
    """Files in a folder that are not just as we wrote them there."""
    ours = _written_to(workspace, target)
    for path in sorted(target.rglob("*")) if target.is_dir() else ():
        name = str(path.relative_to(target))
        if path.is_dir() and not path.is_symlink():
            continue
        if path.is_symlink() or ours is None or not ours.holds(name, bytes_digest(path)):
            yield name


def _written_to(workspace: Workspace, place: Path) -> Written | None:
    """What was written to a place last."""
    written = read_releases(workspace).written
    ours = (one for one in written if not one.elsewhere)
    return next((one for one in ours if one.path == str(place.absolute())), None)


def write_bundle(workspace: Workspace, bundle: Bundle, target: Path, *, zipped: bool) -> list[Path]:
    """Write a bundle nothing stands in the way of; the record comes first.

    So that a withdrawal finds every bundle that was ever begun.

    Returns
    -------
    The folder, and the zip if one was asked for.

    Raises
    ------
    UsageError
        When the place is not ours or cannot be written.
    GateError
        When what was read back is not what was written.
    """
    assert not bundle.obstacles  # noqa: S101 - the gate comes first
    refuse_foreign(workspace, target, zipped=zipped)
    archive = _zip(target.name, bundle.files) if zipped else b""
    made = [target, zip_path(target)] if zipped else [target]
    before = read_releases(workspace)
    record = _recorded(bundle, target, archive)
    try:
        write_releases(workspace, record)
        try:
            partial = _write_partial(target, bundle.files)
        except BaseException:
            write_releases(workspace, before)
            raise
        _swap(partial, target)
        if zipped:
            write_atomic(zip_path(target), archive, mode=0o644)
            _read_back_zip(zip_path(target), target.name, bundle.files)
        write_releases(workspace, settled(record))
    except OSError as error:
        raise UsageError(
            f"cannot write the bundle to {target} ({error.strerror})",
            hint="name another folder",
        ) from None
    return made


def _recorded(bundle: Bundle, target: Path, archive: bytes) -> Releases:
    """The record with a bundle, and its zip if there is one."""
    inside = tuple(one.recording for one in bundle.version.interviews)
    files = {target: tuple((name, sha256(data)) for name, data in sorted(bundle.files.items()))}
    if archive:
        files[zip_path(target)] = ((zip_path(target).name, sha256(archive)),)
    record = bundle.releases
    for path, digests in files.items():
        written = Written(
            path=str(path.absolute()),
            version=bundle.version.number,
            files=digests,
            recordings=inside,
        )
        record = add_written(record, written)
    return record


def _write_partial(target: Path, files: Mapping[str, bytes]) -> Path:
    """The whole bundle in a sibling folder, read back."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.partial")
    _remove(partial)
    try:
        partial.mkdir(mode=0o755)
        for name, content in files.items():
            path = partial / name
            for folder in reversed(path.relative_to(partial).parents):
                # One by one: the mode holds for the last only, and a umask of 0 opens the others.
                (partial / folder).mkdir(mode=0o755, exist_ok=True)
            write_atomic(path, content, mode=0o644)
        there = {
            str(path.relative_to(partial)): path.read_bytes()
            for path in partial.rglob("*")
            if not path.is_dir()
        }
        if there != dict(files):
            raise GateError(
                "what was written is not what was meant; the bundle was not let out",
                hint="check the disk, and try again",
            )
    except BaseException:
        _remove(partial)
        raise
    return partial


def _swap(partial: Path, target: Path) -> None:
    old = target.with_name(f".{target.name}.old")
    _remove(old)
    if target.exists():
        target.rename(old)
    partial.rename(target)
    _remove(old)
    sync(target.parent)


def _zip(root: str, files: Mapping[str, bytes]) -> bytes:
    """A zip with members in order, one time and one mode; stored, as compressors differ."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(f"{root}/{name}", date_time=EPOCH)
            member.create_system, member.external_attr = 3, 0o100644 << 16
            archive.writestr(member, files[name])
    return buffer.getvalue()


def _read_back_zip(path: Path, root: str, files: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path) as archive:
        there = {member.filename: archive.read(member) for member in archive.infolist()}
        silent = not archive.comment and not any(
            member.comment or member.extra for member in archive.infolist()
        )
    if there != {f"{root}/{name}": data for name, data in files.items()} or not silent:
        path.unlink()
        raise GateError(
            f"{path} is not what was meant; it was deleted", hint="check the disk, and try again"
        )


def _remove(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)
