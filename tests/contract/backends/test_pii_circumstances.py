"""What tells who somebody is without a name: sizes, durations, ages, titles; streets too."""

from __future__ import annotations

from pathlib import Path

import pytest
from studies import SPEAKERS

from transcribe.backends.pii import available, open_detector
from transcribe.backends.pii.fluency import without_fillers
from transcribe.core.pii import Entity
from transcribe.core.recording import Identifiers
from transcribe.core.transcript import Transcript, Turn
from transcribe.stages.detect import Detector

MODELS = Path("models")


@pytest.fixture(scope="module")
def detectors() -> dict[str, Detector]:
    return {
        language: open_detector(available(MODELS)[0], MODELS, language=language)
        for language in ("en", "fr")
    }


def detect(detector: Detector, *texts: str, language: str = "en") -> tuple[Entity, ...]:
    transcript = Transcript(
        language=language,
        duration=None,
        speakers=SPEAKERS,
        turns=tuple(
            Turn(id=f"t{number + 1:04d}", speaker="SPEAKER_01", edited=text)
            for number, text in enumerate(texts)
        ),
    )
    return detector.detect(transcript, identifiers=Identifiers(), keep=()).entities


def found(detector: Detector, text: str, kind: str, language: str = "en") -> list[str]:
    return [one.text for one in detect(detector, text, language=language) if one.type == kind]


@pytest.mark.parametrize(
    ("text", "kind", "mention"),
    [
        ("In the lab it's just me and four others.", "QUANTITY", "four others"),
        ("On maintenance we are five, and one is on leave.", "QUANTITY", "five"),
        ("There's eight on our crew.", "QUANTITY", "eight"),
        ("I've been here, um, twelve years.", "QUANTITY", "twelve years"),
        ("Nineteen years, and never a day off sick.", "QUANTITY", "Nineteen years"),
        ("my boss was fifty eight when he left", "AGE", "fifty eight"),
        ("He is seventeen and he fixes my phone.", "AGE", "seventeen"),
        ("She was a woman of sixty-two.", "AGE", "sixty-two"),
        ("I'm the clinical lead for wound care.", "JOB", "clinical lead for wound care"),
        ("She's, uh, the chief hydrologist for the valley.", "JOB", "chief hydrologist"),
        ("I told our deputy head of finance.", "JOB", "deputy head of finance"),
        ("I'm the only plumber on the island.", "JOB", "only plumber"),
        ("He is the only man in the choir.", "JOB", "only man"),
        ("we moved to the office on harrow street last week", "ADDRESS", "harrow street"),
        ("The depot is on Gorse Lane, by the bridge.", "ADDRESS", "Gorse Lane"),
        ("my extension is four four one two", "PHONE", "four four one two"),
        ("we called the model tin soldier in the end", "PRODUCT", "tin soldier"),
        ("It failed because Jenkins, he's our admin, was away.", "PERSON", "Jenkins"),
        ("It was a year from when Frank sent us the files.", "PERSON", "Frank"),
        ("Xavier told us that it was slow.", "PERSON", "Xavier"),
        ("and then jack wrote a script for it", "PERSON", "jack"),
        ("so snowdrop is our internal dashboard", "PRODUCT", "snowdrop"),
    ],
)
def test_found(detectors: dict[str, Detector], text: str, kind: str, mention: str) -> None:
    texts = found(detectors["en"], text, kind)
    assert any(mention in one for one in texts), texts


@pytest.mark.parametrize(
    ("text", "kind", "mention"),
    [
        ("Nous sommes neuf, et bientôt dix.", "QUANTITY", "neuf"),
        ("C'est une fille de douze ans qui chante.", "AGE", "douze ans"),
        ("Je suis responsable qualité Afrique.", "JOB", "responsable qualité"),
        ("Je suis la seule femme de l'atelier.", "JOB", "seule femme"),
        (
            "Appelez le zéro quatre, soixante-dix-huit, onze, vingt-deux, trente-trois.",
            "PHONE",
            "soixante-dix-huit, onze, vingt-deux, trente-trois",
        ),
    ],
)
def test_found_in_french(
    detectors: dict[str, Detector], text: str, kind: str, mention: str
) -> None:
    texts = found(detectors["fr"], text, kind, "fr")
    assert any(mention in one for one in texts), texts


@pytest.mark.parametrize(
    "text",
    [
        "I drove down the main road and kept to the right lane all day.",
        "It runs every two years, and each model needs a month of data.",
        "The model is an expert at nothing.",
        "He is the manager.",
        "My boss he's a good one.",
        "We used Xavier initialization. It was slow.",
        "The bill said otherwise.",
        "It was the only question that we asked the driver.",
        "It was late and I said that I DON'T know it.",
        "And I said that I DON\"'T know it.",
    ],
)
def test_left(detectors: dict[str, Detector], text: str) -> None:
    assert not detect(detectors["en"], "I think it was fine. So did I.", text)


def test_a_word_with_an_article_elsewhere_is_no_name(detectors: dict[str, Detector]) -> None:
    said = "Then the handover began, and I spoke to Handover."
    names = detect(detectors["en"], "We have a gearbox. Every gearbox, every handover.", said)
    assert [one.text for one in names if one.text[0].islower()] == []


def test_hesitations_leave_every_letter_in_its_place() -> None:
    text = "So, um, I'm at, uh, Quorn for um euh six years, hm, er, yes."
    fluent = without_fillers(text)
    assert len(fluent) == len(text)
    assert fluent.split() == "So, I'm at, Quorn for six years, yes.".split()
    assert without_fillers("Ben oui, et Ben aussi.", language="fr").split()[0] == "oui,"
    assert without_fillers("Ben and Jo.") == "Ben and Jo."
