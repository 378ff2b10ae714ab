"""Bringing weights to the models folder: from a folder, or from the hub.

`fetch_model` is the only function of the program that uses the network.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transcribe.backends.download import (
    ProgressOfFile,
    RemoteError,
    RemoteFile,
    fetch_file,
    remote_files,
    sha256_of,
)
from transcribe.backends.models import ModelFolder, inspect, plain_name
from transcribe.backends.whisper_folder import conversion
from transcribe.errors import MissingPartError, UsageError

RECORD = "origin.json"
"""Where weights came from and the checksum of each file, beside them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Where weights are published.

    Attributes
    ----------
    revision
        The commit that is fetched, whatever is published there later.
    sha256
        Of ``model.bin`` at that commit; empty where there are other files.
    megabytes
        About what is fetched, as the pages of the models say.
    token
        True when their owner lets only accounts that accepted the terms fetch them.
    """

    repository: str
    revision: str
    licence: str
    megabytes: int
    sha256: str = ""
    token: bool = False


def _systran(name: str, revision: str, megabytes: int, sha256: str) -> Published:
    return Published(
        repository=f"Systran/faster-whisper-{name}",
        revision=revision,
        licence="MIT",
        megabytes=megabytes,
        sha256=sha256,
    )


PUBLISHED = {
    "tiny": _systran(
        "tiny",
        "d90ca5fe260221311c53c58e660288d3deb8d356",
        78,
        "dcb76c6586fc06cbdac6dd21f14cfd129cc4cdd9dce19bf4ffa62e59cbe6e6d1",
    ),
    "base": _systran(
        "base",
        "ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66",
        148,
        "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
    ),
    "small": _systran(
        "small",
        "536b0662742c02347bc0e980a01041f333bce120",
        486,
        "3e305921506d8872816023e4c273e75d2419fb89b24da97b4fe7bce14170d671",
    ),
    "medium": _systran(
        "medium",
        "08e178d48790749d25932bbc082711ddcfdfbc4f",
        1530,
        "9b45e1009dcc4ab601eff815b61d80e60ce3fd8c74c1a14f4a282258286b51ae",
    ),
    "large-v3": _systran(
        "large-v3",
        "edaa852ec7e145841d8ffdb056a99866b5f0a478",
        3090,
        "69f74147e3334731bc3a76048724833325d2ec74642fb52620eda87352e3d4f1",
    ),
    "large-v3-turbo": Published(
        repository="mobiuslabsgmbh/faster-whisper-large-v3-turbo",
        revision="0a363e9161cbc7ed1431c9597a8ceaf0c4f78fcf",
        licence="MIT",
        megabytes=1620,
        sha256="e76620f83d5f5b69efd3d87e3dc180c1bd21df9fbebacfd4335e5e1efcc018da",
    ),
    "pyannote": Published(
        repository="pyannote/speaker-diarization-community-1",
        revision="3533c8cf8e369892e6b79ff1bf80f7b0286a54ee",
        licence="CC-BY-4.0",
        megabytes=35,
        token=True,
    ),
}
"""Weights that can be fetched by name."""

WANTED = ["*.json", "*.yaml", "*.bin", "*.txt", "*.npz", "*.safetensors", "*.md"]


def import_model(folder: Path, models: Path, *, name: str = "") -> ModelFolder:
    """Copy a folder of weights into the models folder, whole or not at all.

    Raises
    ------
    MissingPartError
        When the folder is not there, or lacks a part.
    UsageError
        When the models folder has one of that name already, or cannot be written.
    """
    if not folder.is_dir():
        raise MissingPartError(
            f"there is no folder {folder}", hint="give the folder that has model.bin"
        )
    found = inspect(folder, name=name)
    if not found.whole:
        raise MissingPartError(
            f"{folder} is not a whole model: {'; '.join(found.lacks)}",
            hint=conversion(found.path) or "copy the folder again, with all its files",
        )
    target = _free_place(models, found.name)
    partial = _partial(models, found.name)
    try:
        models.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(partial, ignore_errors=True)
        # The hub's cache holds links: what they point to is copied.
        shutil.copytree(found.path, partial)
        _write_record(partial, {"imported": True})
        partial.rename(target)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise UsageError(f"cannot write to {models} ({error.strerror})") from None
    return inspect(target)


def fetch_model(
    name: str, models: Path, *, progress: ProgressOfFile = lambda _name, _here, _all: None
) -> ModelFolder:
    """Fetch weights by name from the Hugging Face hub; a broken-off download is gone on with.

    Raises
    ------
    MissingPartError
        When there is no connection, no leave, or what came is not whole or not what was published.
    UsageError
        When no model is called so, or it is here already.
    """
    published = PUBLISHED.get(plain_name(name))
    if published is None:
        raise UsageError(f"no model is called {name!r}", hint=f"one of: {', '.join(PUBLISHED)}")
    name = plain_name(name)
    target, partial = _free_place(models, name), _partial(models, name)
    try:
        partial.mkdir(parents=True, exist_ok=True)
        digests = _download(published, partial, name=name, progress=progress)
        found = inspect(partial, name=name)
        if not found.whole:
            raise MissingPartError(
                f"what came for {name!r} is not whole: {'; '.join(found.lacks)}",
                hint=f"again: transcribe models fetch {name}",
            )
        facts = {
            "repository": published.repository,
            "revision": published.revision,
            "licence": published.licence,
        }
        _write_record(partial, facts, digests)
        partial.rename(target)
    except OSError as error:
        raise UsageError(
            f"cannot write to {models} ({error.strerror})",
            hint=f"make room or choose another folder, then again: transcribe models fetch {name}",
        ) from None
    return inspect(target)


def _download(
    published: Published, partial: Path, *, name: str, progress: ProgressOfFile
) -> dict[str, str]:
    """Fetch every file of a model; name to SHA-256."""
    if os.environ.get("HF_HUB_OFFLINE", "").lower() in ("1", "on", "yes", "true"):
        raise MissingPartError(
            f"{name!r} cannot be fetched: HF_HUB_OFFLINE forbids it",
            hint=f"env -u HF_HUB_OFFLINE transcribe models fetch {name}",
        )
    try:
        files = remote_files(published.repository, published.revision, WANTED)
        return {
            file.name: fetch_file(
                published.repository,
                published.revision,
                _pinned(file, published),
                partial,
                progress=progress,
            )
            for file in files
        }
    except RemoteError as error:
        raise _why(error, published, name) from None


def _pinned(file: RemoteFile, published: Published) -> RemoteFile:
    """A file with the checksum written down here, which no server can change."""
    if file.name != "model.bin" or not published.sha256:
        return file
    return RemoteFile(name=file.name, size=file.size, sha256=published.sha256)


def _why(error: RemoteError, published: Published, name: str) -> MissingPartError:
    status = error.status
    if status in (401, 403):
        return MissingPartError(
            f"{name!r} cannot be fetched without its owner's leave",
            hint=f"accept the terms at https://huggingface.co/{published.repository}, make a token "
            f"in your account there, then: HF_TOKEN=… transcribe models fetch {name}",
        )
    if status == 404:
        return MissingPartError(
            f"{name!r} is not published any more where it was ({published.repository})",
            hint=_elsewhere(published, name),
        )
    said = (
        f"the server answered {status}"
        if status
        else "no connection to huggingface.co, or it was broken off"
    )
    return MissingPartError(
        f"{name!r} could not be fetched: {said}",
        hint=f"again (what came is kept): transcribe models fetch {name}; "
        + _elsewhere(published, name),
    )


def _elsewhere(published: Published, name: str) -> str:
    return (
        f"or on a machine with a network fetch {published.repository}, bring the folder here, "
        f"and: transcribe models import FOLDER --name {name}"
    )


def _write_record(
    folder: Path, facts: dict[str, Any], digests: dict[str, str] | None = None
) -> None:
    if digests is None:
        files = sorted(file for file in folder.rglob("*") if file.is_file() and file.name != RECORD)
        digests = {str(file.relative_to(folder)): sha256_of(file) for file in files}
    record = {**facts, "sha256": dict(sorted(digests.items()))}
    (folder / RECORD).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def changed_files(folder: Path) -> tuple[str, ...] | None:
    """Files that are not as they were brought here; None where nobody wrote down how they were."""
    try:
        known = json.loads((folder / RECORD).read_text(encoding="utf-8"))["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return tuple(
        name
        for name, digest in known.items()
        if not (folder / name).is_file() or sha256_of(folder / name) != digest
    )


def _free_place(models: Path, name: str) -> Path:
    target = models / name
    if target.exists():
        raise UsageError(
            f"{target} is there already",
            hint="transcribe models verify checks it; delete the folder to replace it",
        )
    return target


def _partial(models: Path, name: str) -> Path:
    return models / f".{name}.partial"
