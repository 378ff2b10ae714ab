"""``transcribe run``: every recording through all stages up to the private transcript."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from transcribe.cli.interrupts import twice_ends_at_once
from transcribe.cli.options import DEFAULT_OUT, JsonOption, OutOption
from transcribe.errors import TranscribeError, UsageError, worst_exit_code

if TYPE_CHECKING:
    from transcribe.cli.progress import ProgressView
    from transcribe.run.executor import Scope
    from transcribe.run.intake import Intake
    from transcribe.run.job import Job
    from transcribe.run.parts import Parts
    from transcribe.run.store import Workspace


def run(
    recordings: Annotated[
        list[Path],
        typer.Argument(help="A folder of recordings with their sidecars, or single files of it."),
    ],
    out: OutOption = DEFAULT_OUT,
    only: Annotated[
        str | None,
        typer.Option(
            "--only",
            metavar="STAGE",
            help="This stage and what it needs, no further: decode, asr, diarize, read, "
            "attribute, link, align, hold or detect.",
        ),
    ] = None,
    force_stage: Annotated[
        str | None,
        typer.Option("--force-stage", metavar="STAGE", help="Do this stage again."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done.")] = False,
    json: JsonOption = False,
    model: Annotated[
        str | None, typer.Option("--model", help="Recognizer: auto, a name, or a folder.")
    ] = None,
    device: Annotated[str | None, typer.Option("--device", help="auto, cpu or cuda.")] = None,
    diarizer: Annotated[
        str | None, typer.Option("--diarizer", help="auto, pyannote or embedded.")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", help="Processes at once; by default one for every four cores."),
    ] = None,
    max_memory: Annotated[
        str | None,
        typer.Option(
            "--max-memory",
            metavar="SIZE",
            help="What the processes may need together, like 6G; by default 80 % of what is free.",
        ),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option("--engine", help="Who computes: local, or ray for a cluster."),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(
            "--address",
            help="Of a running Ray cluster, for --engine ray; without it Ray starts here.",
        ),
    ] = None,
) -> None:
    """Transcribe, align and anonymize every recording of a folder; skip what is done."""
    from transcribe.cli.offer import needs_words, offer_better
    from transcribe.cli.parts import build_parts
    from transcribe.cli.terminal import console
    from transcribe.run.executor import Scope
    from transcribe.run.intake import scan
    from transcribe.run.steps import STAGE_NAMES
    from transcribe.run.store import Workspace

    for named in (only, force_stage):
        if named is not None and named not in STAGE_NAMES:
            raise UsageError(
                f"there is no stage {named!r}", hint=f"stages: {', '.join(STAGE_NAMES)}"
            )
    flags = {
        "asr.model": model,
        "asr.device": device,
        "diarization.backend": diarizer,
        "jobs": jobs,
        "max_memory": max_memory,
        "engine": engine,
        "cluster.address": address,
    }
    intake = scan(recordings, flags=flags)
    parts = build_parts(intake.settings)
    workspace = Workspace(out)
    if dry_run:
        _show_plan(intake, workspace, parts, as_json=json)
        return
    with workspace.lock(), twice_ends_at_once():
        workspace.remember(recordings=str(intake.folder))
        spoken = needs_words(intake.recordings, only=only)
        if spoken and not json and offer_better(intake.settings, parts, workspace):
            parts = build_parts(intake.settings)
        try:
            code = _carry_out(
                intake, workspace, parts, Scope(last=only, force=force_stage), as_json=json
            )
        except KeyboardInterrupt:
            console(stderr=True).print("Stopped. What is finished is kept: run again to go on.")
            raise
    raise typer.Exit(code)


def _carry_out(
    intake: Intake, workspace: Workspace, parts: Parts, scope: Scope, *, as_json: bool
) -> int:
    """Run the jobs, draw them, and give the exit code."""
    from transcribe.cli.crew import crew_for, memory_limit, refuse_elsewhere
    from transcribe.cli.progress import ProgressView
    from transcribe.cli.summary import show_summary, summary_document
    from transcribe.cli.terminal import print_json
    from transcribe.run.executor import execute
    from transcribe.run.jobs import build_jobs
    from transcribe.run.privacy import close_private, privacy_warnings
    from transcribe.run.purging import reminders
    from transcribe.run.study import StudySettings, refresh

    started = time.monotonic()
    closed = close_private(workspace.private)
    with ProgressView(quiet=as_json) as view:
        jobs, problems = build_jobs(intake, workspace=workspace, read_guide=parts.read_guide)
        jobs, refused = refuse_elsewhere(jobs, intake.settings)
        problems = {**problems, **refused}
        _greet(view, intake, jobs, problems)
        report = execute(
            jobs,
            workspace=workspace,
            parts=parts,
            observer=view,
            scope=scope,
            crew=crew_for(jobs, intake.settings, workspace=workspace, recordings=intake.paths),
            memory=memory_limit(intake.settings["max_memory"]),
        )
        if scope.last is None:
            refresh(
                workspace,
                settings=StudySettings.of(intake.settings),
                told=[job.recording for job in jobs],
            )
    problems = {**problems, **report.failures}
    seconds = time.monotonic() - started
    if as_json:
        print_json(summary_document(jobs, report, problems, workspace=workspace, seconds=seconds))
    else:
        show_summary(
            jobs,
            report,
            problems,
            workspace=workspace,
            seconds=seconds,
            notices=(
                *intake.notices,
                *_missing_guide(jobs),
                *reminders(workspace, due=intake.settings["retention.audio"], alone=intake.alone),
                *closed,
                *privacy_warnings(workspace.private),
            ),
        )
    return worst_exit_code([error.exit_code for error in problems.values()])


def _missing_guide(jobs: list[Job]) -> tuple[str, ...]:
    without = [job.recording.id for job in jobs if job.guide is None]
    if not without:
        return ()
    return (
        f"no interview guide for {', '.join(without)}: turns are tied to no question; "
        "put guide.md beside the recordings, or name it in study.toml",
    )


def _greet(
    view: ProgressView, intake: Intake, jobs: list[Job], problems: dict[str, TranscribeError]
) -> None:
    from transcribe.cli.terminal import plural

    title = intake.settings["title"] or intake.folder.name
    view.say(f"{title} · {plural(len(jobs) + len(problems), 'recording')}", style="bold")
    for name in problems:
        # Why, and what to do, stands at the end, where it is not scrolled away.
        view.say(f"  ✗ {name} is not opened", style="red")


def _show_plan(intake: Intake, workspace: Workspace, parts: Parts, *, as_json: bool) -> None:
    """What a run would do, without doing it or writing anything."""
    from transcribe.cli.terminal import console, print_json
    from transcribe.run.jobs import build_jobs
    from transcribe.run.linking import study_states
    from transcribe.run.planning import DONE, DRAFT

    jobs, problems = build_jobs(intake, workspace=workspace, read_guide=parts.read_guide)
    plan: dict[str, Any] = {}
    for name, stages in study_states(jobs, workspace=workspace, parts=parts).items():
        plan[name] = {
            state.stage: "reuse" if state.state in (DONE, DRAFT) else "run" for state in stages
        }
    document = {
        "dry_run": True,
        "recordings": [{"id": name, "stages": stages} for name, stages in plan.items()],
        "problems": [
            {"id": name, "error": error.message, "hint": error.hint}
            for name, error in problems.items()
        ],
    }
    if as_json:
        print_json(document)
    else:
        out = console()
        for name, stages in plan.items():
            todo = [stage for stage, what in stages.items() if what == "run"]
            out.print(f"{name}: " + (f"would run {', '.join(todo)}" if todo else "nothing to do"))
        for name, error in problems.items():
            out.print(f"{name}: {error.message}", markup=False)
    raise typer.Exit(worst_exit_code([error.exit_code for error in problems.values()]))
