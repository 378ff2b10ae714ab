"""Versions of the study's bundle and where bundles were written, as the private tree remembers."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path

from transcribe.core.codec import from_json, to_json
from transcribe.errors import TranscribeError
from transcribe.run.store import Workspace, read_json, write_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """One interview of a version.

    Attributes
    ----------
    turns
        SHA-256 of the public text of each turn, in order.
    """

    recording: str
    public_id: str
    turns: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What became of the interviews since the version before; what is gone has no name.

    Attributes
    ----------
    changed
        Public id and how many of its turns are new or different.
    removed
        How many interviews are not in it any more.
    """

    added: tuple[str, ...] = ()
    changed: tuple[tuple[str, int], ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of the bundle.

    Attributes
    ----------
    date
        Day of the version, ``2026-11-23``; it stands in the bundle's bytes.
    content
        Digest of all that the bundle says but its number and day.
    interviews
        What was inside; kept of the latest version only.
    count
        How many interviews.
    changes
        What became of them since the version before.
    """

    number: int
    date: str
    content: str
    interviews: tuple[Inside, ...] = ()
    count: int = 0
    changes: Changes = Changes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A bundle on the disk.

    Attributes
    ----------
    path
        Absolute path of the folder, or of the zip.
    files
        Name and SHA-256 of every file; of a zip, its own under its name.
    """

    path: str
    version: int
    files: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Releases:
    """All versions so far.

    Attributes
    ----------
    gone
        Interviews of the latest version that were withdrawn since.
    """

    versions: tuple[Version, ...] = ()
    written: tuple[Written, ...] = ()
    gone: int = 0

    @property
    def latest(self) -> Version | None:
        """The version released last."""
        return self.versions[-1] if self.versions else None


def read_releases(workspace: Workspace) -> Releases:
    """What was released so far.

    Raises
    ------
    TranscribeError
        When the record is damaged: a version must not be given twice.
    """
    path = _path(workspace)
    try:
        data = read_json(path)
    except FileNotFoundError:
        return Releases()
    try:
        return from_json(Releases, data)
    except (ValueError, KeyError, TypeError):
        raise TranscribeError(
            f"{path} is damaged, and the next version depends on it",
            hint="put it back from a copy of the private folder",
        ) from None


def write_releases(workspace: Workspace, releases: Releases) -> None:
    """Keep what was released."""
    write_json(_path(workspace), to_json(releases))


def turn_digests(texts: Iterable[str]) -> tuple[str, ...]:
    """What changes are counted by."""
    return tuple(hashlib.sha256(text.encode()).hexdigest() for text in texts)


def compare(before: Releases, now: Sequence[Inside]) -> Changes:
    """What changed between the latest version and the interviews of the next."""
    latest = before.latest
    old = {one.recording: one for one in latest.interviews} if latest else {}
    added, unchanged, changed = [], [], []
    for one in now:
        earlier = old.pop(one.recording, None)
        if earlier is None:
            added.append(one.public_id)
            continue
        turns = _changed_turns(earlier.turns, one.turns)
        if turns or earlier.public_id != one.public_id:
            changed.append((one.public_id, turns))
        else:
            unchanged.append(one.public_id)
    return Changes(
        added=tuple(added),
        changed=tuple(changed),
        unchanged=tuple(unchanged),
        removed=len(old) + before.gone,
    )


def _changed_turns(before: Sequence[str], now: Sequence[str]) -> int:
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    return max(len(before), len(now)) - same


def add_version(releases: Releases, version: Version) -> Releases:
    """The record with one version more; texts of earlier ones are not kept."""
    earlier = tuple(replace(one, interviews=()) for one in releases.versions)
    return replace(releases, versions=(*earlier, version), gone=0)


def add_written(releases: Releases, written: Written) -> Releases:
    """The record with a bundle more, in place of the one that lay there."""
    others = tuple(one for one in releases.written if one.path != written.path)
    return replace(releases, written=(*others, written))


def without(releases: Releases, recordings: Collection[str]) -> Releases:
    """The record without some interviews: nothing of them is left but their number."""
    latest = releases.latest
    if latest is None:
        return releases
    kept = tuple(one for one in latest.interviews if one.recording not in recordings)
    names = {one.public_id for one in latest.interviews if one.recording in recordings}
    return replace(
        releases,
        versions=tuple(
            replace(
                version,
                # What it was is not told by its digest either.
                content="" if names else version.content,
                interviews=kept if version is latest else (),
                changes=_nameless(version.changes, names),
            )
            for version in releases.versions
        ),
        gone=releases.gone + len(names),
    )


def _nameless(changes: Changes, names: Collection[str]) -> Changes:
    """Changes without what names some interviews; counts of them are lost with the names."""
    return replace(
        changes,
        added=tuple(one for one in changes.added if one not in names),
        changed=tuple((one, turns) for one, turns in changes.changed if one not in names),
        unchanged=tuple(one for one in changes.unchanged if one not in names),
    )


def lies_there(written: Written) -> bool:
    """Whether a bundle still lies where it was written."""
    path = Path(written.path)
    return path.is_dir() or path.is_file()


def bundles_with(releases: Releases, public_ids: Collection[str]) -> tuple[Written, ...]:
    """Bundles that hold one of some interviews; a zip counts as the folder it was made of."""
    folders = tuple(f"transcripts/{public_id}/" for public_id in public_ids)
    return tuple(
        one
        for one in releases.written
        if public_ids
        and (one.path.endswith(".zip") or any(name.startswith(folders) for name, _ in one.files))
    )


def delete_bundles(
    workspace: Workspace, bundles: Iterable[Written], recordings: Collection[str]
) -> tuple[str, ...]:
    """Delete bundles, file by file, and forget what they held of some recordings.

    Returns
    -------
    Files that are not as we wrote them; they stay.
    """
    gone = tuple(bundles)
    foreign = [path for one in gone for path in _delete(one)]
    releases = without(read_releases(workspace), recordings)
    kept = tuple(one for one in releases.written if one not in gone)
    if releases.versions or releases.written:
        write_releases(workspace, replace(releases, written=kept))
    return tuple(foreign)


def _delete(written: Written) -> list[str]:
    path, known = Path(written.path), dict(written.files)
    if path.is_file() or path.is_symlink():
        if not path.is_symlink() and _digest(path) == known.get(path.name):
            path.unlink()
            return []
        return [str(path)]
    foreign = []
    for file in sorted(path.rglob("*")):
        if file.is_dir() and not file.is_symlink():
            continue
        name = str(file.relative_to(path))
        if not file.is_symlink() and known.get(name) == _digest(file):
            file.unlink()
        else:
            foreign.append(str(file))
    for folder in sorted((path, *path.rglob("*")), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    return foreign


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _path(workspace: Workspace) -> Path:
    return workspace.private / "releases.json"
