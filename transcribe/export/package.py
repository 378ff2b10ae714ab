"""Zip packages whose bytes depend on their content alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

EPOCH = (1980, 1, 1, 0, 0, 0)
"""Time of every member: the first that the format can say."""


def pack(members: Mapping[str, bytes]) -> bytes:
    """Members in their order, compressed unless they are sound."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, date_time=EPOCH)
            text = name.endswith((".xml", ".qde", ".rels", ".txt"))
            info.compress_type = zipfile.ZIP_DEFLATED if text else zipfile.ZIP_STORED
            info.external_attr = 0o600 << 16
            package.writestr(info, content)
    return stream.getvalue()


def repack(content: bytes) -> bytes:
    """The same package with one fixed time."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return pack({name: package.read(name) for name in package.namelist()})
