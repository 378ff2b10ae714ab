"""How long a run will still take, from how long each stage took so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

START = 1.0
"""Seconds of sound that each piece is taken to be longer: what it costs however short it is."""

GUESS: Mapping[str, float] = {
    "decode": 0.01,
    "diarize": 0.02,
    "read": 0.001,
    "attribute": 0.005,
    "link": 0.005,
    "revise": 0.001,
    "align": 0.01,
    "hold": 0.005,
    "detect": 0.01,
}
"""Seconds for a second of sound until a stage shows its pace; nobody can guess a recognizer's."""


class Forecast:
    """What is ahead, and the pace of each stage, learnt from the pieces that ended."""

    def __init__(self) -> None:
        self._ahead: dict[str, set[str]] = {}
        self._length: dict[str, float] = {}
        self._outstanding: dict[str, float] = {}
        self._seconds: dict[str, float] = {}
        self._sound: dict[str, float] = {}

    def expect(self, recording: str, stages: Iterable[str], length: float) -> None:
        """A recording of so many seconds is to go through these stages."""
        self._ahead[recording], self._length[recording] = set(stages), length
        self._add(recording, 1)

    def more(self, recording: str, stage: str) -> None:
        """A recording is to go through one stage more."""
        self._add(recording, -1)
        self._ahead[recording].add(stage)
        self._add(recording, 1)

    def measured(self, recording: str, length: float) -> None:
        """How long a recording really is."""
        self._add(recording, -1)
        self._length[recording] = length
        self._add(recording, 1)

    def through(self, recording: str, stage: str) -> None:
        """A stage of a recording is done."""
        if stage in self._ahead.get(recording, ()):
            self._ahead[recording].remove(stage)
            self._outstanding[stage] -= self._length[recording] + START

    def drop(self, recording: str) -> None:
        """A recording was set aside."""
        self._add(recording, -1)
        self._ahead.pop(recording, None)

    def length(self, recording: str) -> float:
        """Seconds of sound of a recording, as far as known."""
        return self._length[recording]

    def learn(self, stage: str, *, sound: float, seconds: float) -> None:
        """A piece of so many seconds of sound took so many seconds."""
        self._seconds[stage] = self._seconds.get(stage, 0.0) + seconds
        self._sound[stage] = self._sound.get(stage, 0.0) + sound + START

    def left(self, *, workers: int) -> float | None:
        """Seconds until all is done, or None while a pace is unknown.

        Pieces under way count whole.
        """
        waiting = sum(1 for stages in self._ahead.values() if stages)
        total = 0.0
        for stage, sound in self._outstanding.items():
            if sound < START:
                continue
            pace = self._pace(stage)
            if pace is None:
                return None
            total += pace * sound
        return total / max(1, min(workers, waiting))

    def _add(self, recording: str, sign: int) -> None:
        for stage in self._ahead.get(recording, ()):
            change = sign * (self._length[recording] + START)
            self._outstanding[stage] = self._outstanding.get(stage, 0.0) + change

    def _pace(self, stage: str) -> float | None:
        if self._sound.get(stage):
            return self._seconds[stage] / self._sound[stage]
        return GUESS.get(stage)
