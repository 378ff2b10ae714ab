"""What a run is asked for, how it is watched, and what it reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from transcribe.errors import TranscribeError
from transcribe.run.steps import STEPS, Step


class Observer(Protocol):
    """Watches a run; the command line draws it."""

    def stage_started(self, stage: str, *, todo: int, reused: int, engine: str) -> None:
        """A stage begins; ``engine`` is empty when nothing is to be done."""

    def recording_started(self, stage: str, recording: str) -> None:
        """A recording enters a stage."""

    def progressed(self, stage: str, recording: str, share: float) -> None:
        """A recording is this far in a stage, 0 to 1."""

    def recording_finished(
        self, stage: str, recording: str, *, seconds: float, audio: float
    ) -> None:
        """A recording left a stage, after so many seconds for so many seconds of audio."""

    def recording_failed(self, stage: str, recording: str, error: TranscribeError) -> None:
        """A recording is set aside."""

    def recording_through(self, recording: str) -> None:
        """A recording went through every stage of the scope."""

    def crew_started(self, *, workers: int, recordings: int) -> None:
        """Several processes begin to work on so many recordings."""

    def went_on(self, *, done: int, of: int, left: float | None) -> None:
        """So many recordings are through; seconds left, or None while nobody can say."""


@dataclass(slots=True, kw_only=True)
class Report:
    """What a run did.

    Attributes
    ----------
    done
        Ids that went through every stage of the scope.
    failures
        Id to why it was set aside.
    ran
        Stage to ids it was run on; what is missing here was reused.
    seconds
        (id, stage) to wall time of what ran.
    """

    done: list[str] = field(default_factory=list)
    failures: dict[str, TranscribeError] = field(default_factory=dict)
    ran: dict[str, list[str]] = field(default_factory=dict)
    seconds: dict[tuple[str, str], float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """How much of the plan to carry out.

    Attributes
    ----------
    last
        Stage to carry out with what it needs, or None for all.
    force
        Stage to run again even if it is current, or None.
    since
        First stage to look at; what comes before stands as it is. None: from the first.
    """

    last: str | None = None
    force: str | None = None
    since: str | None = None

    def stands(self, step: Step) -> bool:
        """Whether a stage is left as the current transcript has it."""
        names = [step.name for step in STEPS]
        return self.since is not None and names.index(step.name) < names.index(self.since)

    def covers(self, step: Step) -> bool:
        """Whether a stage belongs to the run."""
        if self.stands(step):
            return False
        if self.last is None:
            return True
        needs = {step.name: step.needs for step in STEPS}
        wanted = {self.last}
        for name in reversed(list(needs)):
            if name in wanted:
                wanted.update(needs[name])
        return step.name in wanted
