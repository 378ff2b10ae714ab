"""``transcribe archive``: the study in one encrypted file, and back."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from transcribe.cli.options import DEFAULT_OUT, OutOption

if TYPE_CHECKING:
    from transcribe.run.archive import Secret
    from transcribe.run.store import Workspace

VARIABLE = "TRANSCRIBE_PASSPHRASE"


def archive(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The archive: study.zip, say.")],
    restore: Annotated[
        bool, typer.Option("--restore", help="Put an archive back, into a new --out folder.")
    ] = False,
    key_file: Annotated[
        Path | None,
        typer.Option(
            "--key-file",
            help=f"File with the passphrase or an age key; else {VARIABLE}, else you are asked.",
            show_default=False,
        ),
    ] = None,
    with_recordings: Annotated[
        bool, typer.Option("--with-recordings", help="The recordings' folder as well.")
    ] = False,
    remove: Annotated[
        bool,
        typer.Option("--remove", help="Then delete the private folder and exports; asks first."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Encrypt the private and the public folder into one file, or put such a file back.

    The file is in the format of age (age-encryption.org), so other programs can open it too.
    """
    from transcribe.errors import UsageError

    if restore:
        if remove or with_recordings:
            raise UsageError("--restore goes with --key-file and --out alone")
        _restore(file, out, key_file)
        return
    _archive(file, out, key_file, with_recordings=with_recordings, remove=remove, yes=yes)


def _archive(
    file: Path,
    out: Path,
    key_file: Path | None,
    *,
    with_recordings: bool,
    remove: bool,
    yes: bool,
) -> None:
    from transcribe.cli.study import open_workspace
    from transcribe.cli.terminal import console, file_size, plural
    from transcribe.errors import UsageError
    from transcribe.run.archive import make_archive

    workspace = open_workspace(out)
    if file.exists():
        raise UsageError(f"{file} is there already", hint="name a new file, or move it away")
    if remove and not yes and not sys.stdin.isatty():
        raise UsageError("--remove asks before it deletes", hint="add --yes to be asked nothing")
    roots = {"private": workspace.private}
    if workspace.public.is_dir():
        roots["public"] = workspace.public
    if with_recordings:
        roots["recordings"] = _recordings(workspace)
    secret = _secret(key_file, new=True)
    progress, result = console(stderr=True), console()
    with workspace.lock():
        progress.print("Encrypting, then reading it back …", style="dim")
        contents = make_archive(roots, file, secret=secret)
        result.print(
            f"{plural(contents.files, 'file')} ({file_size(contents.size)}) in {file}, "
            "encrypted and read back: it holds what the folder holds.",
            markup=False,
        )
        result.print(
            "Without the passphrase or key nobody can open it, you neither: keep it elsewhere.",
            markup=False,
        )
        if remove:
            _remove(workspace, yes=yes)
    if not remove:
        result.print(f"The folder {workspace.private} is still here, unencrypted.", markup=False)


def _remove(workspace: Workspace, *, yes: bool) -> None:
    import shutil

    from transcribe.cli.terminal import asked, console, plural
    from transcribe.errors import TranscribeError
    from transcribe.run.exported import delete_exports, exports_there

    private = exports_there(workspace, tier="private")
    # They say as much as the folder does, and can be made again once it is put back.
    beside = f" and {plural(len(private), 'private export')}" if private else ""
    if not yes and not asked(f"Delete {workspace.private}{beside} now?"):
        console().print("Nothing was deleted.")
        return
    names = {name for one in private for name in one.recordings}
    foreign = delete_exports(workspace, names, tier="private")
    try:
        shutil.rmtree(workspace.private)
    except OSError as error:
        raise TranscribeError(
            f"cannot delete {workspace.private} ({error.strerror})", hint="delete it by hand"
        ) from None
    verb = "are" if private else "is"
    console().print(
        f"{workspace.private}{beside} {verb} deleted. Backups and copies elsewhere are yours to "
        "delete.",
        markup=False,
    )
    for path in foreign:
        console().print(f"Not deleted, because it was changed by hand: {path}", markup=False)


def _restore(file: Path, out: Path, key_file: Path | None) -> None:
    from transcribe.cli.terminal import console, file_size, plural
    from transcribe.errors import UsageError
    from transcribe.run.archive import restore_archive
    from transcribe.run.store import Workspace

    if not file.is_file():
        raise UsageError(f"there is no {file}")
    contents = restore_archive(file, out, secret=_secret(key_file, new=False))
    recordings = out.absolute() / "recordings"
    if recordings.is_dir():
        Workspace(out).remember(recordings=str(recordings))
    screen = console()
    screen.print(
        f"{plural(contents.files, 'file')} ({file_size(contents.size)}) put back in {out}."
    )
    if recordings.is_dir():
        screen.print(f"The recordings are in {recordings}.", markup=False)


def _recordings(workspace: Workspace) -> Path:
    from transcribe.errors import UsageError
    from transcribe.run.sources import recordings_folder

    folder = recordings_folder(workspace)
    if folder is None:
        raise UsageError("the recordings' folder is gone", hint="leave --with-recordings out")
    return folder


def _secret(key_file: Path | None, *, new: bool) -> Secret:
    """The secret from a file, the environment, or the person at the terminal."""
    from transcribe.errors import UsageError
    from transcribe.run.archive import LEAST_LETTERS, Secret, read_key_file

    if key_file is not None:
        return read_key_file(key_file)
    given = os.environ.get(VARIABLE)
    if given:
        if new and len(given) < LEAST_LETTERS:
            raise UsageError(
                f"the passphrase in {VARIABLE} has {len(given)} letters: too few",
                hint=f"take at least {LEAST_LETTERS}; several words are good",
            )
        return Secret(passphrase=given)
    if not sys.stdin.isatty():
        raise UsageError(
            "there is nobody to ask for a passphrase", hint=f"give --key-file, or set {VARIABLE}"
        )
    prompt = f"New passphrase (at least {LEAST_LETTERS} letters)" if new else "Passphrase"
    while True:
        try:
            entered = typer.prompt(prompt, hide_input=True, confirmation_prompt=new, err=True)
        except typer.Abort:
            raise typer.Exit(130) from None
        if not new or len(entered) >= LEAST_LETTERS:
            return Secret(passphrase=entered)
        prompt = f"That is too short. At least {LEAST_LETTERS} letters"
