"""What is wrong with a file that a person wrote, in words that say how to write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from transcribe.errors import StudyError
from transcribe.run.intake import load_settings, scan


def study(folder: Path, text: str) -> StudyError:
    (folder / "study.toml").write_text(text)
    with pytest.raises(StudyError) as caught:
        load_settings(folder)
    return caught.value


def test_text_without_quotes_is_said(tmp_path: Path) -> None:
    error = study(tmp_path, "# mine\ntitle = Nurses\n")
    assert "line 2" in str(error)
    assert "without quotes" in str(error)
    assert 'title = "Nurses"' in str(error.hint)
    error = study(tmp_path, 'title = "x"\nlanguages = [\n')
    assert "without quotes" not in f"{error} {error.hint}"


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    error = study(tmp_path, 'title = "x"\nguid = "g"\nfillers = "some"\n[release]\nk = 0\n')
    for part in ("did you mean 'guide'", "'fillers'", "'release.k'"):
        assert part in str(error)


def test_a_language_is_asked_for_by_its_code(tmp_path: Path) -> None:
    (tmp_path / "P07.wav").write_bytes(b"")
    (tmp_path / "P07.toml").write_text('[interview]\nlanguage = "english"\n')
    problem = str(scan([tmp_path]).problems["P07"])
    assert '"en"' in problem
    assert "pattern" not in problem
    assert "english" not in problem
