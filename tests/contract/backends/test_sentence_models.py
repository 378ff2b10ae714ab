"""Sentence models from the models folder: small ones with random weights, made here."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from transcribe.backends.sentence_models import ALIKE, LIKE, UNLIKE, folders
from transcribe.backends.sentences import available, open_similarity

pytestmark = pytest.mark.slow
WORDS = sorted(
    {word.strip("?.,").lower() for pair in ALIKE for text in pair for word in text.split()}
)
QUESTIONS = [pair[0] for pair in ALIKE]
ANSWERED = [pair[1] for pair in ALIKE]


def save(folder: Path, *, cross: bool = False, taught: bool = True) -> None:
    """A BERT of one layer with random weights, in the layout of transformers.

    A taught one was told which words belong together: those of one pair of `ALIKE`.
    """
    transformers = pytest.importorskip("transformers")
    pytest.importorskip("sentence_transformers")
    torch = pytest.importorskip("torch")
    folder.mkdir(parents=True)
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "?", "."]
    (folder / "vocab.txt").write_text("\n".join([*special, *WORDS]), encoding="utf-8")
    tokenizer = transformers.BertTokenizer(str(folder / "vocab.txt"))
    config = transformers.BertConfig(
        vocab_size=len(special) + len(WORDS),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        num_labels=1,
    )
    torch.manual_seed(3)
    kind: Any = transformers.BertForSequenceClassification if cross else transformers.BertModel
    model = kind(config)
    if taught and not cross:
        table = model.embeddings.word_embeddings.weight.data
        for pair, directions in zip(ALIKE, torch.randn(len(ALIKE), 32), strict=True):
            for word in {word.strip("?.,").lower() for text in pair for word in text.split()}:
                table[len(special) + WORDS.index(word)] += directions
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("models")
    save(found / "sentences" / "tiny-encoder")
    save(found / "sentences" / "tiny-judge", cross=True)
    return found


def test_a_cross_encoder_comes_first_and_an_encoder_before_the_bundled_one(models: Path) -> None:
    names = [engine.name for engine in available(models)]
    assert names[:3] == ["cross-encoder", "sentence-transformers", "minilm"]


def test_an_encoder_is_brought_to_the_known_scale(models: Path) -> None:
    engine = next(one for one in available(models) if one.name == "sentence-transformers")
    opened = open_similarity(engine, models)
    assert opened.notices == ()
    rows = opened.similarities(QUESTIONS, ANSWERED)
    same = [row[at] for at, row in enumerate(rows)]
    others = [value for at, row in enumerate(rows) for to, value in enumerate(row) if at != to]
    assert sum(same) / len(same) == pytest.approx(LIKE, abs=0.05)
    assert sum(others) / len(others) == pytest.approx(UNLIKE, abs=0.05)
    assert opened.similarities(["Who?"], ["Who?"]) == ((1.0,),)


def test_a_cross_encoder_changes_only_the_likeliest_pairs(models: Path) -> None:
    engines = available(models)
    under = open_similarity(engines[1], models)
    judged = open_similarity(engines[0], models)
    assert judged.engine.model.endswith(engines[0].model.rsplit(" + ", 1)[-1])
    before, after = (one.similarities(QUESTIONS, ANSWERED) for one in (under, judged))
    changed = 0
    for old, new in zip(before, after, strict=True):
        least = sorted(old, reverse=True)[3]
        assert all(a == b for a, b in zip(old, new, strict=True) if a < least)
        changed += sum(a != b for a, b in zip(old, new, strict=True))
    assert changed > 0
    assert judged.similarities(QUESTIONS[:1], ANSWERED[:2]) == under.similarities(
        QUESTIONS[:1], ANSWERED[:2]
    )
    assert after == judged.similarities(QUESTIONS, ANSWERED)


@pytest.mark.parametrize("how", ["cut short", "no weights", "bad json", "no settings"])
def test_a_broken_folder_is_left_out_with_a_notice(models: Path, tmp_path: Path, how: str) -> None:
    folder = tmp_path / "sentences" / "mine"
    shutil.copytree(models / "sentences" / "tiny-encoder", folder)
    weights = folder / "model.safetensors"
    if how == "cut short":
        weights.write_bytes(weights.read_bytes()[:-100])
    elif how == "no weights":
        weights.unlink()
    else:
        (folder / "config.json").write_text("{" if how == "bad json" else "{}", encoding="utf-8")
        if how == "no settings":
            (folder / "config.json").unlink()
    best = available(tmp_path)[0]
    assert best.name == "minilm"
    (notice,) = open_similarity(best, tmp_path).notices
    assert "mine" in notice
    assert "was not used" in notice


def test_a_model_that_cannot_be_opened_is_stood_in_for(models: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sentences" / "mine"
    shutil.copytree(models / "sentences" / "tiny-encoder", folder)
    (folder / "config.json").write_text('{"model_type": "no such thing"}', encoding="utf-8")
    best = available(tmp_path)[0]
    assert best.name == "sentence-transformers"
    opened = open_similarity(best, tmp_path)
    assert opened.engine.name == "minilm"
    assert any("mine" in notice and "stood in" in notice for notice in opened.notices)


def test_a_model_that_tells_nothing_apart_is_stood_in_for(tmp_path: Path) -> None:
    save(tmp_path / "sentences" / "random", taught=False)
    opened = open_similarity(available(tmp_path)[0], tmp_path)
    assert opened.engine.name == "minilm"
    assert "random" in opened.notices[0]


def test_nothing_is_wrong_with_an_empty_folder(tmp_path: Path) -> None:
    assert folders(tmp_path) == ([], [], {})
