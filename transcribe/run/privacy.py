"""Whether the private folder lies where it is safe: modes, synced folders, disk encryption."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shlex import quote

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
    if tracked_by_git(place):
        warnings.append(
            f"{private} lies in a git repository that does not ignore it: `git add` would take "
            f"the names along; add {private.name}/ to its .gitignore"
        )
    if is_encrypted(place, devices=devices) is False and not in_container():
        warnings.append(
            f"the disk under {private} is not encrypted: whoever has the machine can read it"
        )
    return tuple(warnings)


def close_private(private: Path) -> tuple[str, ...]:
    """Take others' rights away from all that the private folder holds; say so if there were any.

    Links are left alone: what they lead to is not ours.
    """
    opened = 0
    for path in (private, *sorted(private.rglob("*"))) if private.is_dir() else ():
        if path.is_symlink():
            continue
        mode = path.stat().st_mode & 0o777
        if mode & 0o077:
            try:
                path.chmod(0o700 if path.is_dir() else 0o600)
            except OSError:
                return (
                    f"others on this machine can read {private}, and that cannot be changed here: "
                    f"chmod -R go= {quote(str(private))} as its owner",
                )
            opened += 1
    if not opened:
        return ()
    files = "1 file or folder" if opened == 1 else f"{opened} files and folders"
    return (f"{files} in {private} could be read by others on this machine; now closed",)


def tracked_by_git(place: Path) -> bool:
    """Whether a folder lies in a git repository that does not ignore it."""
    root = next((folder for folder in (place, *place.parents) if (folder / ".git").exists()), None)
    if root is None:
        return False
    try:
        done = subprocess.run(
            ["git", "-C", str(root), "check-ignore", "-q", str(place / "pseudonyms.json")],
            capture_output=True,
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 1


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
    eCryptfs and the like by their type. None for file systems without a device (overlay, network,
    btrfs, ZFS). macOS: FileVault.
    """
    while not place.exists():
        place = place.parent
    if sys.platform == "darwin":
        return _filevault()
    if _filesystem(place) in ENCRYPTED:
        return True
    number = place.stat().st_dev
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
