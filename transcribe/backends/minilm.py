"""all-MiniLM-L6-v2 in CTranslate2, which comes with the recognizer.

Importing sentence-transformers takes longer (7 s) than encoding a whole interview; this opens in a
third of a second, and its vectors equal sentence-transformers' within 1e-5
(``tests/contract/backends/test_sentences.py``). The weights are read from the safetensors file and
handed over in CTranslate2's form in a temporary folder.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from transcribe.backends.device import threads

BATCH = 32
LONGEST = 256
"""Tokens of a text that are looked at."""
MOST_WORKERS = 8
UNKNOWN = "[UNK]"


class MiniLm:
    """A BERT encoder with mean pooling.

    Each batch is encoded by one core, several at a time: so vectors do not depend on how many
    cores there are.
    """

    def __init__(self, folder: Path) -> None:
        import ctranslate2
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.no_padding()
        vocabulary = self._tokenizer.get_vocab()
        self._workers = min(threads(), MOST_WORKERS)
        with tempfile.TemporaryDirectory() as made:
            _convert(folder, Path(made), sorted(vocabulary, key=vocabulary.__getitem__))
            self._encoder = ctranslate2.Encoder(
                made,
                device="cpu",
                compute_type="float32",
                inter_threads=self._workers,
                intra_threads=1,
            )

    def encode(self, texts: Sequence[str]) -> Any:
        """Unit vectors, ``numpy.float32`` of shape ``(texts, size)``."""
        import numpy as np

        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(tokens)), key=lambda at: (len(tokens[at]), texts[at]))
        batches = [order[first : first + BATCH] for first in range(0, len(order), BATCH)]
        vectors: list[Any] = [None] * len(tokens)
        with ThreadPoolExecutor(max_workers=self._workers) as pool:
            found = pool.map(lambda batch: self._forward([tokens[at] for at in batch]), batches)
            for batch, rows in zip(batches, found, strict=True):
                for at, row in zip(batch, rows, strict=True):
                    vectors[at] = row
        return np.stack(vectors)

    def _forward(self, batch: list[list[int]]) -> list[Any]:
        import numpy as np

        hidden = np.array(self._encoder.forward_batch(batch).last_hidden_state)
        pooled = [row[: len(ids)].mean(axis=0) for row, ids in zip(hidden, batch, strict=True)]
        return [vector / np.linalg.norm(vector) for vector in pooled]


def _convert(folder: Path, into: Path, vocabulary: list[str]) -> None:
    """Write a BERT encoder of transformers in the form that CTranslate2 opens."""
    from ctranslate2.specs import common_spec, transformer_spec
    from safetensors.numpy import load_file

    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    weights: dict[str, Any] = load_file(folder / "model.safetensors")
    encoder = transformer_spec.TransformerEncoderSpec(
        config["num_hidden_layers"],
        config["num_attention_heads"],
        pre_norm=False,
        activation=common_spec.Activation.GELU,
        layernorm_embedding=True,
        num_source_embeddings=2,
        embeddings_merge=common_spec.EmbeddingsMerge.ADD,
    )
    encoder.scale_embeddings = False
    encoder.embeddings[0].weight = weights["embeddings.word_embeddings.weight"]
    encoder.embeddings[1].weight = weights["embeddings.token_type_embeddings.weight"]
    encoder.position_encodings.encodings = weights["embeddings.position_embeddings.weight"]
    _norm(encoder.layernorm_embedding, weights, "embeddings.LayerNorm")
    for at, layer in enumerate(encoder.layer):
        name = f"encoder.layer.{at}"
        heads = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
        _linear(layer.self_attention.linear[0], weights, *heads)
        _linear(layer.self_attention.linear[1], weights, f"{name}.attention.output.dense")
        _norm(layer.self_attention.layer_norm, weights, f"{name}.attention.output.LayerNorm")
        _linear(layer.ffn.linear_0, weights, f"{name}.intermediate.dense")
        _linear(layer.ffn.linear_1, weights, f"{name}.output.dense")
        _norm(layer.ffn.layer_norm, weights, f"{name}.output.LayerNorm")
    model = transformer_spec.TransformerEncoderModelSpec(encoder, pooling_layer=False)
    model.register_vocabulary(vocabulary)
    model.config.unk_token = UNKNOWN
    model.config.layer_norm_epsilon = config["layer_norm_eps"]
    model.validate()
    model.optimize()
    model.save(str(into))


def _linear(layer: Any, weights: dict[str, Any], *names: str) -> None:
    import numpy as np

    layer.weight = np.concatenate([weights[f"{name}.weight"] for name in names])
    layer.bias = np.concatenate([weights[f"{name}.bias"] for name in names])


def _norm(layer: Any, weights: dict[str, Any], name: str) -> None:
    layer.gamma = weights[f"{name}.weight"]
    layer.beta = weights[f"{name}.bias"]
