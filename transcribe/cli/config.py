"""``transcribe config show``: every setting, and where it came from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from transcribe.cli.options import DEFAULT_OUT, JsonOption, OutOption

if TYPE_CHECKING:
    from transcribe.config import Settings

config_app = typer.Typer(help="Settings and where each came from.", no_args_is_help=True)


@config_app.callback()
def _root() -> None:
    """Keep ``show`` a subcommand."""


def _value(settings: Settings, name: str) -> Any:
    """A setting as it is used: the models folder is the one that is looked into."""
    return str(settings.models) if name == "models" else settings[name]


@config_app.command()
def show(
    recordings: Annotated[
        Path | None,
        typer.Argument(help="Folder with study.toml; default: the one run last, else recordings."),
    ] = None,
    out: OutOption = DEFAULT_OUT,
    json: JsonOption = False,
) -> None:
    """Show every setting, its value, and where it came from."""
    from rich.table import Table
    from rich.text import Text

    from transcribe.cli.terminal import console, print_json
    from transcribe.config import OPTIONS
    from transcribe.core.codec import to_json
    from transcribe.errors import UsageError
    from transcribe.run.intake import load_settings
    from transcribe.run.store import Workspace

    if recordings is not None and not recordings.is_dir():
        raise UsageError(f"there is no folder {recordings}", hint="name a folder of recordings")
    folder = recordings or Path(Workspace(out).memory().get("recordings", "recordings"))
    settings = load_settings(folder)
    if json:
        print_json(
            {
                option.name: {
                    "value": to_json(_value(settings, option.name)),
                    "source": settings.sources[option.name],
                    "environment": option.variable,
                    "about": option.about,
                }
                for option in OPTIONS
            }
        )
        return
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for title in ("setting", "value", "from", "what it is"):
        # A setting's name is copied from here: it is never cut.
        whole = title in ("setting", "from")
        table.add_column(title, no_wrap=whole, overflow="ignore" if whole else "fold")
    for option in OPTIONS:
        value, source = _value(settings, option.name), settings.sources[option.name]
        shown = (
            ", ".join(value) if isinstance(value, tuple) else str("" if value is None else value)
        )
        style = "" if source == "default" else "bold"
        where = "environment" if source.startswith("environment") else source
        table.add_row(Text(option.name), Text(shown, style=style), where, Text(option.about))
    console().print(table)
