"""The search of finished export files: names in the guide, behind markup, across runs of text."""

from __future__ import annotations

from pathlib import Path

import pytest
from exported_interviews import GUIDE, public
from studies import make_study

from transcribe.config import resolve
from transcribe.core.guide import GuideItem
from transcribe.core.recording import Identifiers
from transcribe.export import refi
from transcribe.export.formats import ONE, Look, make
from transcribe.guides import read_guide
from transcribe.release.candidates import Study, open_study
from transcribe.release.exports import export_obstacles, silent

FORMATS = sorted(set(ONE))


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    names = Identifiers(people=("Mia Kowalski",), other=("Guide",), organizations=("Role",))
    workspace = make_study(
        tmp_path_factory.mktemp("study"), {"P1": ["hello", "hello"]}, identifiers={"P1": names}
    )
    return open_study(workspace, settings=resolve(), read_guide=read_guide)


def found(study: Study, guide: list[GuideItem], name: str) -> list[str]:
    interview = public(["a question", "an answer"], guide=guide)
    files = make(interview, [name], look=Look())
    own = make(silent(interview), [name], look=Look())
    return [one.name for one in export_obstacles(study, ["P1"], files, own)]


@pytest.mark.parametrize("name", FORMATS)
def test_our_own_words_are_no_names(study: Study, name: str) -> None:
    assert found(study, list(GUIDE), name) == []


@pytest.mark.parametrize("name", ["docx", "md", "csv", "parquet", "tei"])
def test_a_name_in_the_guide_is_found(study: Study, name: str) -> None:
    guide = [GuideItem(id="q1", kind="question", text="What does Mia  Kowalski do?")]
    assert found(study, guide, name) == ["mia kowalski"]


@pytest.mark.parametrize("make_file", [refi.codebook, refi.project])
def test_a_name_in_a_code_is_found(study: Study, make_file: object) -> None:
    guide = [GuideItem(id="q1", kind="question", text="What does Mia Kowalski do?")]
    interview = public(["a question", "an answer"], guide=guide)
    name = "a.qdc" if make_file is refi.codebook else "a.qdpx"
    files = {name: make_file([interview])}  # type: ignore[operator]
    own = {name: make_file([silent(interview)])}  # type: ignore[operator]
    assert {one.name for one in export_obstacles(study, ["P1"], files, own)} == {"mia kowalski"}


def test_a_name_in_a_turn_is_found(study: Study, tmp_path: Path) -> None:
    interview = public(["ask", "Mia Kowalski <b> did"])
    for name in FORMATS:
        files = make(interview, [name], look=Look())
        own = make(silent(interview), [name], look=Look())
        obstacles = export_obstacles(study, ["P1"], files, own)
        assert bool(obstacles), name
        assert "Kowalski" not in "".join(one.message + one.hint for one in obstacles)
