"""Notes and quotes of a recording, as people left them in its review log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from transcribe.run.reviewlog import read_log, standing
from transcribe.run.store import Workspace
from transcribe.stages.quoting import Quote, find_quote

NOTE, QUOTE = "note", "quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What somebody noted on a turn."""

    turn: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A note or a quote, and where it stands now.

    Attributes
    ----------
    op
        ``note`` or ``quote``.
    turn
        The turn it stands in, or stood in.
    found
        ``here``, or ``changed`` where a quote's words are said no more.
    """

    op: str
    turn: str
    text: str = field(repr=False)
    found: str = "here"


def read_notes(workspace: Workspace, recording: str) -> tuple[Note | Quote, ...]:
    """Notes and quotes that stand, in the order in which they were made."""
    found: list[Note | Quote] = []
    for record in standing(read_log(workspace.review_log(recording)).records):
        said = record.facts
        if record.op == NOTE:
            found.append(Note(turn=str(said["turn"]), text=str(said["text"])))
        elif record.op == QUOTE:
            found.append(
                Quote(
                    turn=str(said["turn"]),
                    before=str(said["before"]),
                    start_char=int(said["start_char"]),
                    end_char=int(said["end_char"]),
                )
            )
    return tuple(found)


def place_note(noted: Note | Quote, texts: Mapping[str, str]) -> Placed:
    """Where a note or a quote stands in turns as they are now."""
    if isinstance(noted, Note):
        return Placed(op=NOTE, turn=noted.turn, text=noted.text)
    place = find_quote(noted, texts)
    if place is None:
        return Placed(op=QUOTE, turn=noted.turn, text=noted.text, found="changed")
    return Placed(op=QUOTE, turn=place[0], text=noted.text)
