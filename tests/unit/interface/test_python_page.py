"""docs/python.md is a notebook: its lines are run in order, with the real engines."""

from __future__ import annotations

import contextlib
import io
import shutil
from pathlib import Path
from typing import Any

import doc_pages
import pytest
from studies import make_study

import transcribe
from transcribe.core.codec import to_json
from transcribe.run.study import StudySettings, refresh

TEXTS = {
    "pump-failures": [
        "What is your role at the moment?",
        "I run the data team.",
        "What do you test before you ship a model?",
        "We compare it with the one that runs.",
    ],
    "parcel-photos": ["What is your role at the moment?", "I look after the sorting machines."],
}


@pytest.fixture(scope="module")
def ran(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The names that the page leaves behind, and what it printed."""
    folder = tmp_path_factory.mktemp("python")
    workspace = make_study(folder, TEXTS)
    shutil.copy(root / "recordings" / "guide.md", folder / "recordings" / "guide.md")
    guide = transcribe.load_guide(folder / "recordings" / "guide.md")
    engines = transcribe.Engines()
    for name in TEXTS:
        alignment = engines.align(
            transcribe.load_transcript(workspace.transcript_path(name)), guide
        )
        facts = {"guide": {"file": guide.file, "sha256": guide.sha256, "items": {}}}
        workspace.put(name, "align", "k", output=to_json(alignment), provenance={"facts": facts})
        workspace.set_current(name, {**workspace.current(name), "align": "k"})
    engines.close()
    refresh(workspace, settings=StudySettings())
    printed = io.StringIO()
    names: dict[str, Any] = {"__name__": "page"}
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
        for block in doc_pages.blocks(root / "docs" / "python.md", "python"):
            if not block.not_run:
                exec(compile(block.code, str(block), "exec"), names)
    return {**names, "printed": printed.getvalue()}


def test_the_page_does_what_it_says(ran: dict[str, Any]) -> None:
    assert "pump-failures" in ran["printed"]
    assert ran["spoken"]["interviewee"] == 13
    assert ran["spoken"]["unknown"] == 0
    assert set(ran["minutes"].index.get_level_values("interview")) == set(TEXTS)
    assert ran["asked"].shape[1] == 2
    assert ran["words_by_question"].sum() == sum(
        len(text.split()) for texts in TEXTS.values() for text in texts
    )


def test_a_study_knows_its_guide_and_coverage(ran: dict[str, Any]) -> None:
    interview = ran["interview"]
    assert interview.guide == ran["guide"]
    assert [item.item for item in interview.coverage] == [one.id for one in ran["guide"].askable]
    assert any(item.status == "asked" for item in interview.coverage)
    assert ran["tables"].coverage["text"].notna().all()


def test_stages_run_on_values(ran: dict[str, Any]) -> None:
    meeting = ran["meeting"]
    assert [meeting.role(turn) for turn in meeting.turns] == ["interviewer", "interviewee"]
    assert "Keller" not in {speaker.name for speaker in meeting.speakers}
    assert len(ran["alignment"].turns) == 2
    said = {meeting.turns[1].text[one.start_char : one.end_char] for one in ran["found"].entities}
    assert {"Northwind Pumps", "Priya Raman"} <= said
    assert list(ran["frames"].turns["interview"]) == ["meeting", "meeting"]


def test_every_line_of_the_page_that_is_not_run_at_least_parses(root: Path) -> None:
    page = root / "docs" / "python.md"
    for block in doc_pages.blocks(page, "python"):
        compile(block.code, str(block), "exec")
    assert [block.not_run for block in doc_pages.blocks(page, "python") if block.not_run] == [
        "it takes as long as a run"
    ]
