"""A guide as clean Markdown, which reads back to the same tree."""

from __future__ import annotations

from collections import defaultdict

from transcribe.core.guide import CONDITION, EXAMPLE, NOTE, SECTION, Guide, GuideItem
from transcribe.guides import cues

DEEPEST_HEADING = 6
STEP = "   "


def to_markdown(guide: Guide) -> str:
    """Write a guide as Markdown: headings, lists, ``If …:`` for conditions, quotes for notes.

    Where the words of an item do not show its kind, a comment at its end says it.
    """
    children: dict[str | None, list[GuideItem]] = defaultdict(list)
    for item in guide.items:
        children[item.parent].append(item)
    lines = [f"# {guide.title or 'Interview guide'}", ""]
    _write(None, children, lines, heading=1, indent="", under_notes=False)
    return "\n".join(lines).rstrip() + "\n"


def _write(
    parent: GuideItem | None,
    children: dict[str | None, list[GuideItem]],
    lines: list[str],
    *,
    heading: int,
    indent: str,
    under_notes: bool,
) -> None:
    """Write what stands under an item; ``heading`` is its level, 0 inside a list."""
    below = children[parent.id if parent else None]
    last_plain = max((at for at, item in enumerate(below) if item.kind != SECTION), default=-1)
    for at, item in enumerate(below):
        headed = item.kind == SECTION and 0 < heading < DEEPEST_HEADING and at > last_plain
        notes = under_notes or (item.kind == SECTION and _speaks_to_interviewer(item))
        if headed:
            if lines[-1]:
                lines.append("")
            marks = "#" * (heading + 1)
            number = f"{item.number}. " if item.number else ""
            lines += [f"{marks} {_label(item)}{number}{item.text}", ""]
            _write(item, children, lines, heading=heading + 1, indent="", under_notes=notes)
            continue
        line = _line(item, parent, under_notes=under_notes)
        if line.startswith(">") and lines[-1].lstrip().startswith(">"):
            lines.append("")
        lines.append(indent + line)
        _write(item, children, lines, heading=0, indent=indent + STEP, under_notes=notes)


def _speaks_to_interviewer(item: GuideItem) -> bool:
    return cues.NOTES_TITLE.match(item.text) is not None


def _label(item: GuideItem) -> str:
    return f"[{item.label}] " if item.label else ""


def _line(item: GuideItem, parent: GuideItem | None, *, under_notes: bool) -> str:
    number = f"{item.number}." if item.number.isdigit() else "-"
    if item.number and not item.number.isdigit():
        number += f" {item.number}" + ("" if "." in item.number else ".")
    text = f"{_label(item)}{item.text}"
    numbered = bool(item.number or item.label)
    if item.kind in (NOTE, EXAMPLE) and not numbered:
        is_example = (
            cues.kind_of(item.text, parent=None, numbered=False, under_notes=False) == EXAMPLE
        )
        said = is_example == (item.kind == EXAMPLE)
        return f"> {text}" if said else f"> {text} <!-- {item.kind} -->"
    read = cues.kind_of(
        item.text,
        parent=parent.kind if parent else None,
        numbered=numbered,
        under_notes=under_notes,
    )
    said = read == item.kind and cues.split_condition(item.text) is None
    colon = ":" if item.kind == CONDITION else ""
    return f"{number} {text}{colon}" + ("" if said else f" <!-- {item.kind} -->")
