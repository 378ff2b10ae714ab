"""What a node of a cluster does: it reads the study itself, and carries out one ticket at a time.

Recordings, guide, sidecars and artefacts come from the shared folder; what a node would do must
have the very key that the run asked for, so results are the same bytes as on one machine.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from transcribe.core.codec import digest
from transcribe.errors import MissingPartError, StageError, TranscribeError
from transcribe.run.failures import as_failure
from transcribe.run.job import Job
from transcribe.run.linking import voices_again
from transcribe.run.parts import Bench, Parts
from transcribe.run.pieces import STEPS_BY_NAME, Piece, attempt
from transcribe.run.store import Artefact, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the study lies, as every node must see it.

    Attributes
    ----------
    recordings
        The paths given to ``run``, absolute.
    out
        The folder of results, absolute.
    mark
        Name of a file that the run put into the private tree: who sees it sees the folder.
    """

    recordings: tuple[str, ...]
    out: str
    flags: Mapping[str, Any]
    mark: str = ""


Opener = Callable[[Site], tuple[dict[str, Job], Parts]]
"""A function of a module: reads the study on a node, and describes the engines there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A piece, as it travels: ids and digests.

    Attributes
    ----------
    key
        Digest of the fields that the artefact must have.
    inputs
        Stage to key of the artefacts it is made of.
    heard
        Recordings that voices are compared with, and the keys of their decode and attribute.
    """

    recording: str
    stage: str
    key: str
    inputs: Mapping[str, str]
    heard: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def ticket_of(piece: Piece) -> Ticket:
    """What is sent for a piece."""
    fields = STEPS_BY_NAME[piece.stage].fields(piece.job, piece.engine)
    return Ticket(
        recording=piece.recording,
        stage=piece.stage,
        key=digest(fields),
        inputs={stage: made.path.name for stage, made in piece.job.artefacts.items()},
        heard={
            one.recording: (one.decode.path.name, one.attribute.path.name)
            for one in (piece.job.heard if piece.stage == "link" else ())
        },
    )


class Node:
    """A worker on some node; an actor of Ray."""

    def __init__(self, site: Site, opener: Opener) -> None:
        self.name = socket.gethostname()
        self.workspace, self.bench = Workspace(Path(site.out)), Bench()
        if not (self.workspace.private / site.mark).is_file():
            raise MissingPartError(
                f"the node {self.name} does not see the folder {site.out}",
                hint="put recordings and results on a disk that all nodes share, at one path",
            )
        self.jobs, self.parts = opener(site)

    def ready(self) -> str:
        """Name of the node, once it is able to work."""
        return self.name

    def do(self, ticket: Ticket) -> tuple[str | None, TranscribeError | None, float]:
        """Carry out a piece: path of what was made, or why not, and the seconds it took."""
        try:
            piece = self._piece(ticket)
        except Exception as error:  # noqa: BLE001 - the guard around one recording, on a node
            return None, as_failure(error), 0.0
        ended = attempt(
            piece,
            workspace=self.workspace,
            parts=self.parts,
            bench=self.bench,
            hook=lambda share: None,
        )
        path = str(ended.artefact.path) if ended.artefact else None
        return path, ended.failure, ended.seconds

    def close(self, kind: str) -> None:
        """Let go of engines of a kind."""
        self.bench.close(kind)

    def _piece(self, ticket: Ticket) -> Piece:
        job = self.jobs.get(ticket.recording)
        if job is None:
            raise StageError(
                f"the node {self.name} does not find the recording",
                hint="put recordings on a disk that all nodes share, at one path",
            )
        folder = self.workspace.folder(ticket.recording)
        job.artefacts = {
            stage: Artefact(folder / stage / key) for stage, key in ticket.inputs.items()
        }
        job.heard = voices_again(self.workspace, ticket.heard)
        step = STEPS_BY_NAME[ticket.stage]
        engine = step.engine(job, self.parts)
        fields = step.fields(job, engine)
        if digest(fields) != ticket.key:
            raise StageError(
                f"the node {self.name} would do it differently (with {engine.name} {engine.model})",
                hint="give every node the same version of transcribe, its libraries and models",
            )
        return Piece(stage=ticket.stage, job=job, engine=engine)
