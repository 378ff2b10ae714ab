"""Interview guides in plain text, also as pasted out of a PDF."""

from __future__ import annotations

import re
from dataclasses import replace

from transcribe.guides import cues
from transcribe.guides.lines import Line, read_line
from transcribe.guides.outline import Outline, title_of
from transcribe.guides.tree import Draft

TRUSTED_INDENT = 2
"""Spaces from which indentation is taken for nesting; a flattened text keeps one at most."""
HEADING_WORDS = 8
WRAPPED_LENGTH = 60
_ENDS = (".", "?", "!", ":", ";", "…", "？", "。")
_PAGE_FURNITURE = re.compile(r"^(?:page\s+)?\d{1,3}(?:\s*(?:/|of)\s*\d{1,3})?$", re.IGNORECASE)


def read_plain(text: str) -> tuple[str, Draft]:
    """Read a plain text into its title and the root of its outline."""
    lines = join_wrapped(split_lines(text))
    title, lines = take_title(lines)
    outline = Outline(trusted=any(line.indent >= TRUSTED_INDENT for line in lines))
    under_notes = False
    for position, line in enumerate(lines):
        following = lines[position + 1] if position + 1 < len(lines) else None
        if is_heading(line, following):
            under_notes = cues.NOTES_TITLE.match(line.text) is not None
            outline.heading(line, guessed="a heading by its form")
        else:
            outline.place(line, under_notes=under_notes)
    return title, outline.root


def split_lines(text: str) -> list[Line]:
    """Take every line apart, with the block it stands in."""
    lines: list[Line] = []
    block, blank = 0, True
    for at, raw in enumerate(text.replace("\f", "\n\n").splitlines(), start=1):
        if not raw.strip() or _PAGE_FURNITURE.match(raw.strip()):
            if lines and not blank:
                lines[-1] = replace(lines[-1], after=True)
                block += 1
            blank = True
            continue
        line = read_line(raw, at=at, block=block, before=blank)
        if line.text:
            lines.append(line)
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
            glue = "" if first.text.endswith("-") and line.text[:1].islower() else " "
            text = (first.text.removesuffix("-") if not glue else first.text) + glue + line.text
            joined[-1] = replace(first, text=text, after=line.after)
        else:
            joined.append(line)
    return joined


def _continues(first: Line, line: Line) -> bool:
    if line.marked or first.text.endswith(_ENDS) or cues.is_condition(line.text):
        return False
    lower = line.text[:1].islower() or line.text[:1] in "(,;)"
    if line.before:
        return lower and first.marked
    return lower or len(first.text) >= WRAPPED_LENGTH


def take_title(lines: list[Line]) -> tuple[str, list[Line]]:
    """The title, when the first line is one, and the lines after it."""
    plain = len(lines) > 1 and lines[0].number is None and is_heading(lines[0], lines[1])
    if plain and cues.NOTES_TITLE.match(lines[0].text) is None:
        return title_of(lines[0].text), lines[1:]
    return "", lines


def is_heading(line: Line, following: Line | None) -> bool:
    """Whether a line without marks is a heading: short, no sentence, alone or before a list."""
    if line.toggle or line.bullet or line.label is not None or following is None:
        return False
    if line.number is not None and line.number.style not in ("A", "1"):
        return False
    text = line.text
    if text.endswith((".", "?", "!", ",", ";")) or len(text.split()) > HEADING_WORDS:
        return False
    if cues.asks(text) or cues.is_condition(text) or text[:1].islower():
        return False
    if line.number is not None:
        return _numbered_heading(line, following)
    return line.before and (line.after or following.marked or text.isupper() or text.endswith(":"))


def _numbered_heading(line: Line, following: Line) -> bool:
    if line.number is None or not line.before or line.indent:
        return False
    dotted = following.number is not None and following.number.style == "1.1"
    return (
        dotted or line.text.isupper() or (line.number.style == "A" and following.number is not None)
    )
