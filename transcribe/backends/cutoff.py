"""Whether a file was cut off, where FFmpeg takes its length from what is left of it."""

from __future__ import annotations

import struct
from pathlib import Path

from transcribe.core.time import Seconds

OPEN_ENDED = 0xFFFFFFFF
"""A program that writes WAV to a pipe does not know the length and puts this."""

UNCOMPRESSED = (0x0001, 0x0003, 0xFFFE)
"""Format tags (integer, float, extensible) whose byte rate is exact."""


def claimed_wav_duration(path: Path) -> Seconds | None:
    """Seconds that the header of a WAV file claims; None when it claims nothing usable."""
    with path.open("rb") as file:
        if file.read(4) != b"RIFF" or len(file.read(4)) < 4 or file.read(4) != b"WAVE":
            return None
        bytes_a_second = 0
        while len(chunk := file.read(8)) == 8:
            name, size = chunk[:4], struct.unpack("<I", chunk[4:])[0]
            if name == b"data":
                known = bytes_a_second > 0 and 0 < size < OPEN_ENDED
                return size / bytes_a_second if known else None
            content = file.read(min(size, 16)) if name == b"fmt " else b""
            if len(content) == 16 and struct.unpack("<H", content[:2])[0] in UNCOMPRESSED:
                bytes_a_second = struct.unpack("<I", content[8:12])[0]
            file.seek(size + size % 2 - len(content), 1)
    return None


def ogg_is_closed(path: Path) -> bool:
    """Whether the last page of an Ogg file says that it is the last (RFC 3533, section 6)."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        # A page is at most 27 + 255 + 255 * 255 bytes long.
        file.seek(max(0, size - 65_536))
        tail = file.read()
    page = tail.rfind(b"OggS")
    if page < 0 or page + 27 > len(tail) or not tail[page + 5] & 0x04:
        return False
    lacing = tail[page + 27 : page + 27 + tail[page + 26]]
    return page + 27 + tail[page + 26] + sum(lacing) <= len(tail)
