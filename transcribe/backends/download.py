"""Fetching files from the Hugging Face hub: pinned, gone on with where it stopped, checked.

The hub's own library throws away what it had when a download breaks off, and changes its network
library from one version to the next; two addresses and the standard library are enough.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from transcribe.errors import MissingPartError

ProgressOfFile = Callable[[str, int, int], None]
"""Called with a file's name, the bytes that are here, and how many there will be."""

HUB = "https://huggingface.co"
TRIES = 4
PAUSE = 2.0
"""Seconds before the second try; each pause is twice the one before."""
PATIENCE = 60.0
"""Seconds without a byte after which a connection counts as broken."""

CHUNK = 1 << 20


class RemoteError(Exception):
    """The server said no, or could not be reached.

    Attributes
    ----------
    status
        What it answered; None when nothing came, or the connection broke off.
    """

    def __init__(self, status: int | None = None) -> None:
        super().__init__(f"the server answered {status}" if status else "no connection")
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFile:
    """A file of a repository as the hub describes it at one revision.

    Attributes
    ----------
    size
        Bytes.
    sha256
        Of large files; else empty.
    blob
        Git's digest of small files; else empty.
    """

    name: str
    size: int
    sha256: str = ""
    blob: str = ""


def remote_files(repository: str, revision: str, wanted: list[str]) -> tuple[RemoteFile, ...]:
    """Files of a repository whose name fits one of some patterns.

    Raises
    ------
    RemoteError
        When the server says no or cannot be reached.
    """
    address = f"{_hub()}/api/models/{repository}/revision/{revision}?blobs=true"
    with _reply(address) as (_, chunks):
        try:
            found = json.loads(b"".join(chunks))["siblings"]
        except (ValueError, KeyError, TypeError):
            raise RemoteError from None
    return tuple(
        RemoteFile(
            name=str(one["rfilename"]),
            size=int(one.get("size") or 0),
            sha256=str((one.get("lfs") or {}).get("sha256") or ""),
            blob="" if one.get("lfs") else str(one.get("blobId") or ""),
        )
        for one in found
        if any(fnmatch(str(one["rfilename"]), pattern) for pattern in wanted)
        and _stays_inside(str(one["rfilename"]))
    )


def fetch_file(
    repository: str,
    revision: str,
    file: RemoteFile,
    folder: Path,
    *,
    progress: ProgressOfFile,
) -> str:
    """Fetch one file, going on after what is here already; its SHA-256.

    Raises
    ------
    MissingPartError
        When what came is not what was published; it is thrown away.
    RemoteError
        When the server says no, or the connection breaks off for good; what came is kept.
    OSError
        When it cannot be written.
    """
    target, part = folder / file.name, folder / f"{file.name}.part"
    target.parent.mkdir(parents=True, exist_ok=True)
    for number in range(TRIES):
        if target.is_file():
            break
        try:
            _get_rest(repository, revision, file, part, progress)
            break
        except RemoteError as error:
            if error.status is not None or number + 1 == TRIES:
                raise
            time.sleep(PAUSE * 2**number)
    found = target if target.is_file() else part
    digest = sha256_of(found)
    if not _is_right(found, file, digest):
        found.unlink()
        raise MissingPartError(
            f"{file.name} came damaged: its checksum is not the published one",
            hint="fetch again; what came was thrown away",
        )
    if found is part:
        part.rename(target)
    return digest


def _get_rest(
    repository: str, revision: str, file: RemoteFile, part: Path, progress: ProgressOfFile
) -> None:
    here = part.stat().st_size if part.is_file() else 0
    if here >= file.size > 0:
        return
    address = f"{_hub()}/{repository}/resolve/{revision}/{quote(file.name)}"
    # Opened to go on; emptied where the server begins anew.
    with _reply(address, start=here) as (goes_on, chunks), part.open("ab") as out:
        if not goes_on:
            out.truncate(0)
        done = here if goes_on else 0
        for chunk in chunks:
            out.write(chunk)
            done += len(chunk)
            progress(file.name, done, file.size)
    if done < file.size:
        raise RemoteError


@contextmanager
def _reply(address: str, *, start: int = 0) -> Iterator[tuple[bool, Iterator[bytes]]]:
    """Whether the server goes on from ``start``, and the bytes that it sends."""
    import ssl
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.request import HTTPSHandler, Request, build_opener

    request = Request(  # noqa: S310 - the hub's address, or the one the user named
        address, headers={"User-Agent": "transcribe", "Accept-Encoding": "identity"}
    )
    if start:
        request.add_header("Range", f"bytes={start}-")
    token = _token()
    if token:
        # Not sent on to where the hub keeps its files: only the hub may see it.
        request.add_unredirected_header("Authorization", f"Bearer {token}")
    opener = build_opener(HTTPSHandler(context=ssl.create_default_context(cafile=_certificates())))
    try:
        reply: Any = opener.open(request, timeout=PATIENCE)
    except HTTPError as error:
        raise RemoteError(error.code) from None
    except (OSError, HTTPException):
        raise RemoteError from None

    def chunks() -> Iterator[bytes]:
        while True:
            try:
                chunk = reply.read(CHUNK)
            except (OSError, HTTPException):
                raise RemoteError from None
            if not chunk:
                return
            yield chunk

    with reply:
        yield reply.status == 206, chunks()


def _hub() -> str:
    return (os.environ.get("HF_ENDPOINT") or HUB).rstrip("/")


def _token() -> str:
    """The account's token: ``HF_TOKEN``, or where ``hf auth login`` keeps it."""
    if os.environ.get("HF_TOKEN"):
        return os.environ["HF_TOKEN"].strip()
    caches = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser()
    home = Path(os.environ.get("HF_HOME", caches / "huggingface")).expanduser()
    try:
        return Path(os.environ.get("HF_TOKEN_PATH", home / "token")).read_text().strip()
    except OSError:
        return ""


def _certificates() -> str | None:
    """Certificates to trust: those of certifi, since some Pythons come without any."""
    if not find_spec("certifi"):
        return None
    import certifi

    return str(certifi.where())


def _stays_inside(name: str) -> bool:
    return not name.startswith(("/", "\\")) and ".." not in Path(name).parts


def _is_right(path: Path, file: RemoteFile, digest: str) -> bool:
    if file.sha256:
        return digest == file.sha256
    if file.blob:
        return blob_of(path) == file.blob
    return path.stat().st_size == file.size


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def blob_of(path: Path) -> str:
    """Git's digest of a file's content."""
    content = path.read_bytes()
    # Git chose SHA-1; nothing here rests on it alone, since the revision is pinned.
    found: Any = hashlib.sha1(b"blob %d\0" % len(content), usedforsecurity=False)
    found.update(content)
    return str(found.hexdigest())
