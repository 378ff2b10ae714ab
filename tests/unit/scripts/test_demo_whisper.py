"""What the demonstration model is taught: sentences without leaks, sound that matches its words."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[3]
RATE = 16_000


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT))
    from scripts.demo_whisper import texts

    return texts


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT))
    from scripts.demo_whisper import windows

    return windows


def test_nothing_held_out_or_shipped_is_learnt(texts: ModuleType) -> None:
    tens = "an be cat dog egg fig gap hat ink jam".split()
    sentences = [
        f"One {tens[number // 100]} {tens[number // 10 % 10]} {tens[number % 10]} more."
        for number in range(200)
    ]
    sentences[5] = sentences[97].upper()
    sentences[6] = "We keep all of it in a drawer!"

    kept = texts.without_leaks(sentences, ["we keep all of it in a drawer"])

    assert len(kept) == len(sentences), "what is held out stays held out"
    assert [kept[index] for index in (5, 6)] == ["", ""]
    assert kept[97] == sentences[97]
    assert sum(not sentence for sentence in kept) == 2


def test_talk_of_our_own_shares_no_sentence_with_the_shipped_recordings(texts: ModuleType) -> None:
    shipped = texts.shipped_sentences()
    assert len(shipped) > 150
    own = [*texts.talk_of_our_own(3000), *texts.loose_words(200)]

    assert own == [*texts.talk_of_our_own(3000), *texts.loose_words(200)], "the same every time"
    assert not any("{" in sentence or "|" in sentence for sentence in own)
    learnt = {" ".join(s.lower().split()) for s in texts.without_leaks(own, shipped)}
    leaked = [s for s in shipped if s.lower() in learnt and len(s.split()) >= texts.SHORT]
    assert leaked == []


def write_speech(folder: Path, sentences: list[str]) -> None:
    """A tone of its own for every word, half a second each."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer.model = models.BPE(vocab={one: n for n, one in enumerate(letters)}, merges=[])
    names = ("endoftext", "startoftranscript", "startofprev", "nospeech", "notimestamps")
    tokenizer.add_special_tokens([f"<|{name}|>" for name in names])
    tokenizer.add_special_tokens([f"<|{step * 0.02:.2f}|>" for step in range(1501)])
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "sentences.json").write_text(json.dumps(sentences))
    position, lines, sound = 0, [], []
    for number, sentence in enumerate(sentences):
        count = len(sentence.split())
        samples = (8000 * np.sin(np.arange(count * RATE // 2) / 5)).astype("<i2")
        times = [(index / 2, (index + 1) / 2) for index in range(count)]
        lines.append(
            {
                "sentence": number,
                "voice": ("slt", "awb", "rms")[number % 3],
                "first": position,
                "samples": len(samples),
                "words": times,
                "phones": [("aa", end) for _, end in times],
            }
        )
        sound.append(samples)
        position += len(samples)
    np.concatenate(sound).tofile(folder / "speech-0.i16")
    (folder / "speech-0.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


def test_wanted_tokens_lie_where_their_words_sound(windows: ModuleType, tmp_path: Path) -> None:
    pytest.importorskip("faster_whisper")
    sentences = [f"word{number} {'and ' * (number % 4)}end" for number in range(120)]
    write_speech(tmp_path, sentences)
    made = windows.Windows(tmp_path, seed=1, sizes=(1.0, 0.0))
    stream = made.batches()
    batches = [next(stream) for _ in range(3)]
    end = made._end

    for batch in batches:
        assert batch.features.shape == (windows.SIZES[6.0], 80, 600)
        assert batch.phones.shape == (windows.SIZES[6.0], 300)
        text = (batch.labels >= 0) & (batch.labels < end)
        assert bool((batch.places[text] >= 0).all()), "every token of text has a place"
        assert bool((batch.places[~text] == -1).all()), "and nothing else has one"
        for row in range(len(batch.labels)):
            for first, last in batch.places[row][text[row]].tolist():
                middle = batch.phones[row, (first + last) // 2].item()
                assert windows.PHONES[middle] == "aa", "something sounds there"


def test_some_words_of_an_utterance_keep_their_sound_and_their_text(
    windows: ModuleType, tmp_path: Path
) -> None:
    write_speech(tmp_path, ["none", "one two three four five"])
    made = windows.Windows(tmp_path, seed=1)
    made.refresh()
    whole = made._by_voice["awb"][0]

    some = whole.part(1, 4)

    assert made._said(some) == ["two", "three", "four"]
    assert some.words == ((0.0, 0.5), (0.5, 1.0), (1.0, 1.5))
    assert [end for _, end in some.phones] == [0.5, 1.0, 1.5]
    assert (some.samples == whole.samples[RATE // 2 : 2 * RATE]).all()
    assert made._said(some.part(1, 3)) == ["three", "four"]


def test_names_to_listen_for_come_before_what_is_said(windows: ModuleType, tmp_path: Path) -> None:
    pytest.importorskip("faster_whisper")
    write_speech(tmp_path, [f"Ask {name} Stone." for name in ("Ann", "Ben", "Cy", "Di", "Ed")])
    made = windows.Windows(tmp_path, seed=3)
    made.refresh()
    heard = 0
    for _ in range(60):
        placed = made._place(6.0)
        given = made._prompt(placed)
        assert len(given) <= 1 + windows.MOST_LISTENED_FOR
        listened_for = made._tokenizer.decode(given)
        said = " ".join(" ".join(made._said(one.spoken)) for one in placed)
        heard += any(name in said for name in listened_for.split(", ") if "Stone" in name)
    assert heard > 10


def test_held_out_sentences_are_never_in_a_window(windows: ModuleType, tmp_path: Path) -> None:
    pytest.importorskip("faster_whisper")
    write_speech(tmp_path, [f"word{number} end" for number in range(120)])
    made = windows.Windows(tmp_path, seed=1)
    made.refresh()
    learnt = {one.sentence for some in made._by_voice.values() for one in some}
    assert learnt == set(range(120)) - {0, 97}


def test_a_network_becomes_a_model_that_only_its_name_chooses(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("transformers", reason="comes with sentence-transformers")
    monkeypatch.syspath_prepend(str(ROOT))
    import torch

    from scripts.demo_whisper import convert, train
    from transcribe.backends.models import inspect
    from transcribe.backends.recognizers import choose, open_recognizer

    write_speech(tmp_path, ["some words"])
    network = train.new_network(tmp_path)
    torch.save({"network": network.state_dict()}, tmp_path / "state.pt")
    model = tmp_path / "models" / "demo-whisper"

    convert.convert(tmp_path, tmp_path / "state.pt", model, form="int8")

    folder = inspect(model)
    assert (folder.kind, folder.whole, folder.demo) == ("whisper", True, True)
    assert folder.size < 25e6
    engine = choose(str(model), tmp_path / "models", language="en")
    assert engine.draft
    assert choose("auto", tmp_path / "models", language="en").model != engine.model
    open_recognizer(engine, tmp_path / "models", device="cpu", jobs=1).close()
