"""What the executor is handed: engines described, and how to open each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from transcribe.core.guide import Guide
from transcribe.core.recording import Audio, DecodedFacts
from transcribe.core.time import Interval
from transcribe.core.transcript import Transcript
from transcribe.stages.asr import Recognizer
from transcribe.stages.decode import Decoder
from transcribe.stages.detect import Detector
from transcribe.stages.diarize import Diarizer
from transcribe.stages.engines import Closable, Engine
from transcribe.stages.link import Excerpt, VoiceComparer
from transcribe.stages.roundabout import SentenceEncoder
from transcribe.stages.similarity import SentenceSimilarity

Opened = TypeVar("Opened", bound=Closable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Every seam to the outside.

    Attributes
    ----------
    recognizer, detector
        Engine for a language (None: not known yet); raise MissingPartError when none can do it.
    voices
        Encoder that compares voices over recordings, or None where there is none.
    auto
        Stages whose engine was chosen by ``auto``: for them an artefact of a better engine is
        current.
    """

    decoder: Engine
    open_decoder: Callable[[], Decoder]
    describe_audio: Callable[[Audio], DecodedFacts]
    save_audio: Callable[[Audio, Path], None]
    load_audio: Callable[[Path], Any]
    save_levels: Callable[[Any, Path], None]
    load_levels: Callable[[Path], Any]
    recognizer: Callable[[str | None], Engine]
    open_recognizer: Callable[[Engine], Recognizer]
    diarizer: Engine
    open_diarizer: Callable[[Engine], Diarizer]
    similarity: Engine
    open_similarity: Callable[[Engine], SentenceSimilarity]
    encoder: Engine
    open_encoder: Callable[[Engine], SentenceEncoder]
    detector: Callable[[str], Engine]
    open_detector: Callable[[Engine, str], Detector]
    read_guide: Callable[[Path], Guide]
    read_transcript: Callable[[Path], Transcript]
    auto: frozenset[str] = frozenset()
    voices: Engine | None = None
    open_voices: Callable[[Engine], VoiceComparer] | None = None
    read_excerpt: Callable[[Path, Sequence[Interval]], Excerpt] | None = None


class Bench:
    """Engines opened so far: each at most once, closed when no stage needs it any more."""

    def __init__(self) -> None:
        self._opened: dict[tuple[str, str, str], Closable] = {}

    def get(self, kind: str, engine: Engine, opener: Callable[[], Opened]) -> Opened:
        """The engine of a kind, opened now if it was not."""
        key = (kind, engine.name, engine.model)
        if key not in self._opened:
            self._opened[key] = opener()
        return self._opened[key]  # type: ignore[return-value]

    def close(self, kind: str | None = None) -> None:
        """Close the engines of one kind, or all."""
        for key in [key for key in self._opened if kind in (None, key[0])]:
            self._opened.pop(key).close()

    @property
    def count(self) -> int:
        """How many are open."""
        return len(self._opened)
