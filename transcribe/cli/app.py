"""The command tree, and how an error becomes a message and an exit code."""

from __future__ import annotations

import sys
from typing import Annotated, NoReturn

import typer

from transcribe.cli.archive import archive
from transcribe.cli.audit import audit
from transcribe.cli.config import config_app
from transcribe.cli.consent import consent_app
from transcribe.cli.corrections import import_corrections
from transcribe.cli.decide import decide
from transcribe.cli.doctor import doctor
from transcribe.cli.evaluate import evaluate
from transcribe.cli.export import export
from transcribe.cli.gc import gc
from transcribe.cli.guide import guide_app
from transcribe.cli.models import models_app
from transcribe.cli.purge import purge
from transcribe.cli.release import release
from transcribe.cli.report import report
from transcribe.cli.review import review
from transcribe.cli.run import run
from transcribe.cli.status import status
from transcribe.cli.watch import watch
from transcribe.errors import TranscribeError

app = typer.Typer(
    name="transcribe",
    help="Recorded research interviews in; aligned, reviewed, anonymized transcripts out. "
    "Nothing leaves this machine.",
    no_args_is_help=True,
    add_completion=False,
    # Rich help costs twice the start of everything else together.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command(short_help="Transcribe, align and anonymize a folder of recordings.")(run)
app.command(short_help="Take up recordings as they arrive in a folder.")(watch)
app.command(short_help="Where every recording stands, and what to do next.")(status)
app.command(short_help="Check transcripts against the sound, in the browser.")(review)
app.command(short_help="Settle what was uncertain, and sign off.")(decide)
app.command(short_help="Let out what consent and review allow.")(release)
app.command(short_help="Transcripts in the formats of other tools.")(export)
app.command(short_help="The study in pictures: one page that needs nothing beside it.")(report)
app.command("import-corrections", short_help="What an interviewee corrected, as edits.")(
    import_corrections
)
app.command(short_help="Look for what still identifies somebody in finished files.")(audit)
app.add_typer(guide_app, name="guide")
app.add_typer(consent_app, name="consent")
app.command(short_help="The study in one encrypted file, and back.")(archive)
app.command(short_help="Delete audio that is due, or one person's private material.")(purge)
app.command(short_help="What older runs left behind, and its deletion.")(gc)
app.command(short_help="Compare a result with a reference.")(evaluate)
app.command(short_help="What works on this machine, and what mends the rest.")(doctor)
app.add_typer(models_app, name="models")
app.add_typer(config_app, name="config")


def _show_version(wanted: bool) -> None:
    if wanted:
        from transcribe import __version__

        print(f"transcribe {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show it.")
    ] = False,
) -> None:
    """Keep the options that come before a command."""


def main() -> None:
    """Run the command line; never shows a traceback for an error of the tree."""
    try:
        app()
    except TranscribeError as error:
        _fail(error)
    except OSError as error:
        # A full disk, a folder of somebody else's: no fault of the program.
        from transcribe.run.failures import as_failure

        _fail(as_failure(error))


def _fail(error: TranscribeError) -> NoReturn:
    """Say what is wrong, and leave with its code."""
    from transcribe.cli.terminal import show_error
    from transcribe.run.advice import given_out, with_out

    if error.hint:
        error.hint = with_out(error.hint, given_out(sys.argv[1:]))
    show_error(error)
    sys.exit(error.exit_code)
