"""``transcribe audit`` as it is called: exit codes, the study's own names, JSON, what is shown."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
import typer
from studies import make_study
from typer.testing import CliRunner

from transcribe.cli.audit import audit
from transcribe.core.recording import Identifiers
from transcribe.errors import UsageError

APP = typer.Typer()
APP.command()(audit)


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(APP, list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout


def document(*arguments: str) -> tuple[int, Any]:
    code, text = run(*arguments, "--json")
    return code, json.loads(text)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("Interviewee: we asked kerrigan then\n")
    return tmp_path / "texts"


def test_exit_codes(folder: Path) -> None:
    assert run("texts")[0] == 0
    Path("known.txt").write_text("Tomás Kerrigan\n")
    assert run("texts", "--known", "known.txt")[0] == 4
    (folder / "b.docx").write_bytes(b"no document")
    (folder / "c.pdf").write_bytes(b"%PDF no document")
    code, text = run("texts", "--known", "known.txt")
    assert code == 3
    assert "c.pdf" in text
    assert "kerrigan" in text
    with pytest.raises(UsageError):
        run("gone")


def test_json_is_one_document(folder: Path) -> None:
    Path("known.txt").write_text("Tomás Kerrigan\n")
    code, data = document("texts", "--known", "known.txt")
    assert code == 4
    assert data["counts"] == {"certain": 1, "likely": 0, "possible": 0}
    assert data["findings"] == [
        {
            "kind": "PERSON", "confidence": "certain", "text": "kerrigan",
            "name": "tomás kerrigan", "reason": "part of a longer name", "file": "texts/a.txt",
            "part": None, "unit": "turn 1", "line": 1, "column": 23,
            "context": "we asked ⟦kerrigan⟧ then",
        }
    ]  # fmt: skip
    assert data["groups"][0]["mentions"] == 1
    assert (data["files"], data["unreadable"]) == (1, [])


def test_the_studys_names_are_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = Identifiers(people=("Tomás Kerrigan",))
    make_study(tmp_path, {"P01": ["who", "i am tomas kerrigan"]}, identifiers={"P01": names})
    public = tmp_path / "transcripts" / "public" / "interview-01"
    public.mkdir(parents=True)
    (public / "transcript.txt").write_text("Interviewee: we asked Kerrigan\n")
    code, text = run("transcripts/public")
    assert code == 4
    assert "of the study in transcripts" in text
    assert run("transcripts/public", "--no-study")[0] == 0
    # The private folder holds every name; it is passed over, and that is said.
    code, data = document("transcripts")
    assert {one["file"] for one in data["findings"]} == {
        "transcripts/public/interview-01/transcript.txt"
    }
    assert any("private folder" in hint for hint in data["hints"])


def test_terminals_cannot_be_moved_by_what_is_shown(folder: Path) -> None:
    Path("known.txt").write_text("Tomás Kerrigan\n")
    (folder / "a.txt").write_text("Interviewee: \x1b[2Jwe asked \u202eKerrigan then\n" + "x " * 99)
    (folder / "k\x1b[31merrigan.txt").write_text("x")
    text = run("texts", "--known", "known.txt")[1]
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_nothing_of_the_text_gets_into_a_log(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Path("known.txt").write_text("Tomás Kerrigan\n")
    with caplog.at_level(logging.DEBUG):
        run("texts", "--known", "known.txt")
    assert "kerrigan" not in caplog.text.lower()
