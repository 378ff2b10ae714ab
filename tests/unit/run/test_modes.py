"""Whatever the umask, nobody else can read what the private tree holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from studies import make_study
from typer.testing import CliRunner

from transcribe.cli.app import app
from transcribe.core.recording import Identifiers
from transcribe.run.privacy import close_private

TEXTS = {"P01": ["who", "maria lopez and lopes"], "P02": ["so", "maria"]}
NAMES = {"P01": Identifiers(people=("Maria Lopez",))}


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_every_file_ever_written_is_private(tmp_path: Path, umask: int) -> None:
    earlier = os.umask(umask)
    try:
        workspace = make_study(tmp_path, TEXTS, identifiers=NAMES)
        for command in (
            ["decide", "--accept", "lopes"],
            ["decide", "--all", "accept", "--sign-off", "Ann"],
            ["release"],
            ["purge", "--person", "P02", "--yes"],
            ["consent", "withdraw", "P01", "--yes"],
        ):
            done = CliRunner().invoke(app, [*command, "--out", str(workspace.out)])
            assert done.exit_code == 0, (command, done.output, done.exception)
            for path in (workspace.private, *workspace.private.rglob("*")):
                mode = path.stat().st_mode & 0o777
                assert mode == (0o700 if path.is_dir() else 0o600), (command, path, oct(mode))
    finally:
        os.umask(earlier)


def test_what_others_could_read_is_closed_and_said(tmp_path: Path) -> None:
    private = tmp_path / "private"
    (private / "P01").mkdir(parents=True)
    private.chmod(0o755)
    (private / "P01").chmod(0o750)
    (private / "P01" / "transcript.json").touch(mode=0o644)
    outside = tmp_path / "outside"
    outside.touch(mode=0o644)
    (private / "link").symlink_to(outside)
    (notice,) = close_private(private)
    assert "could be read by others" in notice
    assert close_private(private) == ()
    assert (private / "P01" / "transcript.json").stat().st_mode & 0o777 == 0o600
    assert (private / "P01").stat().st_mode & 0o777 == 0o700
    assert outside.stat().st_mode & 0o777 == 0o644
