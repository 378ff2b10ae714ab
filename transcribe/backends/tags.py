"""Tags of sound and video files: artist, comment, place of recording, names of chapters."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from transcribe.errors import TranscriptError


def read_tags(file: Path | BinaryIO) -> Mapping[str, str]:
    """Tags of a container, its streams and its chapters; the sound itself is not decoded.

    Raises
    ------
    TranscriptError
        When it is no sound or video that can be opened.
    """
    import av

    tags: dict[str, str] = {}
    try:
        with av.open(file if not isinstance(file, Path) else str(file), "r") as container:
            _keep(tags, container.metadata, "")
            for stream in container.streams:
                _keep(tags, stream.metadata, f"{stream.type} ")
            for chapter in container.chapters():
                _keep(tags, chapter.get("metadata", {}), "chapter ")
    except (OSError, ValueError, av.FFmpegError):
        raise TranscriptError(
            "it is no sound or video that can be opened; only its name was read"
        ) from None
    return tags


def _keep(tags: dict[str, str], metadata: Mapping[str, Any], prefix: str) -> None:
    for key, value in metadata.items():
        name, number = f"{prefix}{key}", 1
        while name in tags:
            number += 1
            name = f"{prefix}{key} {number}"
        tags[name] = str(value)
