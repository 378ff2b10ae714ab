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
    recordings
        Those inside, whatever they are called in public; empty in records of earlier programs.
    replaced
        The files that lie there until these take their place: a kill may come in between.
    elsewhere
        Whether it is of the study that this one is a copy of: it is not ours to delete.
    """

    path: str
    version: int
    files: tuple[tuple[str, str], ...] = field(repr=False)
    recordings: tuple[str, ...] = ()
    replaced: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    elsewhere: bool = False

    def holds(self, name: str, digest: str) -> bool:
        """Whether a file is as this tool wrote it there."""
        return (name, digest) in self.files or (name, digest) in self.replaced

    @property
    def leftovers(self) -> tuple[Path, ...]:
        """Siblings that a killed writer may have left: half a bundle, or the one before."""
        path = Path(self.path)
        if self.elsewhere:
            return ()
        return tuple(path.with_name(f".{path.name}.{end}") for end in ("partial", "old"))


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
    workspace.settle()
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
    """The record with a bundle more, in place of the one that lies there until it is written."""
    others = tuple(one for one in releases.written if one.path != written.path)
    before = [one for one in releases.written if one.path == written.path and not one.elsewhere]
    replaced = tuple({*(file for one in before for file in (*one.files, *one.replaced))})
    return replace(releases, written=(*others, replace(written, replaced=tuple(sorted(replaced)))))


def settled(releases: Releases) -> Releases:
    """The record once all bundles are in their places."""
    return replace(releases, written=tuple(replace(one, replaced=()) for one in releases.written))


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


def _path(workspace: Workspace) -> Path:
    return workspace.private / "releases.json"
