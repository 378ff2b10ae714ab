"""French put word for word into English, and when it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.french_interview import PUMP_FAILURES
from transcribe.core.guide import Guide, GuideItem
from transcribe.core.transcript import INTERVIEWER, Speaker, Transcript, Turn
from transcribe.stages.align import align
from transcribe.stages.alignment.glossary import gloss, in_english
from transcribe.stages.alignment.languages import languages_of
from transcribe.stages.engines import Engine

GUIDE = Guide(
    title="Tools",
    items=tuple(
        GuideItem(id=str(at), kind="question", text=text)
        for at, text in enumerate(
            (
                "Which tools do you use to prepare the data?",
                "What is your role at the moment?",
                "Is there anything that you would like to add to what we have talked of?",
            )
        )
    ),
)


class Listening:
    """An encoder that tells nothing, and keeps what it was given."""

    def __init__(self, *languages: str) -> None:
        self.engine = Engine(name="fake", model="fake", rank=0, languages=languages)
        self.notices: tuple[str, ...] = ()
        self.heard: set[str] = set()

    def similarities(self, texts, references):  # type: ignore[no-untyped-def]
        self.heard.update(texts)
        return tuple(tuple(0.0 for _ in references) for _ in texts)

    def close(self) -> None:
        """Nothing to let go of."""


def interview() -> Transcript:
    return Transcript(
        language="fr",
        duration=None,
        speakers=(Speaker(label="A", role=INTERVIEWER, name="A"),),
        turns=tuple(
            Turn(id=f"t{at}", speaker="A", edited=text) for at, text in enumerate(PUMP_FAILURES)
        ),
    )


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Quels outils préférez-vous ?", "what tools prefer you ?"),
        ("Est-ce qu'il y a autre chose à ajouter ?", "is there anything else to add ?"),
        ("L'équipe d'Ana n'a pas d’exemples", "team Ana has not examples"),
        ("Le PostgreSQL de Béatrice", "the PostgreSQL of Beatrice"),
        ("", ""),
    ],
)
def test_words_are_put_one_by_one(said: str, told: str) -> None:
    assert gloss(said) == told


def test_turns_stay_one_to_one() -> None:
    before = interview()
    after = in_english(before)
    assert [turn.id for turn in after.turns] == [turn.id for turn in before.turns]
    assert languages_of(before, GUIDE) == ("fr", "en")
    assert languages_of(replace(after, language="en"), GUIDE)[0] in ("en", "")


def test_an_encoder_of_english_hears_english_and_one_of_all_languages_what_was_said() -> None:
    english, any_language = Listening("en"), Listening()
    for listening in (english, any_language):
        found = align(interview(), GUIDE, listening)
        assert "French" in found.notices[0]
    assert any("what tools use you" in text for text in english.heard)
    assert any("Quels outils utilisez-vous" in text for text in any_language.heard)
