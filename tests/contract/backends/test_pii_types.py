"""Of what type a name is: by the words beside it, in forms, in lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from transcribe.backends.pii import available, open_detector
from transcribe.core.recording import Identifiers
from transcribe.core.transcript import Speaker, Transcript, Turn
from transcribe.stages.detect import Detector

CASED = "My name is Ana Ruiz and I live in Lyon."
"""What makes a transcript one that writes capitals."""


@pytest.fixture(scope="module")
def detector(root: Path) -> Detector:
    models = root / "models"
    return open_detector(available(models)[0], models, language="en")


def found(detector: Detector, text: str) -> list[tuple[str, str]]:
    """Types and texts of what is found in a turn of a transcript with capitals."""
    transcript = Transcript(
        language="en",
        duration=None,
        speakers=(Speaker(label="A", role="interviewee", name="Interviewee"),),
        turns=tuple(
            Turn(id=f"t000{number}", speaker="A", edited=said)
            for number, said in enumerate((CASED, text), start=1)
        ),
    )
    entities = detector.detect(transcript, identifiers=Identifiers(), keep=()).entities
    return [(one.type, one.text) for one in entities if one.turn == "t0002"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Name: Sieuwerd Heuver\nPhone: none", [("PERSON", "Sieuwerd Heuver")]),
        ("Patient: Tadzio Brabec\nRoom: 12", [("PERSON", "Tadzio Brabec")]),
        ("City: Zuoz\nCountry: Norway", [("LOCATION", "Zuoz"), ("LOCATION", "Norway")]),
    ],
)
def test_a_field_of_a_form_says_what_it_holds(
    detector: Detector, text: str, names: list[tuple[str, str]]
) -> None:
    assert found(detector, text) == names


def test_the_name_of_a_thing_is_nobody(detector: Detector) -> None:
    for text in ("File name: Report", "Company name: Uulu Labs"):
        assert [one for one in found(detector, text) if one[0] == "PERSON"] == []


@pytest.mark.parametrize(
    "text",
    [
        "It was the idea of our three founders: Moreno, Brabec and Webb.",
        "With us are Moreno, Sheila, Brabec and Donna Webb.",
    ],
)
def test_who_is_listed_among_people_is_one(detector: Detector, text: str) -> None:
    names = {name for kind, name in found(detector, text) if kind == "PERSON"}
    assert {"Moreno", "Brabec"} <= names


def test_two_of_whom_more_is_said_are_people_and_no_firm(detector: Detector) -> None:
    assert found(detector, "Usamov and Salinas were the best of players.") == [
        ("PERSON", "Usamov"), ("PERSON", "Salinas"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("Telenav is a small design agency in the north.", "Telenav"),
        ("The Opencounter office is closed.", "Opencounter"),
    ],
)
def test_what_is_called_a_firm_is_one(detector: Detector, text: str, firm: str) -> None:
    assert ("ORGANIZATION", firm) in found(detector, text)


def test_whom_something_is_said_to_is_a_person(detector: Detector) -> None:
    assert ("PERSON", "Logan") in found(detector, '"I am so glad", said Gladys to Logan.')


def test_a_heading_below_a_name_makes_it_no_method(detector: Detector) -> None:
    text = "Janka M. Szász\n\nNetwork administrator"
    assert ("PERSON", "Janka M. Szász") in found(detector, text)
