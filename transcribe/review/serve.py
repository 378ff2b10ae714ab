"""A server on the loopback, for as long as the page is open."""

from __future__ import annotations

import json
import logging
import socket
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from transcribe.errors import UsageError
from transcribe.review.access import Gatekeeper
from transcribe.review.app import build_app
from transcribe.review.room import Room
from transcribe.run.files import write_atomic

START = 20.0
"""Seconds in which the server has to answer."""


class Server:
    """Serves a room on 127.0.0.1.

    A server that was killed leaves its address in the private tree, and the next one takes it
    again: a page that is still open goes on, with what it had not sent yet.

    Parameters
    ----------
    port
        0 takes any free one.

    Raises
    ------
    UsageError
        When the port is taken.
    """

    def __init__(self, room: Room, *, port: int = 0, token: str | None = None) -> None:
        import uvicorn

        self.room = room
        self._note = room.workspace.private / "review.json"
        self._home = str(room.workspace.private.resolve())
        known_port, known_token = _remembered(self._note, self._home)
        if token is None and known_port and port in (0, known_port) and _is_free(known_port):
            port, token = known_port, known_token
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind(("127.0.0.1", port))
        except OSError as error:
            self._socket.close()
            raise UsageError(
                f"port {port} cannot be used ({error.strerror})", hint="choose another: --port 0"
            ) from None
        self.port: int = self._socket.getsockname()[1]
        self.gate = Gatekeeper(build_app(room), port=self.port, token=token)
        note = {"port": self.port, "token": self.gate.token, "home": self._home}
        write_atomic(self._note, json.dumps(note).encode())
        # Access lines would hold what was searched for.
        logging.getLogger("uvicorn").setLevel(logging.ERROR)
        config = uvicorn.Config(
            self.gate,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=5,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name="review", daemon=True
        )

    @property
    def address(self) -> str:
        """What to open in the browser."""
        return self.gate.address

    def __enter__(self) -> Self:
        import time

        self._thread.start()
        until = time.monotonic() + START
        while not self._server.started and self._thread.is_alive() and time.monotonic() < until:
            time.sleep(0.02)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Sound that a page is still taking is cut off: nothing that a person has to hear of.
        logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
        self._server.should_exit = True
        self._thread.join(timeout=10)
        self.room.follower.stop()
        self._socket.close()
        self._note.unlink(missing_ok=True)

    def wait(self) -> None:
        """Serve until interrupted."""
        while self._thread.is_alive():
            self._thread.join(timeout=0.5)


def _remembered(note: Path, home: str) -> tuple[int, str]:
    """Port and token of a server that did not end by itself; 0 and nothing without one.

    A copy of the study takes neither: an open page would send it what is meant for the original.
    """
    try:
        data = json.loads(note.read_bytes())
        if data["home"] != home:
            return 0, ""
        return int(data["port"]), str(data["token"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return 0, ""


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
