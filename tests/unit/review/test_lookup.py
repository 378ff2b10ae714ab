"""Notes and quotes of the study, where they stand now."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from review_room import dummy_room
from studies import make_study

from transcribe.review.lookup import search_texts
from transcribe.review.operations import PARSER
from transcribe.review.summary import Texts

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


def test_a_hit_is_told_among_whole_words() -> None:
    long = "before " * 20 + "the Needle " + "after " * 20

    def texts(recording: str) -> Texts:
        said = {"P1": long, "P2": "needle", "P3": "x" * 100 + "needle", "P4": "Große Straße!"}
        return (("t0001", "Interviewee", 1.5, said[recording]),)

    first, second, third = search_texts(["P1", "P2", "P3", "P4"], " NEEDLE", texts_of=texts)
    assert first["before"].startswith("… before before")
    assert first["before"].endswith(" the ")
    assert first["hit"] == "Needle"
    assert first["after"].startswith(" after")
    assert first["after"].endswith("after …")
    assert (second["before"], second["hit"], second["after"]) == ("", "needle", "")
    assert third["before"] == "…" + "x" * 60
    (folded,) = search_texts(["P4"], "STRASSE", texts_of=texts)
    assert (folded["before"], folded["hit"], folded["after"]) == ("Große ", "Straße", "!")
    assert search_texts(["P1"], "  ", texts_of=texts) == []
