"""What a word processor's or PDF's guide comes down to: headings, lines and tables, in order."""

from __future__ import annotations

from dataclasses import dataclass, replace

from transcribe.guides import cues, table
from transcribe.guides.lines import BARE, Line, read_bare_numbers, read_line
from transcribe.guides.outline import Outline, title_of
from transcribe.guides.plain import TRUSTED_INDENT, is_front_matter, is_heading, join_wrapped
from transcribe.guides.tree import Draft

MOST_ABOVE_TITLE = 2
"""Running heads and the like on the first page, above the title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph or table.

    Attributes
    ----------
    at
        Paragraph or line number in the document, from 1.
    level
        Heading level from 1; 0 for the document's title; None for what is no heading.
    indent
        Spaces of indentation.
    gap
        Whether white space stands before it.
    rows
        Cells of a table; empty for a paragraph.
    """

    at: int
    text: str = ""
    level: int | None = None
    indent: int = 0
    gap: bool = False
    rows: tuple[tuple[str, ...], ...] = ()


def read_blocks(blocks: list[Block]) -> tuple[str, Draft]:
    """Read blocks into a title and the root of the tree."""
    title, blocks = _title(_with_dots(blocks))
    headed = any(block.level is not None for block in blocks)
    outline = Outline(trusted=any(block.indent >= TRUSTED_INDENT for block in blocks))
    under_notes = False
    for run in _runs(blocks):
        if isinstance(run, Block):
            if run.rows:
                rows = table.Rows(cells=run.rows, source_lines=len(run.rows))
                table.place_rows(outline.section, rows, first_line=run.at)
                continue
            line = read_line(run.text, at=run.at, block=run.at)
            under_notes = cues.NOTES_TITLE.match(line.text) is not None
            outline.heading(line, level=max(run.level or 1, 1))
            continue
        for position, line in enumerate(run):
            following = run[position + 1] if position + 1 < len(run) else None
            if not headed and is_heading(line, following):
                under_notes = cues.NOTES_TITLE.match(line.text) is not None
                outline.heading(line, guessed="a heading by its form")
            else:
                front = headed and outline.section is outline.root and is_front_matter(line)
                outline.place(line, under_notes=under_notes or front)
    return title, outline.root


def _with_dots(blocks: list[Block]) -> list[Block]:
    """Blocks whose numbers lack a dot (``3  Who decides?``) with one, headings by themselves."""
    blocks = list(blocks)
    for headings in (True, False):
        places = [
            at
            for at, block in enumerate(blocks)
            if not block.rows and (block.level is not None) == headings
        ]
        lines = [read_line(blocks[at].text, at=at, block=at, before=True) for at in places]
        for line in read_bare_numbers(lines):
            if line.number is not None and line.number.style == BARE:
                blocks[line.at] = replace(
                    blocks[line.at], text=f"{line.number.written}. {line.text}"
                )
    return blocks


def _title(blocks: list[Block]) -> tuple[str, list[Block]]:
    """The title: what is styled so, or a first heading that no other is level with."""
    levels = [block.level for block in blocks if block.level is not None]
    first = _first(blocks)
    if first is not None and levels and blocks[first].level is not None:
        level = blocks[first].level
        following = blocks[first + 1].level if len(blocks) > first + 1 else None
        alone = level == min(levels) and sum(other == level for other in levels) == 1
        named = cues.GUIDE_TITLE.search(blocks[first].text) and level == min(levels)
        if level == 0 or alone or named or (following == level and first == 0):
            title = title_of(read_line(blocks[first].text, at=1, block=0).text)
            return title, blocks[:first] + _without_subtitle(blocks[first + 1 :])
    if first is not None and not levels and len(blocks) > first + 1:
        lines = _lines(blocks[first : first + 2])
        plain = len(lines) == 2 and lines[0].number is None and is_heading(lines[0], lines[1])
        if plain and cues.NOTES_TITLE.match(lines[0].text) is None:
            return title_of(lines[0].text), blocks[:first] + blocks[first + 1 :]
    return "", blocks


def _first(blocks: list[Block]) -> int | None:
    """Place of the first block with words, or of the first heading after a few running heads."""
    worded = [at for at, block in enumerate(blocks) if block.text.strip()]
    heading = next((at for at in worded if blocks[at].level is not None), None)
    if heading is not None and 0 < worded.index(heading) <= MOST_ABOVE_TITLE:
        above = _lines([blocks[at] for at in worded[: worded.index(heading)]])
        if all(map(is_front_matter, above)):
            return heading
    return worded[0] if worded else None


def _without_subtitle(blocks: list[Block]) -> list[Block]:
    """A heading under the title before a larger one is a subtitle, not a section."""
    if len(blocks) < 2 or blocks[0].level is None or blocks[1].level is None:
        return blocks
    unnumbered = read_line(blocks[0].text, at=1, block=0).number is None
    if unnumbered and blocks[1].level < blocks[0].level:
        return [replace(blocks[0], level=None), *blocks[1:]]
    return blocks


def _runs(blocks: list[Block]) -> list[Block | list[Line]]:
    """Headings and tables by themselves, the paragraphs between them as joined lines."""
    runs: list[Block | list[Line]] = []
    waiting: list[Block] = []
    for block in blocks:
        if block.level is None and not block.rows:
            waiting.append(block)
            continue
        if waiting:
            runs.append(_lines(waiting))
            waiting = []
        runs.append(block)
    if waiting:
        runs.append(_lines(waiting))
    return runs


def _lines(blocks: list[Block]) -> list[Line]:
    lines: list[Line] = []
    group = 0
    for block in blocks:
        group += int(block.gap)
        line = read_line(block.text, at=block.at, block=group, before=block.gap or not lines)
        if not line.text:
            continue
        if lines and block.gap:
            lines[-1] = replace(lines[-1], after=True)
        lines.append(replace(line, indent=block.indent))
    if lines:
        lines[-1] = replace(lines[-1], after=True)
    return join_wrapped(lines)
