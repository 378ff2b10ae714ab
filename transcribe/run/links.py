"""Files that have a second place: deleting the one leaves the other."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def left_behind(paths: Iterable[Path]) -> tuple[str, ...]:
    """What stays of files that are links, or have another name, in sentences.

    Nothing outside the study is deleted: what a link leads to may be somebody's only copy.
    """
    return tuple(said for path in paths if (said := _other_place(path)))


def _other_place(path: Path) -> str:
    if path.is_symlink():
        there = path.resolve()
        return f"{path} is a link: what it leads to stays, {there}" if there.exists() else ""
    if path.is_file() and path.stat().st_nlink > 1:
        return f"{path} has another name on this disk (a hard link), under which it stays"
    return ""
