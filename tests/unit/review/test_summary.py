"""The study page: what it counts is what the interviews' pages say, whatever changed in between."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from review_room import dummy_room, post
from studies import make_study

from transcribe.cli.following import Following
from transcribe.core.recording import Identifiers
from transcribe.review.desk import Desk
from transcribe.review.room import Room
from transcribe.run.released import remember_release
from transcribe.run.reviewlog import append
from transcribe.run.signoff import sign
from transcribe.run.store import Workspace

TEXTS = {
    "P1": ["what do you do", "I mend pumps with Tamsin Okwuosa", "how so", "by hand"],
    "P2": ["and you", "I weave with Ada", "since when", "since ever"],
    "P3": ["and you", "I ask Tamsin Okwuosa and Ada", "since when", "since ever"],
}
NAME = {"op": "decide_name", "type": "PERSON", "normalized": "ada", "accept": True}


@pytest.fixture
def study(tmp_path: Path) -> Workspace:
    names = {"P1": Identifiers(people=("Tamsin Okwuosa", "Ada"))}
    return make_study(tmp_path, TEXTS, identifiers=names)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Recordings that were worked out anew."""
    found: list[str] = []
    work_out = Desk._work_out

    def noting(desk: Desk) -> Any:
        found.append(desk.recording)
        return work_out(desk)

    monkeypatch.setattr(Desk, "_work_out", noting)
    return found


def counted(room: Room) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in room.overview()["recordings"]}


def as_the_pages_say(workspace: Workspace) -> dict[str, dict[str, Any]]:
    """The same, worked out by a room that knows nothing yet."""
    for kept in workspace.private.glob("*/overview.json"):
        kept.unlink()
    return counted(dummy_room(workspace))


def change(room: Room, recording: str, text: str) -> None:
    turn = room.desk(recording).changes(0)["turns"][0]
    facts = {"turn": turn["id"], "before": turn["text"], "text": text}
    assert post(room, recording, {"op": "set_text", **facts}).status_code == 200


def test_it_counts_what_the_interview_shows(study: Workspace) -> None:
    room = dummy_room(study)
    for name, found in counted(room).items():
        state = room.desk(name).changes(0)
        assert found["doubts"] == len(state["doubts"])
        assert (found["minutes"], found["settled"]) == (state["minutes"], state["settled"])
        assert found["words"] == sum(len(text.split()) for text in TEXTS[name])
        assert (found["turns"], found["duration"]) == (4, 240.0)


def test_an_edit_in_one_recording_counts_that_one_anew(study: Workspace, made: list[str]) -> None:
    room = dummy_room(study)
    before = counted(room)
    change(room, "P2", "and you yourself")
    made.clear()
    after = counted(room)
    assert set(made) <= {"P2"}
    assert after["P2"]["words"] == before["P2"]["words"] + 1
    assert {name: after[name] for name in ("P1", "P3")} == {
        name: before[name] for name in ("P1", "P3")
    }
    assert after == as_the_pages_say(study)


def test_a_stale_edit_is_counted(study: Workspace) -> None:
    room = dummy_room(study)
    counted(room)
    for text in ("first", "second"):
        facts = {"turn": "t0001", "before": TEXTS["P1"][0], "text": text}
        post(room, "P1", {"op": "set_text", **facts})
    assert [one["stale"] for one in counted(room).values()] == [1, 0, 0]


def test_a_name_is_counted_where_it_occurs(study: Workspace, made: list[str]) -> None:
    room = dummy_room(study)
    before = counted(room)
    made.clear()
    record = post(room, "P2", NAME).json()["record"]
    made.clear()
    after = counted(room)
    assert made == ["P3"]
    assert [after[name]["settled"] - before[name]["settled"] for name in TEXTS] == [0, 1, 1]
    assert after == as_the_pages_say(study)
    room = dummy_room(study)
    counted(room)
    post(room, "P2", {"op": "undo", "of": record})
    assert counted(room) == as_the_pages_say(study) == before


def test_a_run_and_a_release_are_seen(study: Workspace, made: list[str]) -> None:
    hands = replace(dummy_room(study).hands, progress=Following(study).progress)
    room = Room(study, title="Study", hands=hands)
    counted(room)
    made.clear()
    path = study.transcript_path("P3")
    document = json.loads(path.read_text())
    document["draft"] = ["another engine"]
    path.write_text(json.dumps(document))
    assert counted(room)["P3"]["draft"] == ["another engine"]
    assert made == ["P3"]
    (study.public / "X1").mkdir(parents=True)
    remember_release(study, "P1", {"public_id": "X1", "files": {}})
    assert [one["released"] for one in counted(room).values()] == [True, False, False]
    (study.public / "X1").rmdir()
    assert not any(one["released"] for one in counted(room).values())


def test_the_next_server_works_nothing_out(study: Workspace, made: list[str]) -> None:
    before = counted(dummy_room(study))
    made.clear()
    assert counted(dummy_room(study)) == before
    assert made == []
    append(study.study_log, [("decide_name", "", {key: NAME[key] for key in NAME if key != "op"})])
    assert [one["settled"] for one in counted(dummy_room(study)).values()] == [0, 1, 1]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": 0}', '{"version": 1}'])
def test_a_damaged_note_is_made_anew(study: Workspace, content: str) -> None:
    before = counted(dummy_room(study))
    note = study.folder("P1") / "overview.json"
    note.write_text(content)
    assert counted(dummy_room(study)) == before
    assert json.loads(note.read_text())["facts"]["turns"] == 4
    assert note.stat().st_mode & 0o777 == 0o600


def test_no_name_and_no_text_is_in_the_note(study: Workspace) -> None:
    counted(dummy_room(study))
    for note in study.private.glob("*/overview.json"):
        said = note.read_text().casefold()
        assert not any(word in said for word in ("tamsin", "okwuosa", "pumps", "weave"))


def test_search_finds_what_an_edit_put_there(study: Workspace) -> None:
    room = dummy_room(study)
    counted(room)
    assert [one["recording"] for one in room.search("TAMSIN")] == ["P1", "P3"]
    change(room, "P2", "where is Tamsin")
    (hit,) = [one for one in room.search("tamsin") if one["recording"] == "P2"]
    assert (hit["before"], hit["hit"], hit["after"]) == ("where is ", "Tamsin", "")
    assert (hit["turn"], hit["name"], hit["start"]) == ("t0001", "Interviewer 1", 0.0)


def test_what_will_likely_be_opened_is_laid_out_before_and_signed_ones_are_not(
    study: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(study, "P1", name="R. Eader")
    monkeypatch.setattr("transcribe.review.room.READY", 30)
    room = dummy_room(study)
    room._prepare()
    assert list(room._desks) == ["P2"]
    assert counted(room)["P2"]["turns"] == 4
