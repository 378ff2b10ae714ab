"""What the study page says of each recording, worked out anew only when something of it changed.

Working a recording out takes a tenth of a second an hour of talk. What was found is kept in its
private folder, so that a study of many interviews opens at once the next time too.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from transcribe.errors import TranscribeError
from transcribe.review.desk import Desk
from transcribe.run.files import read_json, write_atomic
from transcribe.run.index import Stamp, stamp_of
from transcribe.run.released import released
from transcribe.run.reviewlog import mentioned, read_log, said_of_names, standing
from transcribe.run.store import Workspace
from transcribe.stages.identities import Name

VERSION = 1
"""Raised when a summary holds something else, or counts otherwise: kept ones are made anew."""
Names = frozenset[Name]
Said = dict[Name, bool | None]
Texts = tuple[tuple[str, str, float | None, str], ...]


@dataclass(slots=True, kw_only=True)
class _Known:
    """A summary, and what it was made of.

    Attributes
    ----------
    own, study
        Stamps of the recording's files, and of the log of the study.
    names, said
        Names that occur, and what the study says of them; None when read back from the disk,
        where no names are kept.
    texts
        Id, name, start and text of each turn; None when read back from the disk.
    """

    own: Stamp
    study: Stamp
    facts: dict[str, Any] = field(repr=False)
    names: Names | None = field(default=None, repr=False)
    said: Said = field(default_factory=dict, repr=False)
    texts: Texts | None = field(default=None, repr=False)


class Summaries:
    """Summaries of the recordings of a study.

    Parameters
    ----------
    desk
        The desk of a recording if somebody works at it, or None.
    progress
        Facts of a recording's review and release.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        desk: Callable[[str], Desk | None],
        progress: Callable[[str], Mapping[str, Any]],
    ) -> None:
        self.workspace, self._desk, self._progress = workspace, desk, progress
        self._known: dict[str, _Known] = {}
        self._guards: dict[str, threading.Lock] = {}
        self._said: tuple[Stamp, Said] = ([], {})

    def of(self, recording: str) -> Mapping[str, Any]:
        """The summary of a recording as it is now."""
        return self._current(recording, texts=False).facts

    def texts(self, recording: str) -> Texts:
        """Id, name, start and text of the turns of a recording as they are now."""
        return self._current(recording, texts=True).texts or ()

    def _current(self, recording: str, *, texts: bool) -> _Known:
        with self._guards.setdefault(recording, threading.Lock()):
            own, (study, said) = self._own(recording), self._decisions()
            known = self._known.get(recording) or self._kept(recording)
            lacks = known is None or (texts and known.texts is None)
            if known is None or lacks or known.own != own or not _holds(known, study, said):
                known = self._make(recording, own, study, said)
                self._keep(recording, known)
            elif known.study != study:
                # Somebody decided on a name that does not occur here.
                known.study = study
                self._keep(recording, known)
            self._known[recording] = known
            return known

    def _own(self, recording: str) -> Stamp:
        memory = released(self.workspace, recording) or {}
        return stamp_of(
            (
                self.workspace.transcript_path(recording),
                self.workspace.review_log(recording),
                self.workspace.folder(recording) / "current.json",
                self.workspace.folder(recording) / "released.json",
                self.workspace.public / str(memory.get("public_id", "")),
            )
        )

    def _decisions(self) -> tuple[Stamp, Said]:
        """What the study says of names, read again when its log has grown."""
        stamp = stamp_of([self.workspace.study_log])
        if self._said[0] != stamp:
            records = standing(read_log(self.workspace.study_log).records)
            self._said = (stamp, said_of_names(records))
        return self._said

    def _make(self, recording: str, own: Stamp, study: Stamp, said: Said) -> _Known:
        desk = self._desk(recording) or Desk(self.workspace, recording)
        state = desk.changes(0)
        names = frozenset(
            mentioned(turn, entity) for turn in state["turns"] for entity in turn["entities"]
        )
        facts = {
            "duration": state["duration"],
            "turns": len(state["turns"]),
            "words": sum(len(turn["tokens"]) for turn in state["turns"]),
            "draft": state["draft"],
            "doubts": len(state["doubts"]),
            "settled": state["settled"],
            "minutes": state["minutes"],
            "stale": len(state["stale"]),
            "sign_off": state["sign_off"],
            "coverage": state["coverage"],
            **self._progress(recording),
        }
        here = {name: word for name, word in said.items() if name in names}
        texts = tuple(
            (turn["id"], turn["name"], turn["start"], turn["text"]) for turn in state["turns"]
        )
        return _Known(own=own, study=study, facts=facts, names=names, said=here, texts=texts)

    # -- on the disk ----------------------------------------------------------------------------

    def _path(self, recording: str) -> Path:
        return self.workspace.folder(recording) / "overview.json"

    def _keep(self, recording: str, known: _Known) -> None:
        data = {
            "version": VERSION,
            "own": known.own,
            "study": known.study,
            "facts": known.facts,
        }
        content = json.dumps(data, separators=(",", ":")).encode()
        # On a full disk, or in a folder that was withdrawn just now, nothing is kept; what a crash
        # tears is worked out again, so that nobody has to wait for the disk.
        with suppress(OSError):
            write_atomic(self._path(recording), content, flushed=False)

    def _kept(self, recording: str) -> _Known | None:
        try:
            data = read_json(self._path(recording))
            if data["version"] != VERSION:
                return None
            return _Known(own=data["own"], study=data["study"], facts=data["facts"])
        except (FileNotFoundError, TranscribeError, KeyError, TypeError):
            return None


def _holds(known: _Known, study: Stamp, said: Said) -> bool:
    """Whether what the study says now leaves a summary as it is."""
    if known.study == study:
        return True
    if known.names is None:
        return False
    return known.said == {name: word for name, word in said.items() if name in known.names}
