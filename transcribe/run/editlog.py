"""Edits as lines of a review log: written one by one, read back as values, undone by a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import MISSING, fields
from typing import Any

from transcribe.core.codec import digest
from transcribe.core.edits import (
    TEXT_EDITS,
    Edit,
    Merge,
    SetGuide,
    SetName,
    SetRole,
    SetSpeaker,
    SetText,
    Split,
)
from transcribe.errors import UsageError
from transcribe.run.reviewlog import Record, read_log, standing
from transcribe.run.store import Workspace

OPERATIONS: dict[str, type[Edit]] = {
    "set_text": SetText,
    "set_speaker": SetSpeaker,
    "set_role": SetRole,
    "set_name": SetName,
    "split": Split,
    "merge": Merge,
    "set_guide": SetGuide,
}
_NAMES = {kind: name for name, kind in OPERATIONS.items()}


def edits_of(records: Iterable[Record]) -> tuple[Edit, ...]:
    """The edits among records, in order; a record that lacks what its operation needs is none."""
    found = (as_edit(record) for record in records)
    return tuple(edit for edit in found if edit is not None)


def as_edit(record: Record) -> Edit | None:
    """The edit that a record is, or None."""
    kind = OPERATIONS.get(record.op)
    if kind is None:
        return None
    values: dict[str, Any] = {"id": record.id}
    for field in fields(kind):
        if field.name in record.facts:
            value = record.facts[field.name]
            values[field.name] = tuple(value) if isinstance(value, list) else value
        elif field.name != "id" and field.default is MISSING:
            return None
    return kind(**values)


def as_facts(edit: Edit) -> tuple[str, dict[str, Any]]:
    """Operation and facts of an edit, as `transcribe.run.reviewlog.append` takes them."""
    found = {field.name: getattr(edit, field.name) for field in fields(edit) if field.name != "id"}
    return _NAMES[type(edit)], found


def read_edits(workspace: Workspace, recording: str) -> tuple[Edit, ...]:
    """All edits of a recording that hold."""
    return edits_of(standing(read_log(workspace.review_log(recording)).records))


def text_edits(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Those that change what the stages after ``revise`` read."""
    return tuple(edit for edit in edits if isinstance(edit, TEXT_EDITS))


def unapplied(workspace: Workspace, recording: str) -> bool:
    """Whether the current transcript lacks edits that hold, or has some that were taken back."""
    wanted = text_edits(read_edits(workspace, recording))
    made = workspace.current_artefact(recording, "revise")
    if made is None:
        return bool(wanted)
    return bool(made.provenance["fields"]["config"]["edits"] != digest(wanted))


def last_to_undo(records: Sequence[Record]) -> Record:
    """The record that an undo would take back next.

    Raises
    ------
    UsageError
        When there is none.
    """
    kept = standing(records)
    if not kept:
        raise UsageError("there is nothing to undo")
    return kept[-1]
