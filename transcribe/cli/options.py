"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from transcribe.run.advice import DEFAULT_OUT as DEFAULT_OUT

OutOption = Annotated[
    Path,
    typer.Option(
        "--out", envvar="TRANSCRIBE_OUT", help="Folder of the results.", show_default=True
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
IdsArgument = Annotated[
    list[str] | None,
    typer.Argument(help="Recordings; all when none is named.", show_default=False),
]
ToOption = Annotated[
    Path | None,
    typer.Option("--to", metavar="DIR", help="Folder to write to.", show_default="OUT/export/TIER"),
]
ShowNamesOption = Annotated[
    bool,
    typer.Option("--show-names", help="Say which names still stand; for your eyes only."),
]
