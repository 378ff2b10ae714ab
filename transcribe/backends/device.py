"""Where models compute: what this machine has, and in which order to try it."""

from __future__ import annotations

import ctypes
import os
from importlib.util import find_spec
from pathlib import Path

from transcribe.backends.gpu import look_for_gpus
from transcribe.errors import UsageError

MEMORY_SIGNS = ("out of memory", "alloc_failed", "not_initialized", "bad_alloc", "cannot allocate")
"""What CUDA, cuBLAS and the CPU's allocator say when memory has run out."""

DEVICES = ("auto", "cpu", "cuda")


def cores() -> int:
    """Cores this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def threads() -> int:
    """Threads that an engine of this process should compute with, at least 1.

    Where several processes share the machine, each is told its share by ``OMP_NUM_THREADS``.
    """
    told = os.environ.get("OMP_NUM_THREADS", "")
    return min(cores(), max(1, int(told))) if told.isdecimal() else cores()


def gpu_names() -> tuple[str, ...]:
    """Names of the NVIDIA GPUs that can be used; imports no framework, starts no context."""
    gpus = look_for_gpus()
    return () if gpus.problem else tuple(gpu.name for gpu in gpus.found)


def preload_cublas() -> bool:
    """Load CUDA 12's cuBLAS of the ``gpu`` extra, which CTranslate2 opens by name; True if there.

    CTranslate2 asks for ``libcublas.so.12`` only in the first matrix product, and torch brings that
    of CUDA 13: without this, a model loads and then fails.
    """
    loaded = False
    for library in ("libcublasLt.so.12", "libcublas.so.12"):
        for place in (*_cublas_folders(), Path()):
            try:
                ctypes.CDLL(str(place / library), mode=ctypes.RTLD_GLOBAL)
            except OSError:
                continue
            loaded = library == "libcublas.so.12"
            break
    return loaded


def _cublas_folders() -> tuple[Path, ...]:
    try:
        found = find_spec("nvidia.cublas.lib")
    except ModuleNotFoundError:
        return ()
    return (
        tuple(Path(folder) for folder in (found.submodule_search_locations or ())) if found else ()
    )


def ladder(device: str, compute_type: str) -> tuple[tuple[str, str], ...]:
    """Devices and number formats to try, best first.

    Parameters
    ----------
    device
        ``auto``, ``cpu`` or ``cuda``; a named one is never replaced.
    compute_type
        ``auto``, or one of CTranslate2's, which is then used on every device.

    Raises
    ------
    UsageError
        When no device is called so.
    """
    if device not in DEVICES:
        raise UsageError(f"no device is called {device!r}", hint=f"one of: {', '.join(DEVICES)}")
    on_gpu = ("float16", "int8_float16", "int8") if compute_type == "auto" else (compute_type,)
    on_cpu = ("int8",) if compute_type == "auto" else (compute_type,)
    steps: list[tuple[str, str]] = []
    if device == "cuda" or (device == "auto" and gpu_names()):
        steps += [("cuda", form) for form in on_gpu]
    if device in ("auto", "cpu"):
        steps += [("cpu", form) for form in on_cpu]
    return tuple(steps)


def ran_out_of_memory(error: Exception) -> bool:
    """Whether an error of an engine means that memory has run out."""
    said = str(error).lower()
    return isinstance(error, MemoryError) or any(sign in said for sign in MEMORY_SIGNS)


def first_line(error: Exception) -> str:
    """The beginning of what an error says."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
