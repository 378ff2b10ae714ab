"""Disks that are full and folders that may not be written, wherever a command comes to write."""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from integration_study import CommandLine, add_recording, write_study
from permissions import as_nobody
from small_disks import small_disk
from studies import make_study

from transcribe.cli.app import main


@pytest.fixture(name="small_disk")
def half_a_megabyte() -> Iterator[Path]:
    """A disk of half a megabyte."""
    with small_disk("512k") as disk:
        yield disk


def fill(disk: Path) -> Path:
    """Leave no byte free."""
    path = disk / "filler"
    with path.open("wb", buffering=0) as stream, contextlib.suppress(OSError):
        while True:
            stream.write(b"\0" * 4096)
    return path


def contents(out: Path) -> dict[str, bytes]:
    """What was kept; a log that was opened and could not be written to holds nothing."""
    return {
        str(path): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.stat().st_size and path.name not in (".lock", "index.json")
    }


def test_a_disk_that_is_full_from_the_start(tmp_path: Path, small_disk: Path) -> None:
    recordings = write_study(tmp_path)
    add_recording(recordings, seconds=2)
    fill(small_disk)
    done = CommandLine(tmp_path)("run", recordings, "--out", small_disk / "out")
    assert done.code == 3
    assert "the disk is full" in done.err
    assert "→" in done.err
    assert not list(small_disk.rglob("*.partial"))


def test_words_said_on_a_full_disk_are_refused_and_nothing_is_lost(
    tmp_path: Path, small_disk: Path
) -> None:
    study = make_study(
        small_disk, {"P01": ["who are you", "i am maria lopez of brightwater in the north"]}
    )
    command, before = CommandLine(tmp_path), contents(study.out)
    filler = fill(small_disk)
    done = command("decide", "P01", "--sign-off", "Ada", "--out", study.out)
    assert done.code not in (0, 1)
    assert "the disk is full" in done.err
    assert contents(study.out) == before
    # What only looks still works.
    assert command("status", "--out", study.out).code == 0
    filler.unlink()
    assert command("decide", "P01", "--sign-off", "Ada", "--out", study.out).code == 0


def test_results_that_belong_to_somebody_else_are_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As an ordinary user, or it proves nothing; what that user may not read is imported before."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        study = make_study(folder, {"P01": ["who are you", "i am maria lopez"]})
        run = ["transcribe", "run", str(folder / "recordings"), "--out", str(study.out)]
        monkeypatch.setattr(sys, "argv", [*run, "--dry-run"])
        with study.lock(), pytest.raises(SystemExit):
            main()
        before = contents(study.out)
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        study.private.chmod(0o555)
        monkeypatch.setattr(sys, "argv", run)

        def refused() -> None:
            said = io.StringIO()
            with contextlib.redirect_stderr(said):
                try:
                    main()
                except SystemExit as left:
                    raise RuntimeError(f"{left.code} {said.getvalue()}") from None

        done = as_nobody(refused)
        study.private.chmod(0o755)
        assert done.startswith("RuntimeError: 3 "), done
        assert "Permission denied" in done
        assert contents(study.out) == before
