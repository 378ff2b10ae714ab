"""How far review and release of a recording are, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from shlex import quote
from typing import Any

from transcribe.core.pii import QUEUED
from transcribe.core.recording import Recording
from transcribe.run.files import bytes_digest
from transcribe.run.index import stamp_of
from transcribe.run.released import released
from transcribe.run.reviewlog import mentioned
from transcribe.run.signoff import SIGNED, STALE, UNSIGNED, read_sign_off
from transcribe.run.store import Workspace
from transcribe.stages.assemble import voice_note
from transcribe.stages.identities import Name
from transcribe.stages.passages import waiting


def review_facts(workspace: Workspace, recording: Recording) -> dict[str, Any]:
    """Open decisions, sign-off and release of a recording.

    Returns
    -------
    ``passages`` (that wait), ``consent_heard``, ``voices`` (roles that come from one), ``queued``
    (mentions), ``names`` (distinct decisions), ``signed`` (unsigned, signed or stale),
    ``released``, ``outdated`` (the transcript changed since), and a ``summary`` for people.
    """
    note = released(workspace, recording.id) or {}
    folder = workspace.folder(recording.id)
    stamp = stamp_of(
        [
            workspace.transcript_path(recording.id),
            workspace.review_log(recording.id),
            folder / "released.json",
            workspace.public / str(note["public_id"]) if note else folder / "released.json",
        ]
    )
    made: dict[str, Any] = workspace.index.recall(
        f"review {recording.id}", stamp, lambda: _work_out(workspace, recording, note)
    )
    return made


def _work_out(
    workspace: Workspace, recording: Recording, note: Mapping[str, Any]
) -> dict[str, Any]:
    """`review_facts` from the files; counts and states, no words."""
    path = workspace.transcript_path(recording.id)
    if not path.is_file():
        return {
            "passages": 0,
            "consent_heard": None,
            "voices": [],
            "queued": 0,
            "names": 0,
            "signed": UNSIGNED,
            "released": False,
            "outdated": False,
            "summary": "",
        }
    document = workspace.load_transcript(recording.id)
    queued = queued_names(document)
    sign_off = read_sign_off(workspace, recording.id)
    public = bool(note) and (workspace.public / str(note["public_id"])).is_dir()
    outdated = public and note.get("transcript") not in (None, bytes_digest(path))
    facts = {
        "passages": len(waiting(document)),
        "consent_heard": document.get("consent_heard"),
        "voices": [voice_note(one) for one in document["speakers"] if one.get("heard_in")],
        "queued": len(queued),
        "names": len(set(queued)),
        "signed": sign_off.state,
        "released": public,
        "outdated": outdated,
    }
    return {**facts, "summary": _summary(facts)}


def queued_names(document: Mapping[str, Any]) -> list[Name]:
    """Names that wait for a decision in a transcript, one for each mention."""
    return [
        mentioned(turn, entity)
        for turn in document["turns"]
        for entity in turn["entities"]
        if entity["decision"] == QUEUED
    ]


def _summary(facts: Mapping[str, Any]) -> str:
    if facts["queued"] or facts["passages"]:
        return f"{facts['names'] + facts['passages']} open"
    if facts["signed"] == STALE:
        return "stale"
    if facts["released"]:
        return "outdated" if facts["outdated"] else "released"
    return "signed" if facts["signed"] == SIGNED else "unsigned"


def next_step(  # noqa: PLR0911 - one return a state
    recording: Recording, stages: Sequence[Mapping[str, str]], review: Mapping[str, Any]
) -> str:
    """The command that brings a recording on, or an empty string."""
    hint = next((stage["hint"] for stage in stages if stage["hint"]), "")
    if hint:
        return hint
    if any(stage["state"] in ("missing", "stale", "waiting", "failed") for stage in stages):
        return f"transcribe run {quote(str(Path(recording.path).parent))}"
    if review["queued"] or review["passages"]:
        return f"transcribe decide {quote(recording.id)}"
    if review["signed"] != SIGNED:
        return f"transcribe decide {quote(recording.id)} --sign-off NAME"
    if not recording.consent.allows("release_text"):
        return "consent does not cover a release"
    if review["released"] and not review["outdated"]:
        return ""
    return f"transcribe release {quote(recording.id)}"
