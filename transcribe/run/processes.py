"""Worker processes of this machine: each holds its own engines, and ends with the run."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from transcribe.config import Settings
from transcribe.errors import TranscribeError
from transcribe.run.files import start_flushers
from transcribe.run.parts import Bench, Parts
from transcribe.run.pieces import Ended, Hook, Piece, attempt
from transcribe.run.store import Artefact, Workspace

PartsFactory = Callable[[Settings], Parts]
"""A function of a module (workers find it by name) that describes the engines of its machine."""

PATIENCE = 3.0
"""Seconds a worker is given to drop its piece before it is ended."""

PACE = 0.25
"""Seconds between two reports of progress of one piece."""

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(slots=True)
class _Worker:
    lane: str
    process: BaseProcess
    connection: Connection
    piece: Piece | None = None


class Processes:
    """A crew of processes on this machine.

    Parameters
    ----------
    factory
        Describes the engines anew in every worker.
    threads
        Threads that each worker computes with.
    lanes
        One a worker: ``any``, ``cpu``, or ``gpu`` and its number (``gpu:0``).
    """

    def __init__(
        self,
        lanes: Sequence[str],
        *,
        workspace: Workspace,
        factory: PartsFactory,
        threads: int,
        hook: Hook,
    ) -> None:
        self.workspace, self.factory, self.threads, self.hook = workspace, factory, threads, hook
        self._context = multiprocessing.get_context("spawn")
        self._workers = [self._start(lane) for lane in lanes]
        self._ended: list[Ended] = []

    @property
    def size(self) -> int:
        """Workers."""
        return len(self._workers)

    @property
    def free(self) -> tuple[str, ...]:
        """Lanes of the workers that wait."""
        return tuple(_kind(worker.lane) for worker in self._workers if worker.piece is None)

    def give(self, piece: Piece, lane: str) -> None:
        """A waiting worker of a lane takes a piece."""
        worker = next(w for w in self._workers if w.piece is None and _kind(w.lane) == lane)
        worker.piece = piece
        try:
            worker.connection.send(("do", _for_worker(piece, self.threads)))
        except OSError:
            self._bury(worker)

    def next(self) -> Ended:
        """Wait until a piece ends, passing on what workers say of their progress."""
        while not self._ended:
            busy = [worker for worker in self._workers if worker.piece is not None]
            ready = wait([worker.connection for worker in busy])
            for worker in busy:
                if worker.connection in ready:
                    self._hear(worker)
        return self._ended.pop(0)

    def close(self, kind: str) -> None:
        """Tell every worker that nobody needs engines of a kind any more."""
        for worker in self._workers:
            with contextlib.suppress(OSError):
                worker.connection.send(("close", kind))

    def end(self) -> None:
        """Ask workers to go, and end those that do not."""
        for worker in self._workers:
            with contextlib.suppress(OSError):
                worker.connection.send(("end", None))
            if worker.piece is not None:
                worker.process.terminate()
        deadline = time.monotonic() + PATIENCE
        for worker in self._workers:
            worker.process.join(max(0.0, deadline - time.monotonic()))
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.connection.close()
        self._workers.clear()

    # -- workers -------------------------------------------------------------------------------

    def _start(self, lane: str) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=work, args=(theirs, str(self.workspace.out), self.factory), daemon=False
        )
        with _environment(_environment_of(lane, self.threads)):
            process.start()
        theirs.close()
        return _Worker(lane=lane, process=process, connection=ours)

    def _hear(self, worker: _Worker) -> None:
        assert worker.piece is not None  # noqa: S101 - only busy workers are listened to
        try:
            kind, value = worker.connection.recv()
        except (EOFError, OSError):
            self._bury(worker)
            return
        if kind == "progress":
            self.hook(worker.piece.stage, worker.piece.recording, value)
            return
        piece, worker.piece = worker.piece, None
        path, failure, seconds = value
        self._ended.append(
            Ended(
                piece=piece,
                artefact=Artefact(Path(path)) if path else None,
                failure=failure,
                seconds=seconds,
            )
        )

    def _bury(self, worker: _Worker) -> None:
        """A worker is gone: its piece is lost, and another takes its place."""
        worker.process.join(PATIENCE)
        worker.connection.close()
        if worker.piece is not None:
            self._ended.append(Ended(piece=worker.piece))
        self._workers[self._workers.index(worker)] = self._start(worker.lane)


def _kind(lane: str) -> str:
    return lane.partition(":")[0]


def _environment_of(lane: str, threads: int) -> dict[str, str]:
    """Threads for libraries that ask the environment, and the one GPU of a lane."""
    found = {name: str(threads) for name in THREADS}
    kind, _, number = lane.partition(":")
    if kind == "gpu":
        found["CUDA_VISIBLE_DEVICES"] = number
    return found


@contextlib.contextmanager
def _environment(changed: Mapping[str, str]) -> Iterator[None]:
    """The environment that a process is started with."""
    before = {name: os.environ.get(name) for name in changed}
    os.environ.update(changed)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _for_worker(piece: Piece, threads: int) -> Piece:
    """The piece with settings under which a worker starts no crew of its own."""
    settings = piece.job.settings
    values = {**settings.values, "jobs": threads}
    return replace(piece, job=replace(piece.job, settings=replace(settings, values=values)))


# -- inside a worker -----------------------------------------------------------------------------


def work(connection: Connection, out: str, factory: PartsFactory) -> None:
    """Carry out pieces as they come, until told to end or the run is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    _follow_parent()
    start_flushers()
    bench, workspace = Bench(), Workspace(Path(out))
    parts: Parts | None = None
    with contextlib.closing(bench):
        while True:
            try:
                order, value = connection.recv()
            except (EOFError, OSError):
                return
            if order == "end":
                return
            if order == "close":
                bench.close(value)
                continue
            try:
                parts = parts or factory(value.job.settings)
            except TranscribeError as error:
                connection.send(("ended", (None, error, 0.0)))
                continue
            _answer(connection, value, workspace, parts, bench)


def _answer(
    connection: Connection, piece: Piece, workspace: Workspace, parts: Parts, bench: Bench
) -> None:
    said = 0.0

    def hook(share: float) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said >= PACE:
            said = now
            connection.send(("progress", share))

    ended = attempt(piece, workspace=workspace, parts=parts, bench=bench, hook=hook)
    path = str(ended.artefact.path) if ended.artefact else None
    connection.send(("ended", (path, ended.failure, ended.seconds)))


def _leave(*_: Any) -> None:
    """Let what is half-written be cleared away, then go."""
    sys.exit(1)


def _follow_parent() -> None:
    """End with the run, even when that was killed: nobody may write beside the next one."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
