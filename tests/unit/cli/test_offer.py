"""The offer of a better model: only where speech is going to be recognized."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from transcribe.backends.recognizers import choose
from transcribe.cli import offer
from transcribe.core.recording import Consent, Interview, Recording
from transcribe.errors import MissingPartError
from transcribe.run.intake import load_settings
from transcribe.run.store import Workspace


def recording(name: str) -> Recording:
    return Recording(id="P07", path=name, consent=Consent(), interview=Interview(participant="P07"))


def test_it_comes_only_when_speech_is_recognized() -> None:
    sound, ready = recording("P07.wav"), recording("P07.vtt")
    assert offer.needs_words([ready, sound], only=None)
    assert offer.needs_words([sound], only="asr")
    assert not offer.needs_words([], only=None)
    assert not offer.needs_words([ready], only=None)
    assert not offer.needs_words([sound], only="decode")


def test_who_leaves_at_the_question_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = Workspace(tmp_path)
    workspace.create()

    def leave(*_: object, **__: object) -> bool:
        raise typer.Abort

    monkeypatch.setattr(typer, "confirm", leave)
    with pytest.raises(typer.Exit) as left:
        offer._ask(tmp_path / "models", workspace)
    assert left.value.exit_code == 130
    assert "nothing was fetched" in capsys.readouterr().err
    assert not workspace.memory().get("offered")


def test_models_by_the_recordings_are_found_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recordings = tmp_path / "study" / "recordings"
    recordings.mkdir(parents=True)
    (recordings / "study.toml").write_text('title = "x"\n')
    (tmp_path / "study" / "models").mkdir()
    monkeypatch.chdir(recordings)
    monkeypatch.delenv("TRANSCRIBE_MODELS", raising=False)
    assert load_settings(Path()).models == tmp_path / "study" / "models"
    (tmp_path / "study" / "models").rmdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert load_settings(Path()).models == tmp_path / "data" / "transcribe" / "models"


def test_a_mistyped_model_is_guessed(tmp_path: Path) -> None:
    with pytest.raises(MissingPartError) as caught:
        choose("smal", tmp_path, language=None)
    assert "did you mean 'small'?" in str(caught.value.hint)
