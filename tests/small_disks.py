"""Disks that are soon full."""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def small_disk(size: str) -> Iterator[Path]:
    """A mounted disk of so many bytes (``"300k"``); skips where none can be mounted."""
    with tempfile.TemporaryDirectory() as name:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", name],
            capture_output=True,
            check=False,
        )
        if mounted.returncode:
            pytest.skip("needs leave to mount a small disk")
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", name], check=True)
