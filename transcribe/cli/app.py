"""The command tree, and how an error becomes a message and an exit code."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from transcribe.cli.config import config_app
from transcribe.cli.consent import consent_app
from transcribe.cli.decide import decide
from transcribe.cli.doctor import doctor
from transcribe.cli.evaluate import evaluate
from transcribe.cli.guide import guide_app
from transcribe.cli.models import models_app
from transcribe.cli.release import release
from transcribe.cli.run import run
from transcribe.cli.status import status
from transcribe.errors import TranscribeError

app = typer.Typer(
    name="transcribe",
    help="Recorded research interviews in; aligned, reviewed, anonymized transcripts out. "
    "Nothing leaves this machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command(rich_help_panel="Every day")(run)
app.command(rich_help_panel="Every day")(status)
app.command(rich_help_panel="Every day")(decide)
app.command(rich_help_panel="Every day")(release)
app.add_typer(guide_app, name="guide", rich_help_panel="A study")
app.add_typer(consent_app, name="consent", rich_help_panel="A study")
app.command(rich_help_panel="A study")(evaluate)
app.command(rich_help_panel="This machine")(doctor)
app.add_typer(models_app, name="models", rich_help_panel="This machine")
app.add_typer(config_app, name="config", rich_help_panel="This machine")


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
        from transcribe.cli.terminal import show_error

        show_error(error)
        sys.exit(error.exit_code)
