"""What works on this machine: cheap questions, no model opened, nothing heavy imported."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from transcribe.backends.device import cores, preload_cublas
from transcribe.backends.gpu import look_for_gpus
from transcribe.backends.whisper_folder import conversion
from transcribe.stages.engines import Engine

OK, DRAFT, LACK, BAD, WARN = "ok", "draft", "lack", "bad", "warn"

EMBEDDED = "in the project's folder: pip install -e '.[embedded]'"
LEAST_FREE_GIGABYTES = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One part of the machine.

    Attributes
    ----------
    state
        ``ok``; ``draft``: only a stand-in is here; ``lack``: absent, and the rest works without;
        ``bad``: nothing works without it; ``warn``: it works, and somebody could come to harm.
    mend
        The command that mends a lack; empty when there is none.
    """

    part: str
    state: str
    detail: str
    mend: str = ""


def check(models: Path, out: Path) -> tuple[Finding, ...]:
    """Look at every part.

    Parameters
    ----------
    models
        The models folder.
    out
        A folder on the disk that results go to.
    """
    return (
        _python(),
        _decoder(),
        *_recognizers(models),
        *_diarizers(models),
        _sentences(models),
        _detector(),
        _gpu(),
        _compiler(),
        *_weights(models),
        _disk(out),
    )


def _python() -> Finding:
    where = "" if sys.platform in ("linux", "darwin") else f" on {sys.platform}: use WSL"
    detail = f"{platform.python_version()}, {cores()} cores{where}"
    return Finding(part="Python", state=BAD if where else OK, detail=detail)


def _decoder() -> Finding:
    from transcribe.backends.ffmpeg import find_ffmpeg

    program = (
        "an ffmpeg program as fall-back" if find_ffmpeg() else "no ffmpeg program to fall back on"
    )
    if find_spec("av"):
        return Finding(part="decoder", state=OK, detail=f"PyAV {version('av')}, {program}")
    return Finding(
        part="decoder",
        state=DRAFT if find_ffmpeg() else BAD,
        detail=f"PyAV is not installed; {program}",
        mend="pip install av",
    )


def _recognizers(models: Path) -> Iterator[Finding]:
    from transcribe.backends.recognizers import ADVICE, DEMO_RANK, available

    if not find_spec("faster_whisper"):
        yield Finding(
            part="voice activity",
            state=BAD,
            detail="faster-whisper, which carries Silero VAD, is not installed",
            mend="pip install faster-whisper",
        )
    engines = [engine for engine in available(models) if engine.rank > DEMO_RANK]
    yield from _engines("recognizer", engines, nothing=f"{ADVICE}, or {EMBEDDED}")


def _diarizers(models: Path) -> Iterator[Finding]:
    from transcribe.backends.diarizers import available

    yield from _engines("diarizer", available(models), nothing=EMBEDDED)


def _engines(
    part: str, engines: list[Engine] | tuple[Engine, ...], *, nothing: str
) -> Iterator[Finding]:
    """The engine that ``auto`` takes, with what would be better than a stand-in."""
    if not engines:
        yield Finding(part=part, state=BAD, detail="there is none", mend=nothing)
        return
    best, others = engines[0], engines[1:]
    also = f" (also here: {', '.join(_title(engine) for engine in others)})" if others else ""
    only = f", {'/'.join(best.languages)} only" if best.languages else ""
    detail = f"{_title(best)}{only}{also}"
    if best.draft:
        detail += ": a stand-in for drafts"
    yield Finding(
        part=part,
        state=DRAFT if best.draft else OK,
        detail=detail,
        mend=best.advice if best.draft else "",
    )


def _title(engine: Engine) -> str:
    name = engine.model.split("@")[0]
    return f"{engine.name} {name}" if engine.name == "faster-whisper" else engine.name


def _sentences(models: Path) -> Finding:
    from transcribe.backends.sentences import available

    engines = available(models)
    if not engines:
        return Finding(part="sentence model", state=BAD, detail="there is none", mend=EMBEDDED)
    best = engines[0]
    return Finding(
        part="sentence model",
        state=DRAFT if best.draft else OK,
        detail=best.model + (": a stand-in for drafts" if best.draft else ""),
        mend=best.advice if best.draft else "",
    )


def _detector() -> Finding:
    if find_spec("presidio_analyzer"):
        return Finding(
            part="identifiers", state=OK, detail=f"presidio {version('presidio-analyzer')}"
        )
    return Finding(
        part="identifiers",
        state=BAD,
        detail="presidio is not installed",
        mend="pip install presidio-analyzer",
    )


def _gpu() -> Finding:
    gpus = look_for_gpus()
    names = ", ".join(f"{gpu.name} ({gpu.memory / 1000:.0f} GB)" for gpu in gpus.found)
    if gpus.problem:
        detail = f"{names + ': ' if names else ''}{gpus.problem}, so the CPU does the work"
        return Finding(part="GPU", state=LACK, detail=detail, mend=gpus.mend)
    if not gpus.found:
        return Finding(
            part="GPU", state=LACK, detail="none that CUDA can use; the CPU does the work"
        )
    if not preload_cublas():
        return Finding(
            part="GPU",
            state=LACK,
            detail=f"{names}, but CUDA 12's cuBLAS is missing, so the CPU does the work",
            mend="in the project's folder: pip install -e '.[gpu]'",
        )
    each = "; each recording on one of them" if len(gpus.found) > 1 else ""
    return Finding(part="GPU", state=OK, detail=names + each)


def _compiler() -> Finding:
    found = next((name for name in ("cc", "gcc", "clang") if shutil.which(name)), None)
    if find_spec("resemblyzer"):
        return Finding(
            part="C compiler", state=OK, detail=found or "none, and none is needed any more"
        )
    if found:
        return Finding(part="C compiler", state=OK, detail=found)
    install = (
        "xcode-select --install" if sys.platform == "darwin" else "apt install gcc python3-dev"
    )
    return Finding(
        part="C compiler",
        state=LACK,
        detail="none; the embedded diarizer's installation compiles webrtcvad",
        mend=f"{install}, then {EMBEDDED}",
    )


def _weights(models: Path) -> Iterator[Finding]:
    from transcribe.backends.models import find_models

    found = find_models(models)
    if not found:
        detail = f"nothing in {models} yet; what is installed with the program is used"
        yield Finding(part="models", state=LACK, detail=detail, mend="transcribe models list")
        return
    names = ", ".join(model.name for model in found if model.whole)
    yield Finding(part="models", state=OK, detail=f"{models}: {names or 'nothing whole'}")
    for model in found:
        if not model.whole:
            yield Finding(
                part=f"model {model.name}",
                state=LACK,
                detail="; ".join(model.lacks),
                mend=conversion(model.path)
                or f"delete {model.path}, then: transcribe models fetch {model.name}",
            )


def _disk(out: Path) -> Finding:
    free = shutil.disk_usage(out).free / 1e9
    if free >= LEAST_FREE_GIGABYTES:
        return Finding(part="disk", state=OK, detail=f"{free:.0f} GB free")
    return Finding(
        part="disk",
        state=LACK,
        detail=f"only {free:.1f} GB free; an hour of sound takes about 0.06 GB",
        mend="choose another disk with --out",
    )
