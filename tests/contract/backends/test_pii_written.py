"""What is written in letters, on cards and in the news: addresses, firms, places, numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from transcribe.backends.pii import available, open_detector
from transcribe.core.pii import AUTO, QUEUED, Entity
from transcribe.core.recording import Identifiers
from transcribe.core.transcript import Speaker, Transcript, Turn
from transcribe.stages.detect import Detector


@pytest.fixture(scope="module")
def detector(root: Path) -> Detector:
    models = root / "models"
    return open_detector(available(models)[0], models, language="en")


def entities(detector: Detector, text: str) -> tuple[Entity, ...]:
    transcript = Transcript(
        language="en",
        duration=None,
        speakers=(Speaker(label="A", role="interviewee", name="Interviewee"),),
        turns=(Turn(id="t0001", speaker="A", edited=text),),
    )
    return detector.detect(transcript, identifiers=Identifiers(), keep=()).entities


def found(detector: Detector, text: str) -> list[tuple[str, str]]:
    return [(one.type, one.text) for one in entities(detector, text)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("It is Hauptstraße 12, 10115 Berlin, Germany.", "Hauptstraße 12, 10115 Berlin, Germany"),
        ("Send it to 12 rue de la Paix, 75002 Paris.", "12 rue de la Paix, 75002 Paris"),
        ("The shop is at calle de Alcalá 12, 28014 Madrid", "calle de Alcalá 12, 28014 Madrid"),
        ("Our house is Via Roma 3, you know.", "Via Roma 3"),
        ("It was ul. Mickiewicza 77, I think.", "ul. Mickiewicza 77"),
        ("On the corner of Elm Street and Third Avenue.", "corner of Elm Street and Third Avenue"),
        ("Mail to Unit 7349 Box 6067\nDPO AE 99081.", "Unit 7349 Box 6067\nDPO AE 99081"),
    ],
)  # fmt: skip
def test_an_address_of_another_country_is_one(detector: Detector, text: str, address: str) -> None:
    assert ("ADDRESS", address) in found(detector, text)


def test_what_only_sounds_like_a_street_is_none(detector: Detector) -> None:
    for text in (
        "we had 3 big hill climbs and 2 people walk in the row",
        "about 20 percent loop back, and the best way 5 times",
        "I walk 20 miles via email 3 times",
    ):
        assert [one for one in found(detector, text) if one[0] == "ADDRESS"] == []


def test_an_envelope_has_its_town_on_a_line_of_its_own(detector: Detector) -> None:
    text = "Clara Dickson\n28 Elm Street\nApt. 55\nTYSTBERGA\nSweden 99178"
    spans = found(detector, text)
    assert ("ADDRESS", "28 Elm Street\nApt. 55") in spans
    assert ("LOCATION", "TYSTBERGA") in spans
    assert ("LOCATION", "Sweden") in spans
    assert ("ADDRESS", "99178") in spans


def test_an_address_after_its_label_stays_one(detector: Detector) -> None:
    text = "Address:\n28 Elm Street\nApt. 55\nTYSTBERGA\nSweden 99178"
    assert found(detector, text) == [("ADDRESS", text.removeprefix("Address:\n"))]


def test_a_postal_code_after_a_town_is_hidden(detector: Detector) -> None:
    assert ("ADDRESS", "4844") in found(detector, "I live in ARENDAL 4844 in the north.")


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("Moreno, Price and Webb is an agency in the north.", "Moreno, Price and Webb"),
        ("So Fletcher and Sons sent us a bill.", "Fletcher and Sons"),
        ("It was Marlowe, Inc. that paid.", "Marlowe, Inc"),
    ],
)
def test_firms_made_of_family_names(detector: Detector, text: str, firm: str) -> None:
    assert ("ORGANIZATION", firm) in found(detector, text)


def test_three_given_names_are_people(detector: Detector) -> None:
    spans = found(detector, "They came with Anna, Derek and Hannah.")
    assert {kind for kind, _ in spans} == {"PERSON"}


def test_a_country_at_the_head_of_a_sentence(detector: Detector) -> None:
    assert ("LOCATION", "France") in found(detector, "France was a good place to work. We left.")


@pytest.mark.parametrize("people", ["Bruneian", "Surinamese", "Belizean", "Londoners", "Saudis"])
def test_a_people_is_no_person(detector: Detector, people: str) -> None:
    assert found(detector, f"We are {people} but we live here.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Order number 555-1234-99 has left.",
        "My NHS number is 943 476 5919.",
        "It is case 05-2231145.",
    ],
)
def test_a_number_of_something_else_is_no_phone(detector: Detector, text: str) -> None:
    assert {kind for kind, _ in found(detector, text)} == {"ID_NUMBER"}


def test_a_version_is_no_date(detector: Detector) -> None:
    assert found(detector, "We run version 3.10.12 of it.") == []


def test_an_initial_that_is_a_language_too(detector: Detector) -> None:
    assert ("PERSON", "Clara R. Dickson") in found(detector, "It was Clara R. Dickson who said it.")


def test_family_names_with_the_endings_of_their_language(detector: Detector) -> None:
    assert ("PERSON", "Yuri Bulgakov") in found(detector, "We read the report of Yuri Bulgakov.")


def test_a_tool_is_asked_about_and_a_product_of_theirs_replaced(detector: Detector) -> None:
    def decisions(text: str) -> list[str]:
        return [one.decision for one in entities(detector, text) if one.text == "Flumewind"]

    assert decisions("We tried a library called Flumewind for that.") == ["queued"]
    assert decisions("We built a library called Flumewind for that.") == ["auto"]
    assert decisions("Our library, a tool called Flumewind, is old.") == ["auto"]


def test_an_address_under_a_firm_is_one_and_under_a_person_an_envelope(detector: Detector) -> None:
    address = "12 Harbour Street\nSuite 4\nDresden\nGermany 01067"
    firm = found(detector, f"Bright Harbor Ltd\n\n{address}")
    assert ("ADDRESS", address) in firm
    person = found(detector, f"Maria Lopez\n\n{address}")
    assert ("LOCATION", "Dresden") in person


def test_a_sentence_ends_an_address(detector: Detector) -> None:
    spans = found(detector, "It is at 12 Elm Street. France is far away.")
    assert all("France" not in text for kind, text in spans if kind == "ADDRESS")


def test_a_phone_number_under_a_postal_code_is_one(detector: Detector) -> None:
    text = "Maria Lopez\n\n12 Elm Street\nDresden\nGermany 01067\n082 490 1693-Office"
    assert ("PHONE", "082 490 1693") in found(detector, text)


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("please change it to Sofia Lima", "PERSON", "Sofia Lima"),
        ("we met someone from stillwater supercomputing inc", "ORGANIZATION",
         "stillwater supercomputing inc"),
        ("my iban is gb59ifue40226315499137", "ID_NUMBER", "gb59ifue40226315499137"),
        ("the server with ip 41 173 96 26 was blocked", "ID_NUMBER", "41 173 96 26"),
        ("it was logged 2006 04 07 09 00 27", "DATE", "2006 04 07 09 00 27"),
        ("directed by sari j paavolainen", "PERSON", "sari j paavolainen"),
    ],
)  # fmt: skip
def test_what_a_name_or_number_is_of(detector: Detector, text: str, kind: str, name: str) -> None:
    assert (kind, name) in found(detector, text)


def test_a_listed_person_misheard_is_asked_about_with_whom_it_may_be(detector: Detector) -> None:
    transcript = Transcript(
        language="en",
        duration=None,
        speakers=(Speaker(label="A", role="interviewee", name="Interviewee"),),
        turns=(Turn(id="t0001", speaker="A", edited="Thank you, Lorah. I asked Bernard."),),
    )
    listed = Identifiers(people=("Laura Bennett",))
    spans = detector.detect(transcript, identifiers=listed, keep=()).entities
    told = {one.text: (one.decision, one.identity) for one in spans}
    assert told["Lorah"] == ("queued", "laura bennett")
    assert told["Bernard"][1] == ""


@pytest.mark.parametrize(
    ("text", "name", "decision"),
    [
        ("You find me as @jweber81 on Twitter.", "jweber81", {AUTO}),
        ("Write to @marta.kowal, please.", "marta.kowal", {AUTO}),
        ("My handle is quellfish seven.", "quellfish seven", {QUEUED}),
        ("On GitHub I'm tkovacs, if you want to look.", "tkovacs", {AUTO, QUEUED}),
    ],
)
def test_names_of_accounts(detector: Detector, text: str, name: str, decision: set[str]) -> None:
    (one,) = [one for one in entities(detector, text) if name in one.text]
    assert one.text == name
    assert one.decision in decision


def test_what_is_no_account_is_left(detector: Detector) -> None:
    for text in (
        "We follow @tensorflow, mostly.",
        "My handle is broken, and the door is shut.",
        "On Twitter I am not very active.",
        "You find me there as usual.",
    ):
        assert found(detector, text) == []
