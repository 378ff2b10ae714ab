"""``transcribe export --quotes``: what was collected on the review page, alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transcribe.release.candidates import Study
    from transcribe.release.gate import Checked
    from transcribe.run.store import Workspace


def quoted(
    workspace: Workspace, recording: str, document: Mapping[str, Any]
) -> tuple[Mapping[str, Any], int]:
    """A transcript that says nothing but its quotes, and how many it says no more."""
    from transcribe.run.notes import read_notes
    from transcribe.stages.quoting import Quote, only_quotes

    noted = read_notes(workspace, recording)
    return only_quotes(document, [one for one in noted if isinstance(one, Quote)])


def held_quotes(workspace: Workspace, recording: str) -> int:
    """How many quotes stand in passages that are left out."""
    from transcribe.run.notes import read_notes
    from transcribe.stages.passages import left_out
    from transcribe.stages.quoting import Quote, find_quote

    document = workspace.load_transcript(recording)
    texts = {str(turn["id"]): str(turn["text"]) for turn in document["turns"]}
    gone = left_out(document)
    quotes = [one for one in read_notes(workspace, recording) if isinstance(one, Quote)]
    places = [find_quote(one, texts) for one in quotes]
    return sum(place is not None and place[0] in gone for place in places)


def quotes_through_gate(study: Study, checked: Checked) -> tuple[Checked, int]:
    """What the public may read of the quotes; consent has to cover ``quote`` as well.

    The whole interview has passed the gate before, or its obstacles stand.
    """
    from transcribe.release.gate import CONSENT, Obstacle
    from transcribe.release.public import build_release
    from transcribe.run.advice import command
    from transcribe.run.sources import present

    name = checked.recording
    if checked.obstacles:
        return checked, 0
    if not present(study.workspace, name).consent.allows("quote"):
        obstacle = Obstacle(
            kind=CONSENT,
            message="consent does not cover quote",
            hint="if it was given: " + command("consent set", name, "--add quote"),
        )
        return replace(checked, obstacles=(obstacle,)), 0
    document, lost = quoted(study.workspace, name, study.documents[name])
    release = build_release(document, public_id=checked.public_id, generalized=study.generalized)
    return replace(checked, release=release), lost


def notes_table(workspace: Workspace, recording: str, document: Mapping[str, Any]) -> bytes:
    """The notes on a recording as CSV; empty without any."""
    from transcribe.export.tables import to_csv
    from transcribe.run.notes import Note, read_notes

    turns = {str(turn["id"]): turn for turn in document["turns"]}
    rows = []
    for one in read_notes(workspace, recording):
        if isinstance(one, Note):
            turn = turns.get(one.turn, {})
            rows.append(
                {
                    "interview": recording,
                    "turn": one.turn,
                    "speaker": turn.get("name"),
                    "start": turn.get("start"),
                    "note": one.text,
                }
            )
    return to_csv("notes", rows) if rows else b""
