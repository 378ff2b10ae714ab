"""Word documents: labelled paragraphs, names with times over their words, tables."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from transcribe.core.transcript import Transcript
from transcribe.core.zips import DAMAGED
from transcribe.errors import TranscriptError
from transcribe.readers.plain import read_paragraphs
from transcribe.readers.text_file import MOST_BYTES, too_large

MOST_EXPANSION = 10
_OLD = b"\xd0\xcf\x11\xe0"

BROKEN: tuple[type[Exception], ...] = (*DAMAGED, OSError, ValueError)
"""What opening a zip raises that is none, or not whole."""


def read_docx(path: Path) -> Transcript:
    """Read paragraphs and tables in their order; see `transcribe.readers.read_transcript`.

    A row of a table is a speaker and what was said; other columns may hold a time or a number.

    Raises
    ------
    TranscriptError
        When it is no Word document, is encrypted, too large, or holds no turns.
    OSError
        When the system cannot read it.
    """
    with path.open("rb") as stream:
        start = stream.read(4)
    if not start:
        raise TranscriptError(
            f"{path.name} is empty", stage="read", hint="put the transcript into it, or remove it"
        )
    if start == _OLD:
        raise _not_word(path, "it is in the old form of Word, or locked by a password")
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(
                info.file_size for info in archive.infolist() if info.filename[-4:] == ".xml"
            )
    except BROKEN:
        raise _not_word(path, "its content is damaged or something else") from None
    if size > MOST_EXPANSION * MOST_BYTES:
        raise too_large(path)
    rows = list(_rows(_open(path)))
    if not any(row.strip() for row in rows):
        raise TranscriptError(
            f"{path.name} holds no text", stage="read", hint="pictures of text are not read"
        )
    if sum("-->" in row for row in rows) >= 2 and rows[0].startswith("WEBVTT"):
        from transcribe.readers.cues import read_cues

        return read_cues("\n".join(rows), file=path.name)
    return read_paragraphs(rows, file=path.name)


def _open(path: Path) -> Any:
    import docx
    from docx.opc.exceptions import OpcError

    # lxml's syntax errors are Python's.
    try:
        return docx.Document(str(path))
    except (*DAMAGED, OpcError, SyntaxError, KeyError, ValueError, AttributeError):
        raise _not_word(path, "its content is damaged or something else") from None


def _rows(document: Any) -> Iterator[str]:
    """Lines of the document, empty ones between its paragraphs as between those of text."""
    from docx.table import Table

    for block in _blocks(document.element.body, document):
        if isinstance(block, Table):
            yield from _table(block)
            continue
        lines = _shown(block).split("\n")
        if not any(line.strip() for line in lines):
            yield ""
            continue
        style = str(block.style.name or "") if block.style is not None else ""
        heading = style.startswith(("Heading", "Title", "Subtitle"))
        for line in lines:
            yield f"# {line.strip()}" if heading and line.strip() else line
        yield ""


def _blocks(element: Any, document: Any) -> Iterator[Any]:
    """Paragraphs and tables in their order, those in the fields of a form too."""
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    for child in element.iterchildren():
        name = _name(child)
        if name == "p":
            yield Paragraph(child, document)
        elif name == "tbl":
            yield Table(child, document)
        elif name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"):
            yield from _blocks(child, document)


_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_UNSHOWN = frozenset(("del", "moveFrom", "Fallback"))


def _shown(paragraph: Any) -> str:
    """What Word shows of a paragraph: inserted words too, deleted and hidden ones not."""
    parts = []
    for node in paragraph._p.iter():
        name, run = _name(node), node.getparent()
        if (name != "t" and name not in _BREAKS) or _name(run) != "r" or _hidden(run):
            continue
        around = []
        for above in run.iterancestors():
            if _name(above) == "p":
                break
            around.append(_name(above))
        if above is paragraph._p and not _UNSHOWN.intersection(around):
            page = any(value in ("page", "column") for value in node.attrib.values())
            parts.append("" if page else _BREAKS.get(name) or node.text or "")
    return "".join(parts)


def _name(element: Any) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1]


def _hidden(run: Any) -> bool:
    """Whether the author hid a run's words (a mark that may be set to off)."""
    return any(
        _name(mark) == "vanish"
        and not {"0", "false", "off"}.intersection(str(value) for value in mark.attrib.values())
        for properties in run.iterchildren()
        if _name(properties) == "rPr"
        for mark in properties.iterchildren()
    )


def _table(table: Any) -> Iterator[str]:
    """``time | speaker | text`` rows as labelled lines, whatever the order of the first two."""
    from transcribe.readers.clock import take_stamp

    for row in table.rows:
        cells: list[str] = []
        last = None
        for cell in row.cells:
            if cell._tc is not last:  # Merged cells come once for each column they span.
                words = " ".join(_shown(paragraph) for paragraph in cell.paragraphs)
                cells.append(" ".join(words.split()))
            last = cell._tc
        stamp, rest = "", []
        for cell in cells:
            found, after, _ = take_stamp(cell)
            if found and not after and not stamp:
                stamp = cell if cell[:1] in "[(" else f"[{cell}]"
            elif cell and not (cell.rstrip(".").isdecimal() and cell is cells[0]):
                rest.append(cell)
        if len(rest) >= 2:
            yield f"{stamp} {rest[0].rstrip(':：')}: {' '.join(rest[1:])}"
        elif rest:
            yield f"{stamp} {rest[0]}"
        yield ""


def _not_word(path: Path, why: str) -> TranscriptError:
    return TranscriptError(
        f"{path.name} is not a Word document that can be opened: {why}",
        stage="read",
        hint="open it and save it as .docx, or as plain text",
    )
