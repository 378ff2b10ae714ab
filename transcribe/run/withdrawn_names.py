"""What a withdrawal means for the other interviews: names stay covered, and nothing more is kept.

Other people may have said the name of somebody who withdraws. It must stay replaced there when the
list it stood on is gone; and what the list said beyond their words must not stay in their files.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from transcribe.core.pii import ACCEPTED, AUTO, NAME_TYPES, normalize
from transcribe.core.recording import Identifiers
from transcribe.errors import TranscribeError
from transcribe.run.files import bytes_digest
from transcribe.run.released import released, remember_release
from transcribe.run.reviewlog import DECIDE_NAME, append, read_decisions
from transcribe.run.sources import present, remembered
from transcribe.run.store import Workspace, write_json
from transcribe.run.study import read_table, write_table

Key = tuple[str, str]


def keep_as_said(workspace: Workspace, recordings: Collection[str]) -> tuple[str, ...]:
    """Cover in the other interviews what their words name, and delete what only the list named.

    A mention keeps its number. Artefacts that hold a listed name in full are deleted, so that the
    next run makes them anew.

    Parameters
    ----------
    recordings
        Those that are withdrawn; their transcripts are still there.

    Returns
    -------
    Other recordings that the next run looks through again.
    """
    others = [
        name
        for name in workspace.ids()
        if name not in recordings and workspace.transcript_path(name).is_file()
    ]
    staying = _listed(workspace, [name for name in workspace.ids() if name not in recordings])
    gone = _listed(workspace, recordings) - staying
    named = (gone | set(_named(workspace, recordings))) - staying
    _cover(workspace, others, named)
    remade = []
    for name in others:
        if _delete_artefacts(workspace, name, gone):
            remade.append(name)
        _scrub(workspace, name, gone)
    return tuple(remade)


def _listed(workspace: Workspace, recordings: Collection[str]) -> set[str]:
    """Normalized names that the sidecars of some recordings list, now or at the last run."""
    found: set[str] = set()
    for recording in recordings:
        known = remembered(workspace, recording)
        lists = [known.identifiers] if known else []
        with contextlib.suppress(TranscribeError):
            lists.append(present(workspace, recording).identifiers)
        for one in lists:
            found |= {
                normalize(name) for part in fields(Identifiers) for name in getattr(one, part.name)
            }
    return found


def _entities(document: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    for turn in document["turns"]:
        for entity in turn["entities"]:
            yield entity, normalize(turn["text"][entity["start_char"] : entity["end_char"]])


def _named(workspace: Workspace, recordings: Collection[str]) -> Iterator[str]:
    """Names that are replaced in the withdrawn interviews themselves."""
    for recording in recordings:
        if workspace.transcript_path(recording).is_file():
            for entity, said in _entities(workspace.load_transcript(recording)):
                if entity["decision"] in (AUTO, ACCEPTED) and entity["type"] in NAME_TYPES:
                    yield entity.get("identity") or said


def _cover(workspace: Workspace, others: Sequence[str], named: Collection[str]) -> None:
    """Write down that such a name stays replaced, in the words of the interview that says it."""
    table, decided = read_table(workspace), read_decisions(workspace).names
    numbers = dict(table.numbers)
    fresh: dict[Key, str] = {}
    for recording in others:
        for entity, said in _entities(workspace.load_transcript(recording)):
            name, kind = entity.get("identity") or said, entity["type"]
            if entity["decision"] not in (AUTO, ACCEPTED) or kind not in NAME_TYPES:
                continue
            if name not in named:
                continue
            number = numbers.get(f"{kind}\t{name}")
            if number is not None:
                numbers.setdefault(f"{kind}\t{said}", number)
            if (kind, said) not in decided:
                fresh.setdefault((kind, said), recording)
    write_table(workspace, replace(table, numbers=numbers))
    append(
        workspace.study_log,
        [
            (
                DECIDE_NAME,
                bytes_digest(workspace.transcript_path(recording)),
                {"type": kind, "normalized": said, "accept": True},
            )
            for (kind, said), recording in sorted(fresh.items())
        ],
    )


def _delete_artefacts(workspace: Workspace, recording: str, gone: Collection[str]) -> bool:
    """Delete what `detect` made with a name that only a withdrawn list holds."""
    deleted = False
    for artefact in workspace.artefacts(recording, "detect"):
        if any(
            _holds(entity, gone) or any(name in gone for _, name in entity.get("choices", ()))
            for entity in artefact.output["entities"]
        ):
            shutil.rmtree(artefact.path)
            deleted = True
    return deleted


def _holds(entity: Mapping[str, Any], gone: Collection[str]) -> bool:
    return bool(entity.get("identity")) and entity["identity"] in gone


def _scrub(workspace: Workspace, recording: str, gone: Collection[str]) -> None:
    """Leave in a transcript only the names that it says itself."""
    document = workspace.load_transcript(recording)
    changed = False
    for entity, said in _entities(document):
        if _holds(entity, gone) and entity["identity"] != said:
            entity["identity"] = ""
            changed = True
        choices = entity.get("choices")
        kept = [one for one in choices or () if one.get("name") not in gone or one["name"] == said]
        if choices and len(kept) < len(choices):
            entity["choices"] = kept
            changed = True
    if not changed:
        return
    path = workspace.transcript_path(recording)
    before = bytes_digest(path)
    write_json(path, document)
    note = released(workspace, recording)
    if note and note.get("transcript") == before:
        # What is public is still what this transcript says.
        remember_release(workspace, recording, {**note, "transcript": bytes_digest(path)})
