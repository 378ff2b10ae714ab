"""Which diarizers are on this machine, and opening one; describing them imports nothing heavy."""

from __future__ import annotations

import importlib.metadata
import importlib.util
from pathlib import Path

from transcribe.backends import pyannote
from transcribe.errors import MissingPartError, UsageError
from transcribe.stages.diarize import Diarizer
from transcribe.stages.engines import Engine

EMBEDDED_REVISION = "5"
"""Bumped when the embedded diarizer's results change."""
_EMBEDDED_PARTS = ("resemblyzer", "faster_whisper", "torch", "torchaudio", "scipy", "sklearn")
_INSTALL_EMBEDDED = "in the project's folder: pip install -e '.[embedded]'"


def available(models: Path) -> tuple[Engine, ...]:
    """Diarizers whose parts are on this machine, best first.

    Parameters
    ----------
    models
        Folder of weights.
    """
    engines = []
    if pyannote.is_installed() and pyannote.find_weights(models) is not None:
        engines.append(_pyannote_engine(models))
    if not missing_embedded_parts():
        engines.append(_embedded_engine())
    return tuple(engines)


def choose(setting: str, models: Path) -> Engine:
    """The diarizer of a setting: ``auto``, ``pyannote``, ``embedded`` or ``channels``.

    Raises
    ------
    MissingPartError
        When the named one, or under ``auto`` any, is not on this machine.
    UsageError
        When the setting is no diarizer.
    """
    engines = available(models)
    if setting == "auto":
        if engines:
            return engines[0]
        raise MissingPartError(
            "no diarizer is on this machine", stage="diarize", hint=_INSTALL_EMBEDDED
        )
    if setting == "channels":
        return _channels_engine()
    if setting not in ("pyannote", "embedded"):
        raise UsageError(
            f"no diarizer is called {setting!r}", hint="auto, pyannote, embedded or channels"
        )
    for engine in engines:
        if engine.name == setting:
            return engine
    if setting == "embedded":
        raise MissingPartError(
            f"the embedded diarizer lacks {', '.join(missing_embedded_parts())}",
            stage="diarize",
            hint=_INSTALL_EMBEDDED,
        )
    if not pyannote.is_installed():
        raise MissingPartError(
            "pyannote.audio is not installed", stage="diarize", hint="pip install pyannote.audio"
        )
    raise MissingPartError(
        "the weights of pyannote are not on this machine",
        stage="diarize",
        hint="transcribe models fetch pyannote",
    )


def open_diarizer(
    engine: Engine, models: Path, *, device: str = "auto", channels_first: bool = False
) -> Diarizer:
    """Open a diarizer that `choose` or `available` described.

    Parameters
    ----------
    device
        ``auto``, ``cpu`` or ``cuda``.
    channels_first
        Whether a recording with one speaker a channel is told apart by its channels.
    """
    from transcribe.backends.channel_diarizer import ChannelDiarizer

    if engine.name == "channels":
        return ChannelDiarizer(engine, other=None)
    opened = _open_by_voice(engine, models, device=device)
    return ChannelDiarizer(engine, other=opened) if channels_first else opened


def _open_by_voice(engine: Engine, models: Path, *, device: str) -> Diarizer:
    if engine.name == "pyannote":
        from transcribe.backends.pyannote import PyannoteDiarizer

        weights = pyannote.find_weights(models)
        if weights is None:
            raise MissingPartError(
                "the weights of pyannote are no longer there",
                stage="diarize",
                hint="transcribe models fetch pyannote",
            )
        stand_in = None if missing_embedded_parts() else _embedded_engine()
        return PyannoteDiarizer(engine, weights, device=device, stand_in=stand_in)
    from transcribe.backends.embedded import EmbeddedDiarizer

    return EmbeddedDiarizer(engine)


def missing_embedded_parts() -> tuple[str, ...]:
    """Packages the embedded diarizer needs that are not installed."""
    return tuple(name for name in _EMBEDDED_PARTS if importlib.util.find_spec(name) is None)


def _embedded_engine() -> Engine:
    return Engine(
        name="embedded",
        model=f"silero-vad+resemblyzer/{EMBEDDED_REVISION}",
        rank=10,
        draft=True,
        libraries=_versions("Resemblyzer", "faster-whisper", "scikit-learn", "scipy"),
        advice="transcribe models fetch pyannote",
    )


def _channels_engine() -> Engine:
    if importlib.util.find_spec("faster_whisper") is None:
        raise MissingPartError(
            "speakers by channel need faster-whisper's voice activity detection",
            stage="diarize",
            hint=_INSTALL_EMBEDDED,
        )
    return Engine(name="channels", model="levels/1", rank=60, libraries=_versions("faster-whisper"))


def _pyannote_engine(models: Path) -> Engine:
    weights = pyannote.find_weights(models)
    return Engine(
        name="pyannote",
        model=pyannote.revision(weights) if weights else "",
        rank=50,
        libraries=_versions("pyannote.audio", "torch"),
    )


def _versions(*names: str) -> dict[str, str]:
    return {name: importlib.metadata.version(name) for name in names}
