"""``doctor`` and ``models``: what they say and how they end, with no network."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from model_folders import write_whisper
from typer.testing import CliRunner

from transcribe.backends import checkup, download, fit
from transcribe.cli.doctor import doctor
from transcribe.cli.models import models_app
from transcribe.errors import MissingPartError

app = typer.Typer()
app.command()(doctor)
app.add_typer(models_app, name="models")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))


def test_every_lack_names_a_command() -> None:
    result = CliRunner().invoke(app, ["doctor", "--json", "--models", "weights"])
    document = json.loads(result.stdout)
    parts = {part["part"]: part for part in document["parts"]}

    assert result.exit_code == 0
    assert document["ok"]
    assert {"Python", "decoder", "recognizer", "diarizer", "identifiers", "GPU", "disk"} <= set(
        parts
    )
    assert all(part["mend"] for part in document["parts"] if part["state"] in ("draft", "bad"))


def test_where_the_private_folder_lies_is_said_and_harms_nothing(tmp_path: Path) -> None:
    out = tmp_path / "Nextcloud" / "results"
    (out / "private").mkdir(parents=True)
    (out / "private").chmod(0o755)
    arguments = ["doctor", "--json", "--models", "weights", "--out", str(out)]
    result = CliRunner().invoke(app, arguments)
    said = [part for part in json.loads(result.stdout)["parts"] if part["part"] == "private folder"]

    assert result.exit_code == 0
    assert {part["state"] for part in said} == {"warn"}
    assert any("Nextcloud" in part["detail"] and "mv " in part["mend"] for part in said)
    assert any("read by others" in part["detail"] and "chmod" in part["mend"] for part in said)
    assert (out / "private").stat().st_mode & 0o777 == 0o755


def test_a_missing_essential_is_exit_6(monkeypatch: pytest.MonkeyPatch) -> None:
    find_spec = checkup.find_spec
    monkeypatch.setattr(
        checkup, "find_spec", lambda name: None if name == "presidio_analyzer" else find_spec(name)
    )

    result = CliRunner().invoke(app, ["doctor", "--models", "weights"])

    assert result.exit_code == 6
    assert "pip install presidio-analyzer" in result.stdout


def test_half_a_model_is_shown_and_fails_verify(tmp_path: Path) -> None:
    half = tmp_path / "weights" / "faster-whisper-small"
    half.mkdir(parents=True)
    (half / "config.json").write_text("{}")

    listed = CliRunner().invoke(app, ["models", "list", "--json", "--models", "weights"])
    checked = CliRunner().invoke(app, ["models", "verify", "--models", "weights"])

    (model,) = json.loads(listed.stdout)["models"]
    assert (model["name"], model["whole"]) == ("small", False)
    assert "model.bin is missing" in model["lacks"]
    assert checked.exit_code == 6
    assert "model.bin is missing" in checked.stdout


def test_fetch_without_a_network_says_so_and_leaves_no_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr(download, "PAUSE", 0.0)

    result = CliRunner().invoke(app, ["models", "fetch", "small", "--models", "weights"])

    assert isinstance(result.exception, MissingPartError)
    assert "no connection" in result.exception.message
    assert "transcribe models import" in (result.exception.hint or "")
    assert not (tmp_path / "weights" / "small").exists()
    assert "licence MIT" in result.stderr


def test_list_says_what_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit, "this_machine", lambda: fit.Machine(memory=4_000, gpu=0))
    write_whisper(tmp_path / "weights" / "tiny")

    listed = CliRunner().invoke(app, ["models", "list", "--json", "--models", "weights"])
    shown = CliRunner().invoke(app, ["models", "list", "--models", "weights"])

    document = json.loads(listed.stdout)
    published = {one["name"]: one for one in document["published"]}
    assert published["base"]["fits"] == "CPU"
    assert published["large-v3"]["fits"].startswith("too big: needs about")
    assert published["small"]["licence"] == "MIT"
    assert len(published["small"]["revision"]) == 40
    assert [one["fits"] for one in document["models"]] == ["CPU"]
    assert "4 GB of memory, no GPU" in shown.stdout


def test_verify_sees_what_changed_since_it_came(tmp_path: Path) -> None:
    source = write_whisper(tmp_path / "usb" / "small")
    CliRunner().invoke(app, ["models", "import", str(source), "--models", "weights"])
    (tmp_path / "weights" / "small" / "tokenizer.json").write_text('{"other": 1}')

    checked = CliRunner().invoke(app, ["models", "verify", "--models", "weights"])

    assert checked.exit_code == 6
    assert "tokenizer.json is not as it was brought here" in checked.stdout
