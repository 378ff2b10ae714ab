"""A small study and the whole command line, run in this process against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from studies import make_study
from typer.testing import CliRunner

from transcribe.cli.app import app
from transcribe.core.recording import Identifiers
from transcribe.errors import TranscribeError


class CommandStudy:
    """Commands give their exit code and what they said; exported files are read back."""

    def __init__(
        self,
        folder: Path,
        texts: Mapping[str, Sequence[str]],
        *,
        identifiers: Mapping[str, Identifiers],
    ) -> None:
        self.folder = folder
        self.workspace = make_study(folder, texts, identifiers=identifiers)

    def __call__(self, *arguments: object) -> tuple[int, str]:
        words = [*map(str, arguments), "--out", str(self.workspace.out)]
        done = CliRunner().invoke(app, words)
        if isinstance(done.exception, TranscribeError):
            return done.exception.exit_code, f"{done.output}{done.exception}"
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    def sign(self) -> None:
        assert self("decide", "--all", "accept", "--sign-off", "R. Eader")[0] == 0

    def files(self, tier: str) -> dict[str, bytes]:
        folder = self.workspace.out / "export" / tier
        return {path.name: path.read_bytes() for path in folder.glob("*")}
