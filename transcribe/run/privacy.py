"""Whether the private folder lies where it is safe: modes, synced folders, disk encryption."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from transcribe.run.encryption import DEVICES, in_container, is_encrypted, swap_in_the_clear
from transcribe.run.store import Workspace

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """One way in which others may come to see what is private.

    Attributes
    ----------
    what
        A sentence.
    mend
        What a person does about it, a command where there is one.
    """

    what: str
    mend: str


def privacy_warnings(private: Path, *, devices: Path = DEVICES) -> tuple[str, ...]:
    """What a person should know of where the private folder lies; empty when nothing is wrong.

    Parameters
    ----------
    private
        The private folder; it may not exist yet.
    devices
        Where Linux describes block devices.
    """
    return tuple(f"{one.what}; {one.mend}" for one in exposures(private, devices=devices))


def exposures(private: Path, *, devices: Path = DEVICES) -> tuple[Exposure, ...]:
    """Where the private folder and the recordings lie, as far as others come to see it."""
    remembered = Workspace(private.parent).memory().get("recordings")
    recordings = Path(remembered) if remembered else None
    found = [*_synced(private.parent, private, again="give --out {} from then on")]
    found += _in_git(private)
    if recordings is not None and recordings.is_dir():
        found += _synced(recordings, recordings, again="transcribe run {}")
        found += _in_git(recordings)
    if is_encrypted(private.absolute(), devices=devices) is False and not in_container():
        mend = "sudo fdesetup enable"
        if sys.platform != "darwin":
            mend = (
                "keep the results on a disk that is (--out), or between sessions in one encrypted "
                "file: transcribe archive study.zip --remove"
            )
        found.append(
            Exposure(
                what=f"the disk under {private} is not encrypted: whoever has the machine can "
                "read it",
                mend=mend,
            )
        )
    return tuple(found)


def swap_exposures(*, swaps: Path = Path("/proc/swaps")) -> tuple[Exposure, ...]:
    """Swap that is not encrypted, where pieces of what is open can stay."""
    if in_container():
        return ()
    return tuple(
        Exposure(
            what=f"swap at {place} is not encrypted: pieces of what is open can stay there",
            mend=f"sudo swapoff {quote(place)}  (until the next start)",
        )
        for place in swap_in_the_clear(swaps=swaps)
    )


def open_to_others(private: Path) -> int:
    """How many files and folders of the private folder others on this machine may open."""
    return sum(bool(mode & 0o077) for _, mode in _modes(private))


def _synced(folder: Path, shown: Path, *, again: str) -> Iterator[Exposure]:
    service = synced_by(shown.absolute())
    if service:
        safe = f"~/{quote(folder.absolute().name)}"
        yield Exposure(
            what=f"{shown} lies in a folder that {service} copies to other machines: names and "
            "voices leave this one",
            mend=f"move it out of there: mv {quote(str(folder))} ~/, then {again.format(safe)}",
        )


def _in_git(folder: Path) -> Iterator[Exposure]:
    root = repository_of(folder.absolute())
    if root is not None and tracked_by_git(folder.absolute()):
        line = quote(f"/{folder.absolute().relative_to(root)}/")
        yield Exposure(
            what=f"{folder} lies in a git repository that does not ignore it: `git add` would "
            "take the names along",
            mend=f"echo {line} >> {quote(str(root / '.gitignore'))}",
        )


def close_private(private: Path) -> tuple[str, ...]:
    """Take others' rights away from all that the private folder holds; say so if there were any.

    Links are left alone: what they lead to is not ours.
    """
    opened = 0
    for path, mode in _modes(private):
        if mode & 0o077:
            try:
                os.chmod(path, 0o700 if stat.S_ISDIR(mode) else 0o600)
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


def _modes(private: Path) -> Iterator[tuple[str, int]]:
    """Every file and folder with its mode, links left out; a study has tens of thousands."""
    if not private.is_dir():
        return
    yield str(private), private.stat().st_mode
    folders = [str(private)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in sorted(entries, key=lambda each: each.name):
                mode = entry.stat(follow_symlinks=False).st_mode
                if stat.S_ISLNK(mode):
                    continue
                yield entry.path, mode
                if stat.S_ISDIR(mode):
                    folders.append(entry.path)


def repository_of(place: Path) -> Path | None:
    """The root of the git repository that a folder lies in, if it does."""
    return next((folder for folder in (place, *place.parents) if (folder / ".git").exists()), None)


def tracked_by_git(place: Path) -> bool:
    """Whether a folder lies in a git repository that does not ignore it."""
    root = repository_of(place)
    if root is None:
        return False
    try:
        done = subprocess.run(
            ["git", "-C", str(root), "check-ignore", "-q", str(place / "interview.toml")],
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
