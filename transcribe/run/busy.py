"""Whether another command is at work on the results of a study."""

from __future__ import annotations

from transcribe.run.store import Workspace


def is_busy(workspace: Workspace) -> bool:
    """Whether another command is writing at this moment."""
    from filelock import FileLock, Timeout

    if not workspace.lock_path.exists():
        return False
    lock = FileLock(workspace.lock_path, timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        return True
    except OSError:
        # Somebody else's folder: it cannot be told, and nobody is waited for.
        return False
    lock.release()
    return False
