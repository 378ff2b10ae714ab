"""Where pieces are heard: in this process, or in one process a GPU.

A seat takes two batches at a time: while the engine computes one, the other's features are made
and the words of the one before are put together, so that the engine never waits.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

from transcribe.backends.device import first_line
from transcribe.backends.whisper_hearing import Hearing, Piece, Told
from transcribe.backends.whisper_model import Place, Request
from transcribe.errors import StageError

AT_ONCE = 2


class SeatLostError(Exception):
    """A process of the recognizer ended, or can go on on no place of its own."""


class Seat(Protocol):
    """Something that hears batches of pieces."""

    @property
    def batch(self) -> int:
        """How many pieces it takes at once now."""

    @property
    def place(self) -> Place:
        """Where it computes."""

    @property
    def notices(self) -> list[str]:
        """What happened to it so far."""

    def hear(self, pieces: Sequence[Piece], request: Request) -> Future[list[Told]]:
        """Begin to hear a batch."""

    def sounds_like(
        self, pieces: Sequence[Piece], candidates: tuple[str, ...]
    ) -> tuple[str, float]:
        """Language of some pieces."""

    def close(self) -> None:
        """Let go of the model."""


class LocalSeat:
    """A model in this process."""

    def __init__(self, hearing: Hearing) -> None:
        self.hearing = hearing
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="whisper")

    @property
    def batch(self) -> int:
        """As `Seat`."""
        return self.hearing.batch

    @property
    def place(self) -> Place:
        """As `Seat`."""
        return self.hearing.place

    @property
    def notices(self) -> list[str]:
        """As `Seat`."""
        return self.hearing.notices

    def hear(self, pieces: Sequence[Piece], request: Request) -> Future[list[Told]]:
        """As `Seat`."""
        return self._threads.submit(self.hearing.hear, pieces, request)

    def sounds_like(
        self, pieces: Sequence[Piece], candidates: tuple[str, ...]
    ) -> tuple[str, float]:
        """As `Seat`."""
        return self.hearing.sounds_like(pieces, candidates)

    def close(self) -> None:
        """As `Seat`."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        self.hearing.close()


class ProcessSeat:
    """A model in a process of its own, on one GPU.

    Parameters
    ----------
    steps
        Places of that one GPU, the best first.
    """

    def __init__(self, folder: Path, *, steps: Sequence[Place], threads: int) -> None:
        import multiprocessing

        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=serve, args=(theirs, folder, tuple(steps), threads), daemon=True
        )
        self._process.start()
        theirs.close()
        self._lock, self._next = threading.Lock(), 0
        self._waiting: dict[int, Future[Any]] = {}
        self.notices: list[str] = []
        self.place, self.batch = steps[0], 1
        self._opened: Future[Any] = Future()
        self._waiting[-1] = self._opened
        threading.Thread(target=self._read, daemon=True).start()

    def wait_until_open(self) -> None:
        """Wait for the model to be loaded.

        Raises
        ------
        SeatLostError
            When no place of this GPU computes.
        """
        self._opened.result()

    def hear(self, pieces: Sequence[Piece], request: Request) -> Future[list[Told]]:
        """As `Seat`."""
        return self._call("hear", list(pieces), request)

    def sounds_like(
        self, pieces: Sequence[Piece], candidates: tuple[str, ...]
    ) -> tuple[str, float]:
        """As `Seat`."""
        found: tuple[str, float] = self._call("sounds_like", list(pieces), candidates).result()
        return found

    def close(self) -> None:
        """As `Seat`."""
        with contextlib.suppress(OSError, ValueError):
            self._pipe.send(None)
        self._process.join(timeout=5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def _call(self, what: str, *arguments: Any) -> Future[Any]:
        future: Future[Any] = Future()
        with self._lock:
            number, self._next = self._next, self._next + 1
            self._waiting[number] = future
            try:
                self._pipe.send((number, what, arguments))
            except (OSError, ValueError):
                self._waiting.pop(number, None)
                future.set_exception(SeatLostError())
        return future

    def _read(self) -> None:
        """Hand every answer to who waits for it, until the process ends."""
        while True:
            try:
                number, state, answer = self._pipe.recv()
            except (EOFError, OSError):
                break
            self.place, self.batch, self.notices = state
            future = self._waiting.pop(number)
            if isinstance(answer, BaseException):
                future.set_exception(answer)
            else:
                future.set_result(answer)
        with self._lock:
            lost, self._waiting = self._waiting, {}
        for future in lost.values():
            future.set_exception(SeatLostError())


def serve(pipe: Any, folder: Path, steps: tuple[Place, ...], threads: int) -> None:
    """The process of a `ProcessSeat`: open the model, then answer until told to stop."""
    import signal

    # Ctrl-C is the parent's to handle: it closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sending = threading.Lock()
    hearing, failure = open_on_first(folder, steps, threads=threads)

    def answer(number: int, said: Any) -> None:
        state = (hearing.place, hearing.batch, hearing.notices) if hearing else (steps[0], 1, [])
        with sending:
            pipe.send((number, state, said))

    if hearing is None:
        answer(-1, SeatLostError(failure))
        return
    answer(-1, True)

    def work(number: int, what: str, arguments: tuple[Any, ...]) -> None:
        try:
            said: Any = getattr(hearing, what)(*arguments)
        except StageError as error:
            said = SeatLostError(error.message)
        except Exception as error:  # noqa: BLE001 - it is raised again where it was asked for
            said = SeatLostError(first_line(error))
        answer(number, said)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        while True:
            try:
                order = pipe.recv()
            except (EOFError, OSError):
                break
            if order is None:
                break
            pool.submit(work, *order)


def open_on_first(
    folder: Path, steps: Sequence[Place], *, threads: int
) -> tuple[Hearing | None, str]:
    """A model on the first place that computes, and what was wrong with the ones before."""
    from transcribe.backends import whisper_model

    failures: list[str] = []
    for index, place in enumerate(steps):
        try:
            model = whisper_model.load(folder, place, threads=threads)
        except (RuntimeError, ValueError, MemoryError) as error:
            failures.append(f"{place}: {first_line(error)}")
            continue
        hearing = Hearing(folder, model, steps=steps[index:], threads=threads)
        hearing.notices += [f"not used, because it failed: {failure}" for failure in failures]
        return hearing, ""
    return None, "; ".join(failures)
