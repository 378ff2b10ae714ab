"""What has arrived whole in a folder that others copy recordings into."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from transcribe.core.recording import Recording
from transcribe.run.grouping import STUDY_FILE
from transcribe.run.intake import Intake, find_guide

Look = tuple[tuple[str, int, int], ...]
"""Name, size and time of change of the files of one recording."""


@dataclass(slots=True)
class Arrivals:
    """Which recordings of a folder are whole, and which of them are new since they were taken up.

    A file is whole once its size and time of change stood still for a while: nothing else tells a
    copy that is under way from one that is done, over every kind of network disk.

    Attributes
    ----------
    quiet
        Seconds that all files of a recording must have stood still.
    """

    quiet: float
    _looks: dict[str, tuple[Look, float]] = field(default_factory=dict)
    _taken: dict[str, Look] = field(default_factory=dict)

    def fresh(self, intake: Intake, *, now: float | None = None) -> list[Recording]:
        """Recordings that are whole and not taken up as they are now."""
        moment = time.monotonic() if now is None else now
        found = []
        for recording in intake.recordings:
            look = _look(intake, recording)
            seen, since = self._looks.get(recording.id, (None, moment))
            if look != seen:
                self._looks[recording.id] = (look, since := moment)
            if moment - since >= self.quiet and self._taken.get(recording.id) != look:
                found.append(recording)
        return found

    def take(self, intake: Intake, recording: Recording) -> None:
        """A recording is being worked on as it is now."""
        self._taken[recording.id] = _look(intake, recording)


def _look(intake: Intake, recording: Recording) -> Look:
    """Its files, its guide, and the study's settings that hold for it."""
    path, guide = Path(recording.path), find_guide(recording, intake.settings)
    files = [path, path.with_suffix(".toml"), intake.folder / STUDY_FILE]
    if guide is not None:
        files.append(guide)
    if recording.words_path:
        files.append(Path(recording.words_path))
    found = []
    for path in files:
        try:
            status = path.stat()
        except OSError:
            continue
        found.append((path.name, status.st_size, status.st_mtime_ns))
    return tuple(found)
