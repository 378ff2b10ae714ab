"""Tables of a PDF without rules: a line of column names, and words under them.

Words alone do not make a table; a line whose every part names a column of a guide does.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from transcribe.guides.table import column_named

LINE_STEP = 3.0
"""Words whose tops are this near, in points, stand on one line."""
CELL_GAP = 9.0
WORD_GAP = 6.0
AT_EDGE = 4.0
LARGER = 1.12
ROW_GAP = 1.2
"""Distance of two lines, in the table's own, from which another row begins."""

Words = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainTable:
    """Where a table stands on its page, in points, and what its cells hold, line by line."""

    top: float
    bottom: float
    cells: tuple[tuple[str, ...], ...]


def plain_tables(page: Any) -> list[PlainTable]:
    """Tables of a page that begin with a line of column names, in order."""
    lines = _lines(page.extract_words(extra_attrs=["size"]))
    found: list[PlainTable] = []
    at = 0
    while at < len(lines):
        header = _header(lines[at])
        if header is None:
            at += 1
            continue
        lefts = [cell[0]["x0"] for cell in header]
        rows = [_texts(lines[at], lefts)]
        end = at + 1
        while end < len(lines) and _within(lines[end], lefts, size=lines[at][0]["size"]):
            end += 1
        under = _rows(lines[at + 1 : end], lefts)
        if len(under) > 1:
            rows += [["\n".join(part for part in cell if part) for cell in row] for row in under]
            found.append(
                PlainTable(
                    top=lines[at][0]["top"] - 1,
                    bottom=max(word["bottom"] for word in lines[end - 1]) + 1,
                    cells=tuple(tuple(row) for row in rows),
                )
            )
        at = end
    return found


def _lines(words: Words) -> list[Words]:
    lines: list[Words] = []
    for word in sorted(words, key=lambda word: (word["top"], word["x0"])):
        if lines and abs(lines[-1][0]["top"] - word["top"]) <= LINE_STEP:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word["x0"]) for line in lines]


def _header(line: Words) -> list[Words] | None:
    cells: list[Words] = []
    for word in line:
        if cells and word["x0"] - cells[-1][-1]["x1"] < CELL_GAP:
            cells[-1].append(word)
        else:
            cells.append([word])
    names = [column_named(" ".join(word["text"] for word in cell)) for cell in cells]
    known = len(cells) > 1 and all(names) and "question" in names
    return cells if known and len(set(names)) == len(names) else None


def _columns(line: Words, lefts: list[float]) -> list[Words]:
    columns: list[Words] = [[] for _ in lefts]
    for word in line:
        columns[max((at for at, x in enumerate(lefts) if word["x0"] >= x - 2), default=0)].append(
            word
        )
    return columns


def _texts(line: Words, lefts: list[float]) -> list[str]:
    return [" ".join(word["text"] for word in part) for part in _columns(line, lefts)]


def _within(line: Words, lefts: list[float], *, size: float) -> bool:
    """Whether a line keeps to the columns; text that runs over them ends the table."""
    if line[0]["size"] >= LARGER * size or line[0]["x0"] < lefts[0] - AT_EDGE:
        return False
    before = None
    for column, left in zip(_columns(line, lefts), lefts, strict=True):
        if column and before is not None:
            near = column[0]["x0"] - before["x1"] < WORD_GAP
            if near and column[0]["x0"] > left + AT_EDGE:
                return False
        before = column[-1] if column else before
    return not any(
        word["x0"] < left - 2 and word["x1"] > left + 2 for word in line for left in lefts[1:]
    )


def _rows(lines: list[Words], lefts: list[float]) -> list[list[list[str]]]:
    """Lines put together to rows: each column a list of its lines."""
    rows: list[list[list[str]]] = []
    tops = [line[0]["top"] for line in lines]
    leading = min((b - a for a, b in pairwise(tops)), default=0.0)
    before: list[str] = []
    for at, line in enumerate(lines):
        texts = _texts(line, lefts)
        apart = at > 0 and tops[at] - tops[at - 1] > ROW_GAP * leading
        starts = all(not text or not text[0].islower() for text in texts)
        ended = all(not text or text[-1] in ".?!" for text in before[1:])
        goes_on = bool(before) and bool(before[0]) and not apart and not (starts and ended)
        if not rows or (texts[0] and not goes_on):
            rows.append([[] for _ in lefts])
        for column, text in zip(rows[-1], texts, strict=True):
            column.append(text)
        before = texts
    return rows
