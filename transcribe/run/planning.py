"""Which artefacts are current, which are stale and why; opens no model."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transcribe.core.codec import digest
from transcribe.errors import StageError, TranscribeError
from transcribe.run.failures import load_failures
from transcribe.run.files import bytes_digest
from transcribe.run.job import Job
from transcribe.run.parts import Parts
from transcribe.run.steps import Step, steps_of
from transcribe.run.store import Artefact, Workspace, json_bytes, read_json, write_atomic
from transcribe.stages.engines import Engine

DONE, DRAFT, STALE, MISSING, WAITING = "done", "draft", "stale", "missing", "waiting"
BLOCKED, FAILED = "blocked", "failed"

HEARS = ("decode", "asr", "diarize", "link")
"""Stages that need the audio: where it was deleted on purpose, what they made stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageState:
    """Where one recording stands at one stage: a state and, if it helps, why."""

    stage: str
    state: str
    why: str = ""
    engine: str = ""
    model: str = ""
    hint: str = ""


def source_digest(
    path: Path, *, workspace: Workspace, recording: str, note: str = "source.json"
) -> str:
    """SHA-256 of a recording's file, remembered as long as nobody wrote to it.

    Its time may be any: a recorder without a clock, a copy that keeps the old time, a clock that
    was set back. The system's own time of the last change is looked at as well, and only for
    being the same.

    Raises
    ------
    StageError
        When the file cannot be read.
    """
    kept = workspace.folder(recording) / note
    try:
        status = path.stat()
        facts = {
            "path": str(path),
            "size": status.st_size,
            "mtime_ns": status.st_mtime_ns,
            "ctime_ns": status.st_ctime_ns,
        }
        known = _noted(kept)
        if {name: known.get(name) for name in facts} == facts:
            return str(known["sha256"])
        found = bytes_digest(path)
    except OSError as error:
        raise StageError(
            f"{path.name} cannot be read ({error.strerror})",
            recording=recording,
            hint="check the file and its permissions",
        ) from None
    if kept.parent.is_dir():
        # What a full disk or a folder of somebody else's does not take, or a crash tears, is only
        # worked out once more.
        with contextlib.suppress(OSError):
            write_atomic(kept, json_bytes({**facts, "sha256": found}), flushed=False)
    return found


def _noted(path: Path) -> dict[str, Any]:
    """What was noted of a file; empty where it never was, or the note was torn."""
    try:
        found: dict[str, Any] = read_json(path)
    except (FileNotFoundError, TranscribeError):
        return {}
    return found


def kept_digest(workspace: Workspace, recording: str, *, note: str = "source.json") -> str:
    """SHA-256 of a file that is gone, as it was last seen; empty when it never was."""
    kept = workspace.folder(recording) / note
    return str(_noted(kept).get("sha256", ""))


def find_current(
    job: Job, step: Step, engine: Engine, *, workspace: Workspace, parts: Parts
) -> Artefact | None:
    """The artefact that need not be made again, or None.

    Under ``auto`` one made by another engine counts when that engine ranks at least as high as
    the best one here, so that a laptop takes over what a GPU box made.
    """
    fields = step.fields(job, engine)
    recording = job.recording.id
    exact = workspace.artefact(recording, step.name, digest(fields))
    if exact is None and job.audio_gone and step.name in HEARS:
        return workspace.current_artefact(recording, step.name)
    if exact is not None or step.name not in parts.auto:
        return exact
    others = [
        (found.provenance["engine"]["rank"], found.path.name, found)
        for found in workspace.artefacts(recording, step.name)
        if _same_but_engine(found.provenance["fields"], fields)
        and found.provenance["engine"]["name"] != engine.name
        and found.provenance["engine"]["rank"] >= engine.rank
    ]
    return max(others)[2] if others else None


def _same_but_engine(left: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    def rest(fields: Mapping[str, Any]) -> str:
        config = {k: v for k, v in fields["config"].items() if k not in ("hotwords", "prompt")}
        return digest({**fields, "engine": None, "config": config})

    return rest(left) == rest(right)


def states(job: Job, *, workspace: Workspace, parts: Parts) -> list[StageState]:
    """State of every stage of a recording; fills ``job.artefacts`` with what is current."""
    result: list[StageState] = []
    failures = load_failures(workspace, job.recording.id)
    for step in steps_of(job):
        waiting = [name for name in step.needs_of(job) if name not in job.artefacts]
        failure = failures.get(step.name)
        if waiting and not failure:
            result.append(StageState(stage=step.name, state=WAITING, why=f"for {waiting[0]}"))
            continue
        if waiting:
            result.append(_failed(step.name, failure))
            continue
        result.append(_state(job, step, failure, workspace=workspace, parts=parts))
    return result


def _failed(stage: str, failure: Mapping[str, Any] | None) -> StageState:
    found = failure or {}
    return StageState(
        stage=stage,
        state=FAILED,
        why=str(found.get("message") or ""),
        hint=str(found.get("hint") or ""),
    )


def _state(
    job: Job,
    step: Step,
    failure: Mapping[str, Any] | None,
    *,
    workspace: Workspace,
    parts: Parts,
) -> StageState:
    try:
        engine = step.engine(job, parts)
    except TranscribeError as error:
        return StageState(stage=step.name, state=FAILED, why=error.message, hint=error.hint or "")
    artefact = find_current(job, step, engine, workspace=workspace, parts=parts)
    if artefact is not None:
        job.artefacts[step.name] = artefact
        made = artefact.provenance["engine"]
        state = DRAFT if made["draft"] else DONE
        return StageState(
            stage=step.name, state=state, engine=made["name"], model=made.get("model", "")
        )
    if failure:
        return _failed(step.name, failure)
    older = workspace.current_artefact(job.recording.id, step.name)
    if older is None:
        return StageState(stage=step.name, state=MISSING)
    why = explain_difference(older.provenance["fields"], step.fields(job, engine))
    return StageState(stage=step.name, state=STALE, why=why)


_WORDS = {
    "file": "the recording changed",
    "guide": "the guide changed",
    "language": "the language changed",
    "speakers": "the number of speakers changed",
    "interviewers": "the number of interviewers changed",
    "identifiers": "the list of identifiers changed",
    "hotwords": "the words to listen for changed",
    "prompt": "the prompt changed",
    "heard": "the recordings to compare voices with changed",
    "languages": "the study's languages changed",
    "version": "the tool changed",
}


def explain_difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Which field of the key made an artefact stale, in words."""
    if old["version"] != new["version"]:
        return _WORDS["version"]
    for group in ("inputs", "config"):
        for name in sorted({*old[group], *new[group]}):
            if old[group].get(name) != new[group].get(name):
                return _WORDS.get(name, f"{name} changed")
    if old["engine"]["name"] != new["engine"]["name"]:
        return f"{new['engine']['name']} takes over from {old['engine']['name']}"
    if old["engine"]["model"] != new["engine"]["model"]:
        return "the model changed"
    return "a library changed"
