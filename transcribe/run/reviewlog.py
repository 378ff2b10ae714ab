"""Append-only review logs: what people decided, each record on its own line, never rewritten.

A line that a kill tore off stays where it is and is passed over: its writer was never told that
it had been kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from transcribe.run.store import Workspace, make_private, sync
from transcribe.stages.pseudonymize import Decisions, Mention

DECIDE_NAME, DECIDE_MENTION, SIGN_OFF = "decide_name", "decide_mention", "sign_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One line of a log.

    Attributes
    ----------
    id, at
        Made when it is written: a random id and the time in UTC.
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


def append(path: Path, operations: Iterable[tuple[str, str, dict[str, Any]]]) -> None:
    """Add records and flush them to the disk before returning.

    Parameters
    ----------
    operations
        ``op``, ``artefact`` and further facts of each record.
    """
    lines = b"".join(
        json.dumps(
            {
                "id": uuid.uuid4().hex,
                "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "op": op,
                "artefact": artefact,
                **facts,
            },
            ensure_ascii=False,
        ).encode()
        + b"\n"
        for op, artefact, facts in operations
    )
    if not lines:
        return
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


def read_decisions(workspace: Workspace) -> Decisions:
    """What people said so far in all logs of a study; the latest word wins."""
    names: dict[tuple[str, str], bool] = {}
    for record in read_log(workspace.study_log).records:
        if record.op == DECIDE_NAME:
            key = (str(record.facts["type"]), str(record.facts["normalized"]))
            names[key] = bool(record.facts["accept"])
    mentions: dict[Mention, bool] = {}
    for recording in workspace.ids():
        for record in read_log(workspace.review_log(recording)).records:
            if record.op == DECIDE_MENTION:
                mentions[_mention(recording, record.facts)] = bool(record.facts["accept"])
    return Decisions(names=names, mentions=mentions)


def _mention(recording: str, facts: dict[str, Any]) -> Mention:
    return Mention(
        recording=recording,
        turn=str(facts["turn"]),
        start_char=int(facts["start_char"]),
        end_char=int(facts["end_char"]),
        normalized=str(facts["normalized"]),
    )


# -- sign-off -----------------------------------------------------------------------------------


def bytes_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
