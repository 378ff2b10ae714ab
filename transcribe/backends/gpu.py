"""NVIDIA GPUs as the driver tells of them, and what keeps them from being used.

Asked of the driver's own library: no framework is imported, no context started.
"""

from __future__ import annotations

import ctypes
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CUDA_NEEDED = 12_000
"""As ``cuDriverGetVersion`` writes CUDA 12.0."""

NVIDIA, DISPLAY = "0x10de", "0x03"
"""Vendor, and the class of graphics cards, on the PCI bus."""

PCI = Path("/sys/bus/pci/devices")
DRIVER_FILES = Path("/proc/driver/nvidia/version")

UPDATE = "install NVIDIA's driver 525 or later (on Ubuntu: sudo ubuntu-drivers install), restart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gpu:
    """One GPU.

    Attributes
    ----------
    memory
        Megabytes.
    """

    name: str
    memory: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gpus:
    """What there is.

    Attributes
    ----------
    problem
        Why none can be used, as the end of a sentence; empty when nothing is wrong.
    mend
        The command or step that mends it; empty where there is simply none.
    """

    found: tuple[Gpu, ...] = ()
    problem: str = ""
    mend: str = ""


def look_for_gpus() -> Gpus:
    """Every GPU that CUDA shows, or what is wrong."""
    try:
        driver: Any = ctypes.CDLL("libcuda.so.1")
    except OSError:
        return _without_driver()
    code = driver.cuInit(0)
    if code != 0:
        return _not_begun(code)
    count, version = ctypes.c_int(0), ctypes.c_int(0)
    if driver.cuDeviceGetCount(ctypes.byref(count)) != 0 or count.value == 0:
        return _not_begun(100)
    driver.cuDriverGetVersion(ctypes.byref(version))
    found = tuple(_describe(driver, number) for number in range(count.value))
    if 0 < version.value < CUDA_NEEDED:
        known = f"{version.value // 1000}.{version.value % 1000 // 10}"
        return Gpus(
            found=found,
            problem=f"its driver is too old: it knows CUDA {known}, not 12",
            mend=UPDATE,
        )
    return Gpus(found=found)


def _describe(driver: Any, number: int) -> Gpu:
    device, name = ctypes.c_int(0), ctypes.create_string_buffer(128)
    size = ctypes.c_size_t(0)
    driver.cuDeviceGet(ctypes.byref(device), number)
    driver.cuDeviceGetName(name, len(name), device)
    driver.cuDeviceTotalMem_v2(ctypes.byref(size), device)
    return Gpu(name=name.value.decode(errors="replace"), memory=size.value // 1_000_000)


def _without_driver() -> Gpus:
    if DRIVER_FILES.is_file():
        return Gpus(
            problem="the driver is on this computer, but this container was started without it",
            mend="start the container with its GPUs: docker run --gpus all …",
        )
    if _has_card():
        return Gpus(problem="an NVIDIA card is here, but no driver for it", mend=UPDATE)
    return Gpus()


def _not_begun(code: int) -> Gpus:
    """What ``cuInit`` means when it fails; 100: no device, 803: driver and library differ."""
    hidden = os.environ.get("CUDA_VISIBLE_DEVICES")
    if hidden is not None and hidden.strip() in ("", "-1"):
        return Gpus(problem="CUDA_VISIBLE_DEVICES hides them", mend="unset CUDA_VISIBLE_DEVICES")
    if code == 100:
        return Gpus()
    if code == 803:
        return Gpus(
            problem="the driver was updated while it was in use", mend="restart the machine"
        )
    return Gpus(problem=f"the driver does not start (CUDA error {code})", mend=UPDATE)


def _has_card() -> bool:
    if not PCI.is_dir():
        return False
    return any(
        _read(device / "vendor") == NVIDIA and _read(device / "class").startswith(DISPLAY)
        for device in PCI.iterdir()
    )


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""
