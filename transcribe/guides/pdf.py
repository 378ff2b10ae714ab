"""Interview guides from PDF: lines put together from where their words stand on the page.

Headings are told by size and weight of the type, nesting by the left edge, paragraphs broken over
lines by the right one. A scanned PDF holds no words; it is refused with a clear word.
"""

from __future__ import annotations

import io
import re
import statistics
import struct
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from transcribe.errors import GuideError
from transcribe.guides.borderless import plain_tables
from transcribe.guides.columns import Box, reading_order
from transcribe.guides.document import Block, read_blocks
from transcribe.guides.lines import read_line
from transcribe.guides.plain import PAGE_NUMBER, join
from transcribe.guides.tree import Draft

MOST_PAGES = 60
LARGER = 1.12
"""Type this much larger than the body's makes a heading."""
FULL_LINE = 0.82
"""A line that reaches this share of the text's width may go on in the next one."""
PARAGRAPH_GAP = 1.75
"""Distance between lines, in type sizes, from which white space stands between them."""
HEADING_GAP = 1.4
ROOM = 0.9
"""Share of a cell's widest line, in letters, up to which a line could have taken another word."""
HEADING_WORDS = 14
_GLYPH = re.compile(r"\(cid:\d+\)")
"""What pdfminer writes for a sign whose meaning the PDF does not tell: bullets, mostly."""
_PRINTED = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?(?: .*)?"
    r"|(?:file|https?)://\S*(?: \d+ ?/ ?\d+)?",
    re.IGNORECASE,
)
"""What browsers print above and below a page: when it was printed, and its address."""
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One printed line; lengths in points, ``edge`` the right one of its column."""

    page: int
    at: int
    text: str
    left: float
    right: float
    top: float
    size: float
    bold: bool
    edge: float = 0.0


# What pdfminer and pdfplumber trip over where objects of a damaged file are not what they expect.
_BROKEN = (
    *(TypeError, ValueError, LookupError, AttributeError, AssertionError, ArithmeticError),
    *(RecursionError, struct.error, zlib.error),
)


def read_pdf(data: bytes, *, name: str) -> tuple[str, Draft]:
    """Read a PDF into its title and the root of its tree.

    Raises
    ------
    GuideError
        When the file is damaged or locked, has no text (a scan), or is too long for a guide.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            pages = document.pages
            if len(pages) > MOST_PAGES:
                raise GuideError(
                    f"{name} has {len(pages)} pages: too long for an interview guide",
                    hint=f"is this the right file? a guide has {MOST_PAGES} pages at most",
                )
            rows, tables = _pages(pages)
            pictures = any(page.images for page in pages)
    except (PDFException, PdfminerException, MalformedPDFException, *_BROKEN) as error:
        if isinstance(error, PDFPasswordIncorrect) or any(
            isinstance(cause, PDFPasswordIncorrect) for cause in error.args
        ):
            raise GuideError(
                f"{name} is locked with a password",
                hint="open it with the password and save it without one, or copy its text",
            ) from None
        raise GuideError(
            f"{name} is damaged or no PDF",
            hint="open it and save it again, or copy its text",
        ) from None
    if not rows and not tables:
        why = "a scan: pictures of pages, without text" if pictures else "without any text"
        raise GuideError(
            f"{name} is {why}",
            hint="run it through OCR (ocrmypdf, say), or write the questions into a .md file",
        )
    return read_blocks(_blocks(_without_furniture(rows), tables))


def _pages(pages: list[Any]) -> tuple[list[_Row], list[tuple[int, float, Block]]]:
    rows: list[_Row] = []
    tables: list[tuple[int, float, Block]] = []
    printed = 1
    for number, page in enumerate(pages, start=1):
        beside = page
        for table in plain_tables(page) if not page.find_tables() else ():
            beside = beside.outside_bbox((page.bbox[0], table.top, page.bbox[2], table.bottom))
            block = Block(at=printed, rows=_cells(table.cells), gap=True)
            tables.append((number, table.top, block))
        own = _page_rows(beside, number, first=printed)
        printed += len(own)
        for found in page.find_tables():
            cells = _cells(found.extract())
            if len(cells) > 1 and len(cells[0]) > 1:
                top, bottom = found.bbox[1], found.bbox[3]
                inside = [row for row in own if top <= row.top <= bottom]
                own = [row for row in own if not top <= row.top <= bottom]
                at = inside[0].at if inside else printed
                tables.append((number, top, Block(at=at, rows=cells, gap=True)))
        rows += own
    return rows, tables


def _page_rows(page: Any, number: int, *, first: int) -> list[_Row]:
    """Printed lines of a page in the order of reading, column by column."""
    boxes: list[Box | None] = [*reading_order(page)] or [None]
    rows: list[_Row] = []
    for box in boxes:
        part = page
        if box is not None:
            part = page.crop((box.left, box.top, box.end, box.bottom))
        for line in part.extract_text_lines(strip=True, return_chars=True):
            marks = [mark for mark in line["chars"] if mark["text"].strip()]
            if not marks:
                continue
            letters = [mark for mark in marks if mark["text"].isalnum()] or marks
            shift = box.shift if box is not None else 0.0
            rows.append(
                _Row(
                    page=number,
                    at=first + len(rows),
                    text=_GLYPH.sub("", re.sub(rf"^{_GLYPH.pattern}", "•", line["text"])),
                    left=line["x0"] - shift,
                    right=line["x1"] - shift,
                    top=line["top"],
                    size=round(statistics.median(mark["size"] for mark in letters), 1),
                    bold=sum(bool(_BOLD.search(mark["fontname"])) for mark in letters)
                    > 0.9 * len(letters),
                    edge=box.right if box is not None else 0.0,
                )
            )
    return rows


def _cells(rows: Sequence[Sequence[str | None]]) -> tuple[tuple[str, ...], ...]:
    """Cells of a table whose wrapped lines are joined again, column by column."""
    width = max(len(row) for row in rows)
    widest = [
        max((len(line) for row in rows for line in (row[at] or "").split("\n")), default=0)
        for at in range(width)
    ]
    return tuple(
        tuple(_unwrapped(cell or "", widest[at]) for at, cell in enumerate(row)) for row in rows
    )


def _unwrapped(cell: str, widest: int) -> str:
    """A cell's paragraphs: a line that had room for the next word was ended on purpose."""
    lines = [line.strip() for line in cell.split("\n") if line.strip()]
    joined: list[str] = []
    before = ""
    for line in lines:
        room = len(before) + 1 + len(line.split()[0]) <= ROOM * widest
        marked = read_line(line, at=1, block=0).marked
        if not joined or marked or (room and not line[:1].islower()):
            joined.append(line)
        else:
            joined[-1] = join(joined[-1], line)
        before = line
    return "\n".join(joined)


def _without_furniture(rows: list[_Row]) -> list[_Row]:
    """Drop page numbers, what browsers print, and what stands at the edge of several pages."""
    pages: dict[int, list[_Row]] = {}
    for row in rows:
        pages.setdefault(row.page, []).append(row)
    edges = Counter(
        (re.sub(r"\d+", "#", edge.text), round(edge.top / 10))
        for page in pages.values()
        for edge in {page[0].at: page[0], page[-1].at: page[-1]}.values()
    )
    outermost = {id(edge) for page in pages.values() for edge in (page[0], page[-1])}
    repeated = {edge for edge, count in edges.items() if count > 1 and count >= len(pages) / 2}
    return [
        row
        for row in rows
        if (re.sub(r"\d+", "#", row.text), round(row.top / 10)) not in repeated
        and not PAGE_NUMBER.match(row.text)
        and not (id(row) in outermost and _PRINTED.fullmatch(row.text))
    ]


def _blocks(rows: list[_Row], tables: list[tuple[int, float, Block]]) -> list[Block]:
    body = _body_size(rows)
    left = min((row.left for row in rows), default=0.0)
    right = max((row.right for row in rows), default=1.0)
    levels = _heading_levels(rows, body)
    blocks: list[Block] = []
    waiting = sorted(tables, key=lambda found: found[:2])
    last: _Row | None = None
    text_left = left
    for row in rows:
        while waiting and waiting[0][:2] < (row.page, row.top):
            blocks.append(waiting.pop(0)[2])
            last = None
        level = levels.get(row.at)
        gap = last is None or (
            last.page == row.page and row.top - last.top > PARAGRAPH_GAP * max(last.size, row.size)
        )
        own = read_line(row.text, at=row.at, block=0)
        if level is not None and last is not None:
            gap = gap or row.top - last.top > HEADING_GAP * row.size
        same = last is not None and levels.get(last.at) == level
        reach = (last.edge or right) - left if last is not None else 1.0
        full = last is not None and (last.right - left) >= FULL_LINE * reach
        hangs = row.left >= text_left - 2
        goes_on = not own.marked and same and not gap and last is not None and last.page == row.page
        if blocks and goes_on and (full or row.text[:1].islower()) and (hangs or level is not None):
            blocks[-1] = _longer(blocks[-1], row.text)
        else:
            indent = round((row.left - left) / (0.5 * body))
            blocks.append(Block(at=row.at, text=row.text, level=level, indent=indent, gap=gap))
            text_left = row.left
        last = row
    return blocks + [found[2] for found in waiting]


def _longer(block: Block, text: str) -> Block:
    return Block(
        at=block.at,
        text=join(block.text, text),
        level=block.level,
        indent=block.indent,
        gap=block.gap,
    )


def _body_size(rows: list[_Row]) -> float:
    """Size of type in which most letters are set."""
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[row.size] += len(row.text)
    return max(sizes, key=lambda size: (sizes[size], -size), default=10.0)


def _heading_levels(rows: list[_Row], body: float) -> dict[int, int]:
    """Level of every heading, by larger type first, then by bold type of the body's size."""
    found: dict[int, float] = {}
    for row in rows:
        line = read_line(row.text, at=row.at, block=0)
        long = len(row.text.split()) > HEADING_WORDS
        if long or line.bullet or line.toggle:
            continue
        if row.size >= LARGER * body:
            found[row.at] = row.size
        elif row.bold and row.size >= 0.95 * body and not line.text.endswith(("?", ".")):
            found[row.at] = body
    order = sorted(set(found.values()), reverse=True)
    return {at: order.index(size) + 1 for at, size in found.items()}
