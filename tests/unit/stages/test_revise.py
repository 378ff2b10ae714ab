"""Edits over a transcript: applied to the turn they were made on, or known as stale."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.core.asr import Word
from transcribe.core.edits import (
    EVERYWHERE,
    ONWARD,
    Edit,
    Merge,
    SetName,
    SetRole,
    SetSpeaker,
    SetText,
    Split,
)
from transcribe.core.transcript import Speaker, Transcript, Turn
from transcribe.stages.editing import cut, join, timed_tokens
from transcribe.stages.revise import revise


def dummy_words(text: str, *, start: float = 0.0) -> tuple[Word, ...]:
    return tuple(
        Word(start=start + place, end=start + place + 0.8, text=f" {word}", probability=0.9)
        for place, word in enumerate(text.split())
    )


def dummy_transcript(*said: tuple[str, str]) -> Transcript:
    turns, clock = [], 0.0
    for index, (speaker, text) in enumerate(said, start=1):
        words = dummy_words(text, start=clock)
        clock += len(words)
        turns.append(Turn(id=f"t{index:04d}", speaker=speaker, words=words))
    labels = dict.fromkeys(speaker for speaker, _ in said)
    roles = {"A": "interviewer", "B": "interviewee"}
    names = {"A": "Interviewer 1", "B": "Interviewee"}
    return Transcript(
        language="en",
        duration=clock,
        speakers=tuple(
            Speaker(label=label, role=roles.get(label, "unknown"), name=names.get(label, label))
            for label in labels
        ),
        turns=tuple(turns),
    )


TALK = dummy_transcript(
    ("A", "what do you do"), ("B", "i mend pumps"), ("A", "how so"), ("B", "with a wrench you know")
)


def on(transcript: Transcript, turn_id: str, kind: type[Edit], **facts: Any) -> Edit:
    """An edit made on a turn as it stands."""
    turn = next(turn for turn in transcript.turns if turn.id == turn_id)
    head = {"id": f"e-{turn_id}", "turn": turn.id, "before": turn.text, "start": turn.start}
    return kind(**head, **facts)


def texts(transcript: Transcript) -> list[str]:
    return [f"{transcript.speaker(t.speaker).name}: {t.text}" for t in transcript.turns]


def test_without_edits_the_transcript_is_the_same_object() -> None:
    assert revise(TALK, ()).transcript is TALK


def test_new_text_keeps_the_times_of_the_turn() -> None:
    after = revise(TALK, [on(TALK, "t0002", SetText, text="I mend pumps.")]).transcript
    assert after.turns[1].text == "I mend pumps."
    assert (after.turns[1].start, after.turns[1].end) == (TALK.turns[1].start, TALK.turns[1].end)
    assert after.turns[1].words == TALK.turns[1].words


def test_a_second_edit_of_a_turn_is_made_on_the_first() -> None:
    first = on(TALK, "t0002", SetText, text="I mend pumps.")
    once = revise(TALK, [first]).transcript
    second = replace(on(once, "t0002", SetText, text="I mended pumps."), id="second")
    assert revise(TALK, [first, second]).transcript.turns[1].text == "I mended pumps."


def test_two_people_editing_one_turn_do_not_overwrite_each_other() -> None:
    mine = replace(on(TALK, "t0002", SetText, text="mine"), id="mine")
    theirs = replace(on(TALK, "t0002", SetText, text="theirs"), id="theirs")
    result = revise(TALK, [mine, theirs])
    assert result.transcript.turns[1].text == "mine"
    assert result.stale == ("theirs",)


def test_an_edit_finds_its_turn_when_ids_moved() -> None:
    edit = on(TALK, "t0004", SetText, text="With a wrench, you know.")
    moved = replace(
        TALK, turns=tuple(replace(turn, id=f"t{9 - i:04d}") for i, turn in enumerate(TALK.turns))
    )
    result = revise(moved, [edit])
    assert result.stale == ()
    assert result.transcript.turns[3].text == "With a wrench, you know."


def test_an_edit_of_a_turn_that_says_something_else_now_is_stale() -> None:
    edit = on(TALK, "t0002", SetText, text="I mend pumps.")
    rerun = dummy_transcript(("A", "what do you do"), ("B", "i meant pumps"))
    result = revise(rerun, [edit])
    assert result.stale == (edit.id,)
    assert result.transcript is rerun


def test_of_two_turns_that_say_the_same_the_one_at_that_time_is_edited() -> None:
    talk = dummy_transcript(("A", "yes"), ("B", "well and so on and so on"), ("A", "yes"))
    edit = replace(on(talk, "t0003", SetText, text="Yes!"), turn="t0099")
    assert [turn.text for turn in revise(talk, [edit]).transcript.turns] == [
        "yes",
        "well and so on and so on",
        "Yes!",
    ]


@pytest.mark.parametrize(
    ("reach", "speakers"), [("one", "ABBB"), (ONWARD, "ABBB"), (EVERYWHERE, "BBBB")]
)
def test_how_far_a_change_of_speaker_goes(reach: str, speakers: str) -> None:
    after = revise(TALK, [on(TALK, "t0003", SetSpeaker, speaker="B", reach=reach)]).transcript
    assert "".join(turn.speaker for turn in after.turns) == speakers


def test_from_here_on_leaves_what_came_before() -> None:
    talk = dummy_transcript(
        ("A", "one"), ("B", "two"), ("A", "three"), ("B", "four"), ("A", "five")
    )
    after = revise(talk, [on(talk, "t0003", SetSpeaker, speaker="B", reach=ONWARD)]).transcript
    assert "".join(turn.speaker for turn in after.turns) == "ABBBB"


def test_a_new_speaker_is_numbered_by_role() -> None:
    edit = on(TALK, "t0003", SetSpeaker, speaker="NEW_1", role="interviewer")
    assert texts(revise(TALK, [edit]).transcript)[2] == "Interviewer 2: how so"


def test_a_speaker_who_says_nothing_any_more_is_gone() -> None:
    edits = [on(TALK, "t0001", SetSpeaker, speaker="B", reach=EVERYWHERE)]
    assert [s.label for s in revise(TALK, edits).transcript.speakers] == ["B"]


def test_a_role_holds_for_all_turns_of_the_speaker() -> None:
    after = revise(TALK, [on(TALK, "t0002", SetRole, role="interviewer")]).transcript
    assert [after.role(turn) for turn in after.turns] == ["interviewer"] * 4
    assert [s.name for s in after.speakers] == ["Interviewer 1", "Interviewer 2"]


def test_a_name_is_shown_everywhere_and_can_be_taken_back() -> None:
    named = on(TALK, "t0002", SetName, name="Operator")
    assert texts(revise(TALK, [named]).transcript)[3].startswith("Operator: ")
    back = replace(on(TALK, "t0002", SetName, name=" "), id="back")
    assert texts(revise(TALK, [named, back]).transcript) == texts(TALK)


def test_a_split_falls_between_words_and_gives_the_rest_to_somebody() -> None:
    after = revise(TALK, [on(TALK, "t0004", Split, char=16, speaker="A")]).transcript
    assert texts(after)[3:] == ["Interviewee: with a wrench", "Interviewer 1: you know"]
    assert after.turns[4].id == "t0004.2"
    assert after.turns[4].start == TALK.turns[3].words[3].start


@pytest.mark.parametrize("at", [-1, 0, 3, 22, 500])
def test_a_split_that_would_leave_a_side_empty_is_not_made(at: int) -> None:
    edit = on(TALK, "t0004", Split, char=at)
    assert revise(TALK, [edit]).stale == (edit.id,)


def test_a_merge_keeps_every_word() -> None:
    edit = on(TALK, "t0002", Merge, following="how so")
    after = revise(TALK, [edit]).transcript
    assert texts(after)[1] == "Interviewee: i mend pumps how so"
    assert len(after.turns[1].words) == 5


def test_a_merge_is_stale_when_another_turn_follows() -> None:
    edit = on(TALK, "t0002", Merge, following="something else")
    assert revise(TALK, [edit]).stale == (edit.id,)


def test_changed_words_take_the_time_of_those_they_replace() -> None:
    turn = replace(TALK.turns[3], edited="with an old wrench, you know")
    found = {token.text: (token.start, token.end) for token in timed_tokens(turn)}
    words = turn.words
    assert found["with"] == (words[0].start, words[0].end)
    assert found["wrench,"] == (words[2].start, words[2].end)
    assert words[1].start == found["an"][0]
    assert found["an"][1] == found["old"][0]
    assert found["old"][1] == words[1].end


def test_a_turn_without_times_can_be_split() -> None:
    turn = Turn(id="t1", speaker="A", edited="one two three four", given=(0.0, 10.0))
    parts = cut(turn, 7, new_id="t1.2")
    assert parts is not None
    assert [part.text for part in parts] == ["one two", "three four"]
    assert parts[0].given is not None
    assert parts[0].given[1] == parts[1].given[0]  # type: ignore[index]


WORDS = st.lists(st.sampled_from("a bé 42 don't x-y naïve 你好".split()), min_size=2)


@given(words=WORDS, edited=st.none() | WORDS, data=st.data())
def test_no_word_is_lost_by_cutting_and_joining(
    words: list[str], edited: list[str] | None, data: st.DataObject
) -> None:
    turn = Turn(
        id="t1",
        speaker="A",
        words=dummy_words(" ".join(words)),
        edited=None if edited is None else " ".join(edited),
    )
    at = data.draw(st.integers(0, len(turn.text)))
    parts = cut(turn, at, new_id="t1.2")
    if parts is None:
        return
    assert all(part.text for part in parts)
    again = join(*parts)
    assert again.text.split() == turn.text.split()
    assert again.words == turn.words


@given(words=WORDS, edited=WORDS)
def test_tokens_cover_the_text_and_run_forward_in_time(words: list[str], edited: list[str]) -> None:
    turn = Turn(id="t1", speaker="A", words=dummy_words(" ".join(words)), edited=" ".join(edited))
    tokens = timed_tokens(turn)
    assert [token.text for token in tokens] == turn.text.split()
    starts = [token.start for token in tokens]
    assert starts == sorted(starts)  # type: ignore[type-var]
    assert all(turn.start <= token.start <= token.end <= turn.end for token in tokens)  # type: ignore[operator]
