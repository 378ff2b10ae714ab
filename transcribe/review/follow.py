"""Brings the stages behind the page up to date, one piece of work at a time, in the background."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from transcribe.errors import LockedError, TranscribeError

IDLE = 1.5
"""Seconds without an edit after which the stages follow: nobody waits for each keystroke."""
RETRY = 3.0
"""Seconds until the next try when a run holds the folder."""


class Follower:
    """Runs what has to follow an edit.

    Parameters
    ----------
    update
        Carries one recording through the stages behind its edits, and the study after them.
    refresh
        Carries decisions through the study; opens no model.
    after
        Called when everything has followed; ends early when ``wanted`` tells so.
    """

    def __init__(
        self,
        *,
        update: Callable[[str], None],
        refresh: Callable[[], None],
        after: Callable[[], None] = lambda: None,
        idle: float = IDLE,
    ) -> None:
        self._update, self._refresh, self._after, self._idle = update, refresh, after, idle
        self._recordings: set[str] = set()
        self._study = False
        self._last = 0.0
        self._working = False
        self._stopping = False
        self._wake = threading.Condition()
        self.problem = ""
        self._thread = threading.Thread(target=self._work, name="follow", daemon=True)
        self._thread.start()

    def begin(self, recordings: Sequence[str]) -> None:
        """Follow what was there before: edits of these recordings, and decisions of the study."""
        with self._wake:
            self._study = True
            self._recordings.update(recordings)
            self._last = time.monotonic()
            self._wake.notify_all()

    def edited(self, recording: str, *, stages: bool) -> None:
        """Note an edit; ``stages`` tells that more than the study step has to follow."""
        with self._wake:
            self._study = True
            if stages:
                self._recordings.add(recording)
            self._last = time.monotonic()
            self._wake.notify_all()

    @property
    def busy(self) -> bool:
        """Whether something still has to follow."""
        with self._wake:
            return self._working or self._study

    @property
    def wanted(self) -> bool:
        """Whether other work than following waits: a new edit, or the end."""
        with self._wake:
            return self._study or self._stopping

    def settle(self, *, within: float = 600.0) -> None:
        """Wait until everything has followed.

        Raises
        ------
        TranscribeError
            When it did not within the time (seconds), or failed.
        """
        with self._wake:
            self._last = 0.0
            self._wake.notify_all()
            done = self._wake.wait_for(lambda: not (self._working or self._study), timeout=within)
        if not done or self.problem:
            raise TranscribeError(
                self.problem or "the stages have not followed your edits yet",
                hint="wait a moment and sign off again; nothing is lost",
            )

    def stop(self) -> None:
        """Finish what is under way and stop."""
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        self._thread.join(timeout=60)

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._stopping or self._study)
                if self._stopping:
                    return
                rest = self._last + self._idle - time.monotonic()
                if self._last and rest > 0:
                    self._wake.wait(timeout=rest)
                    continue
                recordings, self._recordings = sorted(self._recordings), set()
                self._study, self._working = False, True
            again = self._follow(recordings)
            with self._wake:
                self._working = False
                if again:
                    self._recordings.update(recordings)
                    self._study, self._last = True, time.monotonic() + RETRY
                self._wake.notify_all()
            if not again:
                self._after()

    def _follow(self, recordings: list[str]) -> bool:
        """Do the work; whether to try again because a run holds the folder."""
        problems: list[str] = []
        try:
            for recording in recordings:
                with _telling(problems):
                    self._update(recording)
            if problems or not recordings:
                with _telling(problems):
                    self._refresh()
        except LockedError:
            self.problem = "a run is at work on this folder; your edits are kept and follow it"
            return True
        self.problem = "; ".join(problems)
        return False


@contextmanager
def _telling(problems: list[str]) -> Iterator[None]:
    """Note what failed and go on: one recording holds no other back."""
    try:
        yield
    except LockedError:
        raise
    except TranscribeError as error:
        problems.append(str(error))
    except OSError as error:
        problems.append(f"the transcripts could not be written ({error.strerror})")
