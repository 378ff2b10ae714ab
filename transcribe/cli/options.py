"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

OutOption = Annotated[
    Path,
    typer.Option(
        "--out", envvar="TRANSCRIBE_OUT", help="Folder of the results.", show_default=True
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
DEFAULT_OUT = Path("transcripts")
