"""Forms of files, each read into pieces of text with places."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from transcribe.errors import TranscriptError
from transcribe.release.audit.values import Piece

ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

SOUND = frozenset(
    ".wav .mp3 .m4a .flac .ogg .oga .opus .aac .aif .aiff .wma .amr .mp4 .m4v .mov .mkv .webm "
    ".avi .mpg .mpeg .3gp".split()
)
PICTURES = frozenset(".png .jpg .jpeg .gif .tif .tiff .webp .bmp .heic".split())
_NOT_READ = {
    b"\xd0\xcf\x11\xe0": "it is an old Office file, or one locked by a password: save it as .docx",
    b"{\\rtf": "it is rich text: save it as .docx or .txt",
    b"\x1f\x8b": "it is a packed file (gzip): unpack it first",
    b"7z\xbc\xaf": "it is a packed file (7z): unpack it first",
    b"Rar!": "it is a packed file (rar): unpack it first",
    b"BZh": "it is a packed file (bzip2): unpack it first",
    b"\xfd7zXZ": "it is a packed file (xz): unpack it first",
    b"SQLite": "it is a database: export it as .csv",
}
_PICTURE_STARTS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_SOUND_STARTS = (b"RIFF", b"OggS", b"fLaC", b"ID3", b"\x1aE\xdf\xa3", b"FORM")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a file holds.

    Attributes
    ----------
    inside
        Name and bytes of files that stand in it: pictures, embedded documents.
    notes
        What was not looked at.
    """

    pieces: tuple[Piece, ...]
    inside: tuple[tuple[str, bytes], ...] = ()
    notes: tuple[str, ...] = ()


def read_form(data: bytes, *, name: str, tags: Callable[[], Mapping[str, str]]) -> Form:
    """Read a file by what it begins with, then by its ending.

    Raises
    ------
    TranscriptError
        When it cannot be looked into; the message says why, and nothing of its content.
    """
    suffix = Path(name).suffix.lower()
    for start, reason in _NOT_READ.items():
        if data.startswith(start):
            raise TranscriptError(reason)
    return (
        _packed(data) or _shown(data, suffix=suffix, tags=tags) or _read_text(data, suffix=suffix)
    )


def _packed(data: bytes) -> Form | None:
    """Documents and tables that are no text to a person without a program."""
    if data.startswith(ZIPS):
        from transcribe.release.audit.forms.office import read_office

        return read_office(data)
    if data.startswith((b"PAR1", b"ARROW1")):
        from transcribe.release.audit.forms.columns import read_columns

        return read_columns(data)
    if data.startswith(b"%PDF"):
        from transcribe.release.audit.forms.pdf import read_pdf

        return read_pdf(data)
    return None


def _shown(data: bytes, *, suffix: str, tags: Callable[[], Mapping[str, str]]) -> Form | None:
    """Pictures and sound; and what a Mac writes of a folder."""
    from transcribe.release.audit.forms import media

    if suffix in PICTURES or data.startswith(_PICTURE_STARTS) or _is_webp(data):
        return media.read_picture(data)
    if suffix in SOUND or data.startswith(_SOUND_STARTS) or data[4:8] == b"ftyp":
        return media.read_sound(tags(), data)
    if data.startswith(b"\x00\x00\x00\x01Bud1"):
        return media.read_listing(data)
    return None


def _is_webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def _read_text(data: bytes, *, suffix: str) -> Form:
    from transcribe.release.audit.forms.plain import decode_text, read_cues, read_lines

    if not data:
        return Form(pieces=())
    text = decode_text(data)
    start = text.lstrip("\ufeff \t\n")[:200].lower()
    markdown = (".md", ".markdown", ".rst", ".qmd", ".rmd")
    if suffix in (".vtt", ".srt") or start.startswith("webvtt"):
        return read_cues(text)
    return _structured(data, text, suffix=suffix, start=start) or read_lines(
        text, markup=suffix in markdown
    )


def _structured(data: bytes, text: str, *, suffix: str, start: str) -> Form | None:
    """JSON, tables, mails, HTML and XML; None for anything else."""
    if suffix in (".eml", ".mbox", ".mht", ".mhtml"):
        from transcribe.release.audit.forms.mail import read_mail

        return read_mail(data)
    if suffix in (".json", ".jsonl", ".ndjson", ".ipynb", ".jsonld"):
        from transcribe.release.audit.forms.tables import read_json

        return read_json(text)
    if suffix in (".csv", ".tsv"):
        from transcribe.release.audit.forms.tables import read_table

        return read_table(text, suffix=suffix)
    if suffix in (".html", ".htm", ".xhtml") or start.startswith(("<!doctype html", "<html")):
        from transcribe.release.audit.forms.hypertext import read_html

        return read_html(text)
    if suffix in (".xml", ".tei", ".qde", ".rdf", ".svg") or start.startswith("<?xml"):
        from transcribe.release.audit.forms.markup import read_xml

        return Form(pieces=tuple(read_xml(data)))
    return None
