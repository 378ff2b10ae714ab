"""The small recognizer of names that ships with the program: letters, lists, both directions.

A bidirectional LSTM over words (Lample et al. 2016) whose input is the word itself, its hashed
groups of letters (Bojanowski et al. 2017) and the lists it stands in. Trained by
``scripts/ner/train.py``; read from safetensors and computed by numpy alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from transcribe.backends.pii.features import Words, describe

WEIGHTS, DESCRIPTION = "weights.safetensors", "model.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Words that the model takes for a name.

    Attributes
    ----------
    score
        Probability, 0 to 1, that they are one, the least of its words'.
    """

    start: int
    end: int
    type: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesModel:
    """An opened model.

    Attributes
    ----------
    labels
        ``O`` and, by type, ``B-`` and ``I-``.
    limit
        Probability from which on words are a name.
    """

    labels: tuple[str, ...]
    limit: float
    vocabulary: dict[str, int] = field(repr=False)
    weights: dict[str, Any] = field(repr=False)

    def find(self, text: str, *, cased: bool) -> tuple[Name, ...]:
        """Names of a text, in order, none overlapping.

        Parameters
        ----------
        cased
            Whether the transcript writes capitals at all.
        """
        words = describe(text, cased=cased)
        if not words.forms:
            return ()
        return self._runs(words, self.probabilities(words))

    def probabilities(self, words: Words) -> Any:
        """Probability of every label for every word, shape (words, labels)."""
        import numpy as np

        weights = self.weights
        known = np.array([self.vocabulary.get(form, 0) for form in words.forms])
        places = np.fromiter((place for group in words.grams for place in group), dtype=np.int64)
        sizes = np.array([len(group) for group in words.grams])
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        grams = np.add.reduceat(weights["grams"][places], starts, axis=0) / sizes[:, None]
        flags = np.zeros((len(known), weights["project"].shape[1] - _width(weights)), np.float32)
        for row, true in enumerate(words.flags):
            flags[row, list(true)] = 1.0
        inputs = np.concatenate([weights["words"][known], grams, flags], axis=1)
        inputs = np.maximum(inputs @ weights["project"].T + weights["project_bias"], 0)
        hidden = np.concatenate(
            [_pass(inputs, weights, "forward"), _pass(inputs[::-1], weights, "backward")[::-1]],
            axis=1,
        )
        scores = hidden @ weights["out"].T + weights["out_bias"]
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        return scores / scores.sum(axis=1, keepdims=True)

    def _runs(self, words: Words, probabilities: Any) -> tuple[Name, ...]:
        """Neighbouring words that are likely a name, typed by the sum over them."""
        named = 1.0 - probabilities[:, 0]
        found: list[Name] = []
        first = 0
        while first < len(named):
            if named[first] < self.limit:
                first += 1
                continue
            last = first
            while last + 1 < len(named) and named[last + 1] >= self.limit:
                if self._begins(probabilities, last + 1):
                    break
                last += 1
            found.append(self._name(words, probabilities, first, last))
            first = last + 1
        return tuple(found)

    def _begins(self, probabilities: Any, index: int) -> bool:
        begins = probabilities[index, 1::2].sum()
        return bool(begins > probabilities[index, 2::2].sum())

    def _name(self, words: Words, probabilities: Any, first: int, last: int) -> Name:
        span = probabilities[first : last + 1]
        kinds = span[:, 1::2].sum(axis=0) + span[:, 2::2].sum(axis=0)
        return Name(
            start=words.spans[first][0],
            end=words.spans[last][1],
            type=self.labels[1 + 2 * int(kinds.argmax())].removeprefix("B-"),
            score=round(float((1.0 - span[:, 0]).mean()), 3),
        )


def _width(weights: dict[str, Any]) -> int:
    return int(weights["words"].shape[1] + weights["grams"].shape[1])


def _pass(inputs: Any, weights: dict[str, Any], way: str) -> Any:
    """One direction of the LSTM, gates in the order input, forget, cell, output."""
    import numpy as np

    across, bias = weights[f"{way}_hidden"].T, weights[f"{way}_bias"]
    size = across.shape[0]
    gates = inputs @ weights[f"{way}_input"].T + bias
    state, cell = np.zeros(size, np.float32), np.zeros(size, np.float32)
    states = np.empty((len(inputs), size), np.float32)
    for step in range(len(inputs)):
        gate = gates[step] + state @ across
        # Sigmoid by tanh: no overflow, one call for three gates.
        soft = 0.5 * np.tanh(0.5 * gate) + 0.5
        cell = soft[size : 2 * size] * cell + soft[:size] * np.tanh(gate[2 * size : 3 * size])
        state = soft[3 * size :] * np.tanh(cell)
        states[step] = state
    return states


def open_names_model(folder: Path) -> NamesModel:
    """Read a model's folder.

    Raises
    ------
    OSError, ValueError, KeyError
        When files are missing or not what they should be.
    """
    import numpy as np
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    about = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    try:
        halves = load_file(folder / WEIGHTS)
    except SafetensorError as error:
        raise ValueError(str(error)) from None
    weights = {name: np.asarray(array, np.float32) for name, array in halves.items()}
    return NamesModel(
        labels=tuple(about["labels"]),
        limit=float(about["limit"]),
        vocabulary={word: index for index, word in enumerate(about["vocabulary"], start=1)},
        weights=weights,
    )
