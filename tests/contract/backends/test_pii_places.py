"""What is a place, and what only looks like one."""

from __future__ import annotations

from pathlib import Path

import pytest

from transcribe.backends.pii import available, open_detector
from transcribe.core.recording import Identifiers
from transcribe.core.transcript import Speaker, Transcript, Turn
from transcribe.stages.detect import Detector


@pytest.fixture(scope="module")
def detector(root: Path) -> Detector:
    models = root / "models"
    return open_detector(available(models)[0], models, language="en")


def found(detector: Detector, text: str, *, listed: str = "") -> list[tuple[str, str]]:
    transcript = Transcript(
        language="en",
        duration=None,
        speakers=(Speaker(label="A", role="interviewee", name="Interviewee"),),
        turns=(Turn(id="t0001", speaker="A", edited=text),),
    )
    names = Identifiers(places=(listed,)) if listed else Identifiers()
    entities = detector.detect(transcript, identifiers=names, keep=()).entities
    return [(one.type, one.text) for one in entities]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Anna is from Loopwork.", "Loopwork", "ORGANIZATION"),
        ("Karl is from Oberwiesenau.", "Oberwiesenau", "LOCATION"),
        ("She is from Stillbrook.", "Stillbrook", "LOCATION"),
        ("Ask Jackson or Houston about it.", "Houston", "PERSON"),
        ("We moved to Houston last year.", "Houston", "LOCATION"),
        ("I spoke to the mayor of Delft.", "Delft", "LOCATION"),
        ("She studied at Delft.", "Delft", "UNIVERSITY"),
        ("I'm in Flateyri, at the conference.", "Flateyri", "LOCATION"),
    ],
)
def test_a_place_is_told_by_what_stands_beside_it(
    detector: Detector, text: str, name: str, kind: str
) -> None:
    assert (kind, name) in found(detector, text)


def test_a_full_stop_parts_two_names(detector: Detector) -> None:
    names = found(detector, "They hired Pieter Janssen. Eriksen came later, with Dr. Berg.")
    assert ("PERSON", "Pieter Janssen") in names
    assert ("PERSON", "Eriksen") in names


def test_a_listed_place_is_one_whatever_stands_beside_it(detector: Detector) -> None:
    text = "Ask Jackson or Houston about it. Anna is from Loopwork."
    assert ("LOCATION", "Houston") in found(detector, text, listed="Houston")
    assert ("LOCATION", "Loopwork") in found(detector, text, listed="Loopwork")
