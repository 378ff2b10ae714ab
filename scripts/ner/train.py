"""Trains the small recognizer of names that ships in ``models/ner-interviews``.

Run from the repository's root::

    PYTHONHASHSEED=0 python -m scripts.ner.train --work /tmp/ner

Seeded (Faker draws from sets, so the seed of hashes counts as well); some eleven minutes of one
core. After every epoch its state is written to ``--work``, and a second start goes on from there.
Prints how well the parts that were never trained on are found.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from scripts.ner.corpora import Passage, passages
from scripts.ner.noise import names_lowered, names_misheard, without_capitals, without_marks
from scripts.ner.provenance import made_with
from scripts.ner.talk import talk, written
from transcribe.backends.pii.features import BUCKETS, FLAGS, Words, describe

TYPES = ("PERSON", "ORGANIZATION", "LOCATION", "PRODUCT", "ADDRESS")
LABELS = ("O", *(f"{mark}-{kind}" for kind in TYPES for mark in "BI"))
SEED, EPOCHS, TALK, WRITTEN, BATCH = 20261129, 10, 8000, 5000, 48
WORD_SIZE, GRAM_SIZE, HIDDEN, VOCABULARY = 48, 64, 112, 9000
REPEATS = {"presidio-synth": 3, "gum-interviews": 4, "wikigold": 2}
LIMIT = 0.5
KEPT = 0.999
"""What the average of the weights, which is what is saved, keeps of itself at each step."""


class Tagger(nn.Module):
    """What `transcribe.backends.pii.names_model` computes, to be trained."""

    def __init__(self, words: int) -> None:
        super().__init__()
        self.words = nn.Embedding(words + 1, WORD_SIZE)
        self.grams = nn.EmbeddingBag(BUCKETS, GRAM_SIZE, mode="mean")
        self.project = nn.Linear(WORD_SIZE + GRAM_SIZE + FLAGS, HIDDEN)
        self.lstm = nn.LSTM(HIDDEN, HIDDEN, batch_first=True, bidirectional=True)
        self.out = nn.Linear(2 * HIDDEN, len(LABELS))
        self.drop = nn.Dropout(0.3)

    def forward(self, batch: dict[str, Any]) -> torch.Tensor:
        """Scores of every label for all words of a batch, in a row."""
        grams = self.grams(batch["grams"], batch["offsets"])
        flat = torch.cat([self.words(batch["words"]), grams, batch["flags"]], dim=1)
        rows = self.drop(torch.relu(self.project(self.drop(flat))))
        padded = nn.utils.rnn.pad_sequence(list(rows.split(batch["sizes"])), batch_first=True)
        packed = pack_padded_sequence(padded, batch["sizes"], batch_first=True)
        hidden, _ = pad_packed_sequence(self.lstm(packed)[0], batch_first=True)
        scores = self.out(self.drop(hidden))
        return torch.cat([scores[row, :size] for row, size in enumerate(batch["sizes"])])


def label(words: Words, names: tuple[tuple[int, int, str], ...]) -> list[int]:
    """Label indices of words, from the spans of the names."""
    labels = [0] * len(words.spans)
    for start, end, kind in names:
        first = True
        for index, (left, right) in enumerate(words.spans):
            if left < end and start < right:
                labels[index] = LABELS.index(f"{'B' if first else 'I'}-{kind}")
                first = False
    return labels


def varied(passage: Passage, chance: random.Random) -> tuple[str, Any, bool]:
    """A passage as somebody, or some recognizer, might have written it."""
    text, names = passage.text, passage.names
    roll = chance.random()
    if passage.corpus == "btc" and roll < 0.25:
        roll = 0.9
    if roll < 0.32:
        return text, names, True
    if roll < 0.44:
        return *names_misheard(text, names, chance), True
    if roll < 0.50:
        return *names_lowered(text, names, chance), True
    if roll < 0.56:
        return *names_lowered(*names_misheard(text, names, chance), chance), True
    if roll < 0.60:
        return *without_marks(text, names), True
    if roll < 0.80:
        text, names = names_misheard(text, names, chance)
    return *without_capitals(text, names), False


def batches(
    items: list[tuple[Words, list[int]]], vocabulary: dict[str, int], chance: random.Random
) -> Iterator[dict[str, Any]]:
    """Items of like length together; one word in twelve is made unknown."""
    items = sorted(items, key=lambda item: len(item[1]) + chance.random() * 8)
    groups = [items[first : first + BATCH] for first in range(0, len(items), BATCH)]
    chance.shuffle(groups)
    for group in groups:
        group.sort(key=lambda item: -len(item[1]))
        yield as_batch(group, vocabulary, chance)


def as_batch(
    group: list[tuple[Words, list[int]]], vocabulary: dict[str, int], chance: random.Random | None
) -> dict[str, Any]:
    """Tensors of one batch, words in a row."""
    known, grams, offsets, rows, columns, labels = [], [], [], [], [], []
    for words, mine in group:
        for form, places, true in zip(words.forms, words.grams, words.flags, strict=True):
            unknown = chance is not None and chance.random() < 1 / 12
            known.append(0 if unknown else vocabulary.get(form, 0))
            offsets.append(len(grams))
            grams += places
            rows += [len(known) - 1] * len(true)
            columns += true
        labels += mine
    flags = torch.zeros(len(known), FLAGS)
    flags[rows, columns] = 1.0
    return {
        "words": torch.tensor(known), "grams": torch.tensor(grams),
        "offsets": torch.tensor(offsets), "flags": flags, "labels": torch.tensor(labels),
        "sizes": [len(mine) for _, mine in group],
    }  # fmt: skip


def epoch_items(trained: list[Passage], number: int) -> list[tuple[Words, list[int]]]:
    """All passages once (some sets more often), each written in one way, and new talk."""
    chance = random.Random(SEED + number)
    drawn = [one for one in trained for _ in range(REPEATS.get(one.corpus, 1))]
    drawn += talk(TALK, seed=SEED * 100 + number)
    drawn += written(WRITTEN, seed=SEED * 100 + number)
    items = []
    for passage in drawn:
        text, names, cased = varied(passage, chance)
        words = describe(text, cased=cased)
        if words.forms and len(words.forms) <= 250:
            items.append((words, label(words, names)))
    return items


def main() -> None:
    """Train, go on where a broken-off training stopped, save, and print figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder for unfinished training")
    parser.add_argument("--out", type=Path, default=Path("models/ner-interviews"))
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    if os.environ.get("PYTHONHASHSEED") != "0":
        parser.error("start it with PYTHONHASHSEED=0, else no second training is like it")
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(SEED)
    options.work.mkdir(parents=True, exist_ok=True)
    everything = list(passages())
    trained = [one for one in everything if not one.held_out]
    counts = Counter(
        form
        for one in [*trained, *talk(TALK, seed=SEED * 100), *written(WRITTEN, seed=SEED * 100)]
        for form in describe(one.text, cased=True).forms
    )
    frequent = sorted(counts, key=lambda form: (-counts[form], form))[:VOCABULARY]
    vocabulary = {form: index for index, form in enumerate(frequent, start=1)}
    tagger = Tagger(len(vocabulary))
    optimizer = torch.optim.AdamW(tagger.parameters(), lr=2e-3, weight_decay=1e-3, fused=True)
    averaged = AveragedModel(tagger, multi_avg_fn=get_ema_multi_avg_fn(KEPT))
    state, begun = options.work / "state.pt", 0
    if state.is_file():
        saved = torch.load(state)
        tagger.load_state_dict(saved["tagger"])
        averaged.load_state_dict(saved["averaged"])
        optimizer.load_state_dict(saved["optimizer"])
        begun = saved["epoch"]
    for number in range(begun, options.epochs):
        started = time.monotonic()
        pace = (number, options.epochs)
        loss = train_epoch((tagger, averaged), optimizer, trained, vocabulary, pace=pace)
        partial = state.with_suffix(".partial")
        torch.save({"tagger": tagger.state_dict(), "averaged": averaged.state_dict(),
                    "optimizer": optimizer.state_dict(), "epoch": number + 1}, partial)  # fmt: skip
        partial.rename(state)
        save(averaged.module, frequent, options.out)
        print(
            f"epoch {number + 1}: loss {loss:.4f}, {time.monotonic() - started:.0f} s", flush=True
        )
    from scripts.ner.evaluate import evaluate

    evaluate(options.out)


def train_epoch(
    models: tuple[Tagger, AveragedModel],
    optimizer: Any,
    trained: list[Passage],
    vocabulary: dict[str, int],
    *,
    pace: tuple[int, int],
) -> float:
    """One pass, number ``pace[0]`` of ``pace[1]``; the rate falls to a twentieth.

    ``models`` are the one that learns and the average of its weights. Returns the mean loss.
    """
    number, epochs = pace
    tagger, averaged = models
    tagger.train()
    torch.manual_seed(SEED + number)
    chance = random.Random(SEED * 7 + number)
    todo = list(batches(epoch_items(trained, number), vocabulary, chance))
    total = 0.0
    for step, batch in enumerate(todo):
        share = (number + step / len(todo)) / epochs
        for group in optimizer.param_groups:
            group["lr"] = 2e-3 * (1 - 0.95 * share)
        loss = nn.functional.cross_entropy(tagger(batch), batch["labels"])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(tagger.parameters(), 5.0)
        optimizer.step()
        averaged.update_parameters(tagger)
        total += float(loss.detach())
    return total / max(1, len(todo))


def save(tagger: Tagger, frequent: list[str], out: Path) -> None:
    """Weights in half precision and what else is needed to use them."""
    out.mkdir(parents=True, exist_ok=True)
    lstm = tagger.lstm
    tensors = {
        "words": tagger.words.weight, "grams": tagger.grams.weight,
        "project": tagger.project.weight, "project_bias": tagger.project.bias,
        "forward_input": lstm.weight_ih_l0, "forward_hidden": lstm.weight_hh_l0,
        "forward_bias": lstm.bias_ih_l0 + lstm.bias_hh_l0,
        "backward_input": lstm.weight_ih_l0_reverse, "backward_hidden": lstm.weight_hh_l0_reverse,
        "backward_bias": lstm.bias_ih_l0_reverse + lstm.bias_hh_l0_reverse,
        "out": tagger.out.weight, "out_bias": tagger.out.bias,
    }  # fmt: skip
    halves = {name: tensor.detach().half().contiguous() for name, tensor in tensors.items()}
    save_file(halves, out / "weights.safetensors")
    about = {
        "labels": LABELS, "limit": LIMIT, "seed": SEED, "epochs": EPOCHS, "made_with": made_with(),
        "vocabulary": frequent,
    }  # fmt: skip
    text = json.dumps(about, ensure_ascii=False, indent=0) + "\n"
    (out / "model.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
