"""Figures of an interview, against sums that can be made by hand."""

from __future__ import annotations

from typing import Any

import pytest
from exported_interviews import GUIDE, document

from transcribe.export.interview import private_interview, public_interview
from transcribe.release.public import build_release
from transcribe.report.guide_rows import blocks
from transcribe.report.measure import portrait
from transcribe.report.values import Facts, Portrait

TEXTS = ["one two three four", "five six", "seven", "eight nine ten"]


def made(**changes: Any) -> dict[str, Any]:
    """Turns at minutes 0 to 3, a word every half second; the first two about ``data/1``."""
    return document(TEXTS, guide=GUIDE, **changes)


def private(found: dict[str, Any]) -> Portrait:
    return portrait(private_interview(found, items=GUIDE), Facts())


def test_talk_silence_and_pace_are_those_of_the_words() -> None:
    one = private(made())
    asking, answering = one.voices
    assert (asking.words, asking.turns) == (5, 2)
    # Four words from 0 to 1.9 s, one from 120 to 120.4 s.
    assert asking.seconds == pytest.approx(2.3)
    assert answering.seconds == pytest.approx(0.9 + 1.4)
    assert one.silence == pytest.approx(240 - 4.6)
    assert asking.pace is None


def test_a_long_pause_inside_a_turn_is_no_speech_where_words_have_times() -> None:
    found = made()
    words = found["turns"][0]["words"]
    for word in words[2:]:
        word["start"] += 10
        word["end"] += 10
    found["turns"][0]["end"] = words[-1]["end"]
    release = build_release(found, public_id="interview-01")
    assert private(found).voices[0].seconds == pytest.approx(0.9 + 0.9 + 0.4)
    public = portrait(public_interview(release, items=GUIDE), Facts())
    assert public.voices[0].seconds == pytest.approx(11.9 + 0.4)


def test_a_cell_holds_time_words_and_the_passages_about_its_question() -> None:
    one = private(made())
    first, second = one.cells["data/1"], one.cells["data/2"]
    assert (first.status, first.words, first.passages) == ("asked", 6, (1,))
    assert first.seconds == pytest.approx(1.9 + 0.9)
    assert (second.words, second.passages) == (4, (2,))
    assert one.cells["end"].words == 0
    assert one.elsewhere.words == 0
    assert one.words == sum(cell.words for cell in one.cells.values())


def test_a_question_that_comes_back_has_two_passages() -> None:
    found = made()
    for turn, topic in zip(found["turns"], ("data/1", "data/2", "data/1", None), strict=True):
        turn["guide"]["topic"] = topic
    one = private(found)
    assert one.cells["data/1"].passages == (1, 3)
    assert one.elsewhere.passages == (4,)
    assert one.elsewhere.words == 3


def test_a_question_asked_on_the_way_leads_to_where_it_was_asked() -> None:
    found = made()
    found["coverage"][2] |= {"question_turns": ["t0003"], "answer_turns": ["t0004"]}
    cell = private(found).cells["end"]
    assert (cell.words, cell.passages) == (0, (2,))


def test_doubtful_words_are_counted_over_time() -> None:
    found = made()
    found["turns"][1]["words"][0]["probability"] = 0.49
    one = private(found)
    # Short interviews are cut finely: a quarter of a minute each, and nothing said in most.
    assert one.bin == 15.0
    told = {part.start: (part.words, part.doubtful) for part in one.minutes if part.words}
    assert told == {0.0: (4, 0), 60.0: (2, 1), 120.0: (1, 0), 180.0: (3, 0)}
    at = {part.start: part.passage for part in one.minutes}
    assert (at[60.0], at[105.0], at[120.0]) == (1, 1, 2)
    assert private(made(duration=7200.0)).bin == 60.0


def test_without_times_only_words_are_counted() -> None:
    one = private(made(times="none"))
    assert one.length is None
    assert one.silence is None
    assert one.speech is None
    assert one.minutes == ()
    assert one.cells["data/1"].seconds is None
    assert one.words == 10


def test_the_public_tier_has_neither_text_nor_probabilities() -> None:
    release = build_release(made(), public_id="interview-01")
    one = portrait(public_interview(release, items=GUIDE), Facts())
    assert one.lines == ()
    assert one.minutes == ()
    assert one.id == "interview-01"


def test_a_passage_left_out_has_no_words() -> None:
    passages = [{"id": "t0004", "turns": ["t0004"], "cues": ["x"], "decision": "accepted"}]
    one = private(made(passages=passages))
    assert one.words == 7
    assert "eight" not in str([line.text for line in one.lines])


def test_rows_bear_the_numbers_of_the_guide_or_those_of_their_sections() -> None:
    (block,) = blocks([private_interview(made(), items=GUIDE)])
    assert block.sections == ("Data", "")
    assert [row.number for row in block.rows] == ["1", "2", "2.1"]
    assert block.section_of["data"] == 0


def test_interviews_with_other_guides_have_a_matrix_of_their_own() -> None:
    first = private_interview(made(), items=GUIDE)
    other = private_interview(made(), items=GUIDE[3:])
    unread = private_interview(made())
    without = private_interview(document(TEXTS))
    found = blocks([first, other, unread, first, without])
    assert [block.members for block in found] == [(0, 3), (1,), (2,), (4,)]
    assert [row.text for row in found[2].rows] == ["data/1", "data/2", "end"]
    assert found[3].rows == ()
