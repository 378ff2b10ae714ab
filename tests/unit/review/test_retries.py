"""A request that is sent again, because its answer never came, is done once."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from review_room import dummy_room, post
from studies import make_study

from transcribe.review.room import Room
from transcribe.run.reviewlog import append, find_record, read_log
from transcribe.run.store import Workspace

TEXTS = ["ask Barnaby Quillfeather", "I mend pumps", "how so"]
ONE, OTHER = "1" * 32, "2" * 32
NAME = {"op": "decide_name", "type": "PERSON", "normalized": "quillfeather", "accept": True}


@pytest.fixture
def study(tmp_path: Path) -> Workspace:
    return make_study(tmp_path, {"P1": TEXTS, "P2": TEXTS})


def ids(log: Path) -> list[str]:
    return [record.id for record in read_log(log).records]


def edit(room: Room, text: str, **more: Any) -> dict[str, Any]:
    turn = room.desk("P1").changes(0)["turns"][1]
    facts = {"turn": turn["id"], "before": turn["text"], "start": turn["start"]}
    return {"op": "set_text", **facts, "text": text, **more}


@pytest.mark.parametrize("restarted", [False, True])
def test_an_edit_sent_twice_is_one_edit(study: Workspace, *, restarted: bool) -> None:
    room = dummy_room(study)
    wanted = edit(room, "I mend mills", id=ONE)
    first = post(room, "P1", wanted).json()
    room = dummy_room(study) if restarted else room
    again = post(room, "P1", wanted).json()
    assert ids(study.review_log("P1")) == [ONE] == [first["record"]]
    for told in ("record", "turns", "order", "stale", "history", "doubts"):
        assert again[told] == first[told]
    assert first["turns"][1]["text"] == "I mend mills"
    assert first["stale"] == []


@pytest.mark.parametrize("restarted", [False, True])
def test_a_name_and_its_undo_sent_twice_are_done_once(study: Workspace, *, restarted: bool) -> None:
    for wanted in ({**NAME, "id": ONE}, {"op": "undo", "of": ONE, "id": OTHER}):
        room = dummy_room(study)
        first = post(room, "P1", wanted).json()
        again = post(dummy_room(study) if restarted else room, "P1", wanted).json()
        assert first["record"] == again["record"] == wanted["id"]
        assert first["history"] == again["history"]
    redo = {"op": "undo", "of": OTHER, "id": "3" * 32}
    assert [post(room, "P2", redo).json()["record"] for _ in range(2)] == ["3" * 32] * 2
    assert ids(study.study_log) == [ONE, OTHER, "3" * 32]
    assert not study.review_log("P1").exists()


def test_what_somebody_says_twice_is_kept_twice(study: Workspace) -> None:
    room = dummy_room(study)
    note = {"op": "note", "turn": "t0002", "before": TEXTS[1], "text": "ask again"}
    for more in ({"id": ONE}, {"id": OTHER}, {}, {}):
        post(room, "P1", {**note, **more})
    made = ids(study.review_log("P1"))
    assert made[:2] == [ONE, OTHER]
    assert len(set(made)) == 4


def test_a_line_that_a_kill_tore_off_is_written_again(study: Workspace) -> None:
    room = dummy_room(study)
    wanted = edit(room, "I mend mills", id=ONE)
    post(room, "P1", wanted)
    log = study.review_log("P1")
    log.write_bytes(log.read_bytes()[:-10])
    assert post(room, "P1", wanted).json()["record"] == ONE
    assert ids(log) == [ONE]
    assert room.desk("P1").changes(0)["turns"][1]["text"] == "I mend mills"


def test_one_id_for_two_changes_is_refused(study: Workspace) -> None:
    room = dummy_room(study)
    post(room, "P1", edit(room, "I mend mills", id=ONE))
    answer = post(room, "P1", edit(room, "I mend looms", id=ONE))
    assert answer.status_code == 409
    assert "looms" not in answer.text
    assert ids(study.review_log("P1")) == [ONE]


@pytest.mark.parametrize("wrong", ["", "1" * 31, "G" * 32, f"{ONE}\n", 7])
def test_an_id_of_another_kind_is_refused(study: Workspace, wrong: object) -> None:
    room = dummy_room(study)
    answer = post(room, "P1", {**NAME, "id": wrong})
    assert (answer.status_code, "id" in answer.json()["detail"]) == (422, True)
    assert not study.study_log.exists()


def test_retries_at_the_same_moment_are_done_once(study: Workspace) -> None:
    room = dummy_room(study)
    wanted, answers = edit(room, "I mend mills", id=ONE), []
    start = threading.Barrier(8)

    def sending() -> None:
        start.wait()
        answers.append(post(room, "P1", wanted).json()["record"])

    threads = [threading.Thread(target=sending) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [ONE] * 8
    assert ids(study.review_log("P1")) == [ONE]


def test_an_id_within_a_text_is_not_taken_for_a_record(tmp_path: Path) -> None:
    log = tmp_path / "review.jsonl"
    text = f'{{"id": "{ONE}"}}'
    append(log, [("note", "", {"text": text})], ids=[OTHER])
    assert find_record(log, ONE) is None
    assert find_record(log, OTHER) is not None
    assert find_record(tmp_path / "none.jsonl", ONE) is None
