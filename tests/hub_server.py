"""A server on the loopback that speaks as much of the Hugging Face hub as a fetch needs."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@dataclass
class Hub:
    """What it serves, how it misbehaves, and what it was asked.

    Attributes
    ----------
    break_after
        Bytes of a file after which the next answer breaks off; None for never.
    ignores_range
        Whether it always begins anew.
    elsewhere
        Address that files are sent on to, as the hub sends on to where it keeps them.
    """

    files: dict[str, bytes]
    gated: bool = False
    break_after: int | None = None
    ignores_range: bool = False
    elsewhere: str = ""
    address: str = ""
    asked: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    sent: int = 0

    def description(self) -> bytes:
        """The answer of ``/api/models/…/revision/…?blobs=true``."""
        siblings = []
        for name, content in self.files.items():
            blob = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
            one = {"rfilename": name, "size": len(content), "blobId": blob}
            if name.endswith(".bin"):
                one["lfs"] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            siblings.append(one)
        return json.dumps({"id": "somebody/model", "siblings": siblings}).encode()


@contextmanager
def serving(hub: Hub) -> Iterator[Hub]:
    """Serve until the block ends; sets ``hub.address``."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            wanted, token = self.headers.get("Range"), self.headers.get("Authorization")
            hub.asked.append((path, wanted, token))
            if hub.gated and not token:
                self.send_error(401)
            elif path.startswith("/api/models/"):
                self._answer(hub.description())
            elif hub.elsewhere:
                self.send_response(302)
                self.send_header("Location", hub.elsewhere + self.path)
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                self._file(path.rsplit("/", maxsplit=1)[-1], wanted)

        def _file(self, name: str, wanted: str | None) -> None:
            if name not in hub.files:
                self.send_error(404)
                return
            content, start = hub.files[name], 0
            if wanted and not hub.ignores_range:
                start = int(wanted.removeprefix("bytes=").rstrip("-"))
            self._answer(content[start:], status=206 if start else 200)

        def _answer(self, content: bytes, *, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if hub.break_after is not None and len(content) > hub.break_after:
                content, hub.break_after = content[: hub.break_after], None
                self.close_connection = True
            hub.sent += len(content)
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    hub.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
