"""Append-only review logs: what people decided, each record on its own line, never rewritten.

A line that a kill tore off stays where it is and is passed over: its writer was never told that
it had been kept.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, repeat
from pathlib import Path
from typing import Any, TypeVar

from transcribe.core.pii import normalize
from transcribe.run.store import Workspace, make_private, sync
from transcribe.stages.identities import Name
from transcribe.stages.pseudonymize import Decisions, Mention

Key = TypeVar("Key")

DECIDE_NAME, DECIDE_MENTION, SIGN_OFF = "decide_name", "decide_mention", "sign_off"
UNDO = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One line of a log.

    Attributes
    ----------
    id, at
        A random id, made when it is written or by the page that asks for it, and the time in UTC.
    op
        ``decide_name``, ``decide_mention``, ``sign_off``.
    artefact
        SHA-256 of the bytes of the ``transcript.json`` that the person saw.
    facts
        What else the operation needs; private.
    """

    id: str
    at: str
    op: str
    artefact: str
    facts: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """A log as read: its records in order, and how many torn lines were passed over."""

    records: tuple[Record, ...]
    torn: int = 0


def read_log(path: Path) -> Log:
    """Read a log; one that is not there is empty."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Log(records=())
    records, torn = [], 0
    for line in content.split(b"\n"):
        if not line.strip():
            continue
        record = _parse(line)
        if record is None:
            torn += 1
        else:
            records.append(record)
    return Log(records=tuple(records), torn=torn)


def _parse(line: bytes) -> Record | None:
    try:
        data = json.loads(line)
    except ValueError:
        return None
    if not isinstance(data, dict) or not {"id", "at", "op", "artefact"} <= data.keys():
        return None
    head = {key: str(data.pop(key)) for key in ("id", "at", "op", "artefact")}
    return Record(**head, facts=data)


def find_record(path: Path, record_id: str) -> Record | None:
    """The record of that id, or None; a line that was torn off holds none."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    # Nearly always it is not there, and then no line has to be parsed.
    wanted = record_id.encode()
    found = (_parse(line) for line in content.split(b"\n") if wanted in line)
    return next((record for record in found if record and record.id == record_id), None)


def append(
    path: Path,
    operations: Iterable[tuple[str, str, dict[str, Any]]],
    *,
    ids: Iterable[str | None] = (),
) -> tuple[str, ...]:
    """Add records and flush them to the disk before returning.

    Parameters
    ----------
    operations
        ``op``, ``artefact`` and further facts of each record.
    ids
        Ids that the first of them are to have; None makes one.

    Returns
    -------
    Ids of the new records.
    """
    given = chain(ids, repeat(None))
    wanted = [(next(given) or uuid.uuid4().hex, *operation) for operation in operations]
    made = tuple(operation[0] for operation in wanted)
    lines = b"".join(
        json.dumps(
            {
                "id": record_id,
                "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "op": op,
                "artefact": artefact,
                **facts,
            },
            ensure_ascii=False,
        ).encode()
        + b"\n"
        for record_id, op, artefact, facts in wanted
    )
    if not lines:
        return made
    make_private(path.parent)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "r+b", buffering=0) as stream:
        size = stream.seek(0, os.SEEK_END)
        if size:
            stream.seek(size - 1)
            # A torn line keeps its place; ours must not be glued to it.
            lines = lines if stream.read(1) == b"\n" else b"\n" + lines
        stream.write(lines)
        os.fsync(stream.fileno())
    sync(path.parent)
    return made


def standing(records: Sequence[Record]) -> tuple[Record, ...]:
    """Records that hold: those that no standing ``undo`` takes back.

    An undo is a record as any other, so undoing it brings back what it took.
    """
    taken: set[str] = set()
    kept: list[Record] = []
    for record in reversed(records):
        if record.id in taken:
            continue
        if record.op == UNDO:
            taken.add(str(record.facts.get("of")))
        else:
            kept.append(record)
    return tuple(reversed(kept))


def mentioned(turn: Mapping[str, Any], entity: Mapping[str, Any]) -> Name:
    """The name that a mention in a turn of a transcript is decided by."""
    words = turn["text"][entity["start_char"] : entity["end_char"]]
    return str(entity["type"]), normalize(words)


def said_of_names(records: Iterable[Record]) -> dict[Name, bool | None]:
    """The latest word on each name; None where it was taken back."""
    return {
        (str(record.facts["type"]), str(record.facts["normalized"])): record.facts["accept"]
        for record in records
        if record.op == DECIDE_NAME
    }


def read_decisions(workspace: Workspace) -> Decisions:
    """What people said so far in all logs of a study; the latest word wins.

    A word that was taken back (``accept`` is null) leaves the tool's own.
    """
    names: dict[Name, bool] = {}
    same: dict[Name, Name] = {}
    for record in standing(read_log(workspace.study_log).records):
        if record.op == DECIDE_NAME:
            key = (str(record.facts["type"]), str(record.facts["normalized"]))
            _note(record, key, names, same)
    mentions: dict[Mention, bool] = {}
    same_mentions: dict[Mention, Name] = {}
    for recording in workspace.ids():
        for record in standing(read_log(workspace.review_log(recording)).records):
            if record.op == DECIDE_MENTION:
                _note(record, _mention(recording, record.facts), mentions, same_mentions)
    return Decisions(names=names, mentions=mentions, same=same, same_mentions=same_mentions)


def _note(record: Record, key: Key, said: dict[Key, bool], same: dict[Key, Name]) -> None:
    said.pop(key, None)
    same.pop(key, None)
    accept = record.facts["accept"]
    if accept is None:
        return
    said[key] = bool(accept)
    other = record.facts.get("same")
    if accept and other:
        same[key] = (str(other["type"]), str(other["normalized"]))


def names_in(record: Record) -> frozenset[Name]:
    """Type and normalized text of every name that a decision holds."""
    facts = [record.facts, record.facts.get("same") or {}]
    return frozenset(
        (str(one["type"]), str(one["normalized"])) for one in facts if "normalized" in one
    )


def _mention(recording: str, facts: dict[str, Any]) -> Mention:
    return Mention(
        recording=recording,
        turn=str(facts["turn"]),
        start_char=int(facts["start_char"]),
        end_char=int(facts["end_char"]),
        normalized=str(facts["normalized"]),
    )
