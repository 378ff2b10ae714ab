"""Models of names of other makers beside ours: a spaCy pipeline and a GLiNER model, made here."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from studies import SPEAKERS

from transcribe.backends.pii import available, open_detector
from transcribe.backends.pii.finders import find_folders, open_finder
from transcribe.core.pii import QUEUED
from transcribe.core.recording import Identifiers
from transcribe.core.transcript import Transcript, Turn
from transcribe.errors import MissingPartError

TRAINED = (
    ("we talked to quiet table about the plan", (13, 24, "ORG")),
    ("then quiet table sent the data", (5, 16, "ORG")),
    ("and quiet table was slow again", (4, 15, "ORG")),
    ("it was fine for all of us", None),
    ("the plan was slow and the data fine", None),
)


@pytest.fixture(scope="module")
def spacy_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder with a spaCy pipeline whose `ner` part was trained on five sentences."""
    import spacy
    from spacy.training import Example

    spacy.util.fix_random_seed(1)
    nlp = spacy.blank("en")
    nlp.add_pipe("ner").add_label("ORG")
    examples = [
        Example.from_dict(nlp.make_doc(text), {"entities": [span] if span else []})
        for text, span in TRAINED
    ]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(40):
        nlp.update(examples, sgd=optimizer)
    models = tmp_path_factory.mktemp("models")
    folder = models / "en_core_web_tiny" / "en_core_web_tiny-3.8.0"
    folder.mkdir(parents=True)
    nlp.to_disk(folder)
    return models


def test_a_trained_spacy_pipeline_adds_what_it_finds(spacy_models: Path) -> None:
    engine = available(spacy_models)[0]
    detector = open_detector(engine, spacy_models, language="en")
    text = "then quiet table sent it to oluwadamilola"
    turn = Turn(id="t0001", speaker="SPEAKER_01", edited=text)
    transcript = Transcript(language="en", duration=None, speakers=SPEAKERS, turns=(turn,))
    entities = detector.detect(transcript, identifiers=Identifiers(), keep=()).entities
    found = {one.text: one for one in entities}
    assert "en_core_web_tiny-3.8.0" in found["quiet table"].recognizers
    assert found["quiet table"].type == "ORGANIZATION"
    assert found["quiet table"].decision == QUEUED
    assert "ner-interviews" in found["oluwadamilola"].recognizers


def write_gliner(folder: Path) -> None:
    """A GLiNER model with random weights, all its parts in one folder as they are published."""
    import torch
    from gliner import GLiNER, GLiNERConfig
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(0)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *(chr(code) for code in range(97, 123))]
    tokenizer = Tokenizer(
        models.WordLevel({word: place for place, word in enumerate(words)}, unk_token="[UNK]")
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    encoder = folder.parent.parent / "encoder"
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]",
        sep_token="[SEP]",
    ).save_pretrained(encoder)  # fmt: skip
    BertModel(
        BertConfig(
            vocab_size=len(words) + 8, hidden_size=32, num_hidden_layers=1, num_attention_heads=2,
            intermediate_size=64,
        )
    ).save_pretrained(encoder)  # fmt: skip
    config = GLiNERConfig(
        model_name=str(encoder), hidden_size=32, max_width=4, max_len=64, span_mode="markerV0",
        num_rnn_layers=1,
    )  # fmt: skip
    GLiNER.from_config(config).save_pretrained(folder)


def test_a_gliner_model_is_opened_from_its_folder(tmp_path: Path) -> None:
    pytest.importorskip("gliner", reason="the extra `gliner` is not installed")
    folder = tmp_path / "models" / "gliner_tiny"
    write_gliner(folder)
    found = find_folders(tmp_path / "models", language="fr")
    assert [one.kind for one in found] == ["shipped", "gliner"]
    text = "my colleague simon drake works at quiet table"
    names = open_finder(found[-1]).find(text, cased=False)
    # Random weights take something for a name; what counts is that the whole way is walked.
    assert names
    assert all(0 <= one.start < one.end <= len(text) and 0 < one.score <= 1 for one in names)
    assert available(tmp_path / "models")[0].libraries["gliner"] != "missing"


def test_a_gliner_model_without_its_package_says_what_to_install(tmp_path: Path) -> None:
    if importlib.util.find_spec("gliner"):
        pytest.skip("the extra `gliner` is installed")
    folder = tmp_path / "gliner_tiny"
    folder.mkdir()
    (folder / "gliner_config.json").write_text("{}")
    with pytest.raises(MissingPartError, match="not installed") as caught:
        open_detector(available(tmp_path)[0], tmp_path, language="en")
    assert "gliner" in (caught.value.hint or "")
