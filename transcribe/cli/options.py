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
