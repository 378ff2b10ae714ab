"""Writing that leaves a file whole or as it was: partial sibling, flush to the disk, rename."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from transcribe.errors import TranscribeError


def make_private(folder: Path) -> None:
    """Make a folder and its missing parents; the new ones are 0700."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for path in reversed(missing):
        path.mkdir(mode=0o700, exist_ok=True)


def sync(path: Path) -> None:
    """Flush a file or folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


FLUSHERS = 4
"""Threads that flush, as many as an artefact has files and folders."""


@functools.cache
def _flushers() -> ThreadPoolExecutor:
    """The threads of this process."""
    return ThreadPoolExecutor(FLUSHERS, thread_name_prefix="flush")


# A forked process has the pool, but none of its threads.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_flushers.cache_clear)


def sync_all(paths: Sequence[Path]) -> None:
    """Flush several files and folders at once: the disk then waits once, not for each.

    Measured: 1 to 4 ms instead of 10 to 17 for the three that an artefact has.

    Raises
    ------
    OSError
        When one of them cannot be flushed.
    """
    for _ in _flushers().map(sync, paths):
        pass


def start_flushers() -> None:
    """Start the threads of `sync_all` while there is memory for them.

    Python waits without end for a thread that begins and finds none.
    """
    together = threading.Barrier(FLUSHERS)
    for begun in [_flushers().submit(together.wait) for _ in range(FLUSHERS)]:
        begun.result()


def write_plain(path: Path, content: bytes, *, mode: int = 0o600, flushed: bool = False) -> None:
    """Write a file in place; a kill leaves it torn."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        if flushed:
            stream.flush()
            os.fsync(stream.fileno())


def write_atomic(path: Path, content: bytes, *, mode: int = 0o600, flushed: bool = True) -> None:
    """Write a file so that it is there whole or as it was before.

    Parameters
    ----------
    flushed
        Wait for the disk; not for what may be torn when the machine stops, and is made anew then.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        write_plain(partial, content, mode=mode, flushed=flushed)
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    if flushed:
        sync(path.parent)


def sweep(folder: Path) -> None:
    """Delete what writers that were killed left half-written in a folder; it may hold names."""
    for path in folder.glob(".*.partial"):
        writer = path.name.split(".")[-2]
        if writer.isdecimal() and not _lives(int(writer)):
            path.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def write_json(path: Path, data: Any) -> None:
    """Write JSON atomically, 0600, in the form people can read."""
    write_atomic(path, json_bytes(data))


def json_bytes(data: Any) -> bytes:
    """JSON in the form people can read, as `json.dumps` with ``indent=1`` gives it."""
    return _indented(data, depth=1).encode() + b"\n"


def _indented(value: Any, *, depth: int) -> str:
    """JSON whose innermost parts are written by C, which `json.dumps` uses without indent alone.

    Nearly all of a transcript are words: lists of values that hold no other.
    """
    if not isinstance(value, (dict, list, tuple)) or not value:
        return _encoder(depth)(value)
    line = "\n" + " " * depth
    if _is_flat(value):
        flat = _encoder(depth)(value)
        return f"{flat[0]}{line}{flat[1:-1]}{line[:-1]}{flat[-1]}"
    if isinstance(value, dict):
        # The key as JSON, without its value: ``{"key": 0}``
        names = (_encoder(depth)({key: 0})[1:-2] for key in value)
        inner = (_indented(part, depth=depth + 1) for part in value.values())
        parts = (f"{name}{part}" for name, part in zip(names, inner, strict=True))
        return f"{{{line}{f',{line}'.join(parts)}{line[:-1]}}}"
    if all(isinstance(part, dict) and part and _is_flat(part) for part in value):
        # A line's end stands in no JSON string, so this is where one of them ends.
        flat = _encoder(depth + 1)(value).replace(f"}},{line} {{", f"{line}}},{line}{{{line} ")
        return f"[{line}{{{line} {flat[2:-2]}{line}}}{line[:-1]}]"
    parts = (_indented(part, depth=depth + 1) for part in value)
    return f"[{line}{f',{line}'.join(parts)}{line[:-1]}]"


def _is_flat(value: dict[str, Any] | list[Any] | tuple[Any, ...]) -> bool:
    kinds = set(map(type, value.values() if isinstance(value, dict) else value))
    return not any(issubclass(kind, (dict, list, tuple)) for kind in kinds)


@functools.cache
def _encoder(depth: int) -> Callable[[Any], str]:
    """Writes values side by side, each on a line of its own."""
    between = (",\n" + " " * depth, ": ")
    return json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=between).encode


def write_kept(path: Path, data: Any) -> str:
    """Write what can be made anew, as compact JSON; its SHA-256."""
    content = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    # Nobody has to wait for the disk: what a crash tears is made anew.
    write_if_changed(path, content, flushed=False)
    return hashlib.sha256(content).hexdigest()


def bytes_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_if_changed(path: Path, content: bytes, *, flushed: bool = True) -> bool:
    """Write atomically, unless the file already holds just this; whether it was written."""
    with contextlib.suppress(FileNotFoundError):
        if path.read_bytes() == content:
            return False
    write_atomic(path, content, flushed=flushed)
    return True


def read_json(path: Path) -> Any:
    """Read JSON that the tool wrote.

    Raises
    ------
    FileNotFoundError
        When it is not there.
    TranscribeError
        When it is no JSON any more.
    """
    content = path.read_bytes()
    try:
        return json.loads(content)
    except ValueError:
        raise TranscribeError(
            f"{path} is damaged", hint="delete that file and run again; it will be made anew"
        ) from None
