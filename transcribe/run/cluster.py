"""The same plan on a Ray cluster: actors on its nodes, paths and digests sent, nothing else.

A node reads recordings, guide, sidecars and artefacts from the shared folder itself; what it would
do must have the very key that the run asked for, so results are the same bytes as on one machine.
"""

from __future__ import annotations

import os
import secrets
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transcribe.core.codec import digest
from transcribe.errors import MissingPartError, StageError, TranscribeError, UsageError
from transcribe.run.failures import as_failure
from transcribe.run.job import Job
from transcribe.run.parts import Bench, Parts
from transcribe.run.pieces import STEPS_BY_NAME, Ended, Piece, attempt
from transcribe.run.store import Artefact, Workspace

WAIT_FOR_NODES = 120.0
"""Seconds until actors that find no place on the cluster are given up."""


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
    """

    recording: str
    stage: str
    key: str
    inputs: Mapping[str, str]


def ticket_of(piece: Piece) -> Ticket:
    """What is sent for a piece."""
    fields = STEPS_BY_NAME[piece.stage].fields(piece.job, piece.engine)
    return Ticket(
        recording=piece.recording,
        stage=piece.stage,
        key=digest(fields),
        inputs={stage: made.path.name for stage, made in piece.job.artefacts.items()},
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
        step = STEPS_BY_NAME[ticket.stage]
        engine = step.engine(job, self.parts)
        fields = step.fields(job, engine)
        if digest(fields) != ticket.key:
            raise StageError(
                f"the node {self.name} would do it differently (with {engine.name} {engine.model})",
                hint="give every node the same version of transcribe, its libraries and models",
            )
        return Piece(stage=ticket.stage, job=job, engine=engine)


@dataclass(slots=True)
class _Actor:
    lane: str
    handle: Any
    piece: Piece | None = None
    reference: Any = None


class Cluster:
    """A crew of Ray actors.

    Parameters
    ----------
    lanes
        One an actor (``asr``, ``diarize``, ``cpu`` or ``any``), from the cluster's CPUs and GPUs.
    gpus
        Lane to the share of a GPU that an actor of it holds; none where it is missing.
    address
        Of a running cluster; empty for one on this machine that ends with the run.

    Raises
    ------
    MissingPartError
        When Ray is not installed.
        Also when no node can work, with what is missing there.
    UsageError
        When no cluster answers at the address, or it has no room.
    """

    def __init__(
        self,
        lanes: Callable[[int, int], Sequence[str]],
        *,
        site: Site,
        opener: Opener,
        gpus: Mapping[str, float],
        threads: int,
        address: str = "",
    ) -> None:
        self._ray = _open_ray(address)
        has = self._ray.cluster_resources()
        self._lanes = tuple(lanes(int(has.get("CPU", 1)), int(has.get("GPU", 0))))
        self.workspace = Workspace(Path(site.out))
        mark = f".cluster-{secrets.token_hex(8)}"
        self._mark = self.workspace.private / mark
        self._mark.touch(mode=0o600)
        self.site = Site(recordings=site.recordings, out=site.out, flags=site.flags, mark=mark)
        self.opener, self.gpus, self.threads = opener, gpus, threads
        self._actors: list[_Actor] = []
        try:
            self._actors = [self._start(lane) for lane in self._lanes]
            self._meet()
        except BaseException:
            self.end()
            raise

    @property
    def size(self) -> int:
        """Actors."""
        return len(self._actors)

    @property
    def free(self) -> tuple[str, ...]:
        """Lanes of the actors that wait."""
        return tuple(actor.lane for actor in self._actors if actor.piece is None)

    def give(self, piece: Piece, lane: str) -> None:
        """A waiting actor of a lane takes a piece."""
        actor = next(each for each in self._actors if each.piece is None and each.lane == lane)
        actor.piece, actor.reference = piece, actor.handle.do.remote(ticket_of(piece))

    def next(self) -> Ended:
        """Wait until a piece ends."""
        busy = {actor.reference: actor for actor in self._actors if actor.piece is not None}
        (reference,), _ = self._ray.wait(list(busy), num_returns=1)
        actor = busy[reference]
        piece, actor.piece = actor.piece, None
        assert piece is not None  # noqa: S101 - only busy actors are waited for
        try:
            path, failure, seconds = self._ray.get(reference)
        except self._ray.exceptions.RayError:
            # The actor or its node is gone; another takes its place.
            self._actors[self._actors.index(actor)] = self._start(actor.lane)
            return Ended(piece=piece)
        made = Artefact(Path(path)) if path else None
        return Ended(piece=piece, artefact=made, failure=failure, seconds=seconds)

    def close(self, kind: str) -> None:
        """Tell every actor that nobody needs engines of a kind any more."""
        for actor in self._actors:
            actor.handle.close.remote(kind)

    def end(self) -> None:
        """Stop all actors, and leave the cluster."""
        for actor in self._actors:
            self._ray.kill(actor.handle)
        self._actors = []
        self._mark.unlink(missing_ok=True)
        self._ray.shutdown()

    def _start(self, lane: str) -> _Actor:
        environment = {"env_vars": {"OMP_NUM_THREADS": str(self.threads)}}
        node = self._ray.remote(Node).options(
            num_cpus=self.threads, num_gpus=self.gpus.get(lane, 0), runtime_env=environment
        )
        return _Actor(lane, node.remote(self.site, self.opener))

    def _meet(self) -> None:
        """Wait for the actors; go on with those that can work, if every lane has one."""
        waiting = {actor.handle.ready.remote(): actor for actor in self._actors}
        deadline, problem = time.monotonic() + WAIT_FOR_NODES, None
        here: list[_Actor] = []
        while waiting and (left := deadline - time.monotonic()) > 0:
            done, _ = self._ray.wait(list(waiting), num_returns=1, timeout=left)
            for reference in done:
                actor = waiting.pop(reference)
                try:
                    self._ray.get(reference)
                    here.append(actor)
                except self._ray.exceptions.RayError as error:
                    problem = problem or _in_words(error)
        lacking = {actor.lane for actor in self._actors} - {actor.lane for actor in here}
        if lacking:
            raise problem or UsageError(
                f"the cluster has no room for {', '.join(sorted(lacking))}",
                hint="ray status shows what it has; run with fewer --jobs",
            )
        for actor in waiting.values():
            self._ray.kill(actor.handle)
        self._actors = here


def _open_ray(address: str) -> Any:
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    # Actors start from what is installed on their node, not from a copy of this environment.
    os.environ.setdefault("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")
    try:
        import ray
    except ImportError:
        raise MissingPartError(
            "Ray is not installed", hint="pip install 'transcribe[cluster]'"
        ) from None
    options: dict[str, Any] = {"log_to_driver": False, "logging_level": "error"}
    try:
        if address:
            ray.init(address=address, **options)
        else:
            ray.init(
                address="local",
                include_dashboard=False,
                _node_ip_address="127.0.0.1",
                **options,
            )
    except (ConnectionError, RuntimeError, ValueError):
        raise UsageError(
            f"no Ray cluster answers at {address or 'this machine'}",
            hint="start one with: ray start --head, or leave the address out for one that is "
            "started for this run",
        ) from None
    return ray


def _in_words(error: Exception) -> TranscribeError:
    """What keeps a node from working."""
    cause = getattr(error, "cause", None) or error.__cause__ or error
    if isinstance(cause, TranscribeError):
        return cause
    text = str(error)
    if "ModuleNotFoundError" in text:
        missing = text.rpartition("No module named ")[2].split("\n")[0].strip("'\" ")
        return MissingPartError(
            f"a node of the cluster lacks the library {missing or 'transcribe'}",
            hint="install transcribe there, with the same extras as here",
        )
    return MissingPartError(
        "a node of the cluster could not begin to work",
        hint="ray logs shows why; transcribe doctor on that node tells what it lacks",
    )
