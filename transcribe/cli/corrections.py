"""``transcribe import-corrections``: what an interviewee corrected, back into the review."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from transcribe.cli.options import DEFAULT_OUT, JsonOption, OutOption

if TYPE_CHECKING:
    from transcribe.run.corrections import Copy, Correction
    from transcribe.run.store import Workspace


def import_corrections(
    file: Annotated[Path, typer.Argument(metavar="FILE.docx", help="As it came back.")],
    recording: Annotated[
        str | None,
        typer.Option(
            "--recording",
            metavar="ID",
            help="Its recording, if the file does not say.",
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be taken; write nothing.")
    ] = False,
    as_json: JsonOption = False,
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Read what an interviewee corrected or struck out in their copy, as edits of the review."""
    import hashlib

    from transcribe.cli.study import choose_ids, open_workspace, refresh_study
    from transcribe.readers.corrections import match_turns, read_returned
    from transcribe.run.corrections import (
        find_copy,
        plan_corrections,
        take_corrections,
        taken_before,
    )

    workspace = open_workspace(out)
    returned = read_returned(file)
    if recording is not None:
        choose_ids(workspace, [recording])
    document = hashlib.sha256(file.read_bytes()).hexdigest()
    with workspace.lock():
        refresh_study(workspace)
        copy = find_copy(workspace, returned.token, recording=recording)
        known = taken_before(workspace, copy, document=document)
        sent = [(str(turn["name"]), str(turn["shown"])) for turn in copy.turns]
        found, joined = match_turns(returned, sent)
        corrections = plan_corrections(workspace, copy, found, joined)
        if not dry_run:
            take_corrections(workspace, copy, corrections, document=document)
            refresh_study(workspace)
    _report(
        workspace, copy, corrections, comments=returned.comments, as_json=as_json,
        said="would be" if dry_run else "was", known=known,
    )  # fmt: skip


def _report(
    workspace: Workspace,
    copy: Copy,
    corrections: Sequence[Correction],
    *,
    comments: int,
    as_json: bool,
    said: str,
    known: bool,
) -> None:
    from shlex import quote

    from transcribe.cli.terminal import console, plural, print_json
    from transcribe.run.advice import with_out
    from transcribe.run.corrections import ALREADY, CHANGED, LEFT_OUT, UNPLACED
    from transcribe.run.sources import recordings_folder

    counts = {
        what: sum(one.what == what for one in corrections)
        for what in (CHANGED, LEFT_OUT, UNPLACED, ALREADY)
    }
    if as_json:
        print_json(
            {
                "recording": copy.recording,
                "taken": said == "was",
                "changed": [one.turn for one in corrections if one.what == CHANGED],
                "left_out": [one.turn for one in corrections if one.what == LEFT_OUT],
                "already": [one.turn for one in corrections if one.what == ALREADY],
                "not_placed": [
                    {"turn": one.turn, "why": one.why}
                    for one in corrections
                    if one.what == UNPLACED
                ],
                "comments": comments,
            }
        )
        return
    screen = console()
    screen.print(f"{copy.recording}: {plural(len(copy.turns), 'turn')} in the copy", style="bold")
    if known:
        screen.print("  This very document was read in before.", markup=False)
    screen.print(f"  {plural(counts[CHANGED], 'turn')} corrected", markup=False)
    struck = sum(one.struck for one in corrections if one.what == CHANGED)
    if struck:
        screen.print(f"    {struck} of them with words struck out, shown as […]", markup=False)
    screen.print(f"  {plural(counts[LEFT_OUT], 'turn')} struck out: left out of every release")
    for one in corrections:
        if one.what in (CHANGED, LEFT_OUT):
            verb = "corrected" if one.what == CHANGED else "left out"
            screen.print(f"    {one.turn} {verb}", style="dim", markup=False)
    if counts[ALREADY]:
        screen.print(f"  {plural(counts[ALREADY], 'turn')} already so", markup=False)
    for one in corrections:
        if one.what == UNPLACED:
            screen.print(f"  ✗ {one.turn} was not placed: {one.why}", markup=False)
    if comments:
        screen.print(
            f"  {plural(comments, 'comment')} in the margin: read them yourself", markup=False
        )
    if said != "was":
        screen.print("Nothing was written (--dry-run).")
        return
    folder = recordings_folder(workspace)
    if counts[CHANGED] or counts[LEFT_OUT]:
        run = with_out(f"transcribe run {quote(str(folder or 'recordings'))}", workspace.out)
        screen.print(f"Next: {run}   (then read it and sign it off again)", markup=False)
