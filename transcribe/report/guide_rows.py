"""The guide as rows of a matrix: sections, and the questions under them, numbered for a reader."""

from __future__ import annotations

from collections.abc import Sequence

from transcribe.core.guide import ASKABLE, SECTION, GuideItem, marks_of
from transcribe.export.interview import Interview, one_line
from transcribe.report.values import Block, Row


def blocks(interviews: Sequence[Interview]) -> tuple[Block, ...]:
    """Interviews by the guide they were held with, in order; those without one come last."""
    groups: dict[tuple[GuideItem, ...], list[int]] = {}
    bare: dict[tuple[str, ...], list[int]] = {}
    without: list[int] = []
    for at, interview in enumerate(interviews):
        items = tuple(item for item in interview.items if item.id)
        if any(item.kind in ASKABLE for item in items):
            groups.setdefault(items, []).append(at)
        elif interview.shown.coverage:
            # The guide cannot be read any more: its ids are all that is known of it.
            bare.setdefault(tuple(item for item, *_ in interview.shown.coverage), []).append(at)
        else:
            without.append(at)
    found = [_block(items, interviews, members) for items, members in groups.items()]
    for ids, members in bare.items():
        items = tuple(GuideItem(id=one, kind="question", text=one) for one in ids)
        found.append(_block(items, interviews, members))
    if without:
        found.append(Block(file="", members=tuple(without)))
    return tuple(found)


def _block(
    items: Sequence[GuideItem], interviews: Sequence[Interview], members: Sequence[int]
) -> Block:
    by_id = {item.id: item for item in items}
    names: dict[str, int] = {}
    section_of: dict[str, int] = {}
    texts: list[str] = []
    for item in items:
        top = _top(item, by_id)
        key = top.id if top else ""
        if key not in names:
            names[key] = len(texts)
            texts.append(one_line(top.text) if top else "")
        section_of[item.id] = names[key]
    used = sorted({section_of[item.id] for item in items if item.kind in ASKABLE})
    place = {old: new for new, old in enumerate(used)}
    section_of = {item: place[at] for item, at in section_of.items() if at in place}
    return Block(
        file=one_line(interviews[members[0]].shown.guide_file or ""),
        sha256=interviews[members[0]].shown.guide_sha256 or "",
        sections=tuple(texts[at] for at in used),
        rows=_rows(items, section_of, sections=len(used)),
        section_of=section_of,
        members=tuple(members),
    )


def _top(item: GuideItem, by_id: dict[str, GuideItem]) -> GuideItem | None:
    """The outermost section that an item stands in, or is."""
    found, at, seen = None, item, set()
    while True:
        if at.kind == SECTION:
            found = at
        seen.add(at.id)
        if at.parent is None or at.parent not in by_id or at.parent in seen:
            return found
        at = by_id[at.parent]


def _rows(
    items: Sequence[GuideItem], section_of: dict[str, int], *, sections: int
) -> tuple[Row, ...]:
    counts, marks = [0] * sections, marks_of(items)
    rows = []
    for item in items:
        if item.kind not in ASKABLE:
            continue
        section = section_of[item.id]
        counts[section] += 1
        number = str(counts[section]) if sections == 1 else f"{section + 1}.{counts[section]}"
        rows.append(
            Row(
                item=item.id,
                number=one_line(marks[item.id]) or number,
                text=one_line(item.text),
                condition=one_line(item.condition) if item.condition else None,
                section=section,
            )
        )
    return tuple(sorted(rows, key=lambda row: row.section))
