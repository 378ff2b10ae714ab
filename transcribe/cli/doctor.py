"""``transcribe doctor``: what works on this machine, and the command that mends each lack."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from transcribe.cli.models import ModelsOption, models_folder
from transcribe.cli.options import DEFAULT_OUT, JsonOption, OutOption

if TYPE_CHECKING:
    from transcribe.backends.checkup import Finding

MARKS = {"ok": ("✓", "green"), "draft": ("~", "yellow"), "lack": ("·", "dim"), "bad": ("✗", "red")}


def doctor(
    models: ModelsOption = None, out: OutOption = DEFAULT_OUT, json: JsonOption = False
) -> None:
    """Say what works on this machine, and the command that mends each lack."""
    from transcribe.backends.checkup import check
    from transcribe.cli.terminal import print_json
    from transcribe.core.codec import to_json
    from transcribe.errors import MissingPartError

    findings = check(models_folder(models, out), _existing(out))
    broken = any(finding.state == "bad" for finding in findings)
    if json:
        print_json({"ok": not broken, "parts": to_json(findings)})
    else:
        _show(findings)
    if broken:
        raise typer.Exit(MissingPartError.exit_code)


def _existing(path: Path) -> Path:
    """The nearest folder that is there: disks are asked by folder."""
    path = path.absolute()
    while not path.is_dir():
        path = path.parent
    return path


def _show(findings: tuple[Finding, ...]) -> None:
    from rich.table import Table
    from rich.text import Text

    from transcribe.cli.terminal import console

    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for finding in findings:
        mark, style = MARKS[finding.state]
        table.add_row(Text(mark, style=style), Text(finding.part, style="bold"), finding.detail)
        if finding.mend:
            table.add_row("", "", Text(f"→ {finding.mend}", style="dim"))
    console().print(table)
