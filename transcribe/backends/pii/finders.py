"""Recognizers of names that are models: the small one that ships, and others where they lie.

All that are here are used together. A spaCy pipeline is any folder under the models folder with a
``config.cfg`` and an ``ner`` part, as ``en_core_web_lg`` has; only those of the transcript's
language are opened. A GLiNER model is a folder with a ``gliner_config.json``; it is asked in both
languages.
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
from transcribe.backends.pii.pipelines import GlinerNames, SpacyNames
from transcribe.errors import MissingPartError

SHIPPED = "ner-interviews"
GLINER = "gliner_config.json"
LANGUAGES = ("en", "fr")
"""Languages that the shipped model has seen."""

ABSENT = (
    f"The small recognizer of names (models/{SHIPPED}) is not on this machine: names are found by "
    "the sidecars, rules and lists only."
)


HINTS = {
    "spacy": "pip install spacy-curated-transformers (for pipelines whose name ends in _trf)",
    "gliner": "pip install -e '.[gliner]'",
    "shipped": "pip install -e .",
}
"""What a model of a kind needs beside its files."""


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
        ``shipped``, ``spacy`` or ``gliner``.
    digest
        Changes when the model does.
    """

    name: str
    path: Path
    kind: str
    digest: str


def find_folders(models: Path, *, language: str, shipped: bool = True) -> tuple[NamesFolder, ...]:
    """Models of names for a language: the small one, then spaCy pipelines, then GLiNER models.

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
        if language in LANGUAGES:
            for config in sorted((*models.glob(f"*/{GLINER}"), *models.glob(f"*/*/{GLINER}"))):
                found.append(_described(config.parent, "gliner", (GLINER,)))
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
        if folder.kind == "gliner":
            return GlinerNames(folder.path)
        return open_names_model(folder.path)
    except ImportError as error:
        needed = HINTS[folder.kind]
        raise MissingPartError(
            f"the model of names in {folder.path} needs a package that is not installed "
            f"({error.name or needed})",
            hint=f"{needed}; or take the folder away to go on without it",
        ) from None
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise MissingPartError(
            f"the model of names in {folder.path} cannot be opened ({type(error).__name__})",
            hint="restore its files, or take the folder away to go on without it",
        ) from None
