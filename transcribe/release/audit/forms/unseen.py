"""Bytes that no reader of a form looks into, searched for known names alone.

Maker's notes of cameras, chunks of sound files, macros, room between the members of a zip, what was
put after the end of a picture: anybody can hide a name there, and nobody would write a reader for
each.
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator, Sequence

from transcribe.release.audit.values import BYTES, Piece

PART = "bytes that nothing shows"

HEAD, TAIL = 8_000_000, 2_000_000
"""Of a larger file, so much of the beginning and of the end is searched: sound and pixels are
between."""

LEAST = 5
"""Characters of a run that may be a word; chance makes shorter ones everywhere."""

MOST_RUNS = 400
"""Runs that are read as one piece."""

_RUNS = (
    (re.compile(rb"[\x20-\x7e\xc2-\xf4\x80-\xbf]{%d,}" % LEAST), "utf-8"),
    (re.compile(rb"(?:[\x20-\x7e\xc0-\xff]\x00){%d,}" % LEAST), "utf-16-le"),
    (re.compile(rb"(?:\x00[\x20-\x7e\xc0-\xff]){%d,}" % LEAST), "utf-16-be"),
)
_WORDS = re.compile(r"[^\W\d_]{4,}")


def swept(data: bytes, *, read: Sequence[Piece] = ()) -> Iterator[Piece]:
    """Runs of characters in bytes, several to a piece.

    Parameters
    ----------
    read
        What was read of the same bytes: it is not told twice.
    """
    if len(data) > HEAD + TAIL:
        data = data[:HEAD] + b"\n" + data[-TAIL:]
    known = "\n".join(piece.text for piece in read)
    runs = [run for run in dict.fromkeys(_runs(data)) if run.strip() not in known]
    for at in range(0, len(runs), MOST_RUNS):
        yield Piece(text="\n|\n".join(runs[at : at + MOST_RUNS]), sort=BYTES, part=PART)


def _runs(data: bytes) -> Iterator[str]:
    for pattern, encoding in _RUNS:
        for match in pattern.finditer(data):
            text = match.group().decode(encoding, "replace")
            if _WORDS.search(text):
                yield text


def outside_members(archive: zipfile.ZipFile, data: bytes) -> bytes:
    """The bytes of a zip that are no member's content: heads, further fields, and what has none."""
    parts, last = [], 0
    for member in sorted(archive.infolist(), key=lambda one: one.header_offset):
        head = data[member.header_offset : member.header_offset + 30]
        if len(head) < 30:
            continue
        name, further = struct.unpack_from("<HH", head, 26)
        fields = member.header_offset + 30 + name
        # The name is looked at by itself.
        parts += [data[last : member.header_offset], data[fields : fields + further]]
        last = max(last, fields + further + member.compress_size)
    rest = data[last:]
    for member in archive.infolist():
        rest = rest.replace(member.orig_filename.encode("utf-8", "replace"), b"\n")
    return b"\n".join((*parts, rest))
