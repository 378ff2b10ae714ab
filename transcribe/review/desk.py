"""One recording under review: what the page is told, kept up with logs and artefacts."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from transcribe.core.codec import from_json
from transcribe.core.diarization import Diarization
from transcribe.core.pii import ACCEPTED, REJECTED
from transcribe.core.time import Interval
from transcribe.core.transcript import Transcript
from transcribe.review import doubts as queue
from transcribe.review.overlay import Timed, lay_over, lay_passages
from transcribe.review.together import seconds_together, speaking_together
from transcribe.run.editlog import edits_of
from transcribe.run.index import Stamp, stamp_of
from transcribe.run.notes import NOTE, QUOTE
from transcribe.run.passages import passage_words
from transcribe.run.reviewlog import (
    DECIDE_NAME,
    SIGN_OFF,
    Record,
    mentioned,
    read_log,
    said_of_names,
    standing,
)
from transcribe.run.signoff import read_sign_off
from transcribe.run.store import Workspace
from transcribe.stages.link import BY_VOICE
from transcribe.stages.permission import heard_words
from transcribe.stages.revise import revise

SETTLE = "settle"
HISTORY = 500
"""Steps back that a page can go after it was loaded anew; in one sitting there is no end."""


@dataclass(slots=True, kw_only=True)
class _Seen:
    """The state last worked out, and in which version each turn last changed.

    Versions begin at the clock: a page that outlived a server knows none of the next one's.
    """

    stamp: Stamp = field(default_factory=list)
    version: int = field(default_factory=lambda: time.time_ns() // 1_000_000)
    ordered: int = 0
    order: tuple[str, ...] = ()
    turns: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)
    changed: dict[str, int] = field(default_factory=dict)
    rest: dict[str, Any] = field(default_factory=dict, repr=False)


class Desk:
    """Answers for one recording."""

    def __init__(self, workspace: Workspace, recording: str) -> None:
        self.workspace, self.recording = workspace, recording
        self.guard = threading.Lock()
        self.seen = _Seen()
        self.attributed: tuple[str, Transcript] | None = None
        self.timed: dict[str, Timed] = {}
        self.crowds: tuple[str, tuple[Interval, ...]] = ("", ())

    # -- what changed -------------------------------------------------------------------------

    def changes(self, since: int) -> dict[str, Any]:
        """What a page that knows version ``since`` has to learn; everything for version 0."""
        with self.guard:
            self._catch_up()
            seen = self.seen
            return {
                "version": seen.version,
                "order": list(seen.order) if seen.ordered > since else None,
                "turns": [seen.turns[turn] for turn in seen.order if seen.changed[turn] > since],
                **(seen.rest if seen.version > since else {}),
            }

    def _paths(self) -> tuple[Path, ...]:
        folder = self.workspace.folder(self.recording)
        return (
            self.workspace.transcript_path(self.recording),
            self.workspace.review_log(self.recording),
            self.workspace.study_log,
            folder / "current.json",
        )

    def _catch_up(self) -> None:
        """Work the state out anew if a file it comes from changed."""
        stamp = stamp_of(self._paths())
        if stamp == self.seen.stamp:
            return
        turns, rest = self._work_out()
        seen, version = self.seen, self.seen.version + 1
        order = tuple(str(turn["id"]) for turn in turns)
        for turn in turns:
            if seen.turns.get(turn["id"]) != turn:
                seen.changed[turn["id"]] = version
        if order != seen.order:
            seen.order, seen.ordered = order, version
        seen.turns = {turn["id"]: turn for turn in turns}
        seen.stamp, seen.version, seen.rest = stamp, version, rest

    # -- the state ------------------------------------------------------------------------------

    def _transcript(self) -> Transcript:
        """The turns that edits are laid over."""
        found = self.workspace.current_turns(self.recording)
        key = found.path.name if found else ""
        if self.attributed is None or self.attributed[0] != key:
            output = found.output if found else None
            self.attributed = (key, from_json(Transcript, output))
        return self.attributed[1]

    def _mark_together(self, turns: list[dict[str, Any]]) -> None:
        """Tell how long more than one person speaks in each turn, in seconds."""
        key = self.workspace.current(self.recording).get("diarize", "")
        if self.crowds[0] != key:
            found = self.workspace.current_artefact(self.recording, "diarize")
            regions = from_json(Diarization, found.output).regions if found else ()
            self.crowds = (key, speaking_together(regions))
        for turn in turns:
            turn["together"] = seconds_together(self.crowds[1], turn["start"], turn["end"])

    def _work_out(self) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        document = self.workspace.load_transcript(self.recording)
        records = read_log(self.workspace.review_log(self.recording)).records
        kept = standing(records)
        revised = revise(self._transcript(), edits_of(kept))
        study = standing(read_log(self.workspace.study_log).records)
        laid = lay_over(document, revised.transcript, revised.marks, timed=self.timed)
        turns = _decided(laid, study)
        self._mark_together(turns)
        settled = [str(record.facts["key"]) for record in kept if record.op == SETTLE]
        passages = lay_passages(document, turns, passage_words(self.workspace, self.recording))
        heard = _heard(document, revised.transcript)
        open_doubts = queue.find_doubts(turns, settled=settled, passages=passages, heard=heard)
        sign_off = read_sign_off(self.workspace, self.recording)
        rest = {
            "language": document["language"],
            "duration": document["duration"],
            "draft": document["draft"],
            "notices": document["notices"],
            "speakers": [
                {"label": one.label, "role": one.role, "name": one.name, "margin": one.margin}
                for one in revised.transcript.speakers
            ],
            "coverage": document["coverage"],
            "passages": passages,
            "permission": _permission(document),
            "doubts": [queue.as_json(doubt) for doubt in open_doubts],
            "settled": len(set(settled)) + _names_decided(turns),
            "minutes": round(queue.minutes(open_doubts, pace=_pace(kept)), 1),
            "stale": [_stale(record) for record in kept if record.id in revised.stale],
            "notes": [_said(record) for record in kept if record.op in (NOTE, QUOTE)],
            "history": _history(kept, study),
            "waits": any(turn["waits"] for turn in turns),
            "sign_off": {"state": sign_off.state, "name": sign_off.name, "at": sign_off.at},
        }
        return turns, rest


def _permission(document: Mapping[str, Any]) -> dict[str, Any] | None:
    """What was heard of permission to record, in words, and the turn that asks for it."""
    heard = document.get("consent_heard")
    return heard and {"said": heard_words(heard), "turn": heard["turn"]}


def _heard(document: Mapping[str, Any], transcript: Transcript) -> dict[str, list[str]]:
    """Speakers whose role a voice settled, unless a person has said it since."""
    settled = {one.label for one in transcript.speakers if one.margin == BY_VOICE}
    return {
        one["label"]: one["heard_in"]
        for one in document["speakers"]
        if one.get("heard_in") and one["label"] in settled
    }


def _decided(turns: list[dict[str, Any]], study: Sequence[Record]) -> list[dict[str, Any]]:
    """Mentions with the decisions by name that the transcript does not show yet."""
    names = said_of_names(study)
    for turn in turns:
        entities = []
        for entity in turn["entities"]:
            said = names.get(mentioned(turn, entity))
            if said is not None:
                entity = {**entity, "decision": ACCEPTED if said else REJECTED}  # noqa: PLW2901
            entities.append(entity)
        turn["entities"] = entities
    return turns


def _names_decided(turns: Sequence[Mapping[str, Any]]) -> int:
    """How many names of this recording a person has settled."""
    return len(
        {
            mentioned(turn, entity)
            for turn in turns
            for entity in turn["entities"]
            if entity["decision"] in (ACCEPTED, REJECTED)
        }
    )


def _stale(record: Record) -> dict[str, Any]:
    """An edit whose turn says something else now, for a person to make again or let go."""
    return {"id": record.id, "op": record.op, "at": record.at, **record.facts}


def _said(record: Record) -> dict[str, Any]:
    return {"id": record.id, "op": record.op, **record.facts}


def _history(kept: Sequence[Record], study: Sequence[Record]) -> list[dict[str, str]]:
    """What can be undone, the latest last; a sign-off is not undone but made again."""
    found = [record for record in kept if record.op != SIGN_OFF]
    found += [record for record in study if record.op == DECIDE_NAME]
    found.sort(key=lambda record: record.at)
    return [{"id": record.id, "op": record.op} for record in found[-HISTORY:]]


def _pace(kept: Sequence[Record]) -> Mapping[str, float]:
    """Median seconds between settling one doubt and the next, by kind, from three on.

    Gaps over two minutes are pauses.
    """
    from datetime import datetime
    from itertools import pairwise
    from statistics import median

    gaps: dict[str, list[float]] = {}
    settled = [record for record in kept if record.op == SETTLE]
    for before, after in pairwise(settled):
        gap = (datetime.fromisoformat(after.at) - datetime.fromisoformat(before.at)).total_seconds()
        if 0 < gap <= 120:
            gaps.setdefault(str(after.facts["key"]).split(":", maxsplit=1)[0], []).append(gap)
    return {kind: median(found) for kind, found in gaps.items() if len(found) >= 3}
