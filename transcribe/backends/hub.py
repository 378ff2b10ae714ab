"""Bringing weights to the models folder: from a folder, or from the hub.

`fetch_model` is the only function of the program that uses the network.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from transcribe.backends.models import ModelFolder, inspect, plain_name
from transcribe.errors import MissingPartError, UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Where weights are published.

    Attributes
    ----------
    megabytes
        About what is fetched, as the pages of the models say.
    token
        True when their owner lets only accounts that accepted the terms fetch them.
    """

    repository: str
    licence: str
    megabytes: int
    token: bool = False


PUBLISHED = {
    "tiny": Published(repository="Systran/faster-whisper-tiny", licence="MIT", megabytes=78),
    "base": Published(repository="Systran/faster-whisper-base", licence="MIT", megabytes=148),
    "small": Published(repository="Systran/faster-whisper-small", licence="MIT", megabytes=486),
    "medium": Published(repository="Systran/faster-whisper-medium", licence="MIT", megabytes=1530),
    "large-v3": Published(
        repository="Systran/faster-whisper-large-v3", licence="MIT", megabytes=3090
    ),
    "large-v3-turbo": Published(
        repository="mobiuslabsgmbh/faster-whisper-large-v3-turbo", licence="MIT", megabytes=1620
    ),
    "distil-large-v3.5": Published(
        repository="distil-whisper/distil-large-v3.5-ct2", licence="MIT", megabytes=1520
    ),
    "pyannote": Published(
        repository="pyannote/speaker-diarization-community-1",
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
            hint="copy the folder again, with all its files",
        )
    target = _free_place(models, found.name)
    partial = _partial(models, found.name)
    try:
        models.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(folder, partial)
        partial.rename(target)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise UsageError(f"cannot write to {models} ({error.strerror})") from None
    return inspect(target)


def fetch_model(name: str, models: Path) -> ModelFolder:
    """Fetch weights by name from the Hugging Face hub; a broken-off download is gone on with.

    Raises
    ------
    MissingPartError
        When there is no connection, no leave, or what came is not whole.
    UsageError
        When no model is called so, or it is here already.
    """
    published = PUBLISHED.get(plain_name(name))
    if published is None:
        raise UsageError(f"no model is called {name!r}", hint=f"one of: {', '.join(PUBLISHED)}")
    name = plain_name(name)
    target, partial = _free_place(models, name), _partial(models, name)
    try:
        models.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot write to {models} ({error.strerror})") from None
    _download(published, partial, name=name, target=target)
    shutil.rmtree(partial / ".cache", ignore_errors=True)
    found = inspect(partial, name=name)
    if not found.whole:
        raise MissingPartError(
            f"what came for {name!r} is not whole: {'; '.join(found.lacks)}",
            hint=f"again: transcribe models fetch {name}",
        )
    partial.rename(target)
    return inspect(target)


def _download(published: Published, partial: Path, *, name: str, target: Path) -> None:
    # Read by the library when it is imported.
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    import httpx
    from huggingface_hub import errors, snapshot_download

    try:
        snapshot_download(published.repository, local_dir=str(partial), allow_patterns=WANTED)
    except errors.OfflineModeIsEnabled:
        raise MissingPartError(
            f"{name!r} cannot be fetched: HF_HUB_OFFLINE forbids it",
            hint=f"env -u HF_HUB_OFFLINE transcribe models fetch {name}",
        ) from None
    except errors.GatedRepoError:
        raise MissingPartError(
            f"{name!r} cannot be fetched without its owner's leave",
            hint=f"accept the terms at https://huggingface.co/{published.repository}, then set "
            "HF_TOKEN to a token of your account",
        ) from None
    except (errors.HfHubHTTPError, errors.LocalEntryNotFoundError, httpx.HTTPError, OSError):
        raise MissingPartError(
            f"{name!r} could not be fetched: no connection to huggingface.co, or it was broken off",
            hint=f"try again; or on a machine with a network fetch {published.repository}, bring "
            f"the folder here, and: transcribe models import FOLDER --name {target.name}",
        ) from None


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
