"""The whole study under review: its desks, its overview, and search over all text."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from transcribe.core.guide import Guide
from transcribe.errors import TranscribeError, UsageError
from transcribe.review.desk import Desk
from transcribe.review.follow import Follower
from transcribe.review.lookup import all_notes, search_texts
from transcribe.review.operations import NEED_STAGES, NEED_STUDY, facts
from transcribe.review.summary import Summaries
from transcribe.run.editlog import unapplied
from transcribe.run.files import bytes_digest, write_atomic
from transcribe.run.reviewlog import DECIDE_NAME, UNDO, append, find_record, read_log
from transcribe.run.signoff import SIGNED, sign
from transcribe.run.store import Workspace

READY = 100_000
"""Words up to which interviews are laid out before somebody opens them; about 50 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What the command line hands in.

    Attributes
    ----------
    update
        Carries one recording through the stages behind its edits, and the study after them.
    refresh
        Carries decisions through the study.
    blockers
        Everything that would stand in the way of a release of a recording if it were signed now;
        takes its time.
    standing
        Everything that stands in the way of a release of the whole study; takes longer.
    public
        The turns of a recording as the public would read them: (name, text).
    progress
        Facts of a recording for the overview.
    guide
        The guide of a recording, or None.
    peaks
        Peaks of a sound file, as the page draws them.
    absent
        Recordings that cannot be reviewed: id, why, and a hint.
    """

    update: Callable[[str], None]
    refresh: Callable[[], None]
    blockers: Callable[[str], Mapping[str, Any]]
    standing: Callable[[], Mapping[str, Any]]
    public: Callable[[str], Sequence[Mapping[str, Any]]]
    progress: Callable[[str], Mapping[str, Any]]
    guide: Callable[[str], Guide | None]
    peaks: Callable[[Path], Mapping[str, Any]]
    absent: Callable[[], Sequence[Mapping[str, str]]] = tuple


class Room:
    """All that the page's server answers from.

    Parameters
    ----------
    preferences
        Where a person's own settings of the page are kept; default: with the study.
    """

    def __init__(
        self, workspace: Workspace, *, title: str, hands: Hands, preferences: Path | None = None
    ) -> None:
        self.workspace, self.title, self.hands = workspace, title, hands
        self.preferences = preferences or workspace.private / "preferences.json"
        self.follower = Follower(
            update=hands.update,
            refresh=hands.refresh,
            after=lambda: self._count(lambda: self.follower.wanted),
        )
        self._desks: dict[str, Desk] = {}
        self.summaries = Summaries(workspace, desk=self._desks.get, progress=hands.progress)
        self._guard = threading.Lock()
        self._writing = threading.Lock()

    def ids(self) -> tuple[str, ...]:
        """Recordings that have a transcript."""
        return tuple(
            name for name in self.workspace.ids() if self.workspace.transcript_path(name).is_file()
        )

    def desk(self, recording: str) -> Desk:
        """The desk of a recording.

        Raises
        ------
        UsageError
            When there is no transcript of that id.
        """
        with self._guard:
            if recording not in self._desks:
                if recording not in self.ids():
                    raise UsageError("there is no transcript of that recording")
                self._desks[recording] = Desk(self.workspace, recording)
            return self._desks[recording]

    def begin(self) -> None:
        """Have the stages follow what an earlier server could not see to, in the background."""
        threading.Thread(target=self._prepare, name="prepare", daemon=True).start()
        self.follower.begin([name for name in self.ids() if unapplied(self.workspace, name)])

    def _prepare(self) -> None:
        """Count for the study page, then lay out what a person will likely open."""
        self._count()
        words = 0
        for name in self.ids():
            with suppress(TranscribeError, OSError):
                known = self.summaries.of(name)
                words += known["words"]
                if words > READY:
                    return
                if known["sign_off"]["state"] != SIGNED:
                    self.desk(name).changes(0)

    def _count(self, wanted: Callable[[], bool] = lambda: False) -> None:
        """Work out what the study page will ask for, until other work is wanted."""
        for name in self.ids():
            if wanted():
                return
            with suppress(TranscribeError, OSError):
                self.summaries.of(name)

    def overview(self) -> dict[str, Any]:
        """The study page."""
        recordings: list[dict[str, Any]] = []
        guides: dict[str, list[dict[str, Any]]] = {}
        for name in self.ids():
            guide = self.hands.guide(name)
            key = guide.sha256 if guide else ""
            if key not in guides:
                guides[key] = _tree(guide)
            recordings.append({"id": name, "guide": key, **self.summaries.of(name)})
        absent = list(self.hands.absent())
        return {"title": self.title, "recordings": recordings, "guides": guides, "absent": absent}

    def guide(self, recording: str) -> list[dict[str, Any]]:
        """The guide's tree for the page."""
        return _tree(self.hands.guide(recording))

    def perform(self, recording: str, operation: BaseModel) -> str:
        """Append an operation to its log; the id of the record.

        One that the log already holds is a retry of a page that never heard the answer, and is
        not done again.

        Raises
        ------
        UsageError
            When the page's id belongs to another change, or there is nothing to undo.
        """
        op, said = facts(operation)
        wanted: str | None = getattr(operation, "id", None)
        seen = bytes_digest(self.workspace.transcript_path(recording))
        log, about = self.workspace.review_log(recording), op
        if op == DECIDE_NAME:
            log = self.workspace.study_log
        elif op == UNDO:
            log, about = self._undone(recording, said["of"])
        with self._writing:
            known = find_record(log, wanted) if wanted else None
            if known is None:
                (made,) = append(log, [(op, seen, said)], ids=[wanted])
            elif (known.op, known.facts) == (op, said):
                made = known.id
            else:
                raise UsageError("another change has that id", hint="load the page anew")
        if op in NEED_STUDY:
            self.follower.edited(recording, stages=about in NEED_STAGES)
        return made

    def _undone(self, recording: str, record: str) -> tuple[Path, str]:
        """The log of a record, and what it is about in the end, however often undone and redone."""
        for log in (self.workspace.study_log, self.workspace.review_log(recording)):
            by_id = {one.id: one for one in read_log(log).records}
            found = by_id.get(record)
            while found is not None and found.op == UNDO:
                found = by_id.get(str(found.facts.get("of")))
            if found is not None:
                return log, found.op
        raise UsageError("there is nothing of that id to undo")

    def sign_off(self, recording: str, *, name: str) -> None:
        """Sign a recording off, once everything has followed its edits.

        Raises
        ------
        UsageError
            When something still waits for a person.
        TranscribeError
            When the stages could not follow.
        """
        self.follower.settle()
        state = self.desk(recording).changes(0)
        open_ones = {
            "names": sum(doubt["kind"] == "identifier" for doubt in state["doubts"]),
            "passages": sum(doubt["kind"] == "passage" for doubt in state["doubts"]),
            "stale edits": len(state["stale"]),
        }
        waiting = [f"{count} {kind}" for kind, count in open_ones.items() if count]
        if waiting:
            raise UsageError(f"{', '.join(waiting)} still wait for you")
        with self.workspace.lock():
            sign(self.workspace, recording, name=name)

    def search(self, wanted: str) -> list[dict[str, Any]]:
        """Where words occur in the study."""
        return search_texts(self.ids(), wanted, texts_of=self.summaries.texts)

    def notes(self) -> list[dict[str, Any]]:
        """Notes and quotes of the whole study."""
        return all_notes(self.workspace, self.ids(), texts_of=self.summaries.texts)

    # -- sound --------------------------------------------------------------------------------

    def audio(self, recording: str) -> Path | None:
        """The decoded sound of a recording, or None where there is none."""
        found = self.workspace.current_artefact(recording, "decode")
        path = found.path / "audio.flac" if found else None
        return path if path is not None and path.is_file() else None

    def peaks(self, recording: str) -> Path | None:
        """Peaks of its sound, worked out once and kept in the private tree."""
        sound = self.audio(recording)
        if sound is None:
            return None
        path = self.workspace.folder(recording) / f"peaks-{sound.parent.name[:16]}.json"
        if not path.is_file():
            content = json.dumps(self.hands.peaks(sound), separators=(",", ":"))
            write_atomic(path, content.encode())
        return path


def _tree(guide: Guide | None) -> list[dict[str, Any]]:
    """A guide's items for the page."""
    marks = guide.marks if guide else {}
    return [
        {
            "id": item.id,
            "label": marks[item.id],
            "kind": item.kind,
            "text": item.text,
            "condition": item.condition,
            "parent": item.parent,
            "depth": item.depth,
        }
        for item in (guide.items if guide else ())
    ]
