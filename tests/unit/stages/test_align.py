"""Turns to guide items, without a model: likeness is shared words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from transcribe.core.guide import Guide, GuideAlignment
from transcribe.core.transcript import INTERVIEWEE, INTERVIEWER, Speaker, Transcript, Turn
from transcribe.guides import read_guide
from transcribe.stages.align import align
from transcribe.stages.engines import Engine

GUIDE = """\
# Pumps

## Background

1. What is your current position?
2. How many years of experience do you have?

## Data collection

1. How do you collect data for your pumps?
2. If they use public datasets:
   - a. Which public dataset did you use?
   - b. What problems did the public datasets have?
3. Do you verify the labels of the data?
   - If yes:
     - a. Who verifies the labels by hand?

## Deployment

1. Where do you deploy the models?
2. What challenges come up during deployment?

## Conclusion

1. What is the most pressing problem researchers should solve?
"""
SPEAKERS = (
    Speaker(label="A", role=INTERVIEWER, name="Interviewer"),
    Speaker(label="B", role=INTERVIEWEE, name="Interviewee"),
)


class SameWords:
    """Likeness as shared words over all words of both."""

    engine = Engine(name="fake", model="fake", rank=0)
    notices: tuple[str, ...] = ()

    def similarities(
        self, texts: Sequence[str], references: Sequence[str]
    ) -> tuple[tuple[float, ...], ...]:
        return tuple(tuple(self._one(text, other) for other in references) for text in texts)

    @staticmethod
    def _one(text: str, other: str) -> float:
        left, right = (set(re.findall(r"\w+", one.lower())) for one in (text, other))
        return 2 * len(left & right) / max(len(left) + len(right), 1)

    def close(self) -> None:
        pass


@pytest.fixture
def guide(tmp_path: Path) -> Guide:
    path = tmp_path / "guide.md"
    path.write_text(GUIDE, encoding="utf-8")
    return read_guide(path)


def talk(*lines: str, swapped: tuple[int, ...] = ()) -> Transcript:
    """A conversation in which the speakers alternate, the interviewer first."""
    turns = tuple(
        Turn(id=f"t{at + 1:04d}", speaker="AB"[(at + (at in swapped)) % 2], edited=line)
        for at, line in enumerate(lines)
    )
    return Transcript(language="en", duration=None, speakers=SPEAKERS, turns=turns)


def aligned(transcript: Transcript, guide: Guide) -> GuideAlignment:
    return align(transcript, guide, SameWords())


STRAIGHT = (
    "Okay, so what is your current position?",
    "I look after the pumps of the town.",
    "I see, thanks. And how do you collect data for your pumps?",
    "From sensors, mostly, and by walking there.",
    "By walking?",
    "Yes, with a notebook, every Monday.",
    "Perfect, thank you. Where do you deploy the models?",
    "On one machine in the basement.",
    "All right. What is the most pressing problem researchers should solve?",
    "Silent sensors.",
)


def test_topics_follow_the_questions_and_stay_through_follow_ups(guide: Guide) -> None:
    found = aligned(talk(*STRAIGHT), guide)
    assert [turn.topic for turn in found.turns] == [
        "background/1",
        "background/1",
        "data-collection/1",
        "data-collection/1",
        "data-collection/1",
        "data-collection/1",
        "deployment/1",
        "deployment/1",
        "conclusion/1",
        "conclusion/1",
    ]
    asks = {turn.turn: turn.asks for turn in found.turns if turn.asks}
    assert asks == {
        "t0001": ("background/1",),
        "t0003": ("data-collection/1",),
        "t0007": ("deployment/1",),
        "t0009": ("conclusion/1",),
    }
    assert all(0 < turn.score <= 1 for turn in found.turns)


def test_marks_and_capitals_make_no_difference_to_the_topics(guide: Guide) -> None:
    bare = talk(*(re.sub(r"[^\w ]", "", line.lower()) for line in STRAIGHT))
    topics = [turn.topic for turn in aligned(bare, guide).turns]
    assert topics == [turn.topic for turn in aligned(talk(*STRAIGHT), guide).turns]


def test_a_question_cut_by_a_backchannel_is_put_together(guide: Guide) -> None:
    found = aligned(
        talk(
            "What is your current position?",
            "I am an engineer.",
            "Thanks. What challenges come up during",
            "deployment? The basement floods.",
        ),
        guide,
    )
    assert found.turns[2].asks == ("deployment/2",)
    assert found.turns[3].topic == "deployment/2"


def test_a_question_that_goes_on_after_a_backchannel_is_one_question(guide: Guide) -> None:
    found = aligned(
        talk(
            "What is your current position?",
            "I am an engineer.",
            "Thanks. What challenges come up",
            "Mm-hmm.",
            "during deployment?",
            "The basement floods.",
        ),
        guide,
    )
    assert found.turns[2].asks == ("deployment/2",)
    assert [turn.topic for turn in found.turns[2:]] == ["deployment/2"] * 4
    assert not found.turns[4].asks


def test_an_item_is_newly_asked_once(guide: Guide) -> None:
    found = aligned(talk(*STRAIGHT[:4], *STRAIGHT[:4]), guide)
    asked = [item for turn in found.turns for item in turn.asks]
    assert len(asked) == len(set(asked))


def test_coverage_lists_every_question_with_its_turns(guide: Guide) -> None:
    found = aligned(talk(*STRAIGHT), guide)
    coverage = {item.item: item for item in found.coverage}
    assert list(coverage) == [item.id for item in guide.askable]
    collect = coverage["data-collection/1"]
    assert (collect.status, collect.question_turns) == ("asked", ("t0003",))
    assert collect.answer_turns == ("t0004", "t0006")
    assert coverage["background/2"].status == "skipped"


def test_a_refused_condition_makes_its_questions_not_applicable(guide: Guide) -> None:
    found = aligned(
        talk(
            "How do you collect data for your pumps?",
            "By hand.",
            "Thanks. Do you verify the labels of the data?",
            "No, never.",
            "Okay. Where do you deploy the models?",
            "In the basement.",
        ),
        guide,
    )
    coverage = {item.item: item.status for item in found.coverage}
    assert coverage["data-collection/3"] in ("asked", "paraphrased")
    assert coverage["data-collection/3/yes/a"] == "not_applicable"


def test_same_input_same_result(guide: Guide) -> None:
    assert aligned(talk(*STRAIGHT), guide) == aligned(talk(*STRAIGHT), guide)


def test_nothing_to_align(guide: Guide) -> None:
    silent = Transcript(language="en", duration=None, speakers=SPEAKERS, turns=())
    assert aligned(silent, guide).turns == ()
    none = aligned(talk(*STRAIGHT), Guide(title="", items=()))
    assert {turn.topic for turn in none.turns} == {None}
    empty = aligned(talk("", "", ""), guide)
    assert len(empty.turns) == 3


def test_wrong_roles_do_not_break_it(guide: Guide) -> None:
    found = aligned(talk(*STRAIGHT, swapped=(4, 7)), guide)
    right = aligned(talk(*STRAIGHT), guide)
    same = [one.topic == other.topic for one, other in zip(found.turns, right.turns, strict=True)]
    assert sum(same) >= 8


def test_a_follow_up_answered_unasked_is_answered(guide: Guide) -> None:
    found = aligned(
        talk(
            "Do you verify the labels of the data?",
            "Yes, we do that every week. Maria verifies the labels by hand, all of the labels that "
            "came in, and then a second person looks at them again.",
            "Thanks. Where do you deploy the models?",
            "In the basement.",
        ),
        guide,
    )
    coverage = {item.item: item for item in found.coverage}
    follow_up = coverage["data-collection/3/yes/a"]
    assert (follow_up.status, follow_up.answer_turns) == ("answered", ("t0002",))


def test_another_language_than_the_guides_is_flagged(guide: Guide) -> None:
    french = talk(
        "Bonjour, pouvez-vous nous dire quel est votre poste et ce que vous faites dans la ville ?",
        "Je suis responsable des pompes, et nous avons une équipe qui regarde les données.",
    )
    (notice,) = aligned(french, guide).notices
    assert "French" in notice
    assert "English" in notice
    assert aligned(talk(*STRAIGHT), guide).notices == ()
