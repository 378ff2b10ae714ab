"""Bytes of a text file to text, whatever wrote them; and a clear word when they are no text."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from transcribe.errors import TranscriptError

MOST_BYTES = 20_000_000
# A three-hour interview is about 0.2 MB of text.

_MAGIC = {
    b"PK\x03\x04": "a zip or Word file",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"{\\rtf": "a rich-text file",
    b"RIFF": "sound or video",
    b"OggS": "sound",
    b"fLaC": "sound",
    b"ID3": "sound",
    b"\x1aE\xdf\xa3": "video",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a compressed file",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def read_text(path: Path) -> str:
    """Text of a file in UTF-8, UTF-16, UTF-32 or Windows Latin-1, all line ends made one.

    Raises
    ------
    TranscriptError
        When it is empty, larger than `MOST_BYTES`, or not text.
    OSError
        When the system cannot read it.
    """
    if path.stat().st_size > MOST_BYTES:
        raise too_large(path)
    data = path.read_bytes()
    for start, what in _MAGIC.items():
        if data.startswith(start):
            raise _not_text(path, f" but {what}")
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip("\ufeff \t\n\x00"):
        raise TranscriptError(
            f"{path.name} is empty", stage="read", hint="put the transcript into it, or remove it"
        )
    if "\x00" in text or len(_CONTROL.findall(text)) > len(text) // 100:
        raise _not_text(path, "")
    return text.replace("\ufeff", "")


def too_large(path: Path) -> TranscriptError:
    """The error for a file that no interview can fill."""
    return TranscriptError(
        f"{path.name} is larger than {MOST_BYTES // 1_000_000} MB of text, which no interview is",
        stage="read",
        hint="check that it is the transcript of one interview",
    )


def _not_text(path: Path, what: str) -> TranscriptError:
    return TranscriptError(
        f"{path.name} is not text{what}",
        stage="read",
        hint="export the transcript again as .txt, .vtt, .srt, .docx or .json",
    )


def decode(data: bytes) -> str:
    """Text of bytes in UTF-8, UTF-16, UTF-32 or Windows Latin-1."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    head = data[:4000]
    if len(head) >= 4 and head.count(0) > len(head) // 5:
        # UTF-16 without its mark: western letters leave every other byte zero.
        for encoding, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
            if head[offset::2].count(0) > 0.7 * len(head[offset::2]):
                return data.decode(encoding, errors="replace")
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
