"""The private tree in one encrypted file, and back, in bounded memory and without plain copies.

The file is an uncompressed zip of ``README.txt``, ``study.tar.age`` and, under a passphrase,
``key.age``: a tar encrypted with age (https://age-encryption.org/v1) to a key made for this file,
and that key encrypted with the passphrase (scrypt). ``age -d -i key.age study.tar.age | tar x``
reads it without this tool.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from transcribe.errors import TranscribeError, UsageError
from transcribe.run.age import encrypt_stream
from transcribe.run.files import make_private, sync
from transcribe.run.tar import TarStream, Written, read_tar

KEY, CONTENT, READ_ME = "key.age", "study.tar.age", "README.txt"
ROOTS = ("private", "public", "recordings")
"""Folders an archive may hold."""

LEAST_LETTERS = 10
"""Shortest passphrase that is taken for a new archive."""

_ABOUT = """This file holds an interview study, encrypted. It was made by `transcribe archive`.

Back:                  transcribe archive --restore THIS-FILE --out NEW-FOLDER
Without that program:  unzip it, then: age -d -i key.age study.tar.age | tar x
                       (age: https://age-encryption.org; without key.age: -i YOUR-KEY-FILE)
Without the passphrase or the key file nobody can read it.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """What opens an archive: a passphrase, or an age identity (``AGE-SECRET-KEY-1…``)."""

    passphrase: str = field(default="", repr=False)
    identity: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """How many files an archive holds, and their bytes."""

    files: int
    size: int


def read_key_file(path: Path) -> Secret:
    """The secret in a file: an age identity if a line holds one, else its text as a passphrase.

    Raises
    ------
    UsageError
        When it cannot be read or is empty.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise UsageError(
            f"cannot read the key file {path}",
            hint="make one: head -c 32 /dev/urandom | base64 > KEYFILE, and keep it elsewhere",
        ) from None
    for line in text.splitlines():
        if line.startswith("AGE-SECRET-KEY-1"):
            return Secret(identity=line.strip())
    if not text.strip():
        raise UsageError(f"the key file {path} is empty")
    return Secret(passphrase=text.strip())


def make_archive(roots: Mapping[str, Path], target: Path, *, secret: Secret) -> Contents:
    """Encrypt folders into one file; it is read back and compared before it gets its name.

    Parameters
    ----------
    roots
        One of `ROOTS` to the folder it names.

    Raises
    ------
    UsageError
        When the target is there already, lies inside what is archived, or cannot be written.
    TranscribeError
        When what is read back differs.
    """
    place = target.absolute()
    if place.exists():
        raise UsageError(f"{target} is there already", hint="name a new file, or move it away")
    for folder in roots.values():
        if place.resolve().is_relative_to(folder.resolve()):
            raise UsageError(f"{target} lies inside {folder}, which is archived")
    if secret.passphrase and len(secret.passphrase) < LEAST_LETTERS:
        raise UsageError(
            f"a passphrase needs at least {LEAST_LETTERS} letters", hint="several words are good"
        )
    partial = place.with_name(f".{place.name}.partial")
    try:
        written = _encrypt(roots, partial, secret)
        if _digests(partial, secret) != written:
            raise TranscribeError(
                "the archive differs from the folder when it is read back",
                hint="nothing was changed; look at the disk, and archive again",
            )
        partial.replace(place)
        sync(place.parent)
    except OSError as error:
        raise UsageError(f"cannot write {target} ({error.strerror})") from None
    finally:
        partial.unlink(missing_ok=True)
    return _count(written)


def restore_archive(archive: Path, out: Path, *, secret: Secret) -> Contents:
    """Put an archive back where no private folder is, whole or not at all.

    What is there already of ``public`` and ``recordings`` stays as it is.

    Raises
    ------
    UsageError
        When the archive is not there or damaged, ``out`` has a private folder, or the secret is
        wrong.
    """
    if (out / "private").exists():
        raise UsageError(
            f"{out} holds a private folder already", hint="restore into a new folder: --out FOLDER"
        )
    place = out.absolute()
    partial = place.with_name(f".{place.name}.restoring")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        make_private(partial)
        written = dict(_extract(archive, partial, secret))
        make_private(place)
        for name in reversed(ROOTS):
            # The private folder last: with it, the study is there.
            if (partial / name).is_dir() and not (place / name).exists():
                (partial / name).rename(place / name)
        sync(place)
    except OSError as error:
        raise UsageError(f"cannot write {out} ({error.strerror})") from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return _count(written)


def _count(written: Mapping[str, Written]) -> Contents:
    return Contents(files=len(written), size=sum(size for size, _ in written.values()))


# -- encrypting -----------------------------------------------------------------------------------


def _encrypt(roots: Mapping[str, Path], target: Path, secret: Secret) -> dict[str, Written]:
    import pyrage

    stream = TarStream(roots)
    identity = _identity(secret.identity) if secret.identity else pyrage.x25519.Identity.generate()
    handle = os.open(target, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w+b") as file:
        os.fchmod(handle, 0o600)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as box:
            box.writestr(_entry(READ_ME), _ABOUT)
            if not secret.identity:
                key = pyrage.passphrase.encrypt(str(identity).encode(), secret.passphrase)
                box.writestr(_entry(KEY), key)
            with box.open(_entry(CONTENT), "w", force_zip64=True) as member:
                encrypt_stream(stream, member, identity)
        file.flush()
        os.fsync(handle)
    return stream.written


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o600 << 16
    return entry


def _identity(text: str) -> Any:
    import pyrage

    try:
        return pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError:
        raise UsageError("the key file holds no whole age key") from None


# -- decrypting -----------------------------------------------------------------------------------


def _digests(archive: Path, secret: Secret) -> dict[str, Written]:
    with _decrypted(archive, secret) as stream:
        return {member.name: member.drain() for member in read_tar(stream) if not member.folder}


def _extract(archive: Path, folder: Path, secret: Secret) -> Iterator[tuple[str, Written]]:
    with _decrypted(archive, secret) as stream:
        for member in read_tar(stream):
            parts = PurePosixPath(member.name).parts
            if parts[0] not in ROOTS or ".." in parts:
                raise UsageError(f"{archive} holds something that is no study's")
            target = folder.joinpath(*parts)
            shown = parts[0] == "public"
            if member.folder:
                target.mkdir(mode=0o755 if shown else 0o700, parents=True, exist_ok=True)
                continue
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                os.fchmod(handle, 0o644 if shown else 0o600)
                yield member.name, member.drain(file)
                os.utime(handle, (member.mtime, member.mtime))


@contextmanager
def _decrypted(archive: Path, secret: Secret) -> Iterator[IO[bytes]]:
    """The tar as a stream; whoever stops early, or finds it cut off, learns why."""
    with _opened(archive) as box:
        identity = _key_of(box, archive, secret)
        reader, writer = os.pipe()
        with (
            ThreadPoolExecutor(1) as pool,
            box.open(CONTENT) as content,
            os.fdopen(reader, "rb") as stream,
        ):
            future = pool.submit(_pump, content, writer, identity)
            try:
                yield stream
                while stream.read(1 << 20):
                    pass
            except (OSError, EOFError, TranscribeError):
                stream.close()
                _raise_damaged(future.exception(), archive)
                raise
            except BaseException:
                stream.close()
                raise
            _raise_damaged(future.exception(), archive)


def _pump(content: IO[bytes], writer: int, identity: Any) -> None:
    import pyrage

    with os.fdopen(writer, "wb") as pipe:
        pyrage.decrypt_io(content, pipe, [identity])


def _raise_damaged(error: BaseException | None, archive: Path) -> None:
    if error is not None and not isinstance(error, BrokenPipeError):
        raise UsageError(
            f"{archive} is damaged, or made with another key",
            hint="take another copy of it; nothing was restored",
        ) from None


@contextmanager
def _opened(archive: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(archive) as box:
            box.getinfo(CONTENT)
            yield box
    except FileNotFoundError:
        raise UsageError(f"there is no {archive}") from None
    except (zipfile.BadZipFile, KeyError):
        raise UsageError(
            f"{archive} is damaged, or no archive of this tool", hint="take another copy of it"
        ) from None


def _key_of(box: zipfile.ZipFile, archive: Path, secret: Secret) -> Any:
    import pyrage

    wrapped = KEY in box.namelist()
    if wrapped != bool(secret.passphrase):
        wanted = "a passphrase" if wrapped else "the age key it was made with (--key-file)"
        raise UsageError(f"{archive} opens with {wanted}")
    if not wrapped:
        return _identity(secret.identity)
    # Its checksum is looked at first: what is whole and does not open has another passphrase.
    key = box.read(KEY)
    try:
        return _identity(pyrage.passphrase.decrypt(key, secret.passphrase).decode())
    except pyrage.DecryptError:
        raise UsageError("the passphrase is wrong", hint="nothing was restored") from None
