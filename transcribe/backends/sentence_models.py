"""Better sentence models from the models folder: larger encoders, and cross-encoders.

Both are folders in ``sentences/`` of the models folder, laid out as sentence-transformers or
transformers save them. An encoder gives a vector a sentence; a cross-encoder reads two sentences
together, and is asked only about the likeliest pairs (Nogueira and Cho 2019).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from transcribe.stages.engines import Engine
from transcribe.stages.similarity import SentenceSimilarity

FOLDER = "sentences"
BATCH = 64
MOST_KNOWN = 20_000
NEAREST = 4
"""References of each text that a cross-encoder is asked about."""
FEWEST_REFERENCES = 8
"""Below it there is nothing to choose between."""
ALIKE = (
    ("How long have you worked here?", "Since when are you at this place?"),
    ("Which tools do you use?", "What software do you work with?"),
    ("What went wrong?", "Were there any problems?"),
    ("Who decides in the end?", "Whose decision is it?"),
    ("How do you check the result?", "In what way is the outcome verified?"),
    ("What would you change?", "What should be done differently?"),
    ("Where does the material come from?", "What is the source of the material?"),
    ("How large is your team?", "How many people do you work with?"),
)
"""Pairs that mean about the same, of other subjects than each other."""
LIKE, UNLIKE = 0.544, 0.086
"""Mean likeness of those pairs, and across them, by the encoder that the weights were fitted on."""
LEAST_SPREAD = 0.02
FAILURES = (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, RuntimeError)
"""What the libraries raise on a damaged or unknown model."""


def folders(models: Path) -> tuple[list[Path], list[Path], dict[str, str]]:
    """Encoders, cross-encoders, and what is wrong with the folders that are neither."""
    encoders: list[Path] = []
    crossing: list[Path] = []
    broken: dict[str, str] = {}
    for folder in sorted((models / FOLDER).glob("*")):
        if not folder.is_dir() or folder.name.startswith("."):
            continue
        wrong = lack(folder)
        if wrong:
            broken[folder.name] = wrong
        else:
            (crossing if _is_cross(folder) else encoders).append(folder)
    return encoders, crossing, broken


def weight(folder: Path) -> int:
    """Bytes of its weights."""
    files = (*folder.rglob("*.safetensors"), *folder.rglob("pytorch_model*.bin"))
    return sum(path.stat().st_size for path in files)


def lack(folder: Path) -> str:
    """What is wrong with a folder, told without opening a model; empty where nothing is."""
    settings = next(
        (one for one in (folder / "modules.json", folder / "config.json") if one.is_file()), None
    )
    if settings is None:
        return "neither modules.json nor config.json is in it"
    for part in folder.rglob("*.json"):
        try:
            json.loads(part.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return f"{part.name} cannot be read"
    for part in folder.rglob("*.safetensors"):
        with part.open("rb") as opened:
            head = opened.read(8)
            try:
                header = json.loads(opened.read(int.from_bytes(head, "little")))
                ends = [one["data_offsets"][1] for key, one in header.items() if key[:2] != "__"]
            except (ValueError, KeyError, TypeError, AttributeError, MemoryError, OverflowError):
                return f"{part.name} is damaged"
            if part.stat().st_size < opened.tell() + max(ends, default=0):
                return f"{part.name} is cut short"
    return "" if weight(folder) else "its weights are missing"


def _is_cross(folder: Path) -> bool:
    config = folder / "config.json"
    if not config.is_file():
        return False
    told = json.loads(config.read_text(encoding="utf-8")).get("architectures") or ()
    return any(str(name).endswith("ForSequenceClassification") for name in told)


def _stay_offline() -> None:
    import os

    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    from transformers.utils import logging

    silence: Any = logging.disable_progress_bar
    silence()


class SentenceTransformersSimilarity:
    """Any encoder from a folder, its values brought to the scale that the weights know.

    Cosines of encoders differ in where they lie: some call any two sentences 0.7 alike. Two points
    settle it: sentences that mean about the same, and sentences that do not.

    Raises
    ------
    ValueError
        When it finds the former hardly more alike than the latter.
    """

    def __init__(self, engine: Engine, folder: Path) -> None:
        _stay_offline()
        from sentence_transformers import SentenceTransformer

        self.engine = engine
        self.notices: tuple[str, ...] = ()
        self._model: Any = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        self._known: dict[str, Any] = {}
        left, right = zip(*ALIKE, strict=True)
        values = self._encode(left) @ self._encode(right).T
        like = float(values.diagonal().mean())
        unlike = float((values.sum() - values.diagonal().sum()) / (values.size - len(values)))
        # Anything but a number fails here, too.
        if not like - unlike >= LEAST_SPREAD:
            raise ValueError("it does not tell sentences of one meaning from others")
        self._scale = (LIKE - UNLIKE) / (like - unlike)
        self._shift = LIKE - self._scale * like

    def similarities(
        self, texts: Sequence[str], references: Sequence[str]
    ) -> tuple[tuple[float, ...], ...]:
        """Likeness, -1 to 1, on the scale of the bundled encoder: one row a text."""
        if not texts or not references:
            return tuple(() for _ in texts)
        import numpy as np

        values = self._encode(texts) @ self._encode(references).T
        scaled = np.clip(values * self._scale + self._shift, -1.0, 1.0)
        same = np.array(texts, dtype=object)[:, None] == np.array(references, dtype=object)
        return tuple(tuple(row) for row in np.where(same, 1.0, scaled).tolist())

    def _encode(self, texts: Sequence[str]) -> Any:
        import numpy as np

        new = sorted({text for text in texts if text not in self._known})
        if new:
            vectors = self._model.encode(
                new, normalize_embeddings=True, show_progress_bar=False, batch_size=BATCH
            )
            self._known.update(zip(new, vectors, strict=True))
        found = np.stack([self._known[text] for text in texts]).astype(np.float64)
        for text in list(self._known)[:-MOST_KNOWN]:
            del self._known[text]
        return found

    def close(self) -> None:
        """Let go of the model and the vectors."""
        self._model = None
        self._known = {}


class CrossEncoded:
    """An encoder whose likeliest pairs a cross-encoder judges once more.

    Its scores may be on any scale: the pairs are ranked by them and given, in this order, the
    likenesses that the encoder gave them; the mean of both counts. So no weight has to be fitted
    again, and a poor cross-encoder can do no more than half harm.
    """

    def __init__(self, engine: Engine, folder: Path, *, under: SentenceSimilarity) -> None:
        _stay_offline()
        from sentence_transformers import CrossEncoder

        self.engine = engine
        self.notices: tuple[str, ...] = ()
        self._under = under
        self._model: Any = CrossEncoder(str(folder), device="cpu", local_files_only=True)
        self._judge([ALIKE[0]])

    def similarities(
        self, texts: Sequence[str], references: Sequence[str]
    ) -> tuple[tuple[float, ...], ...]:
        """Likeness, -1 to 1: one row a text, one column a reference."""
        import numpy as np

        rows = self._under.similarities(texts, references)
        if not texts or len(references) < FEWEST_REFERENCES:
            return rows
        values = np.array(rows, dtype=np.float64)
        nearest = np.argsort(-values, axis=1, kind="stable")[:, :NEAREST]
        left = np.repeat(np.arange(len(texts)), NEAREST)
        right = nearest.reshape(-1)
        pairs = [(texts[int(a)], references[int(b)]) for a, b in zip(left, right, strict=True)]
        order = np.argsort(self._judge(pairs), kind="stable")
        given = values[left, right]
        judged = np.empty_like(given)
        judged[order] = np.sort(given)
        values[left, right] = (given + judged) / 2
        return tuple(tuple(row) for row in values.tolist())

    def _judge(self, pairs: list[tuple[str, str]]) -> Any:
        """How well each pair goes together, on the model's own scale."""
        import torch

        scores = self._model.predict(
            pairs, batch_size=BATCH, show_progress_bar=False, activation_fn=torch.nn.Identity()
        )
        if scores.ndim != 1:
            raise ValueError("it gives more than one score a pair")
        return scores

    def close(self) -> None:
        """Let go of both models."""
        self._model = None
        self._under.close()
