"""Interview guides from Word: heading styles, numbered and bulleted lists, tables."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from transcribe.core.zips import DAMAGED
from transcribe.errors import GuideError
from transcribe.guides.document import Block, read_blocks
from transcribe.guides.tree import Draft

STEP = 2
POINTS_A_SPACE = 9
BOLD_LEVEL = 8
LARGE_TYPE = 14.0
"""Points from which a bold line stands above the other bold lines."""
_FORMATS = {
    "decimal": "1",
    "decimalZero": "1",
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
}


def read_docx(data: bytes, *, name: str) -> tuple[str, Draft]:
    """Read a Word document into its title and the root of its tree.

    Raises
    ------
    GuideError
        When the file is no Word document.
    """
    import docx
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(io.BytesIO(data))
    # lxml's syntax errors are Python's.
    except (*DAMAGED, OpcError, SyntaxError, KeyError, ValueError, AttributeError):
        raise GuideError(
            f"{name} is not a Word document", hint="save it again as .docx, or as text"
        ) from None
    return read_blocks(list(_blocks(document)))


def _blocks(document: Any) -> Iterator[Block]:
    from docx.table import Table

    numbers = _Numbers(document)
    blank = True
    for at, part in enumerate(document.iter_inner_content(), start=1):
        if isinstance(part, Table):
            rows = tuple(tuple(_cells(row, numbers)) for row in part.rows)
            yield Block(at=at, rows=rows, gap=True)
            blank = True
            continue
        text = part.text.strip()
        if not text:
            blank = True
            continue
        level = _level(part)
        mark, depth = numbers.mark(part)
        if level is not None:
            yield Block(at=at, text=text, level=level, gap=True)
            blank = True
            continue
        indent = STEP * (depth + 1) if depth is not None else _indent(part)
        for count, line in enumerate(text.split("\n")):
            if line.strip():
                lead = f"{mark} " if mark and count == 0 else ""
                yield Block(at=at, text=lead + line.strip(), indent=indent, gap=blank)
                blank = False


def _cells(row: Any, numbers: _Numbers) -> Iterator[str]:
    """Cells of a row with the marks of their lists; a merged cell once, then empty."""
    last = None
    for cell in row.cells:
        if cell._tc is last:
            yield ""
            continue
        last = cell._tc
        lines = []
        for paragraph in cell.paragraphs:
            mark = numbers.mark(paragraph)[0]
            lines += [f"{mark} {paragraph.text}".strip()] if paragraph.text.strip() else []
        yield "\n".join(lines)


def _level(paragraph: Any) -> int | None:
    """Heading level of a paragraph: by its style, or as a short line that is bold throughout."""
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    identifier = (paragraph.style.style_id or "") if paragraph.style is not None else ""
    if identifier == "Title" or style == "Title":
        return 0
    for known in (identifier, style):
        if known.lower().startswith("heading"):
            digits = "".join(mark for mark in known if mark.isdigit())
            return int(digits) if digits else 1
    runs = [run for run in paragraph.runs if run.text.strip()]
    short = len(paragraph.text.split()) <= 10 and not paragraph.text.rstrip().endswith((".", "?"))
    if runs and short and all(run.bold for run in runs) and _numbering(paragraph) is None:
        largest = max((run.font.size.pt for run in runs if run.font.size is not None), default=0.0)
        return BOLD_LEVEL - 1 if largest >= LARGE_TYPE else BOLD_LEVEL
    return None


def _indent(paragraph: Any) -> int:
    left = paragraph.paragraph_format.left_indent
    return max(0, round(left.pt / POINTS_A_SPACE)) if left is not None else 0


def _numbering(paragraph: Any) -> Any:
    """The numbering of a paragraph, its own or its style's; None without."""
    properties = paragraph._p.pPr
    if properties is not None and properties.numPr is not None:
        return properties.numPr
    style = paragraph.style
    while style is not None:
        properties = style.element.pPr
        if properties is not None and properties.numPr is not None:
            return properties.numPr
        style = style.base_style
    return None


class _Numbers:
    """Counts list paragraphs and writes the mark that Word shows before each."""

    def __init__(self, document: Any) -> None:
        self._counts: dict[tuple[int, int], int] = {}
        self._levels: dict[tuple[int, int], tuple[str, str]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        from docx.oxml.ns import qn

        abstract = {
            part.get(qn("w:abstractNumId")): part for part in root.iter(qn("w:abstractNum"))
        }
        for number in root.iter(qn("w:num")):
            link = number.find(qn("w:abstractNumId"))
            source = abstract.get(link.get(qn("w:val"))) if link is not None else None
            if source is None:
                continue
            for level in source.iter(qn("w:lvl")):
                key = (int(number.get(qn("w:numId"))), int(level.get(qn("w:ilvl"))))
                shape, text = level.find(qn("w:numFmt")), level.find(qn("w:lvlText"))
                self._levels[key] = (
                    shape.get(qn("w:val")) if shape is not None else "bullet",
                    text.get(qn("w:val")) if text is not None else "",
                )

    def mark(self, paragraph: Any) -> tuple[str, int | None]:
        """The mark of a paragraph and its depth in its list; None when it is in none."""
        numbering = _numbering(paragraph)
        if numbering is None or numbering.numId is None or numbering.numId.val == 0:
            return "", None
        number = int(numbering.numId.val)
        depth = int(numbering.ilvl.val) if numbering.ilvl is not None else _style_depth(paragraph)
        shape, text = self._levels.get((number, depth), ("bullet", ""))
        if shape not in _FORMATS:
            return "•", depth
        self._counts[number, depth] = self._counts.get((number, depth), 0) + 1
        for key in [key for key in self._counts if key[0] == number and key[1] > depth]:
            del self._counts[key]
        for above in range(depth + 1):
            form = _FORMATS.get(self._levels.get((number, above), ("decimal", ""))[0], "1")
            count = self._counts.get((number, above), 1)
            text = text.replace(f"%{above + 1}", _written(count, form))
        return text or f"{self._counts[number, depth]}.", depth


def _style_depth(paragraph: Any) -> int:
    """Depth of ``List Bullet 2`` and its like, from 0."""
    name = (paragraph.style.name or "") if paragraph.style is not None else ""
    return int(name[-1]) - 1 if name[-1:].isdigit() else 0


def _written(count: int, form: str) -> str:
    if form == "1":
        return str(count)
    if form in "aA":
        letters = chr(ord("a") + (count - 1) % 26)
    else:
        parts = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
        letters = ""
        for value, digits in parts:
            letters += digits * (count // value)
            count %= value
    return letters.upper() if form.isupper() else letters
