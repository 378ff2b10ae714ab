"""Who asks and who answers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from transcribe.core.guide import Guide, GuideItem
from transcribe.core.recording import Interview
from transcribe.core.transcript import INTERVIEWEE, INTERVIEWER, UNKNOWN, Speaker, Turn
from transcribe.stages.engines import Engine
from transcribe.stages.roles import assign_roles

QUESTIONS = (
    "what data do you use and how do you collect it",
    "can you tell me how you test your models before a release",
    "which problems did you meet and what would you do about them",
)
ANSWERS = (
    "we use the readings of our sensors and i wrote the script that collects them every night "
    "because my team had nobody else and we were in a hurry then",
    "i test them on last month and we compare with the old one and my colleague looks at the plots "
    "and if the numbers are worse we do not ship it and talk with the customer",
    "our labels were wrong in the north and we found it after i plotted the errors by region and "
    "then we labelled them again which took us three weeks",
)


class SameWords:
    """Likeness of texts as the share of the shorter one's words that both have."""

    engine = Engine(name="fake", model="fake", rank=0)
    notices: tuple[str, ...] = ()

    def similarities(
        self, texts: Sequence[str], references: Sequence[str]
    ) -> tuple[tuple[float, ...], ...]:
        return tuple(
            tuple(
                len({*text.lower().split()} & {*other.lower().split()})
                / max(1, min(len({*text.split()}), len({*other.split()})))
                for other in references
            )
            for text in texts
        )

    def close(self) -> None:
        pass


def turns(*lines: tuple[str, str]) -> tuple[Turn, ...]:
    return tuple(
        Turn(id=f"t{at:04d}", speaker=speaker, edited=text)
        for at, (speaker, text) in enumerate(lines, start=1)
    )


def talk(*, asks: str = "A", answers: str = "B") -> list[tuple[str, str]]:
    pairs = zip(QUESTIONS, ANSWERS, strict=True)
    return [line for one, other in pairs for line in ((asks, one), (answers, other))]


def assign(
    lines: list[tuple[str, str]],
    *,
    interviewers: int | None = None,
    guide: Guide | None = None,
) -> dict[str, Speaker]:
    found = assign_roles(
        turns(*lines),
        guide=guide,
        similarity=SameWords() if guide else None,
        interview=Interview(participant="P", interviewers=interviewers),
    )
    return {speaker.label: speaker for speaker in found}


def test_the_one_with_questions_asks() -> None:
    found = assign(talk())

    assert (found["A"].role, found["A"].name) == (INTERVIEWER, "Interviewer 1")
    assert (found["B"].role, found["B"].name) == (INTERVIEWEE, "Interviewee")


def test_opening_the_talk_does_not_decide() -> None:
    found = assign([("B", "good morning to both of you and thank you"), *talk()])

    assert found["B"].role == INTERVIEWEE


def test_second_interviewer_with_two_turns_is_an_interviewer() -> None:
    lines = [*talk(), ("C", "how many people is that"), talk()[1], ("C", "and who owns it now")]

    found = assign(lines)

    assert {label: speaker.name for label, speaker in found.items()} == {
        "A": "Interviewer 1",
        "B": "Interviewee",
        "C": "Interviewer 2",
    }


def test_names_are_numbered_in_order_of_speaking() -> None:
    lines = [("C", QUESTIONS[2]), *talk()]

    found = assign(lines)

    assert found["C"].name == "Interviewer 1"
    assert found["A"].name == "Interviewer 2"


def test_sidecar_says_how_many_ask() -> None:
    lines = [*talk(), *talk(answers="C")]

    found = assign(lines, interviewers=1)

    assert [found[label].role for label in "ABC"] == [INTERVIEWER, INTERVIEWEE, INTERVIEWEE]
    assert [found[label].name for label in "BC"] == ["Interviewee 1", "Interviewee 2"]


def test_guide_outweighs_question_words() -> None:
    guide = Guide(
        title="",
        items=(
            GuideItem(id="1", kind="question", text="describe the path of a reading to the report"),
            GuideItem(id="2", kind="question", text="the hardest failure of the last year please"),
        ),
    )
    lines = [
        ("A", "describe the path of a reading to the report"),
        ("B", "what happens is that the pump sends it and the cloud keeps it for the night"),
        ("A", "and the hardest failure of the last year please"),
        ("B", "which one hmm the winter when the valves froze and the readings were all zero"),
    ]

    assert assign(lines, guide=guide)["A"].role == INTERVIEWER


@pytest.mark.parametrize("interviewers", [None, 1])
def test_two_alike_are_unknown(interviewers: int | None) -> None:
    lines = [("A", ANSWERS[0]), ("B", ANSWERS[0]), ("A", ANSWERS[1]), ("B", ANSWERS[1])]
    opened = [("C", "hello"), *lines]

    found = assign(opened, interviewers=interviewers)

    assert {found["A"].role, found["B"].role} <= {INTERVIEWEE, UNKNOWN}


def test_one_speaker_alone_is_unknown() -> None:
    found = assign([("A", QUESTIONS[0])])

    assert (found["A"].role, found["A"].name, found["A"].margin) == (UNKNOWN, "Speaker 1", 0.0)


def test_nobody_speaks() -> None:
    assert assign([]) == {}
