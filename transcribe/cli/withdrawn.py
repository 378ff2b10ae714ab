"""What a withdrawal deleted, and which commands bring the rest of a study up to date."""

from __future__ import annotations

from shlex import quote

from transcribe.cli.terminal import console, plural
from transcribe.run.advice import command, with_out
from transcribe.run.sources import recordings_folder
from transcribe.run.store import Workspace
from transcribe.run.withdrawal import Purged, Withdrawal


def show_plan(plan: Withdrawal) -> None:
    """Everything that would be deleted."""
    screen = console()
    screen.print(f"Withdrawal of {plan.participant} deletes for good:", markup=False)
    for path in plan.paths:
        screen.print(f"    {path}", markup=False)
    for bundle in plan.bundles:
        screen.print(f"    {bundle.path} (bundle, version {bundle.version})", markup=False)
    for export in plan.exports:
        screen.print(f"    {export} (export)", markup=False)
    for sentence in plan.staying:
        screen.print(f"Not deleted: {sentence}", markup=False)


def show_done(workspace: Workspace, plan: Withdrawal, done: Purged) -> None:
    """What was deleted, what could not be, and what comes next."""
    screen = console()
    several = plural(len(plan.recordings), "recording")
    said = [f"{several} deleted; private/withdrawn.jsonl keeps the day."]
    for path in done.foreign:
        said.append(f"Not deleted, because it was changed or added by hand: {path}")
    for place in plan.elsewhere:
        said.append(f"A bundle was written to {place} and is not there any more.")
    if plan.released:
        said.append(
            f"Already public, and now deleted here: {', '.join(plan.released)}. "
            "Copies elsewhere are yours to call back."
        )
    if done.remade:
        run = f"transcribe run {quote(str(recordings_folder(workspace) or 'recordings'))}"
        said.append(
            f"Other interviews are to be looked through again ({', '.join(done.remade)}): "
            + with_out(run, workspace.out)
        )
    said.append(
        "Archives (transcribe archive) and backups made before still hold it: delete them, or make "
        "them anew."
    )
    again = [command("release", name) for name in _to_release_again(workspace)]
    again += [
        f"transcribe release --bundle {quote(bundle.path)}"
        for bundle in plan.bundles
        if not bundle.path.endswith(".zip")
    ]
    if again:
        said.append("To be released again, without what was withdrawn:")
        said += [f"    {with_out(line, workspace.out)}" for line in again]
    for line in said:
        screen.print(line, markup=False)


def _to_release_again(workspace: Workspace) -> list[str]:
    """Recordings that are public in another form than they would be released in now."""
    from transcribe.cli.study import study_settings
    from transcribe.guides import read_guide
    from transcribe.release.candidates import open_study
    from transcribe.release.outcome import differs_from_public

    study = open_study(workspace, settings=study_settings(workspace), read_guide=read_guide)
    return [name for name in study.documents if differs_from_public(study, name)]
