"""Takes recordings through the stages: each model opened once, a failing recording set aside."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from transcribe import __version__
from transcribe.core.codec import digest, to_json
from transcribe.errors import TranscribeError
from transcribe.run.failures import as_failure, forget_failure, note_failure
from transcribe.run.job import Job
from transcribe.run.parts import Bench, Parts
from transcribe.run.planning import find_current
from transcribe.run.steps import STEPS, Step, steps_of
from transcribe.run.store import Artefact, Workspace, make_private, write_json
from transcribe.stages.engines import Engine


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


def execute(
    jobs: Sequence[Job],
    *,
    workspace: Workspace,
    parts: Parts,
    observer: Observer,
    scope: Scope = Scope(),
    bench: Bench | None = None,
) -> Report:
    """Run every stage over all jobs; a job that fails leaves, the others go on.

    Parameters
    ----------
    bench
        Engines that stay open for the next run; by default they are closed after this one.
    """
    run = _Run(jobs, workspace=workspace, parts=parts, observer=observer, scope=scope)
    if bench is None:
        with contextlib.closing(run.bench):
            return run.carry_out()
    run.bench, run.keeps_open = bench, True
    return run.carry_out()


class _Run:
    """One run: the jobs still in it, the engines open, and the report so far."""

    def __init__(
        self,
        jobs: Sequence[Job],
        *,
        workspace: Workspace,
        parts: Parts,
        observer: Observer,
        scope: Scope,
    ) -> None:
        self.live = {job.recording.id: job for job in jobs}
        self.workspace, self.parts, self.observer, self.scope = workspace, parts, observer, scope
        self.bench, self.report = Bench(), Report()
        self.keeps_open = False

    def carry_out(self) -> Report:
        for job in list(self.live.values()):
            with self.guard("decode", job):
                self.note_recording(job)
        for step in STEPS:
            if self.scope.covers(step):
                self.run_stage(step)
            elif self.scope.stands(step):
                self.take_over(step)
        if self.scope.last is None:
            for job in list(self.live.values()):
                stages = {name: found.path.name for name, found in job.artefacts.items()}
                with self.guard("detect", job):
                    self.workspace.set_current(job.recording.id, stages)
        self.report.done = sorted(self.live)
        return self.report

    def note_recording(self, job: Job) -> None:
        folder = self.workspace.folder(job.recording.id)
        make_private(folder)
        write_json(folder / "recording.json", to_json(job.recording))

    def run_stage(self, step: Step) -> None:
        todo, reused = self.sort_out(step)
        names = ", ".join(dict.fromkeys(_describe(engine) for _, engine in todo))
        self.observer.stage_started(step.name, todo=len(todo), reused=reused, engine=names)
        for job, engine in todo:
            with self.guard(step.name, job):
                self.run_one(step, job, engine)
        if not self.keeps_open:
            for kind in step.closes:
                self.bench.close(kind)

    def take_over(self, step: Step) -> None:
        """Use what the current transcript was made of."""
        for job in list(self.live.values()):
            found = self.workspace.current_artefact(job.recording.id, step.name)
            if found is not None:
                job.artefacts[step.name] = found

    def sort_out(self, step: Step) -> tuple[list[tuple[Job, Engine]], int]:
        """What is to be run with which engine, and how many recordings need nothing."""
        todo: list[tuple[Job, Engine]] = []
        reused = 0
        for job in list(self.live.values()):
            if step not in steps_of(job):
                continue
            with self.guard(step.name, job):
                engine = step.engine(job, self.parts)
                found = find_current(job, step, engine, workspace=self.workspace, parts=self.parts)
                if found is None or self.scope.force == step.name:
                    todo.append((job, engine))
                else:
                    job.artefacts[step.name] = found
                    forget_failure(self.workspace, job.recording.id, step.name)
                    reused += 1
        return todo, reused

    def run_one(self, step: Step, job: Job, engine: Engine) -> None:
        recording, started = job.recording.id, time.monotonic()
        self.observer.recording_started(step.name, recording)
        job.artefacts[step.name] = self.make(step, job, engine)
        seconds = time.monotonic() - started
        self.report.ran.setdefault(step.name, []).append(recording)
        self.report.seconds[recording, step.name] = seconds
        forget_failure(self.workspace, recording, step.name)
        self.observer.recording_finished(step.name, recording, seconds=seconds, audio=job.duration)

    def make(self, step: Step, job: Job, engine: Engine) -> Artefact:
        """Run a step and store what it returns."""
        recording, fields = job.recording.id, step.fields(job, engine)
        begun, started = datetime.now(UTC), time.monotonic()

        def hook(share: float) -> None:
            self.observer.progressed(step.name, recording, share)

        outcome = step.run(job, self.parts, self.bench, engine, hook)
        output = to_json(outcome.value)
        provenance = {
            "fields": fields,
            "output_digest": digest(output),
            "engine": {
                "name": engine.name,
                "model": engine.model,
                "rank": engine.rank,
                "draft": engine.draft,
                "advice": engine.advice,
                "libraries": dict(engine.libraries),
            },
            "facts": dict(outcome.facts),
            "tool": __version__,
            "started": begun.isoformat(timespec="seconds"),
            "seconds": round(time.monotonic() - started, 3),
        }
        return self.workspace.put(
            recording,
            step.name,
            digest(fields),
            output=output,
            provenance=provenance,
            files=outcome.files,
        )

    @contextlib.contextmanager
    def guard(self, stage: str, job: Job) -> Iterator[None]:
        """Set a recording aside when something fails on it; the others go on."""
        recording = job.recording.id
        try:
            yield
        except Exception as error:  # noqa: BLE001 - the one guard around one recording
            failure = as_failure(error)
            failure.recording, failure.stage = recording, stage
            self.live.pop(recording, None)
            self.report.failures[recording] = failure
            note_failure(self.workspace, recording, stage, failure)
            self.observer.recording_failed(stage, recording, failure)


def _describe(engine: Engine) -> str:
    return f"{engine.name} (draft)" if engine.draft else engine.name
