"""What a person says a turn is about wins, and coverage follows."""

from __future__ import annotations

from transcribe.core.edits import SetGuide
from transcribe.core.guide import AlignedItem, AlignedTurn, GuideAlignment
from transcribe.core.transcript import Speaker, Transcript, Turn
from transcribe.stages.realign import realign

TRANSCRIPT = Transcript(
    language="en",
    duration=None,
    speakers=(
        Speaker(label="A", role="interviewer", name="Interviewer 1"),
        Speaker(label="B", role="interviewee", name="Interviewee"),
    ),
    turns=tuple(Turn(id=f"t{i}", speaker="AB"[i % 2], edited=str(i)) for i in range(4)),
)
ALIGNMENT = GuideAlignment(
    turns=(
        AlignedTurn(turn="t0", topic="q1", asks=("q1",), score=0.9),
        AlignedTurn(turn="t1", topic="q1", score=0.8),
        AlignedTurn(turn="t2", topic="q2", asks=("q2",), score=0.4),
        AlignedTurn(turn="t3", topic="q2", score=0.4),
    ),
    coverage=(
        AlignedItem(item="q1", status="asked", question_turns=("t0",), answer_turns=("t1",)),
        AlignedItem(item="q2", status="paraphrased", question_turns=("t2",), answer_turns=("t3",)),
        AlignedItem(item="q3", status="skipped"),
        AlignedItem(item="q4", status="not_applicable"),
    ),
)


def mark(turn: str, **said: object) -> dict[str, SetGuide]:
    return {turn: SetGuide(id="e", turn=turn, before="", **said)}  # type: ignore[arg-type]


def statuses(alignment: GuideAlignment) -> dict[str, str]:
    return {item.item: item.status for item in alignment.coverage}


def test_without_marks_nothing_changes() -> None:
    assert realign(ALIGNMENT, TRANSCRIPT, {}) is ALIGNMENT


def test_a_question_moved_to_another_item_is_asked_there_and_skipped_here() -> None:
    marks = mark("t2", topic="q3", asks=("q3",)) | mark("t3", topic="q3")
    after = realign(ALIGNMENT, TRANSCRIPT, marks)
    assert statuses(after) == {
        "q1": "asked", "q2": "skipped", "q3": "asked", "q4": "not_applicable"
    }  # fmt: skip
    q3 = after.coverage[2]
    assert (q3.question_turns, q3.answer_turns) == (("t2",), ("t3",))
    assert after.turns[2].score == 1.0


def test_an_answer_moved_to_an_unasked_item_answers_it() -> None:
    after = realign(ALIGNMENT, TRANSCRIPT, mark("t3", topic="q4"))
    assert statuses(after)["q4"] == "answered"
    assert after.coverage[1].answer_turns == ()


def test_a_turn_can_be_about_nothing() -> None:
    after = realign(ALIGNMENT, TRANSCRIPT, mark("t1", no_topic=True))
    assert after.turns[1].topic is None
    assert after.coverage[0].answer_turns == ()


def test_marking_only_the_topic_leaves_what_is_asked() -> None:
    after = realign(ALIGNMENT, TRANSCRIPT, mark("t2", topic="q1"))
    assert after.turns[2].asks == ("q2",)
    assert statuses(after)["q2"] == "paraphrased"
