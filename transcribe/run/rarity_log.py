"""What people decided about rare words: told less precisely, or left as a known risk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from transcribe.run.files import bytes_digest
from transcribe.run.reviewlog import append, read_log
from transcribe.run.store import Workspace

GENERALIZE, ACCEPT_RARITY, FORGET_RARITY = "generalize", "accept_rarity", "forget_rarity"
RARITY_OPS = (GENERALIZE, ACCEPT_RARITY, FORGET_RARITY)


@dataclass(frozen=True, slots=True, kw_only=True)
class RarityDecisions:
    """What holds now.

    Attributes
    ----------
    told
        Kind and value to what stands in its place.
    accepted
        Kind and value of what a person lets stand, to that person's name.
    """

    told: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)
    accepted: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)


def read_rarity(workspace: Workspace) -> RarityDecisions:
    """Decisions so far; a later one on the same words wins."""
    told: dict[tuple[str, str], str] = {}
    accepted: dict[tuple[str, str], str] = {}
    for record in read_log(workspace.study_log).records:
        if record.op == FORGET_RARITY:
            told, accepted = {}, {}
            continue
        if record.op not in (GENERALIZE, ACCEPT_RARITY):
            continue
        key = (str(record.facts["kind"]), str(record.facts["value"]))
        if record.op == GENERALIZE:
            told[key] = str(record.facts["to"])
            accepted.pop(key, None)
        else:
            accepted[key] = str(record.facts["name"])
    return RarityDecisions(told=told, accepted=accepted)


def log_rarity(
    workspace: Workspace, op: str, several: Iterable[tuple[Iterable[str], dict[str, Any]]]
) -> None:
    """Add decisions of one kind.

    Parameters
    ----------
    several
        Recordings in which the words stand, and the facts of each decision.
    """
    operations = []
    for recordings, facts in several:
        names = sorted(recordings)
        path = workspace.transcript_path(names[0]) if names else None
        seen = bytes_digest(path) if path is not None and path.is_file() else ""
        operations.append((op, seen, {**facts, "recordings": names}))
    append(workspace.study_log, operations)
