"""Ctrl-C: once drops what is under way, twice ends everything at once."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator

STOPPED = 130
"""Exit code of a command that was interrupted."""

_to_the_end: list[contextlib.ExitStack] = []
"""What an interrupted command keeps while it leaves: the process ends before it is undone."""


@contextlib.contextmanager
def twice_ends_at_once() -> Iterator[None]:
    """Within it a second Ctrl-C ends this process and all that it started.

    The first raises `KeyboardInterrupt`, once an engine that computes lets it through, and every
    worker drops its piece. The second must not wait for any of that: it is heard by a thread of
    its own. What is half-written then is swept by the next run.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ear, mouth = socket.socketpair()
    mouth.setblocking(False)
    with contextlib.ExitStack() as afterwards:
        afterwards.callback(mouth.close)
        handler = signal.signal(signal.SIGINT, _raise_once())
        afterwards.callback(signal.signal, signal.SIGINT, handler)
        afterwards.callback(signal.set_wakeup_fd, signal.set_wakeup_fd(mouth.fileno()))
        threading.Thread(target=_listen, args=(ear,), daemon=True).start()
        try:
            yield
        except KeyboardInterrupt:
            # It goes on listening: leaving takes its time too.
            _to_the_end.append(afterwards.pop_all())
            raise


def _raise_once() -> Callable[[int, object], None]:
    """Handler whose later calls do nothing: who listens ends the process then."""
    heard = False

    def handle(_number: int, _frame: object) -> None:
        nonlocal heard
        if not heard:
            heard = True
            raise KeyboardInterrupt

    return handle


def _listen(ear: socket.socket) -> None:
    heard = 0
    with ear:
        while numbers := ear.recv(16):
            for number in numbers:
                if number != signal.SIGINT:
                    continue
                heard += 1
                if heard == 1:
                    _say("Stopping. Ctrl-C again stops at once.")
                else:
                    _end()


def _end() -> None:
    import psutil  # type: ignore[import-untyped]

    _say("Stopped at once. What is finished is kept: run again to go on.")
    for child in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            child.kill()
    os._exit(STOPPED)


def _say(text: str) -> None:
    from transcribe.cli.terminal import console

    # A terminal that is gone keeps nobody from stopping.
    with contextlib.suppress(OSError, ValueError):
        console(stderr=True).print(text)
