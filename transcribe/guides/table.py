"""Interview guides as tables: TSV or CSV files, and tables inside Markdown and documents.

A guide's table has an id, a section and a question in each row, in this order when there is no
header. A row stands under the row whose id its own goes on (``Q2.1a`` under ``Q2.1``).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from transcribe.core.guide import CONDITION, SECTION
from transcribe.guides import cues
from transcribe.guides.lines import Line, clean, read_line
from transcribe.guides.outline import title_of
from transcribe.guides.tree import Draft

_COLUMNS = {
    "id": r"id|item|label|code|n[or°º]?\.?|nr\.?|#|number|nummer|num[ée]ro",
    "section": r"section|topic|theme|thème|part|block|category|abschnitt|thema|sección|tema",
    "question": r"questions?|text|prompt|fragen?|preguntas?|domand[ae]|perguntas?|vra(?:ag|gen)",
    "condition": r"condition|if|bedingung|condición",
}
_PARENTHESES = re.compile(r"\s*\([^()]*\)")
_SEPARATOR = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows of cells, and how many lines of the source they took."""

    cells: tuple[tuple[str, ...], ...]
    source_lines: int

    def __bool__(self) -> bool:
        return bool(self.cells)


def read_table(text: str, *, delimiter: str = "\t") -> tuple[str, Draft]:
    """Read a table file; it has no title."""
    if delimiter == "\t":
        cells = [tuple(line.split("\t")) for line in text.splitlines()]
    else:
        cells = [tuple(row) for row in csv.reader(text.splitlines(), delimiter=delimiter)]
    root = Draft(kind="")
    place_rows(root, Rows(cells=tuple(cells), source_lines=len(cells)), first_line=1)
    return "", root


def markdown_rows(lines: Sequence[str], start: int) -> Rows:
    """The table that starts at a line of Markdown; empty when none does."""
    if start + 1 >= len(lines) or "|" not in lines[start] or not _SEPARATOR.match(lines[start + 1]):
        return Rows(cells=(), source_lines=0)
    end = start
    while end < len(lines) and "|" in lines[end]:
        end += 1
    kept = [line for at, line in enumerate(lines[start:end]) if at != 1]
    cells = tuple(
        tuple(re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|")))
        for line in kept
    )
    return Rows(cells=cells, source_lines=end - start)


def place_rows(root: Draft, rows: Rows, *, first_line: int) -> None:
    """Place the rows of a table under a draft."""
    columns, header = _columns(rows.cells)
    placed = _Placed(root)
    for at, cells in enumerate(rows.cells):
        if (at == 0 and header) or not any(cell.strip() for cell in cells):
            continue
        values = {
            name: clean(cells[column]) if column < len(cells) else ""
            for name, column in columns.items()
        }
        placed.row(values, at=first_line + at)


def _columns(cells: Sequence[Sequence[str]]) -> tuple[dict[str, int], bool]:
    """Which column holds what, and whether the first row is a header."""
    first = [clean(cell).lower() for cell in cells[0]] if cells else []
    found: dict[str, int] = {}
    for column, name in enumerate(first):
        for meaning, pattern in _COLUMNS.items():
            if meaning not in found and re.fullmatch(pattern, name):
                found[meaning] = column
                break
    if "question" in found:
        return found, True
    width = max((len(row) for row in cells), default=1)
    if width >= 3:
        return {"id": 0, "section": 1, "question": 2}, False
    return ({"id": 0, "question": 1} if width == 2 else {"question": 0}), False


class _Placed:
    """Where the rows of a table went so far."""

    def __init__(self, root: Draft) -> None:
        self.root = root
        self.last = root
        self.section_cell = ""

    def row(self, values: dict[str, str], *, at: int) -> None:
        """Place one row."""
        given = values.get("id", "")
        label = given if re.search(r"\w", given) else None
        line = replace(read_line(values["question"], at=at, block=0), bullet=True)
        if not line.text:
            return
        if label is not None:
            line = replace(line, label=label, number=None)
        parent = self._above(label)
        section = values.get("section", "")
        if section:
            opened = self._section(section, at=at)
            if parent is None or opened is not self._section_of(parent):
                parent = opened
        parent = parent or self._section_of(self.last)
        parts = cues.split_condition(line.text)
        condition = values.get("condition", "") or (parts[0] if parts else "")
        if condition:
            named = replace(line, label=None, number=None, text=title_of(condition))
            parent = self._condition(parent, named)
            line = replace(
                line, text=parts[1] if parts and not values.get("condition") else line.text
            )
        kind = cues.kind_of(line.text, parent=None, numbered=True, under_notes=False)
        self.last = parent.add(Draft(kind=kind, text=line.text, line=line))

    def _condition(self, parent: Draft, line: Line) -> Draft:
        last = parent.children[-1] if parent.children else None
        if last is not None and last.kind == CONDITION and last.text == line.text:
            return last
        return parent.add(Draft(kind=CONDITION, text=line.text, line=line))

    def _above(self, label: str | None) -> Draft | None:
        """The open row whose id a label goes on."""
        if label is None:
            return None
        for node in self.last.path():
            own = node.line.label if node.line else None
            if own and label.startswith(own) and len(label) > len(own):
                following = label[len(own)]
                if not following.isalnum() or (own[-1].isdigit() and following.isalpha()):
                    return node
        return None

    def _section_of(self, node: Draft) -> Draft:
        for above in node.path():
            if above.kind == SECTION or above is self.root:
                return above
        return self.root

    def _section(self, name: str, *, at: int) -> Draft:
        """The section of a row: an open one of this name, one inside an open one, or a new one."""
        bare = _PARENTHESES.sub("", title_of(name)).casefold()
        head = bare.split(":")[0].strip()
        inside: Draft | None = None
        for node in self.last.path():
            if node.kind != SECTION or node is self.root:
                continue
            own = _PARENTHESES.sub("", node.text).casefold()
            if own == bare:
                return node
            if ":" in bare and ":" not in own and own.startswith(head) and inside is None:
                inside = node
        line = read_line(name, at=at, block=0)
        return (inside or self.root).add(Draft(kind=SECTION, text=title_of(line.text), line=line))
