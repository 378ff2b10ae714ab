"""A study that was copied or moved: which files outside its folder of results are its own.

The recordings, exports and bundles of a study lie outside and are kept by their paths. In a copy
those paths are the original's: a copy that deleted by them would destroy it. So the folder of
results remembers where it lay. Found elsewhere, it looks for each file in the same place relative
to itself, and takes none that lies where the original's does. What is not found that way belongs to
somebody else, until ``run`` says where the recordings are.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transcribe.run.files import read_json, write_json

HOME = "home"
"""Key of ``study.json``: where the private folder lay when paths were last written into it."""

ELSEWHERE = "elsewhere"
"""Key of ``study.json``: where the results lay, and the recordings that are not theirs any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Results that lie elsewhere than when they were written.

    Attributes
    ----------
    was, here
        The folder of results, then and now.
    """

    was: Path
    here: Path

    def own(self, path: str | Path) -> Path | None:
        """Where a file of the study is now, or None where it is not its own.

        A file that is gone has a place all the same, if its folder is there.
        """
        there = Path(path)
        place = Path(os.path.normpath(self.here / os.path.relpath(there, self.was)))
        if not place.parent.is_dir() or same_place(place.parent, there.parent):
            return None
        # A link to a folder leads to what is in it; a link to a file, or its second name, does not.
        return None if place.is_dir() and same_place(place, there) else place


def move_of(memory: Mapping[str, Any], private: Path) -> Move | None:
    """How the results moved since their paths were written; None where they lie as then."""
    here = private.resolve()
    home = Path(memory[HOME]) if memory.get(HOME) else _guessed_home(memory, private)
    if home is None or home == here or same_place(home, here):
        return None
    return Move(was=home.parent, here=here.parent)


def _guessed_home(memory: Mapping[str, Any], private: Path) -> Path | None:
    """Home of results that do not say it: another folder of the same name by the recordings."""
    recordings = memory.get("recordings")
    if not recordings:
        return None
    guess = Path(recordings).parent / private.parent.name / private.name
    return guess if guess.is_dir() else None


def moved_memory(memory: Mapping[str, Any], move: Move) -> dict[str, Any]:
    """What ``study.json`` says, with the recordings' folder as it is after a move."""
    found = {name: value for name, value in memory.items() if name != "recordings"}
    found[HOME] = str(move.here / "private")
    recordings = memory.get("recordings")
    if recordings:
        folder = move.own(recordings)
        if folder is not None and folder.is_dir():
            found["recordings"] = str(folder)
        else:
            found[ELSEWHERE] = {"results": str(move.was), "recordings": str(recordings)}
    return found


def moved_recording(data: dict[str, Any], move: Move, folder: Path) -> dict[str, Any]:
    """A ``recording.json`` with the paths of its files after a move.

    Parameters
    ----------
    folder
        Private folder of the recording; a file that is not its own is given a place there where
        nothing ever is.
    """
    found = dict(data)
    for name in ("path", "words_path"):
        if found.get(name):
            own = move.own(found[name])
            found[name] = str(own or folder / ELSEWHERE / Path(found[name]).name)
    return found


def settle(private: Path, memory: Mapping[str, Any], move: Move) -> None:
    """Write the paths anew as they are after a move; where it moved to is written last."""
    for path in sorted(private.glob("*/recording.json")):
        _rewrite(path, lambda data, path=path: moved_recording(data, move, path.parent))
    _rewrite(private / "exports.json", lambda data: [_moved(one, move) for one in data])
    _rewrite(
        private / "releases.json",
        lambda data: {**data, "written": [_moved(one, move) for one in data["written"]]},
    )
    write_json(private / "study.json", moved_memory(memory, move))


def _moved(written: Mapping[str, Any], move: Move) -> dict[str, Any]:
    """The record of an export or a bundle after a move."""
    own = move.own(written["path"])
    if own is None or (Path(written["path"]).exists() and not own.exists()):
        return {**written, ELSEWHERE: True}
    return {**written, "path": str(own)}


def _rewrite(path: Path, change: Any) -> None:
    # What is damaged is told by those who read it.
    with contextlib.suppress(FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        write_json(path, change(read_json(path)))


def same_place(one: Path, other: Path) -> bool:
    """Whether two paths are one file or folder, by whatever names."""
    try:
        return one == other or os.path.samefile(one, other)
    except OSError:
        return False
