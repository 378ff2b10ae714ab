"""What somebody asks to be held back is held back; talk of data, records and privacy is not."""

from __future__ import annotations

from typing import Any

import pytest

from transcribe.stages.inspeech import find_passages
from transcribe.stages.passages import (
    CHANGED,
    LEFT_OUT,
    PassageWord,
    left_out,
    settle_passages,
    waiting,
    without_passages,
)


def turns(*said: str, first: str = "interviewer") -> list[dict[str, Any]]:
    """Turns of two speakers in turn, a minute each."""
    roles = ("interviewer", "interviewee")
    begin = roles.index(first)
    return [
        {
            "id": f"t{at + 1:04d}", "speaker": roles[(at + begin) % 2],
            "role": roles[(at + begin) % 2], "text": text, "start": at * 60.0,
            "end": at * 60.0 + 50, "words": [], "entities": [],
            "guide": {"topic": "q1", "asks": ["q1"], "score": 1.0},
        }
        for at, text in enumerate(said)
    ]  # fmt: skip


def cues(text: str, *, role: str = "interviewee") -> tuple[str, ...]:
    found = find_passages(turns(text, first=role))
    return found[0].cues if found else ()


def test_a_clause_that_begins_with_between_us_is_held_back() -> None:
    assert cues("He did the review himself, and he was drunk, between us.")
    assert cues("We never tested it (between us).")
    assert not cues("he did the review himself and the wall between us")


@pytest.mark.parametrize(
    "text",
    [
        "well off the record our pump burst",
        "can we cut this out",
        "could you cut out the part about my manager",
        "I'd rather this not be in there",
        "strictly confidential, so",
        "turn off the recording for a second",
        "could you switch the recorder off for a moment",
        "I don't want this to be published",
        "I really don't want this quoted",
        "would you mind not quoting that",
        "delete that please",
        "what is said here doesn't leave this room",
        "I can't say which client, it's under embargo",
        "I could get fired for this",
        "please don't mention the name",
        "I told you that in private",
        "can that be kept confidential",
        "nobody from my company reads this, right",
        "ça ne sort pas d'ici",
        "Off the record: our pump burst.",
        "but please don't write that",
        "please do not include this in the transcript",
        "Don't quote me on that.",
        "and don’t write that down",
        "this stays between us",
        "We shipped it in May. Between us, it never worked.",
        "On a livré en mai. Mais entre nous, ça n'a jamais marché.",
        "just between you and me, it never worked",
        "I can't say the name, there is an NDA",
        "we signed a non-disclosure agreement",
        "that's confidential, sorry",
        "I can't tell you because it is confidential",
        "you should anonymize that part",
        "could you cut that out please",
        "i probably shouldn't say this",
        "can you stop the recording",
        "ça reste entre nous",
        "ne notez pas ça s'il vous plaît",
        "c'est confidentiel",
        "hors micro, ça n'a jamais marché",
        "enlevez ce passage",
    ],
)
def test_held_back(text: str) -> None:
    assert cues(text)
    assert cues(text.lower().replace(",", "").replace(".", ""))


@pytest.mark.parametrize(
    "text",
    [
        "there was a lot of back and forth between us and them",
        "In that year the work was split, between us two was nothing to do",
        "the gap between us grew. Between us we have forty years.",
        "Between us and the vendor, it went well.",
        "la distance entre nous est grande. Entre nous on se tutoie.",
        "we don't record that data",
        "the difference between you and me",
        "we anonymize the data",
        "you can delete that file",
        "the NDA process takes a while for clients",
        "leave that out of the model",
        "we had to stop the recording of sensor data",
        "I would rather not have that in the pipeline",
        "it is proprietary software",
        "you can't use that in production",
        "sensitive data is removed, and the model is private",
        "we take that out of the training set",
        "for the record, I like it with a confidence of ninety percent",
        "they do not write that test",
        "the model handles confidential data of the bank",
        "we remove that column and delete it",
        "if you don't include this feature it fails",
        "the difference between you and me there is small",
        "la communication entre nous et eux",
        "we keep it in the database",
        "so I don't note it",
        "on enregistre les données",
    ],
)
def test_ordinary_talk_is_not_held_back(text: str) -> None:
    assert cues(text) == ()


def test_an_interviewers_opening_is_no_passage() -> None:
    opening = "All you say is confidential, and if there is an NDA please tell us."
    assert cues(opening, role="interviewer") == ()


def test_an_interviewers_promise_is_about_what_was_said_before() -> None:
    found = find_passages(turns("And?", "We lost the data of Mill.", "We can cut that out."))
    assert found[0].turns == ("t0002", "t0003")


def test_a_passage_reaches_the_turns_it_speaks_of() -> None:
    said = ("And then?", "We lost it all.", "Oh.", "Please don't write that.", "Sure.", "So.")
    assert find_passages(turns(*said))[0].turns == ("t0002", "t0003", "t0004")
    said = ("And?", "Off the record.", "Yes?", "We lost it all.", "Oh.", "So it goes.")
    assert find_passages(turns(*said))[0].turns == ("t0002", "t0003", "t0004")
    said = ("And?", "It runs.", "Yes?", "Off the record, we lost all of it once.", "Oh.", "So.")
    assert find_passages(turns(*said))[0].turns == ("t0004", "t0005", "t0006")


def word(rows: list[dict[str, Any]], *ids: str, leave_out: bool | None) -> PassageWord:
    said = {row["id"]: (row["text"], row["start"], row["end"]) for row in rows if row["id"] in ids}
    return PassageWord(passage=ids[-1], said=said, leave_out=leave_out)


SAID = ("And then?", "We lost it all.", "Oh.", "Please don't write that.", "Sure.")


def test_the_last_word_wins_and_can_be_taken_back() -> None:
    rows = turns(*SAID)
    ids = ("t0002", "t0003", "t0004")
    out, shown = word(rows, *ids, leave_out=True), word(rows, *ids, leave_out=False)
    back = word(rows, *ids, leave_out=None)
    assert [one["decision"] for one in settle_passages(rows, [])] == ["queued"]
    assert [one["decision"] for one in settle_passages(rows, [shown, out])] == ["accepted"]
    assert [one["decision"] for one in settle_passages(rows, [out, shown])] == ["rejected"]
    assert [one["decision"] for one in settle_passages(rows, [out, back])] == ["queued"]


def test_turns_that_no_cue_points_at_can_be_left_out() -> None:
    rows = turns("And then?", "We lost it all.", "Oh.")
    found = settle_passages(rows, [word(rows, "t0002", leave_out=True)])
    assert left_out({"passages": found}) == {"t0002"}
    assert settle_passages(rows, [word(rows, "t0002", leave_out=False)]) == []


def test_a_word_does_not_outlive_what_it_was_said_of() -> None:
    rows = turns(*SAID)
    ids = ("t0002", "t0003", "t0004")
    heard_better = [{**row} for row in rows]
    heard_better[1]["text"] = "We lost all of Mill's data."
    shown = settle_passages(heard_better, [word(rows, *ids, leave_out=False)])
    assert [one["decision"] for one in shown] == ["queued"]
    out = settle_passages(heard_better, [word(rows, *ids, leave_out=True)])
    assert [one["decision"] for one in out] == ["queued"]
    assert CHANGED in out[0]["cues"]


def test_left_out_turns_are_asked_about_again_even_when_their_cue_is_gone() -> None:
    rows = turns(*SAID)
    out = word(rows, "t0002", "t0003", "t0004", leave_out=True)
    other = [{**row, "id": f"t{at + 11:04d}"} for at, row in enumerate(rows)]
    other[3]["text"] = "Please bright that."
    found = settle_passages(other, [out])
    assert {"t0012", "t0014"} <= set(found[0]["turns"])
    assert waiting({"passages": found})


def test_a_re_run_that_only_renames_turns_keeps_the_word() -> None:
    rows = turns(*SAID)
    out = word(rows, "t0002", "t0003", "t0004", leave_out=True)
    other = [{**row, "id": f"t{at + 11:04d}"} for at, row in enumerate(rows)]
    assert left_out({"passages": settle_passages(other, [out])}) == {"t0012", "t0013", "t0014"}


def test_nothing_of_a_left_out_turn_stays() -> None:
    rows = turns(*SAID)
    document = {
        "turns": rows,
        "coverage": [
            {"item": item, "status": "asked", "question_turns": asks, "answer_turns": answers}
            for item, asks, answers in (
                ("q1", ["t0001"], ["t0002"]),
                ("q2", ["t0002"], ["t0002"]),
                ("q3", ["t0002"], ["t0003"]),
                ("q4", [], []),
            )
        ],
        "passages": settle_passages(rows, [word(rows, "t0002", leave_out=True)]),
    }
    public = without_passages(document)
    turn = public["turns"][1]
    assert (turn["text"], turn["guide"]["topic"], turn["guide"]["asks"]) == (LEFT_OUT, None, [])
    assert public["coverage"][0]["answer_turns"] == []
    # A question that only left-out turns asked and answered is not told of at all.
    said = {item["item"]: item["status"] for item in public["coverage"]}
    assert said == {"q1": "asked", "q3": "answered", "q4": "asked"}
    assert turn["start"] == 60.0
