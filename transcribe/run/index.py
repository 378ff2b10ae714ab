"""What was worked out of a study's files, kept beside them; never the truth.

Every entry names the files it was made of as they were then: one that was changed by hand, by
another machine or by a newer version of the tool is read again. An index that is lost or damaged
is made anew from the artefacts by the next command that asks. It holds counts, states and digests
and no word of a transcript, and a withdrawal deletes it.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import transcribe
from transcribe.run.files import write_atomic

FILE = "index.json"

Stamp = Sequence[list[int] | str | None]
"""Size, times of change and number of each file, None for one that is not there; or digests."""


class Index:
    """The index of one study.

    Parameters
    ----------
    private
        The private folder of the study; it may not exist yet.
    """

    def __init__(self, private: Path) -> None:
        self._path = private / FILE
        self._entries: dict[str, list[Any]] | None = None
        self._changed = False

    def recall(self, name: str, stamp: Stamp, make: Callable[[], Any]) -> Any:
        """What was made of files that are still as they were; made now if it was not.

        Parameters
        ----------
        make
            Works it out; JSON that holds no words of a transcript.
        """
        entries = self._load()
        known = entries.get(name)
        if known is not None and known[0] == list(stamp):
            return known[1]
        value = make()
        entries[name] = [list(stamp), value]
        self._changed = True
        return value

    def holds(self, name: str, stamp: Stamp) -> bool:
        """Whether this was noted of files that are still as they were."""
        known = self._load().get(name)
        return known is not None and known[0] == list(stamp)

    def note(self, name: str, stamp: Stamp) -> None:
        """Note that something was done with files as they are now."""
        self._load()[name] = [list(stamp), None]
        self._changed = True

    def keep(self) -> None:
        """Write what is new; where that cannot be done, it is worked out again next time.

        Two commands that end at once overwrite each other's entries, which costs only time.
        """
        if not self._changed:
            return
        content = json.dumps({"tool": tool_stamp(), "entries": self._entries}).encode()
        with contextlib.suppress(OSError):
            # Nobody has to wait for the disk: what a crash tears is made anew.
            write_atomic(self._path, content, flushed=False)
            self._changed = False

    def forget(self) -> None:
        """Delete it, with all it says of recordings that are to be forgotten."""
        self._path.unlink(missing_ok=True)
        self._entries, self._changed = {}, False

    def _load(self) -> dict[str, list[Any]]:
        if self._entries is None:
            self._entries = {}
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                data = json.loads(self._path.read_bytes())
                if data["tool"] == tool_stamp():
                    self._entries = {
                        str(name): [stamp, value]
                        for name, (stamp, value) in data["entries"].items()
                    }
        return self._entries


def stamp_of(paths: Iterable[Path]) -> list[list[int] | None]:
    """How files are now; equal stamps mean that nobody wrote to them in between."""
    found: list[list[int] | None] = []
    for path in paths:
        try:
            status = os.stat(path)
        except OSError:
            found.append(None)
            continue
        # The time of the inode's change as well: a copy can be given any other time and size.
        found.append([status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino])
    return found


@functools.cache
def tool_stamp() -> str:
    """The tool itself as it is installed: what another version made is made anew."""
    root = Path(transcribe.__file__).parent
    files = sorted(root.glob("*/*.py")) + sorted(root.glob("*/*/*.py"))
    latest = max((os.stat(path).st_mtime_ns for path in files), default=0)
    return f"{transcribe.__version__} {len(files)} {latest}"
