"""Consent that cannot have been given, and counts that cannot be."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from transcribe.cli.app import app
from transcribe.errors import UsageError
from transcribe.run.intake import scan
from transcribe.run.sense import MADE, today

SOON = today() + timedelta(days=2)
"""In the future still, should midnight pass between collecting and running."""


def take(folder: Path, sidecar: str) -> str:
    (folder / "P07.wav").write_bytes(b"not opened here")
    (folder / "P07.toml").write_text(f'[consent]\nscopes = ["record", "transcribe"]\n{sidecar}')
    found = scan([folder])
    return str(found.problems["P07"]) if found.problems else ""


@pytest.mark.parametrize(
    ("sidecar", "said"),
    [
        ("given = 2026-05-04", ""),
        (f"given = {today()}", ""),
        (f"given = {SOON}", "has not come"),
        ("given = 2026-05-04\ndeadline = 2026-05-04", ""),
        ("given = 2026-05-04\ndeadline = 2020-01-01", "before it was given"),
        ("given = 2026-05-04\n[interview]\nspeakers = 1\ninterviewers = 2", "2 interviewers among"),
        ("given = 2026-05-04\n[interview]\nspeakers = [2, 4]\ninterviewers = 4", ""),
        ("given = 2026-05-04\n[interview]\nspeakers = [2, 4]\ninterviewers = 5", "5 interviewers"),
    ],
)
def test_what_cannot_be_is_not_opened(tmp_path: Path, sidecar: str, said: str) -> None:
    problem = take(tmp_path, sidecar)
    assert said in problem
    assert bool(problem) == bool(said)


def test_a_clock_that_lags_blocks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from transcribe.run import sense

    class Lagging(date):
        @classmethod
        def today(cls) -> date:
            return date(1970, 1, 1)

    monkeypatch.setattr(sense, "date", Lagging)
    assert not sense.not_yet(MADE)
    assert sense.not_yet(MADE + timedelta(days=1))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--given", str(SOON)], "has not come yet"),
        (["--given", "2026-05-04", "--deadline", "2020-01-01"], "before it was given"),
        (["--given", "04.05.2026"], "04.05.2026 is no date"),
        (["--given", "DATE"], "DATE is no date"),
    ],
)
def test_set_refuses_them_and_says_how_a_day_is_written(
    tmp_path: Path, options: list[str], said: str
) -> None:
    (tmp_path / "P07.wav").write_bytes(b"")
    command = ["consent", "set", "P07", *options, "--recordings", str(tmp_path)]
    done = CliRunner().invoke(app, [*command, "--out", str(tmp_path / "out")])
    assert isinstance(done.exception, UsageError)
    assert said in str(done.exception)
    assert "2026-05-04" in str(done.exception.hint) or "together" in str(done.exception.hint)
    assert not (tmp_path / "P07.toml").exists()


def test_notes_are_not_named_among_recordings(tmp_path: Path) -> None:
    (tmp_path / "P07.wav").write_bytes(b"")
    (tmp_path / "notes.txt").write_text("x")
    command = ["consent", "set", "nosuch", "--given", "2026-05-04", "--recordings", str(tmp_path)]
    done = CliRunner().invoke(app, [*command, "--out", str(tmp_path / "out")])
    assert str(getattr(done.exception, "hint", "")) == "there are: P07"
