"""What every backend says about itself, so that artefacts know what made them.

Backends are described before they are opened: a description costs no import of a heavy library,
so ``status`` and ``--dry-run`` can say which engine would run, and a second run opens none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

ProgressHook = Callable[[float], None]
"""Called with the finished share, 0 to 1."""


def ignore_progress(_share: float) -> None:
    """A hook for callers who do not watch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """An engine that could run a stage.

    Attributes
    ----------
    name
        ``faster-whisper``, ``pocketsphinx``, ``pyannote``, ``embedded``, ….
    model
        Name and revision of its weights; changes when they do.
    rank
        Higher is better; under ``auto`` an artefact of a higher or equal rank is current.
    draft
        True for a stand-in, whose results are called so.
    libraries
        Library name to version, of what shapes the result.
    advice
        The command that gets something better, for a draft; else empty.
    languages
        ISO 639-1 codes it can do; empty for any.
    hears_hotwords
        Whether a recognizer makes use of hotwords; where it does not, they are no part of the key.
    location
        Folder of its weights, where it has one; never part of a key.
    """

    name: str
    model: str
    rank: int
    draft: bool = False
    libraries: dict[str, str] = field(default_factory=dict)
    advice: str = ""
    languages: tuple[str, ...] = ()
    hears_hotwords: bool = False
    location: str = field(default="", compare=False, repr=False)


class Closable(Protocol):
    """Something opened that holds memory."""

    def close(self) -> None:
        """Let go of models and workers."""
