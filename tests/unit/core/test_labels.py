"""Labels: which role they say, which of their words are a name."""

from __future__ import annotations

import doctest

import pytest

from transcribe.core import labels
from transcribe.core.labels import names_in, role_in


def test_the_examples_hold() -> None:
    assert doctest.testmod(labels).failed == 0


@pytest.mark.parametrize(
    ("label", "people", "other"),
    [
        ("Interviewer 1", (), ()),
        ("INTERVIEWEE_02", (), ()),
        ("SPEAKER_00", (), ()),
        ("Speaker B", (), ()),
        ("P07", (), ()),
        ("AL", (), ()),
        ("I", (), ()),
        ("", (), ()),
        ("Jo", ("Jo",), ()),
        ("Ana López", ("Ana López",), ()),
        ("ANA LÓPEZ", ("ANA LÓPEZ",), ()),
        ("Dr. Ana López (she/her)", ("Ana López",), ()),
        ("Ana López - Acme Robotics", ("Ana López",), ("Acme Robotics",)),
        ("López, Ana", ("Ana López",), ()),
        ("Interviewer (Ana López)", ("Ana López",), ()),
        ("Interviewer Ana", ("Ana",), ()),
        ("Ana's iPhone", ("Ana",), ()),
        ("ana@acme.example", (), ("ana@acme.example",)),
        ("O'Brien-Smith", ("O'Brien-Smith",), ()),
    ],
)
def test_names_in_labels(label: str, people: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert names_in(label) == (people, other)


def test_a_label_that_says_both_roles_says_none() -> None:
    assert role_in("Interviewer and interviewee") == "unknown"
    assert role_in("Ana, interviewer") == "interviewer"
