"""``transcribe review`` as a person starts it, watched for whom it talks to."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
from integration_study import CommandLine


@contextmanager
def reviewing(cli: CommandLine) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """``transcribe review`` in a process of its own, and its address.

    At the end nothing may have tried to leave the machine, in Python or beneath it.
    """
    process = cli.start("review", "--no-browser", PYTHONUNBUFFERED="1")
    try:
        assert process.stdout is not None
        address = re.search(r"http://\S+", process.stdout.readline() + process.stdout.readline())
        assert address, "no address was printed"
        yield process, address.group()
        if process.poll() is None:
            assert talks_to(process.pid) == {"127.0.0.1"}
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert not cli.socket_log.exists(), cli.socket_log.read_text()


def talks_to(pid: int) -> set[str]:
    """Addresses at both ends of all sockets of a process and its children."""
    process = psutil.Process(pid)
    return {
        end.ip
        for one in (process, *process.children(recursive=True))
        for connection in one.net_connections(kind="inet")
        for end in (connection.laddr, connection.raddr)
        if end
    }
