"""Folders as a tar stream and back, one block at a time."""

from __future__ import annotations

import hashlib
import os
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from transcribe.errors import TranscribeError

BLOCK = 1 << 20
LEFT_OUT = frozenset((".lock",))

Written = tuple[int, str]
"""Size in bytes and SHA-256."""


class TarStream:
    """Reads folders as one tar, in a fixed order, modes 0700 and 0600, links left out.

    Attributes
    ----------
    written
        Name to size and digest of the files read so far.
    """

    def __init__(self, roots: Mapping[str, Path]) -> None:
        self.written: dict[str, Written] = {}
        self._blocks = self._make(roots)
        self._rest = b""

    def read(self, size: int) -> bytes:
        """At most so many bytes of what comes next; none at the end."""
        if not self._rest:
            self._rest = next(self._blocks, b"")
        block, self._rest = self._rest[:size], self._rest[size:]
        return block

    def _make(self, roots: Mapping[str, Path]) -> Iterator[bytes]:
        for name, folder in sorted(roots.items()):
            yield _header(name, folder, size=None)
            for path in sorted(folder.rglob("*")):
                inner = f"{name}/{path.relative_to(folder).as_posix()}"
                if path.is_symlink() or path.name in LEFT_OUT:
                    continue
                if path.is_dir():
                    yield _header(inner, path, size=None)
                elif path.is_file():
                    yield from self._file(inner, path)
        yield bytes(2 * tarfile.BLOCKSIZE)

    def _file(self, name: str, path: Path) -> Iterator[bytes]:
        size = path.stat().st_size
        yield _header(name, path, size=size)
        digest, left = hashlib.sha256(), size
        with path.open("rb") as stream:
            while left:
                block = stream.read(min(BLOCK, left))
                if not block:
                    raise TranscribeError(f"{path} changed while it was archived")
                digest.update(block)
                left -= len(block)
                yield block
        if size % tarfile.BLOCKSIZE:
            yield bytes(tarfile.BLOCKSIZE - size % tarfile.BLOCKSIZE)
        self.written[name] = (size, digest.hexdigest())


def _header(name: str, path: Path, *, size: int | None) -> bytes:
    entry = tarfile.TarInfo(name)
    entry.mtime = int(path.stat().st_mtime)
    if size is None:
        entry.type, entry.mode = tarfile.DIRTYPE, 0o700
    else:
        entry.size, entry.mode = size, 0o600
    return entry.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file or folder of a tar, while the stream stands at it."""

    name: str
    folder: bool
    mtime: int
    content: IO[bytes] | None = field(default=None, repr=False)

    def drain(self, target: IO[bytes] | None = None) -> Written:
        """Read it to its end, into a file if one is given.

        Raises
        ------
        EOFError
            When the stream breaks off.
        """
        assert self.content is not None  # noqa: S101 - folders have none
        digest, size = hashlib.sha256(), 0
        try:
            while block := self.content.read(BLOCK):
                digest.update(block)
                size += len(block)
                if target is not None:
                    target.write(block)
        except tarfile.TarError:
            raise EOFError from None
        if target is not None:
            target.flush()
            os.fsync(target.fileno())
        return size, digest.hexdigest()


def read_tar(stream: IO[bytes]) -> Iterator[Member]:
    """Members of a tar in order; each is read before the next is asked for.

    Raises
    ------
    EOFError
        When the stream breaks off or is no tar.
    """
    try:
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            for entry in tar:
                if entry.isdir() or entry.isreg():
                    yield Member(
                        name=entry.name,
                        folder=entry.isdir(),
                        mtime=int(entry.mtime),
                        content=tar.extractfile(entry) if entry.isreg() else None,
                    )
    except tarfile.TarError:
        raise EOFError from None
