"""Whether weights fit this machine: how much memory there is, and about how much is needed."""

from __future__ import annotations

import os
from dataclasses import dataclass

from transcribe.backends.gpu import look_for_gpus

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Memory of this machine, in megabytes.

    Attributes
    ----------
    memory
        Of the computer.
    gpu
        Of its largest GPU; 0 without one.
    """

    memory: int
    gpu: int = 0


def this_machine() -> Machine:
    """What this machine has; opens no framework."""
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        memory = 0
    gpus = [gpu.memory for gpu in look_for_gpus().found]
    return Machine(memory=memory // MEGABYTE, gpu=max(gpus, default=0))


def needs_on_cpu(megabytes: int) -> int:
    """About what a Whisper model of a size in 16 bits needs in 8 bits, four pieces at once.

    From faster-whisper's published figures for ``small``: 1.5 GB for one piece, 3.6 GB for eight.
    """
    return round(0.6 * megabytes + 4 * (350 + megabytes / 8))


def needs_on_gpu(megabytes: int) -> int:
    """About what it needs on a GPU in 16 bits.

    From faster-whisper's published figures for ``large-v2``: 4.5 GB for one piece, 6.1 GB for
    eight; batches shrink where that is too much.
    """
    return round(1.5 * megabytes + 300)


def fits(megabytes: int, machine: Machine) -> str:
    """Where a Whisper model of a size fits, in a few words."""
    on_gpu = machine.gpu >= needs_on_gpu(megabytes)
    # What else runs on a computer needs some too.
    on_cpu = machine.memory >= needs_on_cpu(megabytes) + 2000
    if on_gpu:
        return "GPU" if not on_cpu else "GPU and CPU"
    if on_cpu:
        return "CPU, slowly" if megabytes > 600 else "CPU"
    return f"too big: needs about {needs_on_cpu(megabytes) / 1000:.0f} GB of memory"
