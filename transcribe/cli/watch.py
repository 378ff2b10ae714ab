"""``transcribe watch``: take up recordings as they arrive, for a box that a lab drops them on."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from transcribe.cli.interrupts import twice_ends_at_once
from transcribe.cli.options import DEFAULT_OUT, OutOption
from transcribe.errors import (
    DiskFullError,
    LockedError,
    MemoryShortError,
    TranscribeError,
    UsageError,
)

if TYPE_CHECKING:
    from transcribe.core.recording import Recording
    from transcribe.run.intake import Intake
    from transcribe.run.store import Workspace

RETRY = 600
"""Seconds after which a recording that failed for want of disk or memory is taken up again."""


def watch(
    recordings: Annotated[Path, typer.Argument(help="The folder that recordings are put into.")],
    out: OutOption = DEFAULT_OUT,
    every: Annotated[
        float, typer.Option("--every", metavar="SECONDS", help="How often to look.", min=0.2)
    ] = 10.0,
    quiet: Annotated[
        float,
        typer.Option(
            "--settle",
            metavar="SECONDS",
            help="How long a file must have stood still to count as whole.",
            min=0.0,
        ),
    ] = 30.0,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", help="Processes at once; by default one for every four cores."),
    ] = None,
) -> None:
    """Take up recordings as they arrive, until stopped by Ctrl-C; one line a recording.

    It goes on where it was after a restart: what is done is not done again. A recording that
    failed is tried again when its file, its sidecar or study.toml changes.
    """
    if not recordings.is_dir():
        raise UsageError(f"{recordings} is no folder", hint="name the folder to watch")
    watcher = _Watcher(recordings, out, quiet=quiet, jobs=jobs)
    watcher.say(f"watching {recordings}; stop with Ctrl-C")
    with twice_ends_at_once():
        while True:
            watcher.look()
            time.sleep(every)


class _Watcher:
    """Looks into the folder, runs what is fresh, and says each thing once."""

    def __init__(self, folder: Path, out: Path, *, quiet: float, jobs: int | None) -> None:
        from transcribe.run.arrivals import Arrivals
        from transcribe.run.store import Workspace

        self.folder, self.workspace, self.flags = folder, Workspace(out), {"jobs": jobs}
        self.arrivals, self.said = Arrivals(quiet=quiet), dict[str, str]()

    def look(self) -> None:
        """Once around."""
        from transcribe.run.intake import scan

        try:
            intake = scan([self.folder], flags=self.flags)
        except UsageError as error:
            # An empty folder is what a watcher begins with; a bad study.toml will be mended.
            self.say_once("", str(error))
            return
        self.said.pop("", None)
        for name, problem in intake.problems.items():
            self.say_once(name, f"✗ {name}: {problem.message}")
        for name in [name for name in self.said if name not in intake.problems]:
            del self.said[name]
        fresh = self.arrivals.fresh(intake)
        if fresh:
            self.take_up(intake, fresh)

    def take_up(self, intake: Intake, fresh: Sequence[Recording]) -> None:
        """Run what is fresh; a folder that another run holds is tried again later."""
        from transcribe.cli.terminal import plural
        from transcribe.run.failures import as_failure

        paths = [Path(path) for one in fresh for path in (one.path, one.words_path) if path]
        try:
            with self.workspace.lock():
                self.said.pop("lock", None)
                for recording in fresh:
                    self.arrivals.take(intake, recording)
                _run(paths, self.workspace, flags=self.flags, say=self)
        except LockedError as error:
            self.say_once("lock", f"{error.message}; waiting")
        except (TranscribeError, OSError) as error:
            # A box that nobody sits at goes on: the disk will have room again.
            failure = as_failure(error)
            self.say(f"✗ {failure.message}; trying again in {plural(RETRY // 60, 'minute')}")
            for recording in fresh:
                self.arrivals.retry(recording.id, after=RETRY)

    def fail(self, name: str, problem: TranscribeError) -> None:
        """Say what is wrong with a recording; what passes by itself is tried again."""
        from transcribe.cli.terminal import plural

        hint = f" → {problem.hint}" if problem.hint else ""
        if isinstance(problem, DiskFullError | MemoryShortError):
            hint = f"; trying again in {plural(RETRY // 60, 'minute')}"
            self.arrivals.retry(name, after=RETRY)
        self.say(f"✗ {name}: {problem.message}{hint}")

    def say(self, text: str) -> None:
        """One line with the time."""
        from transcribe.cli.terminal import console

        now = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M:%S")
        console().print(f"{now}  {text}", markup=False)

    def say_once(self, about: str, text: str) -> None:
        """One line, unless it was the last said of this."""
        if self.said.get(about) != text:
            self.said[about] = text
            self.say(text)


def _run(
    paths: Sequence[Path], workspace: Workspace, *, flags: dict[str, int | None], say: _Watcher
) -> None:
    from transcribe.cli.crew import crew_for, memory_limit, refuse_elsewhere
    from transcribe.cli.parts import build_parts
    from transcribe.cli.progress import ProgressView
    from transcribe.run.executor import execute
    from transcribe.run.intake import scan
    from transcribe.run.jobs import build_jobs
    from transcribe.run.study import StudySettings, refresh

    intake = scan(paths, flags=flags)
    parts = build_parts(intake.settings)
    workspace.remember(recordings=str(intake.folder))
    jobs, problems = build_jobs(intake, workspace=workspace, read_guide=parts.read_guide)
    jobs, refused = refuse_elsewhere(jobs, intake.settings)
    problems = {**problems, **refused}
    with ProgressView(quiet=True) as view:
        report = execute(
            jobs,
            workspace=workspace,
            parts=parts,
            observer=view,
            crew=crew_for(jobs, intake.settings, workspace=workspace, recordings=intake.paths),
            memory=memory_limit(intake.settings["max_memory"]),
        )
    refresh(
        workspace,
        settings=StudySettings.of(intake.settings),
        told=[job.recording for job in jobs],
    )
    worked = {name for names in report.ran.values() for name in names}
    for name in report.done:
        if name in worked:
            seconds = sum(took for (one, _), took in report.seconds.items() if one == name)
            say.say(_line(workspace, name, seconds))
    for name, problem in {**problems, **report.failures}.items():
        say.fail(name, problem)


def _line(workspace: Workspace, name: str, seconds: float) -> str:
    from transcribe.cli.summary import count_transcript, to_decide
    from transcribe.core.time import format_clock

    figures = count_transcript(workspace.load_transcript(name))
    length = f" ({format_clock(figures['duration'])})" if figures["duration"] else ""
    took = f"{seconds:.0f} s" if seconds < 60 else format_clock(seconds)
    draft = ", draft" if figures["draft"] else ""
    waits = to_decide(figures["queued"], figures["passages"])
    return f"✓ {name}{length} in {took}{draft}; {waits}"
