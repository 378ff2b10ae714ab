"""What the page may ask for, and what a refusal tells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from review_room import dummy_room, post
from studies import make_study

from transcribe.review.operations import PARSER
from transcribe.review.room import Room
from transcribe.run.reviewlog import read_log

SECRET = "Barnaby Quillfeather"
ON = {"turn": "t0001", "before": SECRET}


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return dummy_room(make_study(tmp_path, {"P1": [f"ask {SECRET}", "I mend pumps", "how so"]}))


@pytest.mark.parametrize(
    ("operation", "field"),
    [
        ({"op": "shell", "text": SECRET}, ""),
        ({**ON, "op": "set_text"}, "text"),
        ({**ON, "op": "set_text", "text": ""}, "text"),
        ({**ON, "op": "set_text", "text": SECRET * 20_000}, "text"),
        ({**ON, "op": "set_role", "role": SECRET}, "role"),
        ({**ON, "op": "set_text", "text": "x", "sha256": SECRET}, "sha256"),
        ({**ON, "op": "split", "char": -1}, "char"),
        ({"op": "decide_passage", "passage": "t0001", "turns": [], "leave_out": True}, "turns"),
        ({"op": "undo", "of": SECRET}, "of"),
    ],
)
def test_a_bad_operation_is_refused_by_field_and_never_by_content(
    room: Room, operation: dict[str, Any], field: str
) -> None:
    answer = post(room, "P1", operation)
    assert answer.status_code == 422
    assert field in answer.json()["detail"]
    assert "Quillfeather" not in answer.text
    assert read_log(room.workspace.review_log("P1")).records == ()


def test_what_is_asked_for_is_on_the_disk_when_the_answer_comes(room: Room) -> None:
    turn = room.desk("P1").changes(0)["turns"][1]
    answer = post(
        room,
        "P1",
        {"op": "set_text", "turn": turn["id"], "before": turn["text"], "text": "I mend mills"},
    ).json()
    lines = room.workspace.review_log("P1").read_text().splitlines()
    assert [json.loads(line)["id"] for line in lines] == [answer["record"]]
    assert [turn["text"] for turn in answer["turns"]][1] == "I mend mills"


def test_a_passage_is_never_released_until_it_is_undone(room: Room) -> None:
    turn = room.desk("P1").changes(0)["turns"][1]
    said = {name: turn[name] for name in ("id", "text", "start", "end")}
    word = {"op": "decide_passage", "passage": turn["id"], "turns": [said], "leave_out": True}
    answer = post(room, "P1", word).json()
    assert [one["decision"] for one in answer["passages"]] == ["accepted"]
    room.hands.refresh()
    document = room.workspace.load_transcript("P1")
    assert [one["decision"] for one in document["passages"]] == ["accepted"]
    answer = post(room, "P1", {"op": "undo", "of": answer["record"]}).json()
    room.hands.refresh()
    assert room.workspace.load_transcript("P1")["passages"] == []
    assert room.desk("P1").changes(0)["passages"] == []


def test_a_name_is_decided_in_the_log_of_the_study_and_undone_there(room: Room) -> None:
    word = {"op": "decide_name", "type": "PERSON", "normalized": "quillfeather", "accept": True}
    record = post(room, "P1", word).json()["record"]
    post(room, "P1", {"op": "undo", "of": record})
    assert [one.op for one in read_log(room.workspace.study_log).records] == ["decide_name", "undo"]
    assert not room.workspace.review_log("P1").exists()


def test_undoing_what_is_not_there_is_refused(room: Room) -> None:
    assert post(room, "P1", {"op": "undo", "of": "0" * 32}).status_code == 409


def test_a_recording_that_is_not_there_is_refused(room: Room) -> None:
    assert post(room, "P9", {"op": "settle", "key": "words:t0001"}).status_code == 409


def test_a_name_is_taken_as_it_stands_in_the_text() -> None:
    body = {"op": "decide_name", "type": "PERSON", "normalized": " Quillfeather’s ", "accept": True}
    assert PARSER.validate_python(body).normalized == "quillfeather"
    with pytest.raises(ValidationError):
        PARSER.validate_python({**body, "normalized": " . "})
