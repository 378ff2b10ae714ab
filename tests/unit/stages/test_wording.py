"""Words to listen for, and hesitations."""

from __future__ import annotations

from transcribe.core.asr import AsrResult, Segment, Word
from transcribe.core.guide import Guide, GuideItem
from transcribe.core.recording import Identifiers
from transcribe.stages.wording import MOST_HOTWORDS, drop_fillers, hotwords


def guide(*texts: str) -> Guide:
    items = tuple(
        GuideItem(id=str(n), label=None, kind="question", text=text, depth=0)
        for n, text in enumerate(texts)
    )
    return Guide(title="", items=items, file="guide.md", sha256="")


def test_the_studys_words_then_names_then_the_guides_terms_then_its_rare_words() -> None:
    asked = guide(
        "How do you handle staleness of the dataset in DevOps, and what do you think about it?",
        "What happens when you retrain the model after some time has gone by?",
    )
    names = Identifiers(people=("Maria Lopez",), products=("Blue Heron",))

    assert hotwords(asked, names, ("Airflow",)) == (
        *("Airflow", "Maria Lopez", "Blue Heron", "DevOps"),
        *("staleness", "retrain", "dataset"),
    )


def test_a_guide_of_another_language_gives_no_rare_words() -> None:
    asked = guide("Comment gérez-vous la qualité des données dans votre entreprise aujourd'hui ?")

    assert hotwords(asked, Identifiers(), ()) == ()


def test_there_are_not_too_many() -> None:
    people = tuple(f"Name{number}" for number in range(100))

    assert len(hotwords(None, Identifiers(people=people), ())) == MOST_HOTWORDS


def test_hesitations_go_and_words_stay() -> None:
    words = tuple(
        Word(start=n, end=n + 1, text=text, probability=0.9)
        for n, text in enumerate((" Um,", " we", " uh", " hummed", " hm."))
    )
    segment = Segment(start=0, end=5, words=words)
    result = AsrResult(segments=(segment,), language="en", engine="", model="")

    kept = drop_fillers(result)

    assert [word.text for word in kept.words] == [" we", " hummed"]
    assert result.words == words
