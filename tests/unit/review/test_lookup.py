"""Notes and quotes of the study, where they stand now."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from review_room import dummy_room
from studies import make_study

from transcribe.review.operations import PARSER

TEXTS = ["what do you do", "I mend pumps by hand", "how so"]


def test_they_are_told_with_where_they_stand_and_what_changed(tmp_path: Path) -> None:
    room = dummy_room(make_study(tmp_path, {"P1": TEXTS, "P2": ["hello"]}))
    assert room.notes() == []
    turns = room.desk("P1").changes(0)["turns"]

    def perform(turn: int, op: str, **facts: Any) -> str:
        about = {"turn": turns[turn]["id"], "before": turns[turn]["text"]}
        said = {"op": op, **about, "start": turns[turn]["start"], **facts}
        return room.perform("P1", PARSER.validate_python(said))

    perform(0, "note", text="ask again")
    perform(1, "quote", start_char=2, end_char=12)
    gone = perform(1, "quote", start_char=13, end_char=20)
    assert [(one["op"], one["text"], one["found"]) for one in room.notes()] == [
        ("note", "ask again", True),
        ("quote", "mend pumps", True),
        ("quote", "by hand", True),
    ]
    perform(1, "set_text", text="Now I mend pumps by foot")
    told = room.notes()
    assert [one["found"] for one in told] == [True, True, False]
    assert (told[1]["recording"], told[1]["turn"], told[1]["start"]) == ("P1", "t0002", 60.0)
    room.perform("P1", PARSER.validate_python({"op": "undo", "of": gone}))
    assert len(room.notes()) == 2
