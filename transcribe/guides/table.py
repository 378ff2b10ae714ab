"""Interview guides as tables: TSV or CSV files, and tables inside Markdown and documents.

A guide's table has an id, a section and a question in each row, in this order when there is no
header. A row stands under the row whose id its own goes on (``Q2.1a`` under ``Q2.1``).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from transcribe.core.guide import CONDITION, NOTE, SECTION
from transcribe.guides import cues
from transcribe.guides.lines import Line, clean, read_line
from transcribe.guides.outline import Outline, title_of
from transcribe.guides.tree import Draft

_COLUMNS = {
    "id": r"id|item|label|code|n[or°º]?\.?|nr\.?|#|number|nummer|num[ée]ro",
    "section": r"sections?|topics?|themes?|thèmes?|parts?|blo(?:ck|que)s?|category|areas?|dimension"
    r"|abschnitt|thema|themen(?:block)?|sección|temas?",
    "question": r"(?:(?:main|key|interview|guiding|core)\s+)?questions?"
    r"|questions?\s+(?:principales?|clés?)|text|prompt|(?:haupt|leit|interview)?fragen?"
    r"|preguntas?(?:\s+principal(?:es)?)?|domand[ae]|perguntas?|vra(?:ag|gen)",
    "probe": r"(?:possible\s+)?(?:probes?|prompts?|probing\s+questions?)"
    r"|(?:follow-?\s?up|sub-?)(?:s|\s?questions?)?|relances?|sous-questions"
    r"|(?:nach|vertiefungs|unter|zusatz)fragen?|repreguntas?|sondeos?|doorvragen",
    "condition": r"condition|if|bedingung|condición",
}
_ID = re.compile(r"\S{1,24}")
_ID_NUMBER = re.compile(r"^\W*\w{0,3}\d")
_PARENTHESES = re.compile(r"\s*\([^()]*\)")
_SEPARATOR = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows of cells, the lines of the source they took, and those between the first two."""

    cells: tuple[tuple[str, ...], ...]
    source_lines: int
    ruled: int = 0

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
        tuple(
            re.sub(r"<br\s*/?>", "\n", cell, flags=re.IGNORECASE)
            for cell in re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))
        )
        for line in kept
    )
    return Rows(cells=cells, source_lines=end - start, ruled=1)


def column_named(text: str) -> str:
    """Which column a header's cell names: id, section, question, probe, condition; or nothing."""
    named = (
        name
        for name, pattern in _COLUMNS.items()
        if re.fullmatch(pattern, text.strip(" :*"), re.IGNORECASE)
    )
    return next(named, "")


def place_rows(root: Draft, rows: Rows, *, first_line: int) -> None:
    """Place the rows of a table under a draft."""
    columns, header = _columns(rows.cells)
    placed = _Placed(root)
    for row, cells in enumerate(rows.cells):
        at = row + (rows.ruled if row else 0)
        if (at == 0 and header) or not any(cell.strip() for cell in cells):
            continue
        if header and tuple(cells) == tuple(rows.cells[0]):
            continue  # Printed again on the next page.
        written = [cell for cell in cells if cell.strip()]
        if len(cells) > 1 and len(written) == 1 and _is_title(clean(written[0])):
            placed.title(clean(written[0]), at=first_line + at)
            continue
        values = {
            name: cells[column] if column < len(cells) else "" for name, column in columns.items()
        }
        main = [line for line in values["question"].split("\n") if line.strip()]
        one = {name: clean(value) for name, value in values.items()}
        others = [cell for column, cell in enumerate(cells) if column not in columns.values()]
        if len(main) > 1 or "probe" in columns or any(cell.strip() for cell in others):
            probes = values.get("probe", "").split("\n")
            placed.lines(one, main, probes=probes, others=others, at=first_line + at)
        else:
            placed.row(one, at=first_line + at)


def _is_title(text: str) -> bool:
    short = len(text.split()) <= 10 and not text.endswith((".", "?", "!"))
    return (
        short and not cues.asks(text) and not cues.is_condition(text) and not _ID_NUMBER.match(text)
    )


def _columns(cells: Sequence[Sequence[str]]) -> tuple[dict[str, int], bool]:
    """Which column holds what, and whether the first row is a header."""
    first = [clean(cell).lower().rstrip(":") for cell in cells[0]] if cells else []
    found: dict[str, int] = {}
    for column, name in enumerate(first):
        for meaning, pattern in _COLUMNS.items():
            if meaning not in found and re.fullmatch(pattern, name):
                found[meaning] = column
                break
    if "question" in found or {"section", "probe"} <= set(found):
        if "question" not in found:
            found["question"] = found.pop("probe")
        return found, True
    width = max((len(row) for row in cells), default=1)
    if width == 1:
        return {"question": 0}, False
    named = [clean(row[0]) for row in cells if row and row[0].strip()]
    if all(_ID.fullmatch(cell) for cell in named):
        return {
            "id": 0,
            **({"question": 1} if width == 2 else {"section": 1, "question": 2}),
        }, False
    asked = sum(cues.asks(cell) for cell in named)
    names = ("question", "probe") if 2 * asked > len(named) else ("section", "question", "probe")
    return {name: column for column, name in enumerate(names[:width])}, False


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

    def title(self, name: str, *, at: int) -> None:
        """Open the section of a row that holds nothing but its title."""
        self.last = self._section(name, at=at)

    def lines(
        self,
        values: dict[str, str],
        main: Sequence[str],
        *,
        probes: Sequence[str],
        others: Sequence[str],
        at: int,
    ) -> None:
        """Place a row whose cells hold several lines; probes stand under its last question."""
        outline = Outline(trusted=False)
        for raw in main:
            line = read_line(raw, at=at, block=0)
            if line.text:
                outline.place(line)
        placed = outline.root.children
        if not placed:
            self.row({**values, "question": ""}, at=at)
            return
        label = values.get("id", "")
        if re.search(r"\w", label) and placed[0].line is not None:
            placed[0].line = replace(placed[0].line, label=label, number=None)
        section = values.get("section", "")
        above = self._above(label or None)
        parent = above or (
            self._section(section, at=at) if section else self._section_of(self.last)
        )
        if values.get("condition"):
            named = read_line(values["condition"], at=at, block=0)
            parent = self._condition(parent, replace(named, text=title_of(named.text)))
        for draft in placed:
            self.last = parent.add(draft)
        under = Outline(trusted=False)
        for raw in probes:
            line = read_line(raw, at=at, block=0)
            if line.text:
                under.place(line)
        for draft in under.root.children:
            self.last.add(draft)
        for raw in others:
            line = read_line(clean(raw), at=at, block=0)
            if line.text:
                self.last.add(Draft(kind=NOTE, text=line.text, line=replace(line, bullet=True)))

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
