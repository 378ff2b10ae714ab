"""Edits in the review log: they come back as they went in, and an undo is a line as any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from transcribe.core.edits import (
    Edit,
    Merge,
    SetGuide,
    SetName,
    SetRole,
    SetSpeaker,
    SetText,
    Split,
)
from transcribe.errors import UsageError
from transcribe.run.editlog import as_facts, edits_of, last_to_undo, read_edits
from transcribe.run.reviewlog import Record, append, read_log, standing
from transcribe.run.store import Workspace

HEAD = {"id": "?", "turn": "t0001", "before": "so it goes", "start": 1.5}
EVERY = (
    SetText(**HEAD, text="So it goes."),
    SetSpeaker(**HEAD, speaker="SPEAKER_01", reach="onward", role="interviewee"),
    SetRole(**HEAD, role="interviewer"),
    SetName(**HEAD, name="Operator"),
    Split(**HEAD, char=3, speaker="SPEAKER_00"),
    Merge(**HEAD, following="and on"),
    SetGuide(**HEAD, topic="1a", asks=("1a", "1b")),
    SetGuide(**HEAD, no_topic=True, asks=()),
    SetGuide(**{**HEAD, "start": None}),
)


def dummy_record(number: int, op: str = "set_text", **facts: object) -> Record:
    more = {"turn": "t0001", "before": "a", "text": str(number)} if op == "set_text" else {}
    return Record(id=f"r{number}", at="", op=op, artefact="", facts={**more, **facts})


@pytest.mark.parametrize("edit", EVERY, ids=lambda edit: type(edit).__name__)
def test_an_edit_comes_back_from_the_log_as_it_went_in(tmp_path: Path, edit: Edit) -> None:
    workspace = Workspace(tmp_path)
    workspace.create()
    op, facts = as_facts(edit)
    append(workspace.review_log("P1"), [(op, "sha", facts)])
    (record,) = read_log(workspace.review_log("P1")).records
    (found,) = read_edits(workspace, "P1")
    assert found == type(edit)(**{**as_facts(edit)[1], "id": record.id})


def test_a_line_that_lacks_what_its_operation_needs_is_no_edit() -> None:
    broken = Record(id="r", at="", op="set_text", artefact="", facts={"turn": "t0001"})
    assert edits_of([broken]) == ()


def test_an_undo_takes_back_and_an_undo_of_it_brings_back() -> None:
    one, two = dummy_record(1), dummy_record(2)
    undo, redo = dummy_record(3, "undo", of="r2"), dummy_record(4, "undo", of="r3")
    assert standing([one, two]) == (one, two)
    assert standing([one, two, undo]) == (one,)
    assert standing([one, two, undo, redo]) == (one, two)


def test_undo_goes_back_step_by_step_without_end() -> None:
    records = [dummy_record(number) for number in range(1, 6)]
    for number in range(6, 11):
        records.append(dummy_record(number, "undo", of=last_to_undo(records).id))
    assert standing(records) == ()
    with pytest.raises(UsageError, match="nothing to undo"):
        last_to_undo(records)
