"""Takes recordings through the stages: what can be done is done, a failing recording set aside.

Pieces (a stage of a recording) go to a crew as soon as what they need is there, stage by stage, so
that each worker opens a model once. With one worker that is one stage after the other; with
several, and with a GPU beside the CPU, the stages of some recordings overlap those of others.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from transcribe.core.codec import to_json
from transcribe.errors import MemoryShortError, StageError, TranscribeError
from transcribe.run.failures import as_failure, forget_failure, note_failure
from transcribe.run.files import sweep
from transcribe.run.forecast import Forecast
from transcribe.run.job import Job
from transcribe.run.linking import Meeting, choose_voices, sure_voices
from transcribe.run.parts import Bench, Parts
from transcribe.run.pieces import Alone, Crew, Ended, Hook, Piece
from transcribe.run.planning import find_current
from transcribe.run.queue import Queue, length_of
from transcribe.run.steps import STAGE_NAMES, STEPS, Step, steps_of
from transcribe.run.store import Artefact, Workspace, json_bytes, make_private, write_if_changed
from transcribe.run.watching import Observer as Observer
from transcribe.run.watching import Report as Report
from transcribe.run.watching import Scope as Scope
from transcribe.stages.engines import Engine

_WHOLE = Scope()

CrewMaker = Callable[[Hook], Crew]
"""Makes the crew of a run, which tells progress to the hook it is given."""


def execute(
    jobs: Sequence[Job],
    *,
    workspace: Workspace,
    parts: Parts,
    observer: Observer,
    scope: Scope = _WHOLE,
    bench: Bench | None = None,
    crew: CrewMaker | None = None,
    memory: int | None = None,
) -> Report:
    """Run every stage over all jobs; a job that fails leaves, the others go on.

    Parameters
    ----------
    bench
        Engines that stay open for the next run; by default they are closed after this one.
    crew
        Who carries the pieces out; by default this process.
    memory
        Bytes that the pieces under way may need together; None for no limit.
    """

    def alone(hook: Hook) -> Crew:
        return Alone(workspace=workspace, parts=parts, bench=bench or Bench(), hook=hook)

    run = _Run(jobs, workspace=workspace, parts=parts, observer=observer, scope=scope)
    run.queue.limit = memory
    run.crew = (crew or alone)(observer.progressed)
    try:
        return run.carry_out(keep=bench is not None)
    finally:
        if bench is None:
            run.crew.end()


class _Run:
    """One run: the jobs still in it, the pieces waiting and under way, and the report so far."""

    crew: Crew

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
        self.report, self.queue, self.forecast = Report(), Queue(), Forecast()
        self.ahead: dict[str, list[str]] = {}
        self.retried: set[tuple[str, str]] = set()
        linking = any(step.name == "link" and scope.covers(step) for step in STEPS)
        self.meeting = Meeting(jobs if linking else (), parts)
        self.reused: Counter[str] = Counter()
        self.unannounced = [step.name for step in STEPS]

    def carry_out(self, *, keep: bool) -> Report:
        """Do all that can be done; with ``keep`` engines stay open."""
        several = len(self.live)
        for job in list(self.live.values()):
            with self.guard("decode", job):
                self.note_recording(job)
                self.take_over(job)
        if self.crew.size > 1:
            self.observer.crew_started(workers=self.crew.size, recordings=several)
        for job in list(self.live.values()):
            self.ahead[job.recording.id] = [
                step.name for step in steps_of(job) if self.scope.covers(step)
            ]
            self.forecast.expect(job.recording.id, self.ahead[job.recording.id], length_of(job))
        for job in list(self.live.values()):
            self.unlock(job)
        self.compare_voices()
        while self.hand_out():
            ended = self.crew.next()
            self.settle(ended)
            if not keep:
                self.close_unneeded(ended.piece.stage)
            self.observer.went_on(
                done=several - sum(1 for name in self.live if self.ahead[name]),
                of=several,
                left=self.forecast.left(workers=self.crew.size),
            )
        self.announce(None)
        self.report.done = sorted(self.live)
        return self.report

    def note_recording(self, job: Job) -> None:
        folder = self.workspace.folder(job.recording.id)
        make_private(folder)
        sweep(folder)
        # Nothing points at it yet: it is flushed with the artefacts, when they become current.
        note = json_bytes(to_json(job.recording))
        write_if_changed(folder / "recording.json", note, flushed=False)

    def take_over(self, job: Job) -> None:
        """Use what the current transcript was made of, for stages that stand as they are."""
        for step in STEPS:
            if self.scope.stands(step):
                found = self.workspace.current_artefact(job.recording.id, step.name)
                if found is not None:
                    job.artefacts[step.name] = found

    # -- pieces ----------------------------------------------------------------------------------

    def unlock(self, job: Job) -> None:
        """Queue every stage of a job whose inputs are there; pass over those that are current."""
        recording = job.recording.id
        for step in steps_of(job):
            if recording not in self.live:
                return
            if step.name not in self.ahead[recording] or self.queue.knows(recording, step.name):
                continue
            if any(name not in job.artefacts for name in step.needs_of(job)):
                continue
            if self.meeting.holds(recording):
                return
            with self.guard(step.name, job):
                self.queue_or_reuse(job, step)
        if not self.ahead[recording] and not self.meeting.holds(recording):
            with self.guard("detect", job):
                self.keep(job)

    def compare_voices(self) -> None:
        """Once all turns are there, say what doubtful recordings are compared with."""
        waiting = [self.live[name] for name in self.meeting.end()]
        if not waiting:
            return
        sure = sure_voices(list(self.live.values()), workspace=self.workspace)
        for job in waiting:
            name = job.recording.id
            with self.guard("link", job):
                choose_voices(job, sure, workspace=self.workspace, parts=self.parts)
                if job.heard:
                    self.ahead[name].append("link")
                    self.forecast.more(name, "link")
                self.unlock(job)

    def keep(self, job: Job) -> None:
        """A recording is through: what was made is its current state."""
        if self.scope.last is None:
            stages = {name: found.path.name for name, found in job.artefacts.items()}
            self.workspace.set_current(job.recording.id, stages)
        self.observer.recording_through(job.recording.id)

    def queue_or_reuse(self, job: Job, step: Step) -> None:
        engine = step.engine(job, self.parts)
        found = find_current(job, step, engine, workspace=self.workspace, parts=self.parts)
        if found is None or self.scope.force == step.name:
            self.queue.add(Piece(stage=step.name, job=job, engine=engine))
            return
        self.reused[step.name] += 1
        self.through(job, step.name, found)

    def through(self, job: Job, stage: str, made: Artefact) -> None:
        """A stage of a recording is done."""
        recording = job.recording.id
        job.artefacts[stage] = made
        self.ahead[recording].remove(stage)
        self.forecast.through(recording, stage)
        if stage == "attribute":
            self.meeting.attributed(job)
        if stage == "decode":
            self.forecast.measured(recording, job.duration)
        forget_failure(self.workspace, recording, stage)

    def hand_out(self) -> bool:
        """Give waiting workers what they can do; whether anything is under way."""
        for lane in self.crew.free:
            piece = self.queue.take(lane)
            if piece is not None:
                self.announce(piece)
                self.observer.recording_started(piece.stage, piece.recording)
                self.crew.give(piece, lane)
        return self.queue.busy

    def settle(self, ended: Ended) -> None:
        """Take in how a piece ended, and queue what it makes possible."""
        piece, job = ended.piece, ended.piece.job
        name = piece.recording, piece.stage
        again = ended.lost or isinstance(ended.failure, MemoryShortError)
        again = again and self.crew.size > 1 and name not in self.retried
        self.queue.ended(piece, again=again)
        if again:
            self.retried.add(name)
            return
        with self.guard(piece.stage, job):
            if ended.artefact is None:
                raise ended.failure or _lost()
            self.through(job, piece.stage, ended.artefact)
            self.note_done(piece, ended.seconds)
        if piece.recording in self.live:
            self.unlock(job)
        self.compare_voices()

    def note_done(self, piece: Piece, seconds: float) -> None:
        self.report.ran.setdefault(piece.stage, []).append(piece.recording)
        self.report.seconds[piece.recording, piece.stage] = seconds
        sound = self.forecast.length(piece.recording)
        self.forecast.learn(piece.stage, sound=sound, seconds=seconds)
        self.observer.recording_finished(
            piece.stage, piece.recording, seconds=seconds, audio=piece.job.duration
        )

    def close_unneeded(self, stage: str) -> None:
        """Let go of engines that no recording needs after a stage."""
        if any(stage in ahead for name, ahead in self.ahead.items() if name in self.live):
            return
        for step in STEPS:
            if step.name == stage:
                for kind in step.closes:
                    self.crew.close(kind)

    def announce(self, piece: Piece | None) -> None:
        """Say which stage begins and which were passed over; several workers keep no order."""
        if self.crew.size > 1:
            return
        while self.unannounced:
            stage = self.unannounced[0]
            if piece is not None and STAGE_NAMES.index(stage) > STAGE_NAMES.index(piece.stage):
                return
            del self.unannounced[0]
            here = [piece] if piece is not None and piece.stage == stage else []
            todo = [*here, *self.queue.of(stage)]
            if todo or self.reused[stage]:
                names = ", ".join(dict.fromkeys(_describe(each.engine) for each in todo))
                self.observer.stage_started(
                    stage, todo=len(todo), reused=self.reused[stage], engine=names
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
            self.queue.drop(recording)
            self.forecast.drop(recording)
            self.meeting.leave(recording)
            if self.live.pop(recording, None) is None:
                return
            self.report.failures[recording] = failure
            note_failure(self.workspace, recording, stage, failure)
            self.observer.recording_failed(stage, recording, failure)


def _describe(engine: Engine) -> str:
    return f"{engine.name} (draft)" if engine.draft else engine.name


def _lost() -> TranscribeError:
    return StageError(
        "the process that worked on it was ended by the system, twice",
        hint="most likely memory ran out: close other programs, or run with --jobs 1",
    )
