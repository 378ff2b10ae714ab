"""``transcribe doctor``: what works on this machine, and the command that mends each lack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from transcribe.cli.models import ModelsOption, models_folder
from transcribe.cli.options import DEFAULT_OUT, JsonOption, OutOption

if TYPE_CHECKING:
    from transcribe.backends.checkup import Finding

MARKS = {
    "ok": ("✓", "green"),
    "draft": ("~", "yellow"),
    "lack": ("·", "dim"),
    "bad": ("✗", "red"),
    "warn": ("!", "bold yellow"),
}


def doctor(
    models: ModelsOption = None, out: OutOption = DEFAULT_OUT, json: JsonOption = False
) -> None:
    """Say what works on this machine, and the command that mends each lack."""
    from transcribe.backends.checkup import check
    from transcribe.cli.terminal import print_json
    from transcribe.core.codec import to_json
    from transcribe.errors import MissingPartError

    findings = (*check(models_folder(models, out), _existing(out)), *_privacy(out))
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


def _privacy(out: Path) -> Iterator[Finding]:
    """Where the private folder lies, and who else may see what is in it."""
    from shlex import quote

    from transcribe.backends.checkup import OK, WARN, Finding
    from transcribe.run.encryption import is_encrypted
    from transcribe.run.privacy import exposures, open_to_others, swap_exposures

    private, part = out / "private", "private folder"
    found = [(one.what, one.mend) for one in (*exposures(private), *swap_exposures())]
    opened = open_to_others(private)
    if opened:
        noun = "1 file or folder" if opened == 1 else f"{opened} files and folders"
        mend = f"chmod -R go= {quote(str(private))}"
        found.append((f"{noun} in {private} can be read by others on this machine", mend))
    for what, mend in found:
        yield Finding(part=part, state=WARN, detail=what, mend=mend)
    if not found:
        disk = (
            "encrypted disk"
            if is_encrypted(private)
            else "whether its disk is encrypted is not known here"
        )
        yield Finding(part=part, state=OK, detail=f"{private}: yours alone, not synced; {disk}")


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
