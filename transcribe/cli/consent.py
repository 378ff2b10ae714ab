"""``transcribe consent``: what participants agreed to, and taking it back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from transcribe.cli.options import DEFAULT_OUT, JsonOption, OutOption
from transcribe.core.recording import SCOPES

consent_app = typer.Typer(
    help="What participants agreed to, and taking it back.", no_args_is_help=True
)

DAY = "YYYY-MM-DD"

RecordingsOption = Annotated[
    str | None,
    typer.Option(
        "--recordings",
        help="Folder of the recordings; default: the one run last, else recordings.",
        show_default=False,
    ),
]


@consent_app.command(short_help="Show consent records.")
def show(
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID…", help="Recordings; all when none is named."),
    ] = None,
    as_json: JsonOption = False,
    recordings: RecordingsOption = None,
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Show consent records."""
    from transcribe.cli.terminal import console, print_json
    from transcribe.run.consent import consent_facts, find_sidecars, tombstones
    from transcribe.run.passages import heard_permission
    from transcribe.run.store import Workspace
    from transcribe.stages.permission import heard_words

    workspace = Workspace(out)
    sidecars = find_sidecars(workspace, ids or (), recordings=recordings)
    facts = [
        {**consent_facts(recording, path), "heard": heard_permission(workspace, recording)}
        for recording, path in sidecars.items()
    ]
    withdrawn = [one for one in tombstones(workspace) if not ids or one["id"] in ids]
    if as_json:
        print_json({"recordings": facts, "withdrawn": withdrawn})
        return
    screen = console()
    for one in facts:
        given = f"given {one['given']}" if one["given"] else "not given"
        screen.print(f"{one['id']}: {given}", style="bold", markup=False)
        screen.print(f"    covers: {', '.join(one['scopes']) or 'nothing'}", markup=False)
        if one["form"]:
            screen.print(f"    form: {one['form']}", markup=False)
        if one["heard"]:
            screen.print(f"    {heard_words(one['heard'])}", markup=False)
        if one["deadline"]:
            screen.print(f"    {_until(one['deadline'])}", markup=False)
    for one in withdrawn:
        screen.print(f"{one['id']}: withdrawn {one['at'][:10]}", markup=False)


def _day(option: str, written: str | None) -> date | None:
    """The day that a person wrote.

    Raises
    ------
    UsageError
        When it is no day, with the way to write one.
    """
    from transcribe.errors import UsageError

    if not written:
        return None
    try:
        return datetime.strptime(written, "%Y-%m-%d").date()
    except ValueError:
        raise UsageError(
            f"{option}: {written} is no date", hint=f"year, month and day: {option} 2026-05-04"
        ) from None


def _until(deadline: str) -> str:
    past = deadline < date.today().isoformat()
    if past:
        return f"could be taken back until {deadline}, which is past"
    return f"can be taken back until {deadline}"


@consent_app.command("set", short_help="Write consent into the sidecars.")
def set_consent(
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help="Recordings.")],
    given: Annotated[
        str | None,
        typer.Option(metavar=DAY, help="Day consent was given.", show_default=False),
    ] = None,
    scopes: Annotated[
        str | None,
        typer.Option(help=f"All it covers, separated by commas: {', '.join(SCOPES)}."),
    ] = None,
    add: Annotated[list[str] | None, typer.Option(help="A scope more.", show_default=False)] = None,
    remove: Annotated[
        list[str] | None, typer.Option(help="A scope less.", show_default=False)
    ] = None,
    form: Annotated[
        str | None, typer.Option(help="File name of the signed form.", show_default=False)
    ] = None,
    deadline: Annotated[
        str | None,
        typer.Option(metavar=DAY, help="Last day to take it back.", show_default=False),
    ] = None,
    recordings: RecordingsOption = None,
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Write consent into the sidecars; all else in them stays as it is."""
    from transcribe.cli.terminal import console
    from transcribe.errors import UsageError
    from transcribe.run.consent import consent_facts, find_sidecars, write_consent
    from transcribe.run.store import Workspace

    if not any((given, scopes is not None, add, remove, form, deadline)):
        raise UsageError(
            "say what to set", hint="transcribe consent set ID --given 2026-05-04 --scopes record,…"
        )
    day_given, last_day = _day("--given", given), _day("--deadline", deadline)
    whole = None if scopes is None else _split([scopes])
    workspace = Workspace(out)
    for recording, path in find_sidecars(
        workspace, ids, recordings=recordings, missing_ok=True
    ).items():
        write_consent(
            path,
            recording=recording,
            given=day_given,
            scopes=whole,
            add=_split(add or ()),
            remove=_split(remove or ()),
            form=form,
            deadline=last_day,
        )
        facts = consent_facts(recording, path)
        console().print(
            f"{recording}: given {facts['given'] or 'not yet'}; "
            f"covers {', '.join(facts['scopes']) or 'nothing'}",
            markup=False,
        )


@consent_app.command(short_help="Delete everything of a participant, everywhere.")
def withdraw(
    recording: Annotated[str, typer.Argument(metavar="ID", help="A recording or a participant.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Purge everything of the participant of a recording: all their recordings, everywhere."""
    from transcribe.cli.study import open_workspace, refresh_study
    from transcribe.cli.terminal import asked, console
    from transcribe.cli.withdrawn import show_done, show_plan
    from transcribe.run.withdrawal import plan_withdrawal, purge

    workspace = open_workspace(out)
    with workspace.lock():
        plan = plan_withdrawal(workspace, recording)
        show_plan(plan)
        if not yes and not asked("Delete all of this?"):
            console().print("Nothing was deleted.")
            raise typer.Exit(130)
        done = purge(workspace, plan)
        refresh_study(workspace)
        show_done(workspace, plan, done)


def _split(values: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part for value in values for part in value.replace(",", " ").split())
