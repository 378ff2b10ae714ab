"""Folders inside the recordings' folder, which are not entered, and folders that are not there."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from pathlib import Path
from shlex import quote

from transcribe.run.grouping import AUDIO_SUFFIXES, STUDY_FILE

DEPTH = 3
"""Folders are looked into so far for recordings that somebody expects to be run."""


def unentered(folder: Path) -> tuple[str, ...]:
    """Folders right inside one, in whose depth recordings lie; not results of a study."""
    try:
        inside = sorted(path for path in folder.iterdir() if path.is_dir())
    except OSError:
        return ()
    return tuple(path.name for path in inside if _holds_recordings(path))


def _holds_recordings(folder: Path) -> bool:
    for place, folders, files in os.walk(folder):
        depth = len(Path(place).relative_to(folder).parts)
        results = "private" in folders
        folders[:] = [
            name for name in folders if not results and depth < DEPTH and not name.startswith(".")
        ]
        if not folder.name.startswith(".") and not results and any(map(_is_recording, files)):
            return True
    return False


def _is_recording(name: str) -> bool:
    path = Path(name)
    return not name.startswith(".") and path.suffix.lower() in AUDIO_SUFFIXES


def unentered_notice(names: tuple[str, ...]) -> str:
    """What to tell of folders with recordings that were not entered."""
    folders, them = ", ".join(f"{name}/" for name in names), "them" if len(names) > 1 else "it"
    hold = "hold recordings and were" if len(names) > 1 else "holds recordings and was"
    return f"{folders} {hold} not entered: move the files of {them} up"


def likely_folder(folder: Path) -> str | None:
    """A command for the folder that may have been meant, where one holds no recordings itself."""
    names = unentered(folder)
    best = [name for name in names if (folder / name / STUDY_FILE).is_file()] or list(names)
    return f"transcribe run {quote(str(folder / best[0]))}" if best else None


def near_folders(path: Path) -> Iterator[str]:
    """Folders beside one that is not there, with a name like it."""
    beside = path.parent
    there = [one.name for one in beside.iterdir() if one.is_dir()] if beside.is_dir() else []
    for name in difflib.get_close_matches(path.name, there, n=1, cutoff=0.6):
        yield str(beside / name)
