"""Recorded research interviews in; aligned, reviewed, anonymized transcripts out.

Beside the command line, this package is a Python interface: files and studies are loaded as
values, a stage is run on values, and tables go to pandas. See ``docs/python.md``.

>>> import transcribe
>>> turn = transcribe.Turn(id="t0001", speaker="SPEAKER_00")
>>> turn.start is None
True

Names are looked up when they are first used, so that ``import transcribe`` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from transcribe.core.asr import AsrResult as AsrResult
    from transcribe.core.asr import Word as Word
    from transcribe.core.diarization import Diarization as Diarization
    from transcribe.core.diarization import SpeakerRegion as SpeakerRegion
    from transcribe.core.guide import AlignedItem as AlignedItem
    from transcribe.core.guide import AlignedTurn as AlignedTurn
    from transcribe.core.guide import Guide as Guide
    from transcribe.core.guide import GuideAlignment as GuideAlignment
    from transcribe.core.guide import GuideItem as GuideItem
    from transcribe.core.pii import Entity as Entity
    from transcribe.core.pii import EntitySet as EntitySet
    from transcribe.core.recording import Audio as Audio
    from transcribe.core.recording import Identifiers as Identifiers
    from transcribe.core.transcript import Speaker as Speaker
    from transcribe.core.transcript import Transcript as Transcript
    from transcribe.core.transcript import Turn as Turn
    from transcribe.errors import TranscribeError as TranscribeError
    from transcribe.interface.engines import Engines as Engines
    from transcribe.interface.frames import Frames as Frames
    from transcribe.interface.frames import to_pandas as to_pandas
    from transcribe.interface.load import load_alignment as load_alignment
    from transcribe.interface.load import load_entities as load_entities
    from transcribe.interface.load import load_guide as load_guide
    from transcribe.interface.load import load_transcript as load_transcript
    from transcribe.interface.single import align as align
    from transcribe.interface.single import assign_roles as assign_roles
    from transcribe.interface.single import attribute as attribute
    from transcribe.interface.single import decode as decode
    from transcribe.interface.single import detect as detect
    from transcribe.interface.single import diarize as diarize
    from transcribe.interface.single import recognize as recognize
    from transcribe.interface.study import RecordingStatus as RecordingStatus
    from transcribe.interface.study import Study as Study
    from transcribe.interface.study import StudyRecording as StudyRecording
    from transcribe.interface.study import open_study as open_study

_HOMES = {
    "transcribe.core.asr": ("AsrResult", "Word"),
    "transcribe.core.diarization": ("Diarization", "SpeakerRegion"),
    "transcribe.core.guide": (
        *("AlignedItem", "AlignedTurn", "Guide", "GuideAlignment", "GuideItem"),
    ),
    "transcribe.core.pii": ("Entity", "EntitySet"),
    "transcribe.core.recording": ("Audio", "Identifiers"),
    "transcribe.core.transcript": ("Speaker", "Transcript", "Turn"),
    "transcribe.errors": ("TranscribeError",),
    "transcribe.interface.engines": ("Engines",),
    "transcribe.interface.frames": ("Frames", "to_pandas"),
    "transcribe.interface.load": (
        *("load_alignment", "load_entities", "load_guide", "load_transcript"),
    ),
    "transcribe.interface.single": (
        *("align", "assign_roles", "attribute", "decode", "detect", "diarize", "recognize"),
    ),
    "transcribe.interface.study": ("RecordingStatus", "Study", "StudyRecording", "open_study"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = ["__version__", *sorted(_HOME)]  # noqa: PLE0604 - all of them are texts

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import the home of a public name when it is first asked for (PEP 562)."""
        home = _HOME.get(name)
        if home is None:
            raise AttributeError(f"module 'transcribe' has no attribute {name!r}")
        from importlib import import_module

        value = getattr(import_module(home), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
