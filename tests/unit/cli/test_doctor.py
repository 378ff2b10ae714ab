"""``doctor`` and ``models``: what they say and how they end, with no network."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest
import typer
from typer.testing import CliRunner

from transcribe.backends import checkup
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


def test_fetch_without_a_network_says_so_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_network(*_: object, **__: object) -> None:
        raise httpx.ConnectError("no route")

    monkeypatch.setattr("huggingface_hub.snapshot_download", no_network)

    result = CliRunner().invoke(app, ["models", "fetch", "small", "--models", "weights"])

    assert isinstance(result.exception, MissingPartError)
    assert "no connection" in result.exception.message
    assert "transcribe models import" in (result.exception.hint or "")
    assert not (tmp_path / "weights" / "small").exists()


def test_what_is_fetched_is_taken_only_when_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(_repository: str, *, local_dir: str, **_: object) -> None:
        Path(local_dir).mkdir(parents=True)
        (Path(local_dir) / "config.json").write_text("{}")

    monkeypatch.setattr("huggingface_hub.snapshot_download", half)

    result = CliRunner().invoke(app, ["models", "fetch", "small", "--models", "weights"])

    assert isinstance(result.exception, MissingPartError)
    assert "model.bin is missing" in result.exception.message
    assert not (tmp_path / "weights" / "small").exists()
