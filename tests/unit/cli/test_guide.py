"""``transcribe guide``."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from transcribe.cli.guide import guide_app
from transcribe.errors import GuideError, UsageError
from transcribe.guides import read_guide

GUIDE = """\
Teachers

Tools

1. Which tools do you use?
- ▼ If yes
 - a. Who pays?
"""
KEYS = {"id", "label", "kind", "text", "condition", "parent", "depth"}


def guide(folder: Path) -> Path:
    path = folder / "guide.txt"
    path.write_text(GUIDE, encoding="utf-8")
    return path


def test_show_as_json_has_the_promised_keys_in_order(tmp_path: Path) -> None:
    done = CliRunner().invoke(guide_app, ["show", str(guide(tmp_path)), "--json"])
    document = json.loads(done.stdout)
    assert document["title"] == "Teachers"
    assert all(set(item) >= KEYS for item in document["items"])
    assert [item["id"] for item in document["items"]] == [
        "tools",
        "tools/1",
        "tools/1/yes",
        "tools/1/yes/a",
    ]
    assert document["items"][3]["condition"] == "If yes"


def test_show_draws_every_item(tmp_path: Path) -> None:
    done = CliRunner().invoke(guide_app, ["show", str(guide(tmp_path))])
    for words in ("Teachers", "Tools", "Which tools do you use?", "If yes", "Who pays?"):
        assert words in done.stdout


def test_check_names_lines(tmp_path: Path) -> None:
    done = CliRunner().invoke(guide_app, ["check", str(guide(tmp_path))])
    assert "guide.txt:3:" in done.stdout
    assert "a heading by its form" in done.stdout


def test_convert_writes_what_reads_back_and_replaces_nothing(tmp_path: Path) -> None:
    source, out = guide(tmp_path), tmp_path / "clean.md"
    runner = CliRunner()
    assert runner.invoke(guide_app, ["convert", str(source), str(out)]).exit_code == 0
    ids = [item.id for item in read_guide(out).items]
    assert ids == [item.id for item in read_guide(source).items]
    again = runner.invoke(guide_app, ["convert", str(source), str(out)])
    assert isinstance(again.exception, UsageError)
    assert runner.invoke(guide_app, ["convert", str(source), str(out), "--force"]).exit_code == 0


def test_a_bad_file_is_the_readers_error(tmp_path: Path) -> None:
    done = CliRunner().invoke(guide_app, ["show", str(tmp_path / "none.md")])
    assert isinstance(done.exception, GuideError)
