"""The same plan on a Ray cluster: actors on its nodes, paths and digests sent, nothing else."""

from __future__ import annotations

import ipaddress
import os
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transcribe.errors import MissingPartError, TranscribeError, UsageError
from transcribe.run.node import Node, Opener, Site, ticket_of
from transcribe.run.pieces import Ended, Piece
from transcribe.run.store import Artefact, Workspace

WAIT_FOR_NODES = 120.0
"""Seconds until actors that find no place on the cluster are given up."""


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
    elsewhere
        Recordings may be worked on by other machines.

    Raises
    ------
    MissingPartError
        When Ray is not installed.
        Also when no node can work, with what is missing there.
    UsageError
        When no cluster answers at the address, it has no room, or it has nodes on other machines
        that the recordings may not go to.
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
        elsewhere: bool = False,
    ) -> None:
        self._ray = _open_ray(address)
        try:
            _keep_here(self._ray.nodes(), address=address, elsewhere=elsewhere)
        except TranscribeError:
            self._ray.shutdown()
            raise
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
    if not address:
        # Ray of one machine listens to the loopback alone if told that it can be no cluster; of
        # 127.0.0.1 given as the node's address it makes the address that the network sees.
        os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
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
            ray.init(address="local", include_dashboard=False, **options)
    except (ConnectionError, RuntimeError, ValueError):
        raise UsageError(
            f"no Ray cluster answers at {address or 'this machine'}",
            hint="start one with: ray start --head, or leave the address out for one that is "
            "started for this run",
        ) from None
    return ray


def _keep_here(nodes: Sequence[Mapping[str, Any]], *, address: str, elsewhere: bool) -> None:
    """Refuse a cluster that would take recordings further than they may go.

    The address of the one node says nothing of where the others are.
    """
    import psutil  # type: ignore[import-untyped]

    found = [str(node["NodeManagerAddress"]) for node in nodes if node.get("Alive")]
    if not address:
        if not all(ipaddress.ip_address(place).is_loopback for place in found):
            raise UsageError(
                "Ray did not keep to this machine's own addresses, so nothing was started",
                hint="use --jobs instead; it needs no network",
            )
        return
    here = {one.address for group in psutil.net_if_addrs().values() for one in group}
    away = sorted({place for place in found if place not in here})
    if away and not elsewhere:
        raise UsageError(
            f"the cluster at {address} has nodes on other machines ({', '.join(away)}); "
            "nothing was sent",
            hint="if it is your institution's own, say so in study.toml: "
            f'[cluster] own = ["{address}"]',
        )


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
