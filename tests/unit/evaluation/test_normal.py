"""Words as they are compared."""

from __future__ import annotations

import pytest

from transcribe.evaluation.normal import normal_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Um, well — OK.", "well okay"),
        ("It’s done", "it's done"),
        ("twenty twenty one", "2021"),
        ("two thousand and twenty-one", "2021"),
        ("five five five, oh one", "555-01"),
        ("three hundred and fifty people", "350 people"),
        ("twenty-one models", "21 models"),
        ("12,000 rows", "twelve thousand rows"),
        ("mail me at gordon.reeves@brook.com", "mail me at gordon reeves brook com"),
        ("Mm-hmm. Uh-huh, yes", "yes"),
        ("two hundred thirty thousand", "230000"),
    ],
)
def test_ways_of_writing_are_one(one: str, other: str) -> None:
    assert normal_words(one) == normal_words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("we test", "we tested"),
        ("twenty models", "thirty models"),
        ("a model", "model"),
        ("yeah", ""),
        ("her error", ""),
        ("you and me", "you me"),
    ],
)
def test_differences_stay(one: str, other: str) -> None:
    assert normal_words(one) != normal_words(other)


def test_and_belongs_to_a_number_only_after_a_scale() -> None:
    assert normal_words("one and two") == ["1", "and", "2"]
