"""What has arrived whole in a folder that others copy recordings into."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from math import inf
from pathlib import Path

from transcribe.core.recording import Recording
from transcribe.run.grouping import STUDY_FILE
from transcribe.run.index import stamp_of
from transcribe.run.intake import Intake, find_guide

Look = tuple[tuple[str, tuple[int, ...]], ...]
"""Name and stamp of the files of one recording."""


@dataclass(slots=True)
class Arrivals:
    """Which recordings of a folder are whole, and which of them are new since they were taken up.

    A file is whole once its size and times stood still for a while: nothing else tells a copy that
    is under way from one that is done, over every kind of network disk. How long is measured by a
    clock that nobody sets, and times are only compared with what they were: a recorder whose clock
    is wrong, or a summer time that ends, changes nothing.

    Attributes
    ----------
    quiet
        Seconds that all files of a recording must have stood still.
    """

    quiet: float
    _looks: dict[str, tuple[Look, float]] = field(default_factory=dict)
    _taken: dict[str, Look] = field(default_factory=dict)
    _again: dict[str, float] = field(default_factory=dict)

    def fresh(self, intake: Intake, *, now: float | None = None) -> list[Recording]:
        """Recordings that are whole and not taken up as they are now."""
        moment = time.monotonic() if now is None else now
        found = []
        for recording in intake.recordings:
            look = _look(intake, recording)
            seen, since = self._looks.get(recording.id, (None, moment))
            if look != seen:
                self._looks[recording.id] = (look, since := moment)
            changed = self._taken.get(recording.id) != look
            due = moment >= self._again.get(recording.id, inf)
            if moment - since >= self.quiet and (changed or due):
                found.append(recording)
        return found

    def take(self, intake: Intake, recording: Recording) -> None:
        """A recording is being worked on as it is now."""
        self._taken[recording.id] = _look(intake, recording)
        self._again.pop(recording.id, None)

    def retry(self, recording: str, *, after: float, now: float | None = None) -> None:
        """Take a recording up again after so many seconds, though nothing of it changed."""
        self._again[recording] = (time.monotonic() if now is None else now) + after


def _look(intake: Intake, recording: Recording) -> Look:
    """Its files, its guide, and the study's settings that hold for it."""
    path, guide = Path(recording.path), find_guide(recording, intake.settings)
    files = [path, path.with_suffix(".toml"), intake.folder / STUDY_FILE]
    if guide is not None:
        files.append(guide)
    if recording.words_path:
        files.append(Path(recording.words_path))
    return tuple(
        (path.name, tuple(stamp))
        for path, stamp in zip(files, stamp_of(files), strict=True)
        if stamp is not None
    )
