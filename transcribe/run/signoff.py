"""Sign-off: a person's word on one state of a transcript, and whether it still holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from transcribe.core.codec import digest
from transcribe.core.pii import QUEUED, REJECTED
from transcribe.run.files import bytes_digest
from transcribe.run.reviewlog import SIGN_OFF, append, read_log
from transcribe.run.store import Workspace

UNSIGNED, SIGNED, STALE = "unsigned", "signed", "stale"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """State of a recording's sign-off: ``unsigned``, ``signed`` or ``stale``; by whom and when."""

    state: str
    name: str = ""
    at: str = ""


def sign(workspace: Workspace, recording: str, *, name: str) -> None:
    """Sign the current transcript of a recording off."""
    document = workspace.load_transcript(recording)
    sha256 = bytes_digest(workspace.transcript_path(recording))
    facts = {
        "name": name,
        "sha256": sha256,
        "content": _content(document),
        "masked": _spans(document),
    }
    append(workspace.review_log(recording), [(SIGN_OFF, sha256, facts)])


def read_sign_off(workspace: Workspace, recording: str) -> SignOff:
    """The latest sign-off of a recording and whether it holds for the current transcript.

    It holds while the bytes are the signed ones. It also holds when all that changed since is
    that more is masked, because a name was confirmed in another recording: nothing can get out
    that the person had not approved.
    """
    records = [
        record
        for record in read_log(workspace.review_log(recording)).records
        if record.op == SIGN_OFF
    ]
    if not records:
        return SignOff(state=UNSIGNED)
    last = records[-1]
    name = str(last.facts.get("name", ""))
    path = workspace.transcript_path(recording)
    if path.is_file() and bytes_digest(path) == last.facts.get("sha256"):
        return SignOff(state=SIGNED, name=name, at=last.at)
    holds = path.is_file() and _only_more_masked(workspace.load_transcript(recording), last.facts)
    return SignOff(state=SIGNED if holds else STALE, name=name, at=last.at)


def _only_more_masked(document: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    if facts.get("content") != _content(document):
        return False
    masked: dict[str, list[tuple[int, int, str]]] = {}
    for turn, start, end, surrogate in _spans(document):
        masked.setdefault(turn, []).append((start, end, surrogate))
    return all(
        any(
            (low, high, now) == (start, end, surrogate)
            or (low <= start and end <= high and (low, high) != (start, end))
            for low, high, now in masked.get(turn, [])
        )
        for turn, start, end, surrogate in facts.get("masked", [])
    )


def _content(document: Mapping[str, Any]) -> str:
    """Digest of all that a release shows but the masks."""
    turns = [
        {key: value for key, value in turn.items() if key != "entities"}
        for turn in document["turns"]
    ]
    # A guide saved anew with the same questions is the same guide.
    guide = (document.get("guide") or {}).get("file")
    return digest({**document, "turns": turns, "guide": guide})


def _spans(document: Mapping[str, Any]) -> list[list[Any]]:
    return [
        [turn["id"], entity["start_char"], entity["end_char"], entity["surrogate"]]
        for turn in document["turns"]
        for entity in turn["entities"]
        if entity["decision"] not in (QUEUED, REJECTED)
    ]
