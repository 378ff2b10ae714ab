"""The folder a study's results live in: paths, atomic writes, and content-addressed artefacts.

A folder with its final name is whole: everything is written to a ``.partial`` sibling, flushed to
the disk and renamed. The private tree is 0700, its files 0600.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from transcribe.errors import LockedError, UsageError
from transcribe.run.files import json_bytes as json_bytes
from transcribe.run.files import make_private as make_private
from transcribe.run.files import read_json as read_json
from transcribe.run.files import sweep, sync_all, write_plain
from transcribe.run.files import sync as sync
from transcribe.run.files import write_atomic as write_atomic
from transcribe.run.files import write_if_changed as write_if_changed
from transcribe.run.files import write_json as write_json
from transcribe.run.index import Index
from transcribe.run.moves import ELSEWHERE, HOME, Move, move_of, moved_memory, settle


class FileWriter(Protocol):
    """Writes one file of an artefact to the path it is given."""

    def __call__(self, path: Path) -> None:
        """Write the file."""


@dataclass(frozen=True, slots=True)
class Artefact:
    """A finished stage of one recording: a folder that never changes."""

    path: Path
    _read: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def output(self) -> Any:
        """Parsed ``output.json``."""
        return read_json(self.path / "output.json")

    @property
    def provenance(self) -> dict[str, Any]:
        """Parsed ``provenance.json``: the fields of the key, what ran, when, for how long."""
        if not self._read:
            self._read.update(read_json(self.path / "provenance.json"))
        return self._read


class Workspace:
    """Where everything of one study lies.

    Parameters
    ----------
    out
        The folder given as ``--out``, holding ``private/`` and ``public/``.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self.private = out / "private"
        self.public = out / "public"
        self._is_settled = False

    # -- where things are -------------------------------------------------------------------

    def folder(self, recording: str) -> Path:
        """Private folder of a recording."""
        return self.private / recording

    def transcript_path(self, recording: str) -> Path:
        """The current full transcript of a recording."""
        return self.folder(recording) / "transcript.json"

    def review_log(self, recording: str) -> Path:
        """Append-only review log of a recording."""
        return self.folder(recording) / "review.jsonl"

    @property
    def study_log(self) -> Path:
        """Append-only log of decisions that hold for the whole study."""
        return self.private / "study.jsonl"

    @property
    def pseudonyms_path(self) -> Path:
        """Secret of the study and the numbers given so far."""
        return self.private / "pseudonyms.json"

    @cached_property
    def index(self) -> Index:
        """What was worked out of the study's files, as far as it still holds."""
        return Index(self.private)

    @property
    def exists(self) -> bool:
        """Whether a run has ever written here."""
        return self.private.is_dir()

    def create(self) -> None:
        """Make the private tree.

        Raises
        ------
        UsageError
            When the folder cannot be written.
        """
        try:
            make_private(self.private)
        except OSError as error:
            raise UsageError(
                f"cannot write to the output folder {self.out} ({error.strerror})",
                hint="choose another folder with --out",
            ) from None

    @property
    def lock_path(self) -> Path:
        """What the one command that writes holds."""
        return self.private / ".lock"

    def ids(self) -> tuple[str, ...]:
        """Ids of all recordings that have a private folder, sorted."""
        there = self.private.iterdir() if self.private.is_dir() else ()
        names = (path.name for path in there if path.is_dir())
        return tuple(sorted(name for name in names if not name.startswith(".")))

    def load_transcript(self, recording: str) -> dict[str, Any]:
        """The current full transcript, as INTERFACE describes it.

        Raises
        ------
        UsageError
            When there is none yet.
        """
        try:
            found: dict[str, Any] = read_json(self.transcript_path(recording))
        except FileNotFoundError:
            raise UsageError(
                "there is no transcript yet", recording=recording, hint="run: transcribe run"
            ) from None
        return found

    # -- what the folder remembers ------------------------------------------------------------

    @property
    def _memory_path(self) -> Path:
        return self.private / "study.json"

    def remember(self, **facts: Any) -> None:
        """Keep facts about the study (the recordings' folder) for the commands after ``run``."""
        self.settle()
        kept = self._memory()
        if "recordings" in facts:
            kept.pop(ELSEWHERE, None)
        write_json(self._memory_path, {**kept, **facts, HOME: str(self.private.resolve())})

    def memory(self) -> dict[str, Any]:
        """What `remember` kept; empty when nothing was.

        Of results that were copied or moved, ``recordings`` is their own folder, or is missing.
        """
        found, move = self._memory(), self.move
        return found if move is None else moved_memory(found, move)

    def _memory(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] = read_json(self._memory_path)
        except FileNotFoundError:
            return {}
        return found

    @property
    def move(self) -> Move | None:
        """How the results moved since paths of other folders were written; None if they did not."""
        found = None if self._is_settled else move_of(self._memory(), self.private)
        self._is_settled = found is None
        return found

    def settle(self) -> None:
        """After a copy or a move, keep the paths of files outside that are this study's own."""
        move = self.move
        if move is not None:
            settle(self.private, self._memory(), move)

    # -- artefacts ------------------------------------------------------------------------------

    def artefact(self, recording: str, stage: str, key: str) -> Artefact | None:
        """The artefact of a key, or None."""
        path = self.folder(recording) / stage / key
        return Artefact(path) if (path / "provenance.json").is_file() else None

    def artefacts(self, recording: str, stage: str) -> tuple[Artefact, ...]:
        """All whole artefacts of a stage."""
        folder = self.folder(recording) / stage
        if not folder.is_dir():
            return ()
        return tuple(
            Artefact(path)
            for path in sorted(folder.iterdir())
            if not path.name.endswith(".partial") and (path / "provenance.json").is_file()
        )

    def put(
        self,
        recording: str,
        stage: str,
        key: str,
        *,
        output: Any,
        provenance: Mapping[str, Any],
        files: Mapping[str, FileWriter] | None = None,
    ) -> Artefact:
        """Store an artefact, whole or not at all; an existing one of the same key is replaced.

        Its files are on the disk when this returns, its name need not be: a machine that stops
        right then may forget the artefact, which is made anew, and never keeps half of it.
        `set_current` waits for the names too, before anything points at them.
        """
        folder = self.folder(recording) / stage
        make_private(folder)
        final, partial = folder / key, folder / f"{key}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(mode=0o700)
        try:
            for name, writer in (files or {}).items():
                writer(partial / name)
                os.chmod(partial / name, 0o600)
            # The folder is renamed as a whole: its files need no partial names of their own.
            write_plain(partial / "output.json", json_bytes(output))
            write_plain(partial / "provenance.json", json_bytes(dict(provenance)))
            sync_all([*partial.iterdir(), partial])
            if final.exists():
                shutil.rmtree(final)
            partial.rename(final)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        return Artefact(final)

    def current(self, recording: str) -> dict[str, str]:
        """Stage to key of the artefacts that make up the current transcript."""
        try:
            found: dict[str, str] = read_json(self.folder(recording) / "current.json")
        except FileNotFoundError:
            return {}
        return found

    def set_current(self, recording: str, stages: Mapping[str, str]) -> None:
        """Record which artefacts are current, once they are on the disk by name."""
        if dict(stages) != self.current(recording):
            folder = self.folder(recording)
            named = (folder / name for name in ("recording.json", *stages))
            sync_all([path for path in named if path.exists()])
            write_json(folder / "current.json", dict(stages))

    def current_artefact(self, recording: str, stage: str) -> Artefact | None:
        """The artefact of a stage that is current, or None."""
        key = self.current(recording).get(stage)
        return self.artefact(recording, stage, key) if key else None

    def current_turns(self, recording: str) -> Artefact | None:
        """The turns that a person's edits are laid over, or None."""
        linked = self.current_artefact(recording, "link")
        return linked or self.current_artefact(recording, "attribute")

    # -- one at a time ----------------------------------------------------------------------------

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the folder for one writer.

        Raises
        ------
        LockedError
            When another process holds it.
        """
        from filelock import FileLock, Timeout

        self.create()
        lock = FileLock(self.lock_path, timeout=0, mode=0o600)
        try:
            lock.acquire()
        except Timeout:
            raise LockedError(
                f"another run is working on {self.out}",
                hint="wait until it has finished, or give this one its own --out",
            ) from None
        try:
            sweep(self.private)
            self.settle()
            yield
        finally:
            lock.release()
