"""What an interviewee changed in the copy they were sent, as operations of the review log."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transcribe.core.codec import from_json
from transcribe.core.edits import SetText
from transcribe.core.transcript import Transcript
from transcribe.errors import UsageError
from transcribe.run.editlog import as_facts, read_edits
from transcribe.run.files import bytes_digest
from transcribe.run.passages import decide_passage
from transcribe.run.reviewlog import append, read_log, standing
from transcribe.run.store import Workspace, read_json, write_json
from transcribe.stages.passages import left_out
from transcribe.stages.revise import find_turn, revise

if TYPE_CHECKING:
    from transcribe.export.interview import Interview
    from transcribe.readers.corrections import Paragraph

CHANGED, LEFT_OUT, UNPLACED, ALREADY = "changed", "left out", "not placed", "already so"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy that was sent.

    Attributes
    ----------
    turns
        ``id``, ``name``, ``start``, ``shown`` (as it stood in the document) and ``text`` of each.
    """

    recording: str
    token: str
    turns: tuple[Mapping[str, Any], ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What becomes of one turn.

    Attributes
    ----------
    what
        `CHANGED`, `LEFT_OUT`, `UNPLACED` or `ALREADY`.
    why
        Why it could not be placed; holds no transcript text.
    struck
        Whether words in it were struck through.
    """

    turn: str
    what: str
    before: str = field(repr=False)
    after: str = field(default="", repr=False)
    why: str = ""
    struck: bool = False


def copy_token(recording: str, interview: Interview) -> str:
    """Names a copy by its content: 16 hexadecimal digits."""
    said = [recording, *((turn.id, turn.name, turn.text) for turn in interview.turns)]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def remember_copy(workspace: Workspace, recording: str, interview: Interview) -> None:
    """Keep what was sent in the recording's private folder."""
    raw = {turn["id"]: turn["text"] for turn in workspace.load_transcript(recording)["turns"]}
    token = copy_token(recording, interview)
    turns = [
        {
            "id": turn.id,
            "name": turn.name,
            "start": turn.start,
            "shown": turn.text,
            "text": raw[turn.id],
            "left_out": turn.id in interview.left_out,
        }
        for turn in interview.turns
    ]
    write_json(workspace.folder(recording) / f"sent-{token}.json", {"token": token, "turns": turns})


def find_copy(workspace: Workspace, token: str, *, recording: str | None = None) -> Copy:
    """The copy that a document is of.

    Parameters
    ----------
    recording
        Said by a person, for a document that does not name its copy: the last one sent is taken.

    Raises
    ------
    UsageError
        When it cannot be told which it was.
    """
    for name in workspace.ids():
        path = workspace.folder(name) / f"sent-{token}.json"
        if token and path.is_file() and recording in (None, name):
            return _copy(name, path)
    if recording is None:
        raise UsageError(
            "the document does not say which interview it is of",
            hint="name the recording: transcribe import-corrections FILE --recording ID",
        )
    sent = sorted(
        workspace.folder(recording).glob("sent-*.json"), key=lambda path: path.stat().st_mtime_ns
    )
    if not sent:
        raise UsageError(
            "no copy of it was ever made for its interviewee",
            recording=recording,
            hint=f"transcribe export {recording} --format docx --for-interviewee",
        )
    return _copy(recording, sent[-1])


def _copy(recording: str, path: Path) -> Copy:
    data = read_json(path)
    return Copy(recording=recording, token=data["token"], turns=tuple(data["turns"]))


def plan_corrections(
    workspace: Workspace,
    copy: Copy,
    found: Mapping[int, Paragraph],
    joined: Sequence[int],
) -> tuple[Correction, ...]:
    """What each difference between the copy and what came back means; unchanged turns are left out.

    Raises
    ------
    UsageError
        When most turns are missing: that is no whole copy.
    """
    open_turns = [place for place, turn in enumerate(copy.turns) if not turn["left_out"]]
    missing = [place for place in open_turns if place not in found and place not in joined]
    if open_turns and len(missing) * 2 > len(open_turns):
        raise UsageError(
            f"{len(missing)} of {len(open_turns)} turns are not in the document",
            recording=copy.recording,
            hint="give the whole document; a turn that is deleted is taken as withheld",
        )
    now = _current(workspace, copy.recording)
    gone = left_out(workspace.load_transcript(copy.recording))
    return tuple(
        correction
        for place in open_turns
        if (
            correction := _correction(
                copy.turns[place], found.get(place), now, gone, joined=place in joined
            )
        )
        is not None
    )


def _correction(
    sent: Mapping[str, Any],
    paragraph: Paragraph | None,
    now: Transcript,
    gone: frozenset[str],
    *,
    joined: bool,
) -> Correction | None:
    turn, before = str(sent["id"]), str(sent["text"])
    if joined:
        why = "it was joined with another turn"
        return Correction(turn=turn, what=UNPLACED, before=before, why=why)
    withheld = paragraph is None or not paragraph.kept
    after = "" if paragraph is None or withheld else paragraph.text
    if after == " ".join(str(sent["shown"]).split()):
        return None
    edit = SetText(id="", turn=turn, before=before, start=sent["start"], text=after)
    place = find_turn(now.turns, edit)
    struck = paragraph is not None and "[…]" in paragraph.text and "[…]" not in before
    if place is None:
        same = any(one.id == turn and one.text == after for one in now.turns)
        if same:
            return Correction(turn=turn, what=ALREADY, before=before, after=after)
        why = "the turn has been changed since the copy was made"
        return Correction(turn=turn, what=UNPLACED, before=before, after=after, why=why)
    here = now.turns[place].id
    if withheld:
        what = ALREADY if here in gone else LEFT_OUT
        return Correction(turn=here, what=what, before=before, struck=True)
    return Correction(turn=here, what=CHANGED, before=before, after=after, struck=struck)


def _current(workspace: Workspace, recording: str) -> Transcript:
    """The turns as they stand with every edit so far, whether or not a run has followed."""
    attributed = workspace.current_turns(recording)
    if attributed is None:
        raise UsageError(
            "there is no transcript yet", recording=recording, hint="run: transcribe run"
        )
    transcript = from_json(Transcript, attributed.output)
    return revise(transcript, read_edits(workspace, recording)).transcript


def take_corrections(
    workspace: Workspace, copy: Copy, corrections: Sequence[Correction], *, document: str
) -> None:
    """Append what could be placed to the review log.

    Parameters
    ----------
    document
        SHA-256 of the document, kept with every operation.
    """
    now = {turn.id: turn for turn in _current(workspace, copy.recording).turns}
    seen = bytes_digest(workspace.transcript_path(copy.recording))
    shown = {turn["id"]: turn for turn in workspace.load_transcript(copy.recording)["turns"]}
    operations = []
    for one in corrections:
        if one.what != CHANGED:
            continue
        turn = now[one.turn]
        edit = SetText(id="", turn=turn.id, before=turn.text, start=turn.start, text=one.after)
        op, facts = as_facts(edit)
        operations.append((op, seen, {**facts, "by": "interviewee", "document": document}))
    append(workspace.review_log(copy.recording), operations)
    for one in corrections:
        if one.what == LEFT_OUT and one.turn in shown:
            decide_passage(workspace, [copy.recording], what=one.turn, leave_out=True)


def taken_before(workspace: Workspace, copy: Copy, *, document: str) -> bool:
    """Whether that very document was read before and still stands."""
    records = standing(read_log(workspace.review_log(copy.recording)).records)
    return any(record.facts.get("document") == document for record in records)
