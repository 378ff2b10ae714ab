"""What a person decides on, taken out of each transcript: its mentions and its passages.

They are written beside the transcript by the study step, so that nobody waits for the words of a
whole study to be read before a name is settled. A transcript that was changed since is read itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from transcribe.run.files import write_kept
from transcribe.run.index import stamp_of
from transcribe.run.store import Workspace

FILE = "excerpts.json"

AROUND = 36
"""Letters of a turn shown on each side of a mention."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpts:
    """Of one transcript.

    Attributes
    ----------
    mentions
        Id of the turn, the mention as the transcript has it, its text, and its surroundings.
    passages
        As the transcript has them, and name of the speaker and text of each of their turns.
    """

    mentions: tuple[tuple[str, Mapping[str, Any], str, str], ...] = field(repr=False)
    passages: tuple[tuple[Mapping[str, Any], tuple[tuple[str, str], ...]], ...] = field(repr=False)


def excerpts_of(document: Mapping[str, Any]) -> Excerpts:
    """Taken out of a private transcript."""
    turns = {turn["id"]: turn for turn in document["turns"]}
    return Excerpts(
        mentions=tuple(
            (turn["id"], entity, *_around(turn["text"], entity["start_char"], entity["end_char"]))
            for turn in document["turns"]
            for entity in turn["entities"]
        ),
        passages=tuple(
            (passage, tuple((turns[at]["name"], turns[at]["text"]) for at in passage["turns"]))
            for passage in document.get("passages", ())
        ),
    )


def read_excerpts(workspace: Workspace, recording: str) -> Excerpts:
    """Those of the current transcript of a recording.

    Raises
    ------
    UsageError
        When there is no transcript yet.
    """
    path = workspace.folder(recording) / FILE
    with contextlib.suppress(OSError, ValueError):
        content = path.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        if workspace.index.holds(f"excerpts {recording}", _stamp(workspace, recording, sha256)):
            data = json.loads(content)
            return Excerpts(
                mentions=tuple(tuple(one) for one in data["mentions"]),
                passages=tuple(
                    (passage, tuple((name, text) for name, text in turns))
                    for passage, turns in data["passages"]
                ),
            )
    return excerpts_of(workspace.load_transcript(recording))


def write_excerpts(workspace: Workspace, recording: str, document: Mapping[str, Any]) -> None:
    """Keep those of a transcript that was just written."""
    made = excerpts_of(document)
    data = {"mentions": made.mentions, "passages": made.passages}
    sha256 = write_kept(workspace.folder(recording) / FILE, data)
    workspace.index.note(f"excerpts {recording}", _stamp(workspace, recording, sha256))


def _stamp(workspace: Workspace, recording: str, sha256: str) -> list[list[int] | str | None]:
    return [*stamp_of([workspace.transcript_path(recording)]), sha256]


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """A mention, and with what stands around it, on one line."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    left = "…" if start > AROUND else ""
    right = "…" if end + AROUND < len(text) else ""
    said = text[start:end]
    return said, f"{left}{before}[{said}]{after}{right}".replace("\n", " ")
