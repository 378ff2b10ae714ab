"""Which piece comes next: stage by stage, the longest first, as many as memory bears."""

from __future__ import annotations

import bisect
import contextlib
from dataclasses import dataclass, field
from pathlib import Path

from transcribe.run.job import Job
from transcribe.run.pieces import Piece
from transcribe.run.steps import STAGE_NAMES

HEARS = ("asr", "diarize")
"""Stages whose models compute on a GPU where there is one."""

LANES = {"gpu": HEARS, "asr": ("asr",), "diarize": ("diarize",)}
"""What workers of a lane take; ``cpu`` takes what does not hear, ``any`` takes all."""

_MEBIBYTE = 1 << 20

BASE = {
    "decode": 200,
    "asr": 700,
    "diarize": 1100,
    "attribute": 500,
    "link": 1100,
    "align": 500,
    "hold": 500,
    "detect": 900,
}
"""MiB that a process needs for a stage before any sound: libraries and the embedded engines."""

HOURLY = {"decode": 700, "asr": 700, "diarize": 700}
"""MiB more for each hour of sound: samples as 32-bit floats are 220, and each stage copies some."""

UNDECODED = 16_000
"""Bytes a second taken for a recording that was not decoded yet (128 kbit/s)."""


def length_of(job: Job) -> float:
    """Seconds of sound of a recording; guessed from its file before it is decoded."""
    if "decode" in job.artefacts:
        return job.duration
    with contextlib.suppress(OSError):
        return Path(job.recording.path).stat().st_size / UNDECODED
    return 0.0


def memory_of(piece: Piece, length: float) -> int:
    """Bytes that a process needs for a piece of so many seconds, roughly and rather too many."""
    weights = 0
    if piece.stage in HEARS and piece.engine.location:
        files = Path(piece.engine.location).rglob("*")
        weights = 2 * sum(path.stat().st_size for path in files if path.is_file())
    sound = HOURLY.get(piece.stage, 0) * length / 3600
    return weights + int((BASE.get(piece.stage, 200) + sound) * _MEBIBYTE)


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """Where a piece stands in the queue: earlier stages first, then longer recordings."""

    stage: int
    shorter: float
    recording: str
    memory: int = field(compare=False)
    piece: Piece = field(compare=False)


@dataclass(slots=True)
class Queue:
    """Pieces that wait.

    Attributes
    ----------
    limit
        Bytes that all pieces under way may need together; None for no limit. One piece is always
        let through: it may well fit, and a run must not stand still.
    """

    limit: int | None = None
    _waiting: list[_Place] = field(default_factory=list)
    _alone: list[_Place] = field(default_factory=list)
    _under_way: dict[tuple[str, str], _Place] = field(default_factory=dict)
    _known: set[tuple[str, str]] = field(default_factory=set)
    _single: bool = False

    def add(self, piece: Piece) -> None:
        """A piece may be carried out."""
        length = length_of(piece.job)
        memory = memory_of(piece, length) if self.limit is not None else 0
        stage = STAGE_NAMES.index(piece.stage)
        self._known.add(_name(piece))
        bisect.insort(self._waiting, _Place(stage, -length, piece.recording, memory, piece))

    def take(self, lane: str) -> Piece | None:
        """The next piece for a lane, or None where it should wait."""
        if self._single:
            return None
        if not self._waiting and self._alone and not self._under_way:
            self._single = True
            return self._start(self._alone.pop(0))
        place = next((each for each in self._waiting if _belongs(each.piece, lane)), None)
        if place is None or not self._bears(place):
            return None
        self._waiting.remove(place)
        return self._start(place)

    def ended(self, piece: Piece, *, again: bool) -> None:
        """A piece is under way no more; with ``again`` it waits to be done with nothing beside."""
        place = self._under_way.pop(_name(piece))
        self._single = False
        if again:
            self._alone.append(place)

    def of(self, stage: str) -> list[Piece]:
        """The pieces of a stage that wait."""
        return [place.piece for place in self._waiting if place.piece.stage == stage]

    def knows(self, recording: str, stage: str) -> bool:
        """Whether a piece was ever added."""
        return (recording, stage) in self._known

    def drop(self, recording: str) -> None:
        """Forget the pieces of a recording that wait."""
        self._waiting = [place for place in self._waiting if place.recording != recording]
        self._alone = [place for place in self._alone if place.recording != recording]

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._under_way)

    def _start(self, place: _Place) -> Piece:
        self._under_way[_name(place.piece)] = place
        return place.piece

    def _bears(self, place: _Place) -> bool:
        if self.limit is None or not self._under_way:
            return True
        needed = place.memory + sum(each.memory for each in self._under_way.values())
        return needed <= self.limit


def _name(piece: Piece) -> tuple[str, str]:
    return piece.recording, piece.stage


def _belongs(piece: Piece, lane: str) -> bool:
    if lane == "cpu":
        return piece.stage not in HEARS
    return piece.stage in LANES.get(lane, STAGE_NAMES)
