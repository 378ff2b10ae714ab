"""``transcribe purge``: delete audio that is due, or one person's private material."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from transcribe.cli.options import DEFAULT_OUT, OutOption

if TYPE_CHECKING:
    from transcribe.run.purging import Purge
    from transcribe.run.store import Workspace

MOST_SHOWN = 20


def purge(
    due: Annotated[
        bool,
        typer.Option("--due", help="The audio, if the day in study.toml ([retention] audio) came."),
    ] = False,
    person: Annotated[
        str | None,
        typer.Option(
            "--person",
            metavar="ID",
            help="Recordings, transcripts and decisions of a participant; what was released and "
            "the sidecar stay. To take everything back: transcribe consent withdraw.",
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be deleted.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Delete audio when its time has come, or the private material of one participant."""
    from transcribe.cli.study import open_workspace, refresh_study
    from transcribe.cli.terminal import asked, console
    from transcribe.errors import UsageError
    from transcribe.run.purging import carry_out, plan_person

    if due == (person is not None):
        raise UsageError("say what to delete", hint="--due, or --person ID")
    workspace = open_workspace(out)
    screen = console()
    with workspace.lock():
        plan = _plan_due(workspace) if person is None else plan_person(workspace, person)
        if plan is None or not plan.paths:
            screen.print("Nothing is left to delete." if plan else "Nothing is due yet.")
            for left in plan.left if plan else ():
                screen.print(f"Not deleted: {left}", markup=False)
            return
        _show(plan, workspace)
        if dry_run:
            screen.print("Nothing was deleted (--dry-run).")
            return
        if not yes:
            if not sys.stdin.isatty():
                raise UsageError("it asks before it deletes", hint="add --yes to be asked nothing")
            if not asked("Delete all of this?"):
                screen.print("Nothing was deleted.")
                raise typer.Exit(130)
        files, size = len(plan.files), plan.size
        carry_out(workspace, plan)
        refresh_study(workspace)
    screen.print(f"{_extent(files, size)} deleted; private/purged.jsonl keeps when and how much.")
    screen.print("Backups and copies elsewhere are yours to delete.", style="dim")


def _plan_due(workspace: Workspace) -> Purge | None:
    """The audio, or None when its day has not come.

    Raises
    ------
    UsageError
        When no day is set.
    """
    from transcribe.cli.study import study_settings
    from transcribe.cli.terminal import console
    from transcribe.errors import UsageError
    from transcribe.run.purging import plan_audio
    from transcribe.run.sources import left_alone

    day = study_settings(workspace)["retention.audio"]
    left = left_alone(workspace)
    if day is None and left:
        raise UsageError(left)
    if day is None:
        raise UsageError(
            "no day is set on which the audio is to be deleted",
            hint="in study.toml: [retention] and audio = 2027-12-31",
        )
    if day > datetime.now(UTC).date():
        console().print(f"The audio is to be deleted on {day.isoformat()}.")
        return None
    return plan_audio(workspace, due=day)


def _show(plan: Purge, workspace: Workspace) -> None:
    from transcribe.cli.terminal import console, plural
    from transcribe.run.links import left_behind
    from transcribe.run.purging import PERSON
    from transcribe.run.released import released

    screen = console()
    about = plural(len(plan.recordings), "recording")
    screen.print(
        f"To be deleted for good: {_extent(len(plan.files), plan.size)} of {about} ({plan.why})",
        markup=False,
    )
    for path in plan.paths[:MOST_SHOWN]:
        screen.print(f"    {path}", markup=False)
    if len(plan.paths) > MOST_SHOWN:
        screen.print(f"    … and {len(plan.paths) - MOST_SHOWN} more")
    for sentence in (*left_behind(plan.paths), *plan.left):
        screen.print(f"Not deleted: {sentence}", markup=False)
    if plan.what != PERSON:
        screen.print("Transcripts, reviews and what is public stay.")
        return
    public = [
        str(note["public_id"]) for name in plan.recordings if (note := released(workspace, name))
    ]
    stays = f"what is public ({', '.join(public)}), " if public else ""
    screen.print(
        f"What stays: {stays}the sidecars with the consent, and their names, which are looked for "
        "in other interviews.",
        markup=False,
    )


def _extent(files: int, size: int) -> str:
    from transcribe.cli.terminal import file_size, plural

    return f"{plural(files, 'file')} ({file_size(size)})"
