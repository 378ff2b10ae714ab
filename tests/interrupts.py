"""Ctrl-C for processes that tests start."""

from __future__ import annotations

import signal


def hear_interrupts() -> None:
    """Undo what a shell does to what it starts in the background: it makes it deaf to Ctrl-C.

    Given to `subprocess.Popen` as ``preexec_fn``, or an interrupt test passes or fails by how
    pytest was started.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
