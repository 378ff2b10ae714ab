"""Hands pieces to the seats that hear them, and goes on without a seat that is lost."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from itertools import islice

from transcribe.backends.whisper_hearing import Piece, Told
from transcribe.backends.whisper_model import Place, Request
from transcribe.backends.whisper_seats import AT_ONCE, Seat, SeatLostError
from transcribe.core.time import Seconds
from transcribe.errors import StageError
from transcribe.stages.engines import ProgressHook


class Seating:
    """All places where pieces are heard.

    Parameters
    ----------
    seats
        At least one.
    spare
        Opens a seat on the CPU when all others are lost; None where the device was named.
    """

    def __init__(self, seats: Sequence[Seat], *, spare: Callable[[], Seat] | None = None) -> None:
        self.seats, self.spare = list(seats), spare
        self._lost: list[str] = []

    @property
    def notices(self) -> tuple[str, ...]:
        """What happened so far to seats lost and seats in use, each once."""
        told = (notice for seat in self.seats for notice in seat.notices)
        return tuple(dict.fromkeys((*self._lost, *told)))

    def sounds_like(
        self, pieces: Sequence[Piece], candidates: tuple[str, ...]
    ) -> tuple[str, float]:
        """Language of some pieces together, and how sure that is (0 to 1)."""
        return self.seats[0].sounds_like(pieces, candidates)

    def close(self) -> None:
        """Let go of every model."""
        for seat in self.seats:
            seat.close()

    def hear(
        self,
        pieces: Iterator[Piece],
        request: Request,
        *,
        duration: Seconds,
        progress: ProgressHook,
    ) -> tuple[list[Told], list[Place]]:
        """What was said in every piece, in order, and where that was worked out.

        Parameters
        ----------
        duration
            Of the recording, for the progress.

        Raises
        ------
        StageError
            When the recognizer fails, or there is not enough memory on any device.
        """
        done: dict[int, list[Told]] = {}
        places: list[Place] = []
        again: deque[tuple[int, tuple[Piece, ...]]] = deque()
        at_work: dict[Future[list[Told]], tuple[Seat, int, tuple[Piece, ...]]] = {}
        number, reached = 0, 0.0
        try:
            while True:
                for seat in list(self.seats):
                    while sum(one is seat for one, *_ in at_work.values()) < AT_ONCE:
                        if not again:
                            again.append((number, tuple(islice(pieces, seat.batch))))
                            number += 1
                        which, some = again.popleft()
                        if not some:
                            break
                        at_work[seat.hear(some, request)] = (seat, which, some)
                if not at_work:
                    break
                finished, _ = wait(at_work, return_when=FIRST_COMPLETED)
                for future in finished:
                    seat, which, some = at_work.pop(future)
                    try:
                        done[which] = future.result()
                    except SeatLostError as error:
                        self._lose(seat, error)
                        again.append((which, some))
                        continue
                    places.append(seat.place)
                    reached = max(reached, some[-1].end)
                    progress(min(1.0, reached / duration))
        except BaseException:
            wait([future for future in at_work if not future.cancel()])
            raise
        if not places:
            places = [self.seats[0].place]
        return [told for which in sorted(done) for told in done[which]], places

    def _lose(self, seat: Seat, error: SeatLostError) -> None:
        """Go on without a process that ended; on the CPU when none is left."""
        if seat not in self.seats:
            return
        self.seats.remove(seat)
        seat.close()
        self._lost.append(f"a GPU was given up ({error or 'its process ended'})")
        if self.seats:
            return
        if self.spare is None:
            raise StageError(
                f"no GPU could go on ({error or 'the process ended'})",
                stage="asr",
                hint="name a smaller model (--model small), or let the CPU do it: --device auto",
            )
        self.seats.append(self.spare())
