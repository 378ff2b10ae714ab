"""Edits of a person survive runs, reach every later stage, and can be undone."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from integration_study import CommandLine, write_study

from transcribe.core.edits import Edit, SetGuide, SetSpeaker, SetText
from transcribe.run.editlog import as_facts
from transcribe.run.reviewlog import UNDO, append, read_log
from transcribe.run.store import Workspace

SAID = """Interviewer: What is your role in the company?

Interviewee: I clean up data for the team.

Interviewer: And which tools do you use?

Interviewee: Mostly Python, my boss Tamsin Okwuosa likes it.
"""
SIDECAR = '[consent]\ngiven = 2026-05-04\nscopes = ["record", "transcribe", "release_text"]\n'


@pytest.fixture
def study(tmp_path: Path) -> CommandLine:
    recordings = write_study(tmp_path)
    (recordings / "P1.txt").write_text(SAID)
    (recordings / "P1.toml").write_text(SIDECAR)
    cli = CommandLine(tmp_path)
    done = cli("run", "recordings")
    assert done.code == 0, done.err
    return cli


def change(workspace: Workspace, turn: dict[str, Any], kind: type[Edit], **facts: Any) -> None:
    edit = kind(id="", turn=turn["id"], before=turn["text"], start=turn["start"], **facts)
    op, said = as_facts(edit)
    append(workspace.review_log("P1"), [(op, "sha", said)])


def test_edits_reach_the_transcript_and_undo_brings_back_the_same_bytes(
    study: CommandLine,
) -> None:
    workspace = Workspace(study.folder / "transcripts")
    path = workspace.transcript_path("P1")
    untouched = path.read_bytes()
    turns = workspace.load_transcript("P1")["turns"]
    items = [item["item"] for item in workspace.load_transcript("P1")["coverage"]]
    text = "I clean up data, and so does Barnaby Quillfeather."
    change(workspace, turns[1], SetText, text=text)
    change(workspace, turns[2], SetSpeaker, speaker="NEW", role="interviewer")
    change(workspace, turns[3], SetGuide, topic=items[-1])

    assert study("run", "recordings").code == 0
    after = workspace.load_transcript("P1")["turns"]
    assert after[1]["text"] == text
    found = [text[e["start_char"] : e["end_char"]] for e in after[1]["entities"]]
    assert "Barnaby Quillfeather" in found
    assert after[2]["name"] == "Interviewer 2"
    assert after[3]["guide"]["topic"] == items[-1]
    assert after[3]["guide"]["score"] == 1.0

    edited = path.read_bytes()
    assert study("run", "recordings").code == 0
    assert path.read_bytes() == edited

    log = workspace.review_log("P1")
    ids = [record.id for record in read_log(log).records]
    append(log, [(UNDO, "sha", {"of": made}) for made in ids])
    assert study("run", "recordings").code == 0
    assert path.read_bytes() == untouched


def test_an_edit_that_no_run_has_followed_stands_in_the_way_of_a_release(
    study: CommandLine,
) -> None:
    assert study("decide", "--all", "reject", "--sign-off", "R. Eader").code == 0
    workspace = Workspace(study.folder / "transcripts")
    turn = workspace.load_transcript("P1")["turns"][1]
    change(workspace, turn, SetText, text="I clean up data.")
    done = study("release", "P1")
    assert done.code == 4
    assert "lacks edits of the review" in done.out + done.err


def test_a_guide_saved_anew_is_named_anew_and_the_sign_off_holds(study: CommandLine) -> None:
    assert study("decide", "--all", "reject", "--sign-off", "R. Eader").code == 0
    guide = study.folder / "recordings" / "guide.md"
    guide.write_text(guide.read_text() + "\n\n")
    assert study("run", "recordings").code == 0
    found = Workspace(study.folder / "transcripts").load_transcript("P1")["guide"]["sha256"]
    assert found == hashlib.sha256(guide.read_bytes()).hexdigest()
    (one,) = study("status", "--json").json["recordings"]
    assert one["review"]["signed"] == "signed"
