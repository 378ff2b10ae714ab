"""Models of names: the one that ships, spaCy pipelines beside it, and neither."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from studies import SPEAKERS

from transcribe.backends.pii import available, open_detector
from transcribe.backends.pii.detector import unheard_words
from transcribe.backends.pii.finders import SHIPPED, find_folders, open_finder
from transcribe.core.asr import Word
from transcribe.core.pii import QUEUED, Entity
from transcribe.core.recording import Identifiers
from transcribe.core.transcript import Transcript, Turn
from transcribe.errors import MissingPartError
from transcribe.stages.detect import Detector


def found(detector: Detector, *turns: Turn) -> dict[str, Entity]:
    transcript = Transcript(language="en", duration=None, speakers=SPEAKERS, turns=turns)
    entities = detector.detect(transcript, identifiers=Identifiers(), keep=()).entities
    return {one.text: one for one in entities}


def turn(text: str) -> Turn:
    return Turn(id="t0001", speaker="SPEAKER_01", edited=text)


@pytest.fixture
def pipelines(tmp_path: Path) -> Path:
    """A models folder with a spaCy pipeline that knows one name, laid out as a package is."""
    import spacy

    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler", name="ner")
    ruler.add_patterns([{"label": "ORG", "pattern": "quiet table"}])
    folder = tmp_path / "models" / "en_tiny" / "en_tiny-1.0"
    folder.mkdir(parents=True)
    nlp.to_disk(folder)
    return tmp_path / "models"


def test_the_shipped_model_is_found_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folders = find_folders(Path("models"), language="en")
    assert [folder.name for folder in folders] == [SHIPPED]
    assert f"{SHIPPED}@{folders[0].digest}" in available(Path("models"))[0].model


def test_the_shipped_model_finds_names_without_capitals(tmp_path: Path) -> None:
    (folder,) = find_folders(tmp_path, language="en")
    text = "so my colleague oluwadamilola adeyemi works at brightmere systems"
    names = open_finder(folder).find(text, cased=False)
    found = {text[name.start : name.end]: name.type for name in names}
    assert found == {"oluwadamilola adeyemi": "PERSON", "brightmere systems": "ORGANIZATION"}


def test_its_absence_is_said(tmp_path: Path) -> None:
    engine = available(tmp_path, shipped=False)[0]
    detector = open_detector(engine, tmp_path, language="en", shipped=False)
    transcript = Transcript(language="en", duration=None, speakers=SPEAKERS, turns=())
    notices = detector.detect(transcript, identifiers=Identifiers(), keep=()).notices
    assert SHIPPED in notices[0]


def test_a_changed_model_changes_the_engine(tmp_path: Path) -> None:
    (folder,) = find_folders(tmp_path, language="en")
    shutil.copytree(folder.path, tmp_path / SHIPPED)
    before = available(tmp_path)[0].model
    about = json.loads((tmp_path / SHIPPED / "model.json").read_text())
    (tmp_path / SHIPPED / "model.json").write_text(json.dumps(about | {"limit": 0.4}))
    assert available(tmp_path)[0].model != before


def test_a_broken_model_is_named(tmp_path: Path) -> None:
    broken = tmp_path / SHIPPED
    broken.mkdir()
    (broken / "weights.safetensors").write_bytes(b"not weights")
    (broken / "model.json").write_text("{}")
    with pytest.raises(MissingPartError, match=SHIPPED):
        open_detector(available(tmp_path)[0], tmp_path, language="en")


def test_a_spacy_pipeline_is_used_beside_it(pipelines: Path) -> None:
    engine = available(pipelines)[0]
    assert "en_tiny-1.0@" in engine.model
    assert engine.rank > available(pipelines / "none")[0].rank
    text = "so the quiet table people told my colleague oluwadamilola about it"
    entities = found(open_detector(engine, pipelines, language="en"), turn(text))
    assert entities["quiet table"].recognizers == ("en_tiny-1.0",)
    assert entities["quiet table"].decision == QUEUED
    assert "oluwadamilola" in entities


def test_a_spacy_pipeline_of_another_language_is_left(pipelines: Path) -> None:
    assert "en_tiny" not in available(pipelines, language="fr")[0].model


def test_unheard_words_are_asked_about_sooner() -> None:
    words = ["and", "then", "marlet", "came", "in"]

    def heard(probability: float) -> Turn:
        return Turn(
            id="t0001",
            speaker="SPEAKER_01",
            words=tuple(
                Word(
                    start=float(place),
                    end=place + 0.5,
                    text=f" {word}",
                    probability=probability if word == "marlet" else 0.95,
                )
                for place, word in enumerate(words)
            ),
        )

    assert [heard(0.2).text[a:b].strip() for a, b in unheard_words(heard(0.2))] == ["marlet"]
    assert unheard_words(heard(0.9)) == ()
    assert unheard_words(turn("and then marlet came in")) == ()


FRENCH = (
    ("Bonjour, je m'appelle Élodie Marchand et je suis à Polytechnique Montréal.",
     {"Élodie Marchand", "Polytechnique Montréal"}),
    ("Alors moi c'est Karim Benhaddou, je travaille chez Lumitech depuis quatre ans.",
     {"Karim Benhaddou", "Lumitech", "quatre ans"}),
    ("Avant ça j'étais chez Groupe Sauvé, à Sherbrooke.", {"Groupe Sauvé", "Sherbrooke"}),
    ("On est six personnes, et notre patronne, Nathalie Ouimet, dirige le laboratoire.",
     {"Nathalie Ouimet"}),
    ("Notre produit s'appelle Brisevent, sorti en mars 2021.", {"Brisevent", "mars 2021"}),
    ("Écrivez à karim point benhaddou arobase lumitech point ca.",
     {"karim point benhaddou arobase lumitech point ca"}),
    ("Mon numéro c'est le cinq un quatre cinq cinq cinq zéro un neuf neuf.",
     {"cinq un quatre cinq cinq cinq zéro un neuf neuf"}),
    ("J'ai trente-quatre ans et j'habite à Longueuil.", {"trente-quatre", "Longueuil"}),
    ("Je suis la directrice de la recherche, la seule femme ici.", {"directrice de la recherche"}),
    ("D'accord, et toi Samira, tu en penses quoi ?", {"Samira"}),
    ("Merci beaucoup, Benoît. Au revoir.", {"Benoît"}),
    ("On utilise Python, TensorFlow et Azure avec ImageNet.", set()),
    ("La qualité des données, c'est le problème principal du modèle.", set()),
)  # fmt: skip


@pytest.mark.parametrize("cased", [True, False])
def test_french_talk(*, cased: bool) -> None:
    models = Path("models")
    detector = open_detector(available(models, language="fr")[0], models, language="fr")
    texts = [text if cased else text.lower() for text, _ in FRENCH]
    transcript = Transcript(
        language="fr",
        duration=None,
        speakers=SPEAKERS,
        turns=tuple(
            Turn(id=f"t{index:04d}", speaker="SPEAKER_01", edited=text)
            for index, text in enumerate(texts, start=1)
        ),
    )
    entities = detector.detect(transcript, identifiers=Identifiers(), keep=()).entities
    missed, extra = [], 0
    for index, (_, wanted) in enumerate(FRENCH, start=1):
        mine = [one.text.lower() for one in entities if one.turn == f"t{index:04d}"]
        missed += [name for name in wanted if not any(name.lower() in one or one in name.lower()
                                                      for one in mine)]  # fmt: skip
        extra += len(mine) if not wanted else 0
    assert missed == []
    assert extra == 0
