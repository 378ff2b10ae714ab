"""Whether the private folder lies where it is safe: modes, synced folders, disk encryption."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

SYNCED = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "icloud drive": "iCloud",
    "mobile documents": "iCloud",
    "cloudstorage": "a cloud service",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "seafile": "Seafile",
    "pcloud drive": "pCloud",
    "box sync": "Box",
    "sync.com": "Sync",
    "megasync": "MEGA",
    "kdrive": "kDrive",
}
"""Part of a folder's name, folded, to the service that copies what lies in it."""

MARKERS = {
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".owncloudsync.log": "Nextcloud",
    ".nextcloudsync.log": "Nextcloud",
    ".sync_journal.db": "Nextcloud",
}
"""File in a synced folder to the service that put it there."""


def privacy_warnings(private: Path, *, devices: Path = Path("/sys/dev/block")) -> tuple[str, ...]:
    """What a person should know of where the private folder lies; empty when nothing is wrong.

    Parameters
    ----------
    private
        The private folder; it may not exist yet.
    devices
        Where Linux describes block devices.
    """
    place = private.absolute()
    warnings = []
    service = synced_by(place)
    if service:
        warnings.append(
            f"{private} lies in a folder that {service} copies to other machines: names and voices "
            "leave this one; give a folder that is not synced with --out"
        )
    open_to = [path for path in _there(private) if path.stat().st_mode & 0o077]
    if open_to:
        warnings.append(f"others on this machine can read {private}: chmod -R go= {private}")
    if is_encrypted(place, devices=devices) is False:
        warnings.append(
            f"the disk under {private} is not encrypted: whoever has the machine can read it"
        )
    return tuple(warnings)


def _there(private: Path) -> Iterator[Path]:
    """The private folder and what lies directly in it."""
    if private.is_dir():
        yield private
        yield from (path for path in private.iterdir() if path.is_dir() or path.is_file())


def synced_by(place: Path) -> str | None:
    """Name of the service that copies a folder elsewhere, or None."""
    for folder in (place, *place.parents):
        name = folder.name.casefold()
        for part, service in SYNCED.items():
            # "OneDrive - University of …" and "Dropbox (Lab)" are usual.
            if name == part or name.startswith((f"{part} ", f"{part}-", f"{part}_")):
                return service
        for marker, service in MARKERS.items():
            if (folder / marker).exists() and folder != Path.home():
                return service
    return None


def is_encrypted(place: Path, *, devices: Path) -> bool | None:
    """Whether the disk under a folder is encrypted, as far as the system says; None if it does not.

    Linux: a device-mapper target whose uuid begins with ``CRYPT-``, anywhere under the device;
    None for file systems without a device (overlay, network, btrfs, ZFS). macOS: FileVault.
    """
    while not place.exists():
        place = place.parent
    if sys.platform == "darwin":
        return _filevault()
    number = place.stat().st_dev
    device = devices / f"{os.major(number)}:{os.minor(number)}"
    if os.major(number) == 0 or not device.exists():
        return None
    return any(_is_crypt(one) for one in _stack(device.resolve()))


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
