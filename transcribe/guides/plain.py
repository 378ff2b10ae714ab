"""Interview guides in plain text, also as pasted out of a PDF."""

from __future__ import annotations

import re
from dataclasses import replace

from transcribe.core.guide import QUESTION
from transcribe.guides import cues
from transcribe.guides.lines import (
    BARE,
    CAPITAL,
    DECIMAL,
    DOTTED,
    WRAPPED_LENGTH,
    Line,
    read_bare_numbers,
    read_line,
)
from transcribe.guides.outline import Outline, title_of
from transcribe.guides.tree import Draft

TRUSTED_INDENT = 2
"""Spaces from which indentation is taken for nesting; a flattened text keeps one at most."""
HEADING_WORDS = 8
TITLE_WORDS = 16
TITLE_OVER_TEXT = 5
_ENDS = (".", "?", "!", ":", ";", "…", "？", "。")
_HYPHENATED = frozenset(
    "self long short well non semi open co follow cross multi full part high low face real so in "
    "one two three first second third pre post mid ex all half decision user work day end".split()
)
"""First parts after which a hyphen at the end of a line belongs to the word (``long-term``)."""
PAGE_NUMBER = re.compile(
    r"^(?:[-–—]\s?)?(?:(?:page|seite|página|p\.)\s+)?"
    r"\d{1,3}(?:\s*(?:/|of|von|sur|de)\s*\d{1,3})?(?:\s?[-–—])?$",
    re.IGNORECASE,
)


def read_plain(text: str) -> tuple[str, Draft]:
    """Read a plain text into its title and the root of its outline."""
    lines = join_wrapped(read_bare_numbers(without_running_heads(split_lines(text))))
    title, lines = take_title(lines)
    outline = Outline(trusted=any(line.indent >= TRUSTED_INDENT for line in lines))
    following = [*lines[1:], None]
    headings = [is_heading(line, after) for line, after in zip(lines, following, strict=False)]
    first = headings.index(True) if True in headings else 0
    under_notes = False
    for position, line in enumerate(lines):
        if headings[position]:
            under_notes = cues.NOTES_TITLE.match(line.text) is not None
            outline.heading(line, guessed="a heading by its form")
            continue
        front = position < first and is_front_matter(line)
        outline.place(line, under_notes=under_notes or front)
    return title, outline.root


def is_front_matter(line: Line) -> bool:
    """Whether a line before the first heading tells of the guide: its version, who wrote it."""
    kind = cues.kind_of(line.text, parent=None, numbered=line.marked, under_notes=False)
    return not line.marked and kind == QUESTION and not cues.asks(line.text)


def without_running_heads(lines: list[Line]) -> list[Line]:
    """Drop what is printed again at the head or foot of every page: all but the first of them.

    A line is one that stands alike at the edge of two pages, which a page number or a form feed
    parts.
    """
    kept: list[Line] = []
    heads: set[str] = set()
    for page in range(max((line.page for line in lines), default=0) + 1):
        own = [line for line in lines if line.page == page]
        edge = {line.at for line in (*own[:2], *own[-2:]) if not line.marked}
        repeated = {line.at for line in own if line.at in edge and line.text in heads}
        kept += [line for line in own if line.at not in repeated]
        heads |= {line.text for line in own if line.at in edge and not cues.asks(line.text)}
    return kept


def split_lines(text: str) -> list[Line]:
    """Take every line apart, with the block it stands in."""
    lines: list[Line] = []
    block, blank, page = 0, True, 0
    for at, raw in enumerate(re.split(r"\r\n?|\n", text), start=1):
        furniture = PAGE_NUMBER.match(raw.strip()) is not None
        page += int(furniture or "\f" in raw)
        if not raw.strip() or furniture or "\f" in raw:
            if lines and not blank:
                lines[-1] = replace(lines[-1], after=True)
                block += 1
            blank = True
        if not raw.strip() or furniture:
            continue
        line = read_line(raw, at=at, block=block, before=blank)
        if line.text:
            lines.append(replace(line, page=page))
            blank = False
    if lines:
        lines[-1] = replace(lines[-1], after=True)
    return lines


def join_wrapped(lines: list[Line]) -> list[Line]:
    """Join what a page or a column broke in two."""
    joined: list[Line] = []
    for line in lines:
        if joined and _continues(joined[-1], line):
            first = joined[-1]
            joined[-1] = replace(first, text=join(first.text, line.text), after=line.after)
        else:
            joined.append(line)
    return joined


def join(first: str, second: str) -> str:
    """Join a line and the next one; a word parted at the end of the line becomes whole."""
    parted = re.search(r"(?P<start>\w+)-$", first)
    if not parted or not second[:1].islower():
        return f"{first} {second}"
    if re.match(r"(?:and|or|und|oder|et|y|en)\b", second):
        return f"{first} {second}"
    kept = parted["start"].casefold() in _HYPHENATED
    return first + second if kept else first.removesuffix("-") + second


def _continues(first: Line, line: Line) -> bool:
    if line.marked or first.text.rstrip("\"'”»)]").endswith(_ENDS) or cues.is_condition(line.text):
        return False
    lower = line.text[:1].islower() or line.text[:1] in "(,;)"
    if line.before:
        return lower and first.marked
    return lower or len(first.text) >= WRAPPED_LENGTH


def take_title(lines: list[Line]) -> tuple[str, list[Line]]:
    """The title, when the first line is one, and the lines after it."""
    if len(lines) < 2:
        return "", lines
    first = lines[0]
    named = cues.GUIDE_TITLE.search(first.text) and not first.text.endswith((".", "?", ":"))
    named = named and not first.marked and len(first.text.split()) <= TITLE_WORDS
    plain = first.number is None and is_heading(first, lines[1])
    if (
        (plain or named)
        and cues.SECTION_TITLE.match(first.text) is None
        and cues.NOTES_TITLE.match(lines[0].text) is None
    ):
        return title_of(lines[0].text), lines[1:]
    return "", lines


def is_heading(line: Line, following: Line | None) -> bool:
    """Whether a line without marks is a heading: short, no sentence, alone or before a list."""
    if line.toggle or line.bullet or line.label is not None or following is None:
        return False
    text = line.text
    long = text.endswith((".", "?", "!", ",", ";")) or len(text.split()) > HEADING_WORDS
    if long or cues.asks(text) or cues.is_condition(text) or text[:1].islower():
        return False
    if line.number is not None:
        return _numbered_heading(line, following)
    if not line.before or cues.is_probe(text):
        return False
    over = following.text.endswith((".", "!", '"', "”", "»"))
    known = cues.SECTION_TITLE.match(text) is not None
    return (
        (known or line.after or following.marked or text.isupper() or text.endswith(":"))
        or (over and len(text.split()) <= TITLE_OVER_TEXT)
        or cues.is_condition(following.text)
    )


def _numbered_heading(line: Line, following: Line) -> bool:
    number, after = line.number, following.number
    if number is None or number.style not in (CAPITAL, DECIMAL, BARE) or line.indent:
        return False
    if after is not None and after.style == DOTTED:
        return line.before or after.written.startswith(f"{number.written}.")
    listed = line.after or following.marked
    return line.before and (
        line.text.isupper()
        or (number.style == BARE and listed)
        or (number.style == CAPITAL and following.marked)
    )
