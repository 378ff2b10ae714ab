"""Recognizers of names that are models: the small one that ships, and spaCy pipelines if there.

All that are here are used together. A spaCy pipeline is any folder under the models folder with a
``config.cfg`` and an ``ner`` part, as ``en_core_web_lg`` has; only those of the transcript's
language are opened.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from transcribe.backends.pii.names_model import (
    DESCRIPTION,
    WEIGHTS,
    Name,
    open_names_model,
)
from transcribe.core.pii import entity_type
from transcribe.errors import MissingPartError

SHIPPED = "ner-interviews"
LANGUAGES = ("en", "fr")
"""Languages that the shipped model has seen."""

SPACY_TYPES = ("PERSON", "PER", "ORG", "GPE", "LOC", "FAC", "PRODUCT")
SPACY_SCORE = 0.85
"""Of every hit of a spaCy pipeline, which says no more than that it is one."""

ABSENT = (
    f"The small recognizer of names (models/{SHIPPED}) is not on this machine: names are found by "
    "the sidecars, rules and lists only."
)


class NameFinder(Protocol):
    """An opened model of names."""

    def find(self, text: str, *, cased: bool) -> tuple[Name, ...]:
        """Names of a text, in order, none overlapping."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesFolder:
    """A folder that holds a model of names.

    Attributes
    ----------
    kind
        ``shipped`` or ``spacy``.
    digest
        Changes when the model does.
    """

    name: str
    path: Path
    kind: str
    digest: str


def find_folders(models: Path, *, language: str, shipped: bool = True) -> tuple[NamesFolder, ...]:
    """Models of names for a language: the small one first, then spaCy pipelines by name.

    Parameters
    ----------
    models
        Folder of model weights. The small one is also looked for where the program itself lies,
        so that a run from another folder finds it.
    """
    found = []
    for folder in (models / SHIPPED, *_program_folders()):
        if shipped and language in LANGUAGES and is_names_model(folder):
            found.append(_described(folder, "shipped", (WEIGHTS, DESCRIPTION)))
            break
    if models.is_dir():
        for config in sorted((*models.glob("*/config.cfg"), *models.glob("*/*/config.cfg"))):
            meta = _meta(config.parent)
            if "ner" in meta.get("pipeline", ()) and meta.get("lang") == language:
                found.append(_described(config.parent, "spacy", ("meta.json", "config.cfg")))
    return tuple(found)


def is_names_model(folder: Path) -> bool:
    """Whether a folder has the files of the small recognizer."""
    return (folder / WEIGHTS).is_file() and (folder / DESCRIPTION).is_file()


def _program_folders() -> tuple[Path, ...]:
    """Where the small model lies in a clone, and in an installed package."""
    package = Path(__file__).resolve().parents[2]
    return (package.parent / "models" / SHIPPED, package / "models" / SHIPPED)


def _meta(folder: Path) -> dict[str, Any]:
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return meta if isinstance(meta, dict) else {}


def _described(folder: Path, kind: str, files: Iterable[str]) -> NamesFolder:
    sizes = tuple(
        (str(path.relative_to(folder)), path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        # The card is no part of the model.
        if path.is_file() and path.suffix != ".md"
    )
    return NamesFolder(
        name=folder.name, path=folder, kind=kind, digest=_digest(folder, tuple(files), sizes)
    )


@lru_cache(maxsize=16)
def _digest(folder: Path, files: tuple[str, ...], sizes: tuple[tuple[str, int, int], ...]) -> str:
    """Twelve digits of the named files' bytes and all files' sizes; read once a run."""
    digest = hashlib.sha256()
    for file in files:
        digest.update((folder / file).read_bytes())
    digest.update(json.dumps([(name, size) for name, size, _ in sizes]).encode())
    return digest.hexdigest()[:12]


def open_finder(folder: NamesFolder) -> NameFinder:
    """Open a model.

    Raises
    ------
    MissingPartError
        When its files are not what they should be.
    """
    try:
        if folder.kind == "spacy":
            return SpacyNames(folder.path)
        return open_names_model(folder.path)
    except (OSError, ValueError, KeyError, ImportError) as error:
        raise MissingPartError(
            f"the model of names in {folder.path} cannot be opened ({type(error).__name__})",
            hint="restore its files, or take the folder away to go on without it",
        ) from None


class SpacyNames:
    """A spaCy pipeline of the user's as a finder of names."""

    def __init__(self, folder: Path) -> None:
        import spacy

        self._nlp = spacy.load(folder, exclude=["lemmatizer", "attribute_ruler", "parser"])

    def find(self, text: str, *, cased: bool) -> tuple[Name, ...]:
        """Names of a text; how it is cased makes no difference to the pipeline."""
        return tuple(
            Name(
                start=span.start_char, end=span.end_char, type=entity_type(span.label_),
                score=SPACY_SCORE,
            )
            for span in self._nlp(text).ents
            if span.label_ in SPACY_TYPES
        )  # fmt: skip
