"""What reading a damaged zip raises: Word documents and bundles are zips."""

from __future__ import annotations

import zipfile
import zlib

DAMAGED: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    # A compression or a version that is not known; encryption.
    NotImplementedError,
    RuntimeError,
)
"""Exceptions of `zipfile` for content that is not what its directory says."""
