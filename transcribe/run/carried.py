"""What the study step keeps of each recording, so that one decision does not cost a whole study.

Private, as the transcripts are, and never the truth: what is lost, damaged, or made of other files
or by another version of the tool, is worked out anew. A withdrawal deletes it.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from transcribe.core.codec import from_json, to_json
from transcribe.core.pii import Entity, EntitySet
from transcribe.core.recording import Identifiers
from transcribe.run.excerpts import FILE as EXCERPTS
from transcribe.run.files import write_kept
from transcribe.run.index import tool_stamp
from transcribe.run.store import Workspace
from transcribe.stages.mentions import KnownName, Match
from transcribe.stages.owners import Owners
from transcribe.stages.pseudonymize import Settled
from transcribe.stages.touching import Spoken

STEP, SPOKEN = "carried.json", "spoken.json"
"""Of the study and of each recording; what was said in a recording, ready to be searched."""

LIBRARIES = ("wordfreq", "rapidfuzz", "jellyfish")
"""Those that say what is like a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What the study step kept of a recording.

    Attributes
    ----------
    own
        What `detect` found.
    listed
        What the study listed because of this recording.
    found
        ``own``, with unknown words that are a name of the study; None before the first step.
    mentions
        Those, and mentions of names found elsewhere.
    shown
        What the transcript that was written shows of each mention.
    spoken
        SHA-256 of what was said, as it is kept.
    """

    language: str
    own: EntitySet
    listed: Identifiers
    public_id: str
    spoken: str
    found: tuple[Entity, ...] | None = None
    mentions: tuple[Entity, ...] = ()
    shown: tuple[tuple[Any, ...], ...] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedStudy:
    """What the study step kept of the study.

    Attributes
    ----------
    sure
        Confirmed names that unknown words were compared with.
    names
        Names that were looked for everywhere; None before the first step.
    looked
        Language and unknown word to the name it stands for.
    owners
        By language.
    kept
        Recording to SHA-256 of what was kept of it.
    """

    sure: frozenset[KnownName] = frozenset()
    names: frozenset[KnownName] | None = None
    looked: Mapping[str, Mapping[str, Match | None]] = field(default_factory=dict, repr=False)
    owners: Mapping[str, Owners] = field(default_factory=dict, repr=False)
    kept: Mapping[str, str] = field(default_factory=dict)


def read_study(workspace: Workspace) -> CarriedStudy:
    """What was kept of the study; nothing where it does not hold."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        data = json.loads((workspace.private / STEP).read_bytes())
        if data["tool"] == _tool():
            names = tuple(from_json(KnownName, one) for one in data["table"])
            return CarriedStudy(
                sure=frozenset(names[at] for at in data["sure"]),
                names=frozenset(names[at] for at in data["names"]),
                looked={
                    language: {
                        word: None if match is None else from_json(Match, match)
                        for word, match in words.items()
                    }
                    for language, words in data["looked"].items()
                },
                owners={
                    language: Owners(
                        names=frozenset(names[at] for at in one["names"]),
                        by_mention={
                            mention: frozenset(names[at] for at in owners)
                            for mention, owners in one["by_mention"].items()
                        },
                    )
                    for language, one in data["owners"].items()
                },
                kept=data["kept"],
            )
    return CarriedStudy()


def write_study(workspace: Workspace, study: CarriedStudy) -> None:
    """Keep what concerns the whole study; last, as it says which of the others hold."""
    several = [study.sure, study.names or (), *(one.names for one in study.owners.values())]
    table = sorted(frozenset().union(*several), key=_order)
    places = {name: at for at, name in enumerate(table)}

    def at(names: frozenset[KnownName]) -> list[int]:
        return sorted(places[name] for name in names)

    data = {
        "tool": _tool(),
        "table": to_json(table),
        "sure": at(study.sure),
        "names": at(study.names or frozenset()),
        "looked": to_json(study.looked),
        "owners": {
            language: {
                "names": at(one.names),
                "by_mention": {
                    mention: at(names) for mention, names in sorted(one.by_mention.items())
                },
            }
            for language, one in study.owners.items()
        },
        "kept": dict(study.kept),
    }
    write_kept(workspace.private / STEP, data)


def read_recording(workspace: Workspace, recording: str, sha256: str | None) -> Carried | None:
    """What was kept of a recording, if it is what the study knows."""
    data = _read(workspace.folder(recording) / STEP, sha256)
    if data is None:
        return None
    own = from_json(EntitySet, data["own"])
    found = list(own.entities)
    for at, entity in data["recognized"]:
        found[at] = from_json(Entity, entity)
    return Carried(
        language=data["language"],
        own=own,
        listed=from_json(Identifiers, data["listed"]),
        public_id=data["public_id"],
        spoken=data["spoken"],
        found=tuple(found),
        mentions=tuple(
            found[one] if isinstance(one, int) else from_json(Entity, one)
            for one in data["mentions"]
        ),
        shown=tuple(_row(row) for row in data["shown"]),
    )


def write_recording(workspace: Workspace, recording: str, carried: Carried) -> str:
    """Keep what was worked out of a recording; its SHA-256."""
    found = carried.own.entities if carried.found is None else carried.found
    places = {entity: at for at, entity in enumerate(found)}
    pairs = zip(carried.own.entities, found, strict=True)
    data = {
        "language": carried.language,
        "own": to_json(carried.own),
        "listed": to_json(carried.listed),
        "public_id": carried.public_id,
        "spoken": carried.spoken,
        "recognized": [[at, to_json(now)] for at, (was, now) in enumerate(pairs) if was != now],
        "mentions": [places[one] if one in places else to_json(one) for one in carried.mentions],
        "shown": carried.shown,
    }
    return write_kept(workspace.folder(recording) / STEP, data)


def shown_of(settled: Settled) -> tuple[tuple[Any, ...], ...]:
    """What a transcript shows of each mention, beside the mention itself."""
    return tuple(
        (
            one.decision, one.reason, one.identity, one.choices,
            settled.surrogates[one.id], settled.labels.get(one.id, ()),
        )
        for one in settled.entities.entities
    )  # fmt: skip


def read_spoken(workspace: Workspace, recording: str, sha256: str) -> Spoken | None:
    """What was said in a recording, if it is kept."""
    data = _read(workspace.folder(recording) / SPOKEN, sha256)
    if data is None:
        return None
    said = {
        name: tuple(data[name].split("\n")) if data[name] else () for name in ("folds", "asked")
    }
    return Spoken(language=data["language"], texts=data["texts"], **said)


def write_spoken(workspace: Workspace, recording: str, said: Spoken) -> str:
    """Keep what was said in a recording; its SHA-256."""
    data = {
        "language": said.language,
        "texts": dict(said.texts),
        # No word has a line's end in it; one long text is read much faster than many words.
        "folds": "\n".join(said.folds),
        "asked": "\n".join(said.asked),
    }
    return write_kept(workspace.folder(recording) / SPOKEN, data)


def forget_carried(workspace: Workspace) -> None:
    """Delete all that was kept: it may hold names of what is to be forgotten."""
    folders = (workspace.private, *(workspace.folder(one) for one in workspace.ids()))
    for folder in folders:
        for name in (STEP, SPOKEN, EXCERPTS):
            (folder / name).unlink(missing_ok=True)


def _row(row: list[Any]) -> tuple[Any, ...]:
    *plain, choices, surrogate, labels = row
    return (*plain, tuple((kind, name) for kind, name in choices), surrogate, tuple(labels))


def _order(name: KnownName) -> tuple[Any, ...]:
    return (name.type, name.text, name.listed, name.alike)


@functools.cache
def _tool() -> str:
    return " ".join((tool_stamp(), *(f"{name} {version(name)}" for name in LIBRARIES)))


def _read(path: Path, sha256: str | None) -> Any:
    with contextlib.suppress(OSError, ValueError):
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() == sha256:
            return json.loads(content)
    return None
