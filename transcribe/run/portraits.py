"""What the results folder knows of an interview beside its turns: engines, review, mentions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from transcribe.core.codec import from_json
from transcribe.core.diarization import Diarization
from transcribe.core.pii import ACCEPTED, AUTO, REJECTED
from transcribe.core.time import Seconds
from transcribe.core.transcript import Transcript
from transcribe.export.interview import PRIVATE
from transcribe.report.values import KEPT, Engine, Facts, Review
from transcribe.run.editlog import read_edits
from transcribe.run.progress import queued_names
from transcribe.run.released import released
from transcribe.run.signoff import read_sign_off
from transcribe.run.store import Workspace
from transcribe.stages.passages import waiting, without_passages

STAGES = ("decode", "asr", "diarize", "read", "attribute", "link", "align", "hold", "detect")
OVERLAPPING = ("pyannote", "channels")
"""Diarizers that mark where several speak at once; the others give a moment to one speaker."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_PLAIN = re.compile(r"[\w@.+/-]{1,80}")


def facts_of(workspace: Workspace, recording: str, *, tier: str) -> Facts:
    """What a report tells of a recording beside its words.

    Parameters
    ----------
    tier
        In ``public``, engines are told by plain names alone, and no day is.
    """
    whole = workspace.load_transcript(recording)
    document = without_passages(whole)
    private = tier == PRIVATE
    return Facts(
        review=_review(workspace, recording, whole, with_day=private),
        mentions=_mentions(document),
        engines=_engines(workspace, recording, whole=private),
        overlap=_overlap(workspace, recording),
        draft=tuple(str(stage) for stage in document["draft"]),
        made_on=_day(workspace, recording) if private else "",
    )


def _mentions(document: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for turn in document["turns"]:
        for entity in turn["entities"]:
            mention = turn["text"][entity["start_char"] : entity["end_char"]]
            outcome = str(entity["decision"])
            if outcome in (AUTO, ACCEPTED) and entity["surrogate"] == mention:
                outcome = KEPT
            counts.setdefault(str(entity["type"]), Counter())[outcome] += 1
    return {kind: dict(sorted(found.items())) for kind, found in sorted(counts.items())}


def _review(
    workspace: Workspace, recording: str, document: Mapping[str, Any], *, with_day: bool
) -> Review:
    sign_off = read_sign_off(workspace, recording)
    words, changed = _changed(workspace, recording)
    note = released(workspace, recording)
    return Review(
        state=sign_off.state,
        signed_on=sign_off.at[:10] if with_day else "",
        released=note is not None and (workspace.public / str(note["public_id"])).is_dir(),
        open_names=len(set(queued_names(document))),
        open_passages=len(waiting(document)),
        decided=sum(
            entity["decision"] in (ACCEPTED, REJECTED)
            for turn in document["turns"]
            for entity in turn["entities"]
        ),
        edits=len(read_edits(workspace, recording)),
        words=words,
        changed=changed,
    )


def _changed(workspace: Workspace, recording: str) -> tuple[int, int | None]:
    """Words that the machine gave, and how many of them people changed, added or took out."""
    given = workspace.current_artefact(recording, "attribute")
    if given is None:
        return 0, None
    before = _words(from_json(Transcript, given.output))
    revised = workspace.current_artefact(recording, "revise")
    if revised is None or revised.output == given.output:
        return len(before), 0
    from rapidfuzz.distance import Levenshtein

    return len(before), int(
        Levenshtein.distance(before, _words(from_json(Transcript, revised.output)))
    )


def _words(transcript: Transcript) -> list[str]:
    """Words as they are compared: without case and punctuation."""
    return [word for turn in transcript.turns for word in _WORD.findall(turn.text.casefold())]


def _engines(workspace: Workspace, recording: str, *, whole: bool) -> tuple[Engine, ...]:
    found = []
    for stage in STAGES:
        artefact = workspace.current_artefact(recording, stage)
        said = artefact.provenance.get("engine") if artefact else None
        if artefact is None or not said:
            continue
        done = artefact.provenance.get("facts", {}) if whole else {}
        device = " ".join(str(done[key]) for key in ("device", "compute_type") if done.get(key))
        model = str(said.get("model", ""))
        libraries = said.get("libraries") or {}
        found.append(
            Engine(
                stage=stage,
                name=_plain(str(said["name"])),
                model=model if whole else _plain(model),
                draft=bool(said.get("draft")),
                device=device,
                libraries=tuple(
                    f"{name} {version}" for name, version in sorted(libraries.items())
                    if _PLAIN.fullmatch(str(name)) and _PLAIN.fullmatch(str(version))
                ),
            )
        )  # fmt: skip
    return tuple(found)


def _plain(name: str) -> str:
    """A name that says nothing of this machine: a path is none."""
    return name if _PLAIN.fullmatch(name) and not name.startswith(("/", ".")) else ""


def _overlap(workspace: Workspace, recording: str) -> Seconds | None:
    """Seconds in which regions of several speakers overlap; None where they are never marked."""
    made = workspace.current_artefact(recording, "diarize")
    if made is None:
        return None
    found = from_json(Diarization, made.output)
    if not found.backend.startswith(OVERLAPPING):
        return None
    marks = sorted(
        (time, change)
        for region in found.regions
        for time, change in ((region.start, 1), (region.end, -1))
    )
    total, speaking, since = 0.0, 0, 0.0
    for time, change in marks:
        if speaking > 1:
            total += time - since
        speaking, since = speaking + change, time
    return total


def _day(workspace: Workspace, recording: str) -> str:
    for stage in ("asr", "read"):
        made = workspace.current_artefact(recording, stage)
        if made is not None:
            return str(made.provenance.get("started", ""))[:10]
    return ""


def signers(workspace: Workspace, recordings: Sequence[str]) -> int:
    """How many people signed recordings off."""
    names = (read_sign_off(workspace, recording).name.casefold() for recording in recordings)
    return len({name for name in names if name})
