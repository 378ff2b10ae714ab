"""Passages that wait for a person: listed, decided, and what people said of them so far."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from transcribe.core.pii import QUEUED
from transcribe.errors import UsageError
from transcribe.run.excerpts import read_excerpts
from transcribe.run.files import bytes_digest
from transcribe.run.reviewlog import append, read_log, standing
from transcribe.run.store import Workspace
from transcribe.stages.passages import PassageWord, waiting

DECIDE_PASSAGE = "decide_passage"

_TURN = r"t\d{1,7}[a-z0-9.]*?"
_PASSAGE = re.compile(rf"(?P<first>{_TURN})(?:(?:\.\.|[-–])(?P<last>{_TURN}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A passage of the current transcript of a recording; see `stages.passages`.

    Attributes
    ----------
    text
        Its turns, each with its speaker.
    """

    recording: str
    id: str
    turns: tuple[str, ...]
    cues: tuple[str, ...]
    decision: str
    text: tuple[tuple[str, str], ...] = field(repr=False)


def is_passage(what: str) -> bool:
    """Whether a word of ``decide`` names turns: ``t0042``, ``t0040..t0043``."""
    return _PASSAGE.fullmatch(what) is not None


def held_passages(workspace: Workspace, recordings: Sequence[str]) -> tuple[Held, ...]:
    """Passages of the given recordings, in order, decided or not."""
    return tuple(
        Held(
            recording=recording,
            id=passage["id"],
            turns=tuple(passage["turns"]),
            cues=tuple(passage["cues"]),
            decision=passage["decision"],
            text=text,
        )
        for recording in recordings
        for passage, text in read_excerpts(workspace, recording).passages
    )


def open_passages(workspace: Workspace, recording: str) -> int:
    """How many passages of a recording wait."""
    held = held_passages(workspace, [recording])
    return sum(passage.decision == QUEUED for passage in held)


def decide_passage(
    workspace: Workspace, recordings: Sequence[str], *, what: str, leave_out: bool | None
) -> None:
    """Say what becomes of a passage: left out of every release, or not; None takes it back.

    Parameters
    ----------
    what
        Id of a passage that is held back, or turns: ``t0040..t0043``. Where they are a part of a
        passage that waits, the rest of it may be released.

    Raises
    ------
    UsageError
        When several recordings could be meant, or one has no such turns.
    """
    if len(recordings) != 1:
        raise UsageError(
            f"{what} is a turn of every recording",
            hint=f"name the recording: transcribe decide ID --accept {what}",
        )
    recording = recordings[0]
    document = workspace.load_transcript(recording)
    held = next((one for one in document.get("passages", ()) if one["id"] == what), None)
    turns = _turns(document, what) if held is None else list(held["turns"])
    if held is None and not leave_out:
        held = next((one for one in document.get("passages", ()) if one["turns"] == turns), None)
        if held is None:
            raise UsageError(
                f"{what} is no passage that is held back or left out",
                recording=recording,
                hint=f"list them: transcribe decide {recording} --settled",
            )
    by_id = {turn["id"]: turn for turn in document["turns"]}
    whole = held or _around(document, turns)
    facts = {
        "passage": whole["id"] if whole else turns[0],
        "turns": [
            {
                "id": turn,
                "text": by_id[turn]["text"],
                "start": by_id[turn]["start"],
                "end": by_id[turn]["end"],
            }
            for turn in turns
        ],
        "leave_out": leave_out,
    }
    seen = bytes_digest(workspace.transcript_path(recording))
    append(workspace.review_log(recording), [(DECIDE_PASSAGE, seen, facts)])


def turns_meant(workspace: Workspace, recording: str, what: str) -> list[str]:
    """Ids of the turns of a passage, or of those that a word of ``decide`` names."""
    document = workspace.load_transcript(recording)
    held = next((one for one in document.get("passages", ()) if one["id"] == what), None)
    return list(held["turns"]) if held else _turns(document, what)


def _around(document: Mapping[str, Any], turns: Sequence[str]) -> Mapping[str, Any] | None:
    """The passage that waits and of which a person names a part: their word settles it."""
    return next((one for one in waiting(document) if set(turns) < set(one["turns"])), None)


def _turns(document: Mapping[str, Any], what: str) -> list[str]:
    """Ids of the turns that a word of ``decide`` names."""
    order = [str(turn["id"]) for turn in document["turns"]]
    match = _PASSAGE.fullmatch(what)
    first = match["first"] if match else what
    last = (match["last"] if match else None) or first
    for turn in (first, last):
        if turn not in order:
            raise UsageError(
                f"there is no turn {turn}",
                recording=str(document["id"]),
                hint=f"its turns are {order[0]} to {order[-1]}",
            )
    start, end = sorted((order.index(first), order.index(last)))
    return order[start : end + 1]


def passage_words(workspace: Workspace, recording: str) -> tuple[PassageWord, ...]:
    """What people said of the passages of a recording, in order."""
    return tuple(
        PassageWord(
            passage=str(record.facts["passage"]),
            said={
                str(turn["id"]): (str(turn["text"]), turn["start"], turn["end"])
                for turn in record.facts["turns"]
            },
            leave_out=record.facts["leave_out"],
        )
        for record in standing(read_log(workspace.review_log(recording)).records)
        if record.op == DECIDE_PASSAGE
    )


def heard_permission(workspace: Workspace, recording: str) -> dict[str, Any] | None:
    """Where permission to record was heard; None without a transcript. See `stages.permission`."""
    if not workspace.transcript_path(recording).is_file():
        return None
    heard: dict[str, Any] | None = workspace.load_transcript(recording).get("consent_heard")
    return heard
