"""Whether a disk and the machine's swap are encrypted, as far as the system says."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

DEVICES = Path("/sys/dev/block")
"""Where Linux describes block devices."""


def swap_in_the_clear(
    *, swaps: Path = Path("/proc/swaps"), devices: Path = DEVICES
) -> tuple[str, ...]:
    """Swap files and partitions of Linux that are not encrypted, where what is open may be put.

    Compressed memory (zram) is none. macOS encrypts its own.
    """
    try:
        lines = swaps.read_text(encoding="utf-8", errors="replace").splitlines()[1:]
    except OSError:
        return ()
    places = [line.split()[0].replace("\\040", " ") for line in lines if line.strip()]
    return tuple(
        place
        for place in places
        if not place.startswith("/dev/zram") and is_encrypted(Path(place), devices=devices) is False
    )


def is_encrypted(place: Path, *, devices: Path = DEVICES) -> bool | None:
    """Whether the disk under a folder, or a disk, is encrypted; None if the system does not say.

    Linux: a device-mapper target whose uuid begins with ``CRYPT-``, anywhere under the device;
    eCryptfs and the like by their type. None for file systems without a device (overlay, network,
    btrfs, ZFS). macOS: FileVault.
    """
    while not place.exists():
        place = place.parent
    if sys.platform == "darwin":
        return _filevault()
    if _filesystem(place) in ENCRYPTED:
        return True
    about = place.stat()
    number = about.st_rdev if stat.S_ISBLK(about.st_mode) else about.st_dev
    device = devices / f"{os.major(number)}:{os.minor(number)}"
    if os.major(number) == 0 or not device.exists():
        return None
    return any(_is_crypt(one) for one in _stack(device.resolve()))


ENCRYPTED = frozenset(("ecryptfs", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs", "fuse.veracrypt"))
"""File systems that encrypt what they hold, as Linux calls them."""


def _filesystem(place: Path, *, mounts: Path = Path("/proc/mounts")) -> str:
    """Type of the file system under a folder; empty where the system does not say."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    found = ("", "")
    for line in lines:
        _, point, kind = line.split(" ")[:3]
        path = Path(point.replace("\\040", " "))
        if place.resolve().is_relative_to(path) and len(point) >= len(found[0]):
            found = (point, kind)
    return found[1]


def in_container() -> bool:
    """Whether this is a container: its disk is the host's, which cannot be asked."""
    return Path("/.dockerenv").exists() or Path("/run/.containerenv").exists()


def _stack(device: Path) -> Iterator[Path]:
    """A block device and those it is built on."""
    yield device
    slaves = device / "slaves"
    for lower in sorted(slaves.iterdir()) if slaves.is_dir() else ():
        yield from _stack(lower.resolve())


def _is_crypt(device: Path) -> bool:
    uuid = device / "dm" / "uuid"
    return uuid.is_file() and uuid.read_text(encoding="ascii", errors="replace").startswith("CRYPT")


def _filevault() -> bool | None:
    try:
        done = subprocess.run(
            ["/usr/bin/fdesetup", "isactive"], capture_output=True, timeout=5, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.returncode == 0
