"""Builders of finished files: what people hand over, with what it should not hold."""

from __future__ import annotations

import io
import struct
import wave
import zipfile
import zlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from transcribe.backends.pii import available, open_detector
from transcribe.backends.pii.lists import public_forms
from transcribe.backends.tags import read_tags
from transcribe.readers.language import language_of
from transcribe.release.audit import Examiner, Report, examine, gather
from transcribe.stages.detect import Detector
from transcribe.stages.mentions import KnownName

MODELS = Path(__file__).resolve().parents[1] / "models"
KNOWN = (
    KnownName(type="PERSON", text="Tomás Kerrigan"),
    KnownName(type="ORGANIZATION", text="Brightwater Analytics"),
)


@lru_cache(maxsize=2)
def detector(language: str) -> Detector:
    return open_detector(available(MODELS)[0], MODELS, language=language)


def audit(*paths: Path, known: tuple[KnownName, ...] = KNOWN) -> Report:
    """The report on some paths."""
    examiner = Examiner(
        open_detector=detector,
        language_of=language_of,
        is_public=lambda word: word in public_forms(),
        known=known,
    )
    return examine(gather(paths, read_tags=read_tags), examiner=examiner)


def zipped(members: Mapping[str, bytes], *, comment: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.comment = comment
    return stream.getvalue()


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{author}</dc:creator>'
    "</cp:coreProperties>"
)


def run(text: str, *, properties: str = "") -> str:
    marks = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{marks}<w:t xml:space="preserve">{text}</w:t></w:r>'


def word(*paragraphs: str, author: str = "", more: Mapping[str, bytes] | None = None) -> bytes:
    """A Word file of paragraphs given as the XML of their runs."""
    body = "".join(f"<w:p>{runs}</w:p>" for runs in paragraphs)
    document = f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": document.encode(),
        "docProps/core.xml": _CORE.format(author=author).encode(),
    }
    return zipped({**parts, **(more or {})})


def part(kind: str, body: str) -> bytes:
    """One further part of a Word file: comments, footnotes, a header."""
    return f'<w:{kind} xmlns:w="{_W}">{body}</w:{kind}>'.encode()


def png(text: Mapping[str, str]) -> bytes:
    """A picture of one pixel with text chunks."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    chunks = b"".join(
        chunk(b"tEXt", key.encode() + b"\0" + value.encode()) for key, value in text.items()
    )
    pixel = chunk(b"IDAT", zlib.compress(b"\0\0"))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunks + pixel + chunk(b"IEND", b"")


def wav_bytes() -> bytes:
    """A tenth of a second of silence."""
    stream = io.BytesIO()
    with wave.open(stream, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16000)
        sound.writeframes(bytes(3200))
    return stream.getvalue()
