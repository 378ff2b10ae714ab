"""The real detector on text as people write it and as recognizers do; it never opens a socket."""

from __future__ import annotations

import json
import socket
import tomllib
from pathlib import Path
from typing import Any

import pytest
from studies import SPEAKERS

from transcribe.backends.pii import available, open_detector
from transcribe.core.pii import Entity
from transcribe.core.recording import Identifiers
from transcribe.core.transcript import Transcript, Turn
from transcribe.stages.detect import Detector

MODELS = Path("models")


@pytest.fixture(scope="module")
def detector() -> Detector:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _refuse)
        patch.setattr(socket, "getaddrinfo", _refuse)
        return open_detector(available(MODELS)[0], MODELS, language="en")


def _refuse(*_: object, **__: object) -> None:
    raise AssertionError("a socket was opened")


def detect(detector: Detector, text: str, **known: tuple[str, ...]) -> tuple[Entity, ...]:
    cased = any(char.isupper() for char in text)
    frame = "So I think it is fine. It was I who did it." if cased else "so it was fine i think"
    transcript = Transcript(
        language="en",
        duration=None,
        speakers=SPEAKERS,
        turns=(
            Turn(id="t0001", speaker="SPEAKER_01", edited=frame),
            Turn(id="t0002", speaker="SPEAKER_01", edited=text),
        ),
    )
    return detector.detect(transcript, identifiers=Identifiers(**known), keep=()).entities


def spans(detector: Detector, text: str, kind: str) -> list[tuple[str, str]]:
    return [(one.text, one.decision) for one in detect(detector, text) if one.type == kind]


@pytest.mark.parametrize(
    ("text", "kind", "mention"),
    [
        ("Hi, my name is Victor Lane.", "PERSON", "Victor Lane"),
        ("With me is my colleague Simon Drake, you know.", "PERSON", "Simon Drake"),
        ("So I talked to Mohamed about it.", "PERSON", "Mohamed"),
        ("I work at Harbor Line Logistics, in the north.", "ORGANIZATION", "Harbor Line Logistics"),
        ("I am a student at Maple Hill University, yes.", "UNIVERSITY", "Maple Hill University"),
        ("We have a product called Blue Heron.", "PRODUCT", "Blue Heron"),
        ("I live in Montreal now.", "LOCATION", "Montreal"),
        ("Write to maria.lopez@acme.com please.", "EMAIL", "maria.lopez@acme.com"),
        ("write to maria dot lopez at acme dot com please", "EMAIL",
         "maria dot lopez at acme dot com"),
        ("call me at five five five zero one four two", "PHONE",
         "five five five zero one four two"),
        ("Call me at 514-555-0199.", "PHONE", "514-555-0199"),
        ("i have been here since march of twenty nineteen", "DATE", "march of twenty nineteen"),
        ("It was in March 2019.", "DATE", "March 2019"),
        ("i am thirty five and i live here", "AGE", "thirty five"),
        ("we live at twelve elm street", "ADDRESS", "12 elm street"),
        ("The card is 4454794511390933 then.", "ID_NUMBER", "4454794511390933"),
    ],
)  # fmt: skip
def test_replaced_without_asking(detector: Detector, text: str, kind: str, mention: str) -> None:
    wanted = mention.replace("12 elm", "twelve elm")
    assert (wanted, "auto") in spans(detector, text, kind)


@pytest.mark.parametrize(
    "text",
    [
        "my name is fuzzworth and i do things",
        "thanks kwesi",
        "Thank you, Fousseynou.",
        "i work at bright harbor these days",
        "So the Tealeaf people came.",
        "i went to maple hill university",
        "we are a team of seven",
        "i have worked here for nine years",
        "i am the head of machine learning here",
        "her name is o u e l l e t",
        "frank sutton did that",
        "I work at Google in the north.",
    ],
)
def test_waits_for_a_person_or_is_replaced(detector: Detector, text: str) -> None:
    assert detect(detector, text)


@pytest.mark.parametrize(
    "text",
    [
        "We use Python, PyTorch and scikit-learn on AWS, with Docker and Kubernetes.",
        "we use python pie torch and psyche learn with pandas on azure data bricks",
        "It was trained with the Adam optimizer and the Kolmogorov-Smirnov test on ImageNet.",
        "So Company 1 and School 2 are hidden in Country 1 already.",
        "you will grant me that we may mark the page",
        "Thank you so much. Have a good day. Bye-bye.",
        "An L G B M, or an S V M, or a C N N.",
        "we had two thousand pictures and call the valley in twenty twenty one five six",
        "the model gets ninety percent after three weeks on twenty thousand images",
    ],
)
def test_public_names_and_words_are_left(detector: Detector, text: str) -> None:
    found = [one for one in detect(detector, text) if one.type != "DATE"]
    assert [one for one in found if one.decision == "auto"] == []
    assert len(found) <= 1


def test_a_street_and_its_town_are_one_address(detector: Detector) -> None:
    text = "So we live at 12 Elm Street, Toronto now."
    assert ("12 Elm Street, Toronto", "auto") in spans(detector, text, "ADDRESS")


def test_the_number_of_a_card_is_no_phone(detector: Detector) -> None:
    assert spans(detector, "My card 4539 1488 0343 6467 is lost.", "PHONE") == []
    assert spans(detector, "It was on 11/15/2006 then.", "PHONE") == []


def test_listed_names_win_over_public_ones(detector: Detector) -> None:
    found = detect(detector, "we use kafka a lot", products=("Kafka",))
    assert [(one.text, one.decision) for one in found] == [("kafka", "auto")]


def test_names_that_the_study_keeps_are_left(detector: Detector) -> None:
    transcript = Transcript(
        language="en", duration=None, speakers=SPEAKERS,
        turns=(Turn(id="t0001", speaker="SPEAKER_01", edited="So I know Mohamed, and you?"),),
    )  # fmt: skip
    found = detector.detect(transcript, identifiers=Identifiers(), keep=("mohamed",))
    assert found.entities == ()


def test_the_same_text_gives_the_same_entities(detector: Detector) -> None:
    text = "My name is Ana Ruiz, I work at Blue Harbor in Lyon since March 2019."
    assert detect(detector, text) == detect(detector, text)


QUASI = ("DATE", "AGE", "QUANTITY", "JOB")


@pytest.mark.parametrize("cased", [True, False])
@pytest.mark.parametrize("name", ["parcel-photos", "pump-failures"])
def test_shipped_interviews(detector: Detector, root: Path, name: str, *, cased: bool) -> None:
    """With a sidecar nothing that it lists is left; as written, names are found without one."""
    gold = json.loads((root / f"tests/golden/interviews/{name}.gold.json").read_text())
    sidecar = tomllib.loads((root / f"recordings/{name}.toml").read_text())["identifiers"]
    listed = Identifiers(**{kind: tuple(names) for kind, names in sidecar.items()})
    texts = [turn["text"] if cased else turn["text"].lower() for turn in gold["turns"]]
    transcript = Transcript(
        language="en",
        duration=None,
        speakers=SPEAKERS,
        turns=tuple(
            Turn(id=f"t{index + 1:04d}", speaker="SPEAKER_00", edited=text)
            for index, text in enumerate(texts)
        ),
    )
    with_sidecar = detector.detect(transcript, identifiers=listed, keep=()).entities
    left = list(texts)
    for one in sorted(with_sidecar, key=lambda one: -one.start_char):
        if one.decision == "auto":
            at = int(one.turn[1:]) - 1
            left[at] = left[at][: one.start_char] + "[x]" + left[at][one.end_char :]
    everything = " | ".join(left).casefold()
    assert [n for names in sidecar.values() for n in names if n.casefold() in everything] == []

    alone = detector.detect(transcript, identifiers=Identifiers(), keep=()).entities
    direct = [one for one in gold["entities"] if one["type"] not in QUASI]
    covered = [one for one in direct if _touched(one, alone)]
    assert len(covered) >= (0.95 if cased else 0.6) * len(direct)


def _touched(gold: dict[str, Any], entities: tuple[Entity, ...]) -> bool:
    letters = sum(
        max(0, min(gold["end_char"], one.end_char) - max(gold["start_char"], one.start_char))
        for one in entities
        if int(one.turn[1:]) - 1 == gold["turn"]
    )
    return 2 * letters >= gold["end_char"] - gold["start_char"]


def test_french_has_cues_of_its_own() -> None:
    detector = open_detector(available(MODELS)[0], MODELS, language="fr")
    text = "je m'appelle amélie gagnon et je travaille chez hydro lumière depuis mars 2019"
    found = {(one.type, one.text): one.decision for one in detect(detector, text)}
    assert found == {
        ("PERSON", "amélie gagnon"): "auto",
        ("ORGANIZATION", "hydro lumière"): "queued",
        ("DATE", "mars 2019"): "auto",
    }


def test_other_languages_say_what_they_lack() -> None:
    detector = open_detector(available(MODELS)[0], MODELS, language="nl")
    transcript = Transcript(language="nl", duration=None, speakers=SPEAKERS, turns=())
    notices = detector.detect(transcript, identifiers=Identifiers(), keep=()).notices
    assert "(nl)" in notices[0]


def test_all_that_is_found_passes_through_presidio() -> None:
    from presidio_analyzer import AnalyzerEngine, EntityRecognizer

    from transcribe.backends.pii.finders import find_folders, open_finder
    from transcribe.backends.pii.presidio import Analyzer

    (folder,) = find_folders(MODELS, language="en")
    analyzer = Analyzer(language="en", finders=((folder.name, open_finder(folder)),))
    assert isinstance(analyzer.engine, AnalyzerEngine)
    recognizers = analyzer.engine.get_recognizers("en")
    assert all(isinstance(one, EntityRecognizer) for one in recognizers)
    assert {"people", "organizations", "places", "times", folder.name, "PhoneRecognizer"} <= {
        one.name for one in recognizers
    }
    found = analyzer.engine.analyze("my colleague Simon Drake is at x@acme.com", "en")
    assert {"PERSON", "EMAIL_ADDRESS"} <= {one.entity_type for one in found}


def test_describing_costs_no_import() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path; from transcribe.backends.pii import available;"
        "print(available(Path('models'))[0].name);"
        "sys.exit(any(name in sys.modules for name in ('presidio_analyzer', 'spacy', 'numpy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
