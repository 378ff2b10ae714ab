"""Put on PYTHONPATH by the tests: tells of sockets that leave the machine."""

import os
import sys

_LOG = os.environ.get("SOCKET_LOG")


def _watch(event: str, arguments: tuple) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.bind"):
        address = arguments[1]
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            _tell(event)
    elif event == "socket.getaddrinfo" and arguments[0] not in (None, "127.0.0.1", "localhost"):
        _tell(event)


def _tell(event: str) -> None:
    with open(_LOG, "a") as stream:
        stream.write(event + "\n")
    raise PermissionError(f"{event} leaves the machine")


if _LOG:
    sys.addaudithook(_watch)
