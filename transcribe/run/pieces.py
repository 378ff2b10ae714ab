"""One stage of one recording, as any process carries it out: paths and digests in, a folder out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from transcribe import __version__
from transcribe.core.codec import digest, to_json
from transcribe.errors import TranscribeError
from transcribe.run.failures import as_failure
from transcribe.run.job import Job
from transcribe.run.parts import Bench, Parts
from transcribe.run.steps import STEPS
from transcribe.run.store import Artefact, Workspace
from transcribe.stages.engines import Engine, ProgressHook

STEPS_BY_NAME = {step.name: step for step in STEPS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stage to carry out on a recording, with the engine chosen for it."""

    stage: str
    job: Job
    engine: Engine

    @property
    def recording(self) -> str:
        """Id of the recording."""
        return self.job.recording.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a piece ended.

    Attributes
    ----------
    artefact
        What it made, or None.
    failure
        Why it made nothing; None also when it was lost.
    seconds
        Wall time it took.

    A piece with neither was lost: the process that worked on it is gone.
    """

    piece: Piece
    artefact: Artefact | None = None
    failure: TranscribeError | None = None
    seconds: float = 0.0

    @property
    def lost(self) -> bool:
        """Whether its process ended without a word."""
        return self.artefact is None and self.failure is None


Hook = Callable[[str, str, float], None]
"""Told stage, recording and the share done, 0 to 1."""


class Crew(Protocol):
    """Who carries pieces out: this process, others of this machine, or a cluster."""

    @property
    def size(self) -> int:
        """How many pieces can be under way at once, at least 1."""

    @property
    def free(self) -> tuple[str, ...]:
        """Lanes of the workers that wait; which stages each takes is in `transcribe.run.queue`."""

    def give(self, piece: Piece, lane: str) -> None:
        """A waiting worker of that lane takes a piece."""

    def next(self) -> Ended:
        """Wait until a piece ends."""

    def close(self, kind: str) -> None:
        """Nobody needs the engines of this kind any more."""

    def end(self) -> None:
        """Stop what is under way, and let go of everything."""


def carry_out(
    piece: Piece, *, workspace: Workspace, parts: Parts, bench: Bench, hook: ProgressHook
) -> Artefact:
    """Run a stage on a recording and store what it returns."""
    step, job, engine = STEPS_BY_NAME[piece.stage], piece.job, piece.engine
    fields = step.fields(job, engine)
    begun, started = datetime.now(UTC), time.monotonic()
    outcome = step.run(job, parts, bench, engine, hook)
    output = to_json(outcome.value)
    provenance = {
        "fields": fields,
        "output_digest": digest(output),
        "engine": {
            "name": engine.name,
            "model": engine.model,
            "rank": engine.rank,
            "draft": engine.draft,
            "advice": engine.advice,
            "libraries": dict(engine.libraries),
        },
        "facts": dict(outcome.facts),
        "tool": __version__,
        "started": begun.isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - started, 3),
    }
    return workspace.put(
        piece.recording,
        piece.stage,
        digest(fields),
        output=output,
        provenance=provenance,
        files=outcome.files,
    )


def attempt(
    piece: Piece, *, workspace: Workspace, parts: Parts, bench: Bench, hook: ProgressHook
) -> Ended:
    """Carry a piece out; whatever goes wrong with it is brought back instead of raised."""
    started = time.monotonic()
    try:
        artefact = carry_out(piece, workspace=workspace, parts=parts, bench=bench, hook=hook)
    except Exception as error:  # noqa: BLE001 - the guard around one recording
        failure = as_failure(error)
        return Ended(piece=piece, failure=failure, seconds=time.monotonic() - started)
    return Ended(piece=piece, artefact=artefact, seconds=time.monotonic() - started)


class Alone:
    """A crew of one: this very process."""

    size = 1

    def __init__(self, *, workspace: Workspace, parts: Parts, bench: Bench, hook: Hook) -> None:
        self.workspace, self.parts, self.bench, self.hook = workspace, parts, bench, hook
        self._piece: Piece | None = None

    @property
    def free(self) -> tuple[str, ...]:
        """One lane, while nothing was given."""
        return () if self._piece else ("any",)

    def give(self, piece: Piece, lane: str) -> None:
        """Keep it until somebody waits for it."""
        self._piece = piece

    def next(self) -> Ended:
        """Carry out what was given."""
        piece, self._piece = self._piece, None
        assert piece is not None  # noqa: S101 - the executor waits only for what it gave

        def hook(share: float) -> None:
            self.hook(piece.stage, piece.recording, share)

        return attempt(
            piece, workspace=self.workspace, parts=self.parts, bench=self.bench, hook=hook
        )

    def close(self, kind: str) -> None:
        """Close engines of one kind."""
        self.bench.close(kind)

    def end(self) -> None:
        """Close all engines."""
        self.bench.close()
