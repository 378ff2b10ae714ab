"""Files, folders and zips to sources: nothing is unpacked to the disk, and all of it is bounded."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from transcribe.errors import TranscriptError, UsageError
from transcribe.release.audit.forms import ZIPS, read_form
from transcribe.release.audit.forms.unseen import outside_members, swept
from transcribe.release.audit.values import PROPERTY, Piece, Source, Unreadable

MOST_BYTES = 64_000_000
"""Bytes of one file or zip member; an interview of three hours is 0.2 MB of text."""

MOST_UNPACKED = 512_000_000
"""Bytes that all members of one zip may unpack to, those in zips within it included."""

MOST_MEMBERS = 10_000
MOST_DEPTH = 4
MOST_RATIO = 1_000

TagReader = Callable[[Path | BinaryIO], Mapping[str, str]]
"""Tags of a sound or video file; handed in, for it needs a decoder."""

_SKIPPED = {".git": "its history may hold earlier versions", ".svn": "", ".hg": ""}


@dataclass(kw_only=True)
class _Budget:
    """What may still be unpacked of one file, and who reads tags in it."""

    read_tags: TagReader
    unpacked: int = 0
    members: int = 0


def gather(
    paths: Sequence[Path], *, read_tags: TagReader, private: Path | None = None
) -> Iterator[Source | Unreadable]:
    """Read everything under some paths, in order of their names.

    Parameters
    ----------
    private
        The study's private folder: passed over when it is met inside a folder.

    Raises
    ------
    UsageError
        When a path is not there.
    """
    for path in paths:
        if not path.exists():
            raise UsageError(f"there is no {path}", hint="name files or folders that are there")
    for path in paths:
        for file, note in _files(path, private=private):
            shown = str(file)
            if note:
                yield Source(name=shown, looked_at=_below(path, file), notes=(note,))
                continue
            try:
                size = file.stat().st_size
                with file.open("rb") as stream:
                    data = stream.read(MOST_BYTES + 1)
            except OSError as error:
                yield Unreadable(
                    file=shown, reason=f"it cannot be read ({error.strerror or 'system error'})"
                )
                continue
            name = _below(path, file)
            tags = partial(read_tags, file)
            yield from _read(
                data,
                name=name,
                shown=shown,
                size=size,
                tags=tags,
                budget=_Budget(read_tags=read_tags),
            )


def _below(root: Path, file: Path) -> str:
    """The name of a file from the argument on: what was handed over, not where it lies."""
    return file.name if file == root else str(Path(root.resolve().name, file.relative_to(root)))


def _files(root: Path, *, private: Path | None) -> Iterator[tuple[Path, str]]:
    if not root.is_dir():
        yield root, "" if root.is_file() else "no ordinary file, so not opened"
        return
    try:
        inside = sorted(root.iterdir())
    except OSError:
        yield root, "this folder cannot be opened"
        return
    for path in inside:
        if path.is_symlink():
            yield path, "a link: what it leads to was not looked at"
        elif path.is_dir():
            if private is not None and path.resolve() == private.resolve():
                yield path, "the study's private folder: not looked at, for it is never public"
            elif path.name in _SKIPPED:
                why = _SKIPPED[path.name]
                yield path, f"not looked at{f': {why}' if why else ''}"
            else:
                yield from _files(path, private=private)
        elif path.is_file():
            yield path, ""
        else:
            yield path, "no ordinary file, so not opened"


def _read(
    data: bytes,
    *,
    name: str,
    shown: str,
    size: int,
    tags: Callable[[], Mapping[str, str]],
    budget: _Budget,
    depth: int = 0,
) -> Iterator[Source | Unreadable]:
    """One file and, if it is a zip, what lies in it."""
    if size > MOST_BYTES and not _is_sound(name):
        yield Source(name=shown, looked_at=name)
        most = MOST_BYTES // 1_000_000
        yield Unreadable(file=shown, reason=f"it is larger than {most} MB; only its name was read")
        return
    if data.startswith(ZIPS) and not _is_office(data):
        yield from _read_zip(data, name=name, shown=shown, budget=budget, depth=depth)
        return
    try:
        form = read_form(data, name=name, tags=tags)
    except TranscriptError as error:
        if zipfile.is_zipfile(io.BytesIO(data)) and not data.startswith(ZIPS):
            # Programs open a zip from its end: anything may stand before it.
            yield from _read_zip(data, name=name, shown=shown, budget=budget, depth=depth)
            return
        yield Source(name=shown, looked_at=name, pieces=tuple(swept(data)))
        yield Unreadable(file=shown, reason=error.message)
        return
    yield Source(name=shown, looked_at=name, pieces=form.pieces, notes=form.notes)
    for inner, content in form.inside:
        yield from _read(
            content,
            name=inner,
            shown=f"{shown} » {inner}",
            size=len(content),
            tags=partial(budget.read_tags, io.BytesIO(content)),
            budget=budget,
            depth=depth + 1,
        )


def _is_sound(name: str) -> bool:
    from transcribe.release.audit.forms import SOUND

    return Path(name).suffix.lower() in SOUND


def _is_office(data: bytes) -> bool:
    """Whether a zip is a document rather than a folder of files."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError):
        return False
    return "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= names


def _read_zip(
    data: bytes, *, name: str, shown: str, budget: _Budget, depth: int
) -> Iterator[Source | Unreadable]:
    if depth >= MOST_DEPTH:
        yield Source(name=shown, looked_at=name)
        yield Unreadable(file=shown, reason=f"zips stand in one another more than {depth} deep")
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError):
        yield Source(name=shown, looked_at=name)
        yield Unreadable(file=shown, reason="it is a damaged zip")
        return
    with archive:
        members = archive.infolist()
        yield Source(name=shown, looked_at=name, pieces=tuple(_beside(archive, data)))
        for member in sorted(members, key=lambda one: one.filename):
            inside = f"{shown} » {member.filename}"
            budget.members += 1
            if budget.members > MOST_MEMBERS:
                yield Unreadable(file=shown, reason=f"it holds more than {MOST_MEMBERS} files")
                return
            if member.is_dir():
                yield Source(name=inside, looked_at=member.filename)
                continue
            content = _member(archive, member, budget=budget)
            if isinstance(content, str):
                yield Source(name=inside, looked_at=member.filename)
                yield Unreadable(file=inside, reason=content)
                continue
            if _leads_out(member):
                note = "its name leads out of the folder a zip is unpacked to: do not unpack it"
                yield Source(name=inside, looked_at="", notes=(note,))
            yield from _read(
                content,
                name=member.filename,
                shown=inside,
                size=len(content),
                tags=partial(budget.read_tags, io.BytesIO(content)),
                budget=budget,
                depth=depth + 1,
            )


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, budget: _Budget) -> bytes | str:
    """The bytes of a member, or why they cannot be had."""
    if member.flag_bits & 0x1:
        return "it is locked by a password"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "it is a link"
    ratio = member.file_size / max(1, member.compress_size)
    left = min(MOST_BYTES, MOST_UNPACKED - budget.unpacked)
    if member.file_size > left or (ratio > MOST_RATIO and member.file_size > 1_000_000):
        return "it unpacks to far more than any transcript: a zip made to fill the disk?"
    try:
        with archive.open(member) as stream:
            content = stream.read(left + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
    ):
        return "it is damaged, or packed in a way that is not read"
    budget.unpacked += len(content)
    if len(content) > left:
        return "it unpacks to far more than it says: a zip made to fill the disk?"
    return content


def _leads_out(member: zipfile.ZipInfo) -> bool:
    name = member.filename.replace("\\", "/")
    return name.startswith("/") or ".." in name.split("/") or name[1:2] == ":"


def _beside(archive: zipfile.ZipFile, data: bytes) -> Iterator[Piece]:
    """Comments of a zip and of its members, and what stands between and after them."""
    comments = [("comment of the zip", archive.comment)]
    comments += [("comment of a member", one.comment) for one in archive.infolist()]
    read = [
        Piece(text=comment.decode("utf-8", "replace"), sort=PROPERTY, part=part)
        for part, comment in comments
        if comment.strip()
    ]
    yield from read
    names = [Piece(text=member.filename) for member in archive.infolist()]
    yield from swept(outside_members(archive, data), read=[*read, *names])
