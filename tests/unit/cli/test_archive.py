from __future__ import annotations

from pathlib import Path

import pytest
from studies import make_study
from typer.testing import CliRunner

from transcribe.cli.app import app
from transcribe.errors import TranscribeError
from transcribe.run.store import Workspace

PASSPHRASE = "a long enough sentence"


def call(*arguments: object, **options: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(one) for one in arguments], **options)
    if isinstance(done.exception, TranscribeError):
        return done.exception.exit_code, f"{done.output}{done.exception}\n{done.exception.hint}"
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.fixture
def study(tmp_path: Path) -> Workspace:
    return make_study(tmp_path, {"P01": ["who", "maria said"]})


def test_away_and_back(study: Workspace, tmp_path: Path) -> None:
    environment = {"TRANSCRIBE_PASSPHRASE": PASSPHRASE}
    file, before = tmp_path / "study.zip", study.load_transcript("P01")
    code, text = call("archive", file, "--out", study.out, "--remove", "--yes", env=environment)
    assert code == 0
    assert "read back" in text
    assert not study.private.exists()
    code, text = call("archive", file, "--restore", "--out", study.out, env=environment)
    assert code == 0, text
    assert study.load_transcript("P01") == before
    assert PASSPHRASE not in text


def test_private_exports_do_not_outlive_the_folder(study: Workspace, tmp_path: Path) -> None:
    assert call("export", "P01", "--format", "docx,csv", "--out", study.out)[0] == 0
    private = study.out / "export" / "private"
    (changed,) = private.glob("*.turns.csv")
    changed.write_text("mine now")
    code, text = call(
        "archive", tmp_path / "a.zip", "--out", study.out, "--remove", "--yes",
        env={"TRANSCRIBE_PASSPHRASE": PASSPHRASE},
    )  # fmt: skip
    assert code == 0, text
    assert "private exports" in text
    assert str(changed) in text
    assert list(private.iterdir()) == [changed]


def test_recordings_come_along_when_wanted(study: Workspace, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text(PASSPHRASE)
    file, new = tmp_path / "study.zip", tmp_path / "new"
    assert call("archive", file, "--out", study.out, "--with-recordings", "--key-file", key)[0] == 0
    assert call("archive", file, "--restore", "--out", new, "--key-file", key)[0] == 0
    assert (new / "recordings" / "P01.toml").is_file()
    assert Workspace(new).memory()["recordings"] == str(new / "recordings")


def test_a_short_passphrase_is_refused_before_anything_is_written(
    study: Workspace, tmp_path: Path
) -> None:
    short = {"TRANSCRIBE_PASSPHRASE": "pumps"}
    code, text = call("archive", tmp_path / "a.zip", "--out", study.out, env=short)
    assert code == 2
    assert "has 5 letters: too few" in text
    assert "Encrypting" not in text
    assert list(tmp_path.glob("*a.zip*")) == []


def test_nobody_is_asked_without_a_terminal(study: Workspace, tmp_path: Path) -> None:
    code, text = call("archive", tmp_path / "a.zip", "--out", study.out)
    assert code == 2
    assert "TRANSCRIBE_PASSPHRASE" in text
    code, text = call("archive", tmp_path / "a.zip", "--out", study.out, "--remove")
    assert code == 2
    assert "--yes" in text
    assert study.private.is_dir()
