"""PDF: lines of its pages, properties, notes, links and attached files."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from transcribe.errors import TranscriptError
from transcribe.release.audit.forms import Form
from transcribe.release.audit.forms.unseen import swept
from transcribe.release.audit.values import CODE, PROPERTY, TEXT, Piece, Spot

MOST_PAGES = 2_000
MOST_UNPACKED = 64_000_000
"""Bytes of the objects of a file that are searched for known names."""


def read_pdf(data: bytes) -> Form:
    """Read what a PDF shows and what it says of itself.

    Raises
    ------
    TranscriptError
        When it is damaged or locked by a password.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFException
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            pieces = [*_properties(pdf.metadata)]
            empty = True
            for number, page in enumerate(pdf.pages[:MOST_PAGES], start=1):
                found = list(_page(page, number))
                empty = empty and not any(piece.sort == TEXT for piece in found)
                pieces += found
            many = len(pdf.pages) > MOST_PAGES
            pieces += swept(b"\n".join(_objects(pdf.doc)), read=pieces)
            inside = tuple(_attached(pdf.doc))
    except PDFPasswordIncorrect:
        raise TranscriptError("it is locked by a password") from None
    except PdfminerException as error:
        locked = isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect)
        reason = "it is locked by a password" if locked else "it is a damaged PDF"
        raise TranscriptError(reason) from None
    except (PDFException, ValueError, TypeError, KeyError, IndexError, OSError, RecursionError):
        raise TranscriptError("it is a damaged PDF") from None
    notes = []
    if empty:
        notes.append("its pages hold no text; pictures of text are not read")
    if many:
        notes.append(f"only its first {MOST_PAGES} pages were looked at")
    return Form(pieces=tuple(pieces), inside=inside, notes=tuple(notes))


def _objects(document: Any) -> Iterator[bytes]:
    """Strings and streams of all objects: outlines, fields of forms, attached files, metadata."""
    from pdfminer.pdftypes import PDFException as Broken

    left = MOST_UNPACKED
    for number in _numbers(document):
        try:
            for content in _strings(document.getobj(number)):
                left -= len(content)
                if left < 0:
                    return
                yield content
        except (Broken, ValueError, TypeError, KeyError, IndexError, RecursionError):
            continue


def _numbers(document: Any) -> list[int]:
    return sorted({number for xref in document.xrefs for number in xref.get_objids()})


def _attached(document: Any) -> Iterator[tuple[str, bytes]]:
    """Files that somebody attached."""
    from pdfminer.pdftypes import PDFException as Broken
    from pdfminer.pdftypes import PDFStream

    for number in _numbers(document):
        try:
            found = document.getobj(number)
            if isinstance(found, PDFStream) and "EmbeddedFile" in str(found.attrs.get("Type")):
                yield f"attachment {number}", found.get_data()[:MOST_UNPACKED]
        except (Broken, ValueError, TypeError, KeyError, IndexError, RecursionError):
            continue


def _strings(value: Any) -> Iterator[bytes]:
    """Strings, names and streams within one object; others that it refers to are met by number."""
    from pdfminer.pdftypes import PDFStream

    if isinstance(value, bytes):
        yield value.decode("utf-16").encode() if value[:2] == b"\xfe\xff" else value
    elif isinstance(value, str):
        yield value.encode(errors="replace")
    elif isinstance(value, PDFStream):
        yield from _strings(value.attrs)
        if value.attrs.get("Subtype") is None or "Image" not in str(value.attrs["Subtype"]):
            yield value.get_data()
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from (*_strings(key), *_strings(inner))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def _properties(metadata: Mapping[str, Any]) -> Iterator[Piece]:
    for key, value in metadata.items():
        if not isinstance(value, str) or not value.strip() or "Date" in key:
            continue
        if key in ("Producer", "Creator", "Trapped", "PTEX.Fullbanner"):
            yield Piece(text=value, sort=CODE, part=f"property {key}")
        else:
            sort = TEXT if key in ("Title", "Subject", "Keywords") else PROPERTY
            yield Piece(text=value, sort=sort, part=f"property {key}")


def _page(page: Any, number: int) -> Iterator[Piece]:
    """Paragraphs of a page: lines read on end, for names are parted over them."""
    from transcribe.release.audit.forms.plain import read_lines

    unit = f"page {number}"
    text = page.extract_text() or ""
    for piece in read_lines(text).pieces:
        spots = tuple(
            Spot(offset=spot.offset, line=spot.line, column=spot.column, unit=unit)
            for spot in piece.spots
        )
        yield Piece(text=piece.text, sort=piece.sort, part=piece.part, spots=spots)
    for note in page.annots:
        inside = note.get("data") or {}
        for key, part in (("contents", "note"), ("title", "author of a note"), ("uri", "link")):
            value = note.get(key)
            if isinstance(value, str) and value.strip():
                sort = {"contents": TEXT, "title": PROPERTY, "uri": CODE}[key]
                yield Piece(text=value, sort=sort, part=part, spots=(Spot(offset=0, unit=unit),))
        author = inside.get("T")
        if isinstance(author, bytes) and note.get("title") is None:
            text = author.decode("utf-16" if author[:2] in (b"\xfe\xff",) else "latin-1", "replace")
            yield Piece(
                text=text,
                sort=PROPERTY,
                part="author of a note",
                spots=(Spot(offset=0, unit=unit),),
            )
