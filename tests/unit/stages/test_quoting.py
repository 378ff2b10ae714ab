"""Quotes are found again where their words went, and hold whole names."""

from __future__ import annotations

from typing import Any

import pytest

from transcribe.stages.quoting import Quote, find_quote, only_quotes

SAID = "We asked Ada Byron about pumps, and she said pumps are fine."


def quote(text: str, *, turn: str = "t0002", before: str = SAID) -> Quote:
    start = before.index(text)
    return Quote(turn=turn, before=before, start_char=start, end_char=start + len(text))


def document(text: str = SAID, *, decision: str = "auto", **more: Any) -> dict[str, Any]:
    start = text.index("Ada Byron")
    entity = {
        "id": "e1", "start_char": start, "end_char": start + len("Ada Byron"), "type": "PERSON",
        "surrogate": "[Person 2]", "decision": decision,
    }  # fmt: skip
    turn = {
        "id": "t0002", "speaker": "A", "role": "interviewee", "name": "Interviewee", "start": 1.0,
        "end": 5.0, "text": text, "words": [{"start": 1.0, "end": 1.2, "text": " We"}],
        "guide": {"topic": "q1", "asks": ["q1"], "score": 1.0}, "entities": [entity],
    }  # fmt: skip
    other = {**turn, "id": "t0001", "text": "Hello there.", "entities": []}
    return {
        "id": "P1",
        "turns": [other, turn],
        "coverage": [{"item": "q1"}],
        "passages": [],
        **more,
    }


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ({"t0002": SAID}, ("t0002", 45)),
        ({"t0002": "So: " + SAID}, ("t0002", 49)),
        ({"t0002": "We asked", "t0002.2": "she said pumps are fine."}, ("t0002.2", 9)),
        ({"t0001": "Hello. " + SAID.replace("about pumps", "")}, ("t0001", 41)),
        ({"t0001": "pumps are fine", "t0003": "pumps are fine"}, None),
        ({"t0002": "It was changed."}, None),
    ],
)
def test_where_the_words_stand_now(texts: dict[str, str], found: tuple[str, int] | None) -> None:
    assert find_quote(quote("pumps are fine"), texts) == found


def test_of_the_same_words_twice_in_a_turn_the_nearest_is_meant() -> None:
    second = Quote(turn="t0002", before=SAID, start_char=45, end_char=50)
    assert second.text == "pumps"
    assert find_quote(second, {"t0002": SAID}) == ("t0002", 45)
    assert find_quote(second, {"t0002": "pumps " + SAID}) == ("t0002", 51)


def test_a_quote_that_cuts_into_a_name_holds_the_whole_of_it() -> None:
    only, lost = only_quotes(document(), [quote("Byron about pumps"), quote("We asked Ada")])
    assert lost == 0
    assert [turn["text"] for turn in only["turns"]] == [
        "We asked Ada Byron",
        "Ada Byron about pumps",
    ]
    for turn in only["turns"]:
        (entity,) = turn["entities"]
        assert turn["text"][entity["start_char"] : entity["end_char"]] == "Ada Byron"
        assert (turn["words"], turn["guide"]["asks"], turn["guide"]["topic"]) == ([], [], "q1")
    assert only["coverage"] == []


def test_what_is_said_no_more_is_counted_and_what_is_left_out_is_not_told() -> None:
    gone = [{"id": "t0002", "turns": ["t0002"], "decision": "accepted", "cues": []}]
    only, lost = only_quotes(
        document(passages=gone),
        [quote("pumps are fine"), quote("Hello", turn="t0001", before="Hello")],
    )
    assert ([turn["text"] for turn in only["turns"]], lost) == (["Hello"], 0)
    only, lost = only_quotes(document(), [quote("gone now", before="it is gone now")])
    assert (only["turns"], lost) == ([], 1)


def test_one_quote_collected_twice_is_told_once() -> None:
    only, _ = only_quotes(document(), [quote("pumps are fine"), quote("pumps are fine")])
    assert len(only["turns"]) == 1
