"""What the page is told: changes by version, stale edits, doubts, what was found again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from review_room import dummy_room
from studies import dummy_transcript, make_study

from transcribe.core.codec import to_json
from transcribe.core.recording import Identifiers
from transcribe.review.desk import Desk
from transcribe.review.doubts import find_doubts
from transcribe.review.operations import PARSER
from transcribe.review.room import Room
from transcribe.run.store import Workspace
from transcribe.run.study import StudySettings, refresh
from transcribe.stages.link import BY_VOICE

TEXTS = ["what do you do", "I mend pumps with Tamsin Okwuosa", "how so", "by hand"]


def room_of(tmp_path: Path) -> Room:
    names = {"P1": Identifiers(people=("Tamsin Okwuosa",))}
    return dummy_room(make_study(tmp_path, {"P1": TEXTS}, identifiers=names))


def change(room: Room, turn: dict[str, Any], op: str, **facts: Any) -> str:
    operation = {"op": op, "turn": turn["id"], "before": turn["text"], "start": turn["start"]}
    return room.perform("P1", PARSER.validate_python({**operation, **facts}))


def test_only_what_changed_is_told(tmp_path: Path) -> None:
    room = room_of(tmp_path)
    desk = room.desk("P1")
    first = desk.changes(0)
    assert [turn["text"] for turn in first["turns"]] == TEXTS
    again = desk.changes(first["version"])
    assert (again["turns"], again["order"], "doubts" in again) == ([], None, False)
    change(room, first["turns"][2], "set_text", text="how come")
    later = desk.changes(first["version"])
    assert [turn["text"] for turn in later["turns"]] == ["how come"]
    assert later["order"] is None


def test_two_tabs_on_one_turn_keep_both_edits_and_show_the_later_as_stale(tmp_path: Path) -> None:
    room = room_of(tmp_path)
    seen = room.desk("P1").changes(0)["turns"][0]
    change(room, seen, "set_text", text="what do you do here")
    late = change(room, seen, "set_text", text="what did you do")
    state = room.desk("P1").changes(0)
    assert state["turns"][0]["text"] == "what do you do here"
    assert [(edit["id"], edit["text"]) for edit in state["stale"]] == [(late, "what did you do")]


def test_a_desk_opened_after_a_kill_knows_everything(tmp_path: Path) -> None:
    room = room_of(tmp_path)
    seen = room.desk("P1").changes(0)["turns"]
    change(room, seen[1], "split", char=len("I mend pumps "))
    with room.workspace.review_log("P1").open("ab") as log:
        log.write(b'{"id": "torn')
    fresh = Desk(room.workspace, "P1").changes(0)
    assert [turn["id"] for turn in fresh["turns"]][1:3] == ["t0002", "t0002.2"]
    assert fresh["turns"][1]["text"] == "I mend pumps"


def test_what_was_heard_of_permission_is_told_with_its_turn(tmp_path: Path) -> None:
    texts = ["can I record this", "yes of course", *TEXTS]
    state = dummy_room(make_study(tmp_path, {"P1": texts})).desk("P1").changes(0)
    assert state["permission"]["turn"] == state["turns"][0]["id"]
    assert state["permission"]["said"].startswith("Permission to record was asked and given: heard")
    absent = room_of(tmp_path / "other").desk("P1").changes(0)["permission"]
    assert (absent["turn"], "was not heard" in absent["said"]) == (None, True)


def test_names_are_found_again_in_changed_text(tmp_path: Path) -> None:
    room = room_of(tmp_path)
    turn = room.desk("P1").changes(0)["turns"][1]
    change(room, turn, "set_text", text="Well, we mend pumps with Tamsin Okwuosa")
    changed = room.desk("P1").changes(0)["turns"][1]
    found = [changed["text"][e["start_char"] : e["end_char"]] for e in changed["entities"]]
    assert (found, changed["waits"]) == (["Tamsin Okwuosa"], True)
    change(room, changed, "set_text", text="Well, we mend pumps")
    assert room.desk("P1").changes(0)["turns"][1]["entities"] == []


def test_words_left_as_they_were_keep_their_times(tmp_path: Path) -> None:
    room = room_of(tmp_path)
    turn = room.desk("P1").changes(0)["turns"][3]
    change(room, turn, "set_text", text="all by hand")
    after = room.desk("P1").changes(0)["turns"][3]
    assert [token[2] for token in after["tokens"]][1:] == [token[2] for token in turn["tokens"]]


def turn(number: int, **more: Any) -> dict[str, Any]:
    tokens = [[0, 1, 0.0, 0.1, 0.9]] * 4
    plain = {
        "id": f"t{number:04d}", "speaker": "A", "role": "interviewee", "text": "Ada and Bo",
        "margin": 1.0, "edited": False, "tokens": tokens, "entities": [],
        "guide": {"topic": None, "asks": [], "score": 0.0},
    }  # fmt: skip
    return {**plain, **more}


def queued(start: int, end: int, score: float) -> dict[str, Any]:
    return {
        "id": "e1", "start_char": start, "end_char": end, "type": "PERSON", "score": score,
        "decision": "queued",
    }  # fmt: skip


def test_doubts_stand_in_the_order_of_what_they_are_worth() -> None:
    turns = [
        turn(1, tokens=[[0, 1, 0.0, 0.1, 0.1]] * 4),
        turn(2, entities=[queued(8, 10, 0.4)]),
        turn(3, entities=[queued(0, 3, 0.9)]),
        turn(4, entities=[queued(0, 3, 0.9)]),
        turn(5, margin=0.1),
        turn(6, guide={"topic": "Q1", "asks": [], "score": 0.2}),
    ]
    waits = {"id": "t0006", "turns": ["t0006"], "cues": ["off the record"], "decision": "queued"}
    found = find_doubts(turns, passages=[waits])
    kinds = [(doubt.kind, doubt.turn) for doubt in found]
    assert kinds[:3] == [("identifier", "t0003"), ("passage", "t0006"), ("identifier", "t0002")]
    assert {kind for kind, _ in kinds[3:]} == {"speaker", "guide", "words"}
    assert found[0].places == ("t0003", "t0004")
    gains = [doubt.gain for doubt in found]
    assert gains == sorted(gains, reverse=True)
    rest = find_doubts(turns, settled=[doubt.key for doubt in found], passages=[waits])
    assert rest == ()


def link_role(workspace: Workspace) -> None:
    """Let the first speaker's role rest on a voice, as a run leaves it."""
    transcript = dummy_transcript(TEXTS)
    first, second = transcript.speakers
    told = replace(transcript, speakers=(replace(first, margin=BY_VOICE), second))
    facts = {"voices": {first.label: {"role": first.role, "recordings": ["R1", "R2"]}}}
    workspace.put(
        "P1", "link", "k", output=to_json(told), provenance={"output_digest": "", "facts": facts}
    )
    workspace.set_current("P1", {**workspace.current("P1"), "link": "k"})
    refresh(workspace, settings=StudySettings())


def test_a_role_by_voice_is_asked_about_until_a_person_says_it(tmp_path: Path) -> None:
    room = room_of(tmp_path)
    link_role(room.workspace)

    def asked() -> list[dict[str, Any]]:
        return [one for one in room.desk("P1").changes(0)["doubts"] if one["type"] == "voice"]

    (doubt,) = asked()
    assert (doubt["kind"], doubt["turn"], doubt["text"]) == ("role", "t0001", "R1, R2")
    text = room.workspace.transcript_path("P1").with_suffix(".txt").read_text()
    assert "Interviewer 1: role from the interviewer's voice in R1, R2; check it." in text
    settled = room.perform("P1", PARSER.validate_python({"op": "settle", "key": doubt["key"]}))
    assert asked() == []
    room.perform("P1", PARSER.validate_python({"op": "undo", "of": settled}))
    assert asked() == [doubt]
    change(room, room.desk("P1").changes(0)["turns"][0], "set_role", role="interviewer")
    assert asked() == []
