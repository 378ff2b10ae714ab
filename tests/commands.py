"""``decide``, ``release`` and ``consent`` run in this process, against one folder."""

from __future__ import annotations

import json
from typing import Any

import typer
from typer.testing import CliRunner

from transcribe.cli.consent import consent_app
from transcribe.cli.decide import decide
from transcribe.cli.release import release
from transcribe.errors import TranscribeError
from transcribe.run.store import Workspace


class Commands:
    """Runs commands against one folder; an error of the tree is its exit code."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.app = typer.Typer()
        self.app.command()(decide)
        self.app.command()(release)
        self.app.add_typer(consent_app, name="consent")

    def __call__(self, *arguments: str, stdin: str | None = None) -> tuple[int, str]:
        command = [*arguments, "--out", str(self.workspace.out)]
        result = CliRunner().invoke(self.app, command, input=stdin)
        if isinstance(result.exception, TranscribeError):
            error = result.exception
            return error.exit_code, f"{result.output}{error}\n{error.hint}"
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    def json(self, *arguments: str) -> Any:
        return json.JSONDecoder().raw_decode(self(*arguments, "--json")[1])[0]

    @property
    def public(self) -> dict[str, bytes]:
        root = self.workspace.public
        return {
            str(path.relative_to(root)): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }
