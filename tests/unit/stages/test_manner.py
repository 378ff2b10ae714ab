"""In which manner something is asked."""

from __future__ import annotations

import pytest

from transcribe.stages.alignment.manner import alike_in_manner, manners


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("and how did you fix that", {"how"}),
        ("How long do you spend on it?", {"amount"}),
        ("so what was the reason", {"what", "why"}),
        ("do you use public data", {"whether"}),
        ("Okay, um, have you ever tried it?", {"whether"}),
        ("we did that in spring", set()),
    ],
)
def test_manners(text: str, found: set[str]) -> None:
    assert manners(text) == found


def test_two_questions_of_one_subject_are_told_apart() -> None:
    values = alike_in_manner(
        ["so how did you handle it", "it broke"],
        ["What went wrong with the service?", "How did you cope with that?"],
    )
    assert values.tolist() == [[-1.0, 1.0], [0.0, 0.0]]
