"""The coverage matrix: what became of every question in every interview."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from transcribe.core.guide import STATUSES
from transcribe.report.drawing import WIDTH, Canvas, Drawing, cut, cut_middle
from transcribe.report.pictures.bars import batched, draw_legend
from transcribe.report.pictures.picture import Picture
from transcribe.report.values import Block, Cell, Portrait, Report, Row
from transcribe.report.wording import MARK, STATUS, count, minutes

QUESTIONS = 330.0
"""Least width of the column of questions in the drawing; what the cells leave goes to it."""
WIDEST = 84.0
A_SHEET = 20
"""Interviews in one drawing: with more, figures would not fit into the cells."""
HEAD = 92.0


def coverage(report: Report) -> Picture | None:
    """The matrix, one for each guide; None without any guide."""
    blocks = [block for block in report.blocks if block.rows]
    if not blocks:
        return None
    return Picture(
        key="coverage",
        title="Coverage of the guide",
        caption="What became of every question of the guide in every interview; in a cell, "
        "minutes of speech and words about it. A question can be talked about without having been "
        "asked. That a question was answered unasked, or did not apply, is inferred: it seems so.",
        drawings=tuple(
            _drawing(report, block, members)
            for block in blocks
            for members in batched(block.members, A_SHEET)
        ),
        legend=tuple((status, _legend(status)) for status in STATUSES),
        shown="".join(_html(report, block) for block in blocks),
    )


def _legend(status: str) -> str:
    return f"{MARK[status]} {STATUS[status]}".strip()


def title(block: Block, interviews: int) -> str:
    """What a matrix is of."""
    file = f" ({block.file})" if block.file else ""
    return f"{count(len(block.rows), 'question')}{file} in {count(interviews, 'interview')}"


# -- the table of the page -------------------------------------------------------------------


def _html(report: Report, block: Block) -> str:
    members = [(at, report.interviews[at]) for at in block.members]
    longest = max(
        (cell.seconds or 0.0 for _, one in members for cell in one.cells.values()), default=0.0
    )
    heads = "".join(_head(at, one) for at, one in members)
    body, section = [], -1
    for row in block.rows:
        if row.section != section and len(block.sections) > 1:
            section = row.section
            body.append(_section(block, section, len(members)))
        cells = "".join(_td(row, at, one, longest) for at, one in members)
        body.append(f"<tr>{_question(row)}{cells}</tr>")
    body.append(_elsewhere(members))
    size = "many" if len(members) > 14 else "few"
    caption = escape(title(block, len(members)))
    return (
        f'<div class="wide matrix {size}" tabindex="0" role="group" aria-label="{caption}">'
        f"<table><caption>{caption}</caption><thead>"
        f'<tr><th scope="col" class="question">Question</th>{heads}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _head(at: int, one: Portrait) -> str:
    name = escape(one.id)
    inside = f'<a href="#i{at + 1}">{name}</a>' if one.lines else name
    return f'<th scope="col" class="who"><span title="{name}">{inside}</span></th>'


def _section(block: Block, section: int, columns: int) -> str:
    words = block.sections[section] or "Before the first section"
    return (
        f'<tr class="section"><th scope="colgroup" colspan="{columns + 1}">'
        f"<span>{section + 1} {escape(words)}</span></th></tr>"
    )


def _question(row: Row) -> str:
    asked_if = f'<span class="if">{escape(row.condition)}</span>' if row.condition else ""
    return (
        f'<th scope="row" class="question" title="{escape(row.text)}">'
        f'<span class="number">{escape(row.number)}</span> {escape(row.text)}{asked_if}</th>'
    )


def _td(row: Row, at: int, one: Portrait, longest: float) -> str:
    cell = one.cells.get(row.item)
    if cell is None:
        return '<td class="none" title="not in this interview’s guide">·</td>'
    says = (
        f"{one.id} · {row.number}: {STATUS[cell.status]}; "
        f"{minutes(cell.seconds)} min, {count(cell.words, 'word')}"
    )
    bar = ""
    if cell.seconds and longest:
        bar = f'<i style="width:{100 * cell.seconds / longest:.0f}%"></i>'
    mark = MARK[cell.status]
    shown = f'<b aria-hidden="true">{mark}</b>' if mark else ""
    shown += f'<span class="sr">{STATUS[cell.status]} </span>{_figures(cell)}{bar}'
    if one.lines and cell.passages:
        shown = f'<a href="#i{at + 1}-p{cell.passages[0]}">{shown}</a>'
    return f'<td class="c-{cell.status or "none"}" title="{escape(says)}">{shown}</td>'


def _figures(cell: Cell) -> str:
    if not cell.words:
        return ""
    time = "" if cell.seconds is None else f"<em>{escape(minutes(cell.seconds))}</em>"
    return f"{time}<small>{cell.words}</small>"


def _elsewhere(members: Sequence[tuple[int, Portrait]]) -> str:
    cells = "".join(f'<td class="none">{_figures(one.elsewhere)}</td>' for _, one in members)
    return (
        '<tr class="elsewhere"><th scope="row" class="question">about no question of the guide'
        f"</th>{cells}</tr>"
    )


# -- the drawing for a paper -----------------------------------------------------------------


def _drawing(report: Report, block: Block, places: Sequence[int]) -> Drawing:
    members = [report.interviews[at] for at in places]
    wide = min(WIDEST, (WIDTH - QUESTIONS) / len(members))
    left = WIDTH - wide * len(members)
    tall = 17.0 if wide < 40 else 20.0
    canvas = Canvas()
    y = draw_legend(canvas, [(status, _legend(status)) for status in STATUSES]) + 4
    longest = max(len(one.id) for one in members)
    turned = longest * 7.0 > wide - 6
    y += min(HEAD, longest * 6.6 + 8) if turned else 18
    for at, one in enumerate(members):
        x = left + wide * (at + 0.5)
        name = cut_middle(one.id, 14)
        if turned:
            canvas.text(x + 4, y - 6, name, "t-dim", turn=-90)
        else:
            canvas.text(x, y - 6, name, "t-dim", anchor="middle")
    section = -1
    for row in block.rows:
        if row.section != section and len(block.sections) > 1:
            section = row.section
            words = block.sections[section] or "Before the first section"
            canvas.text(0, y + 15, cut(f"{section + 1} {words}", 110), "t-head")
            y += 21
        canvas.text(0, y + tall - 5, cut(f"{row.number}  {row.text}", int(left / 6.9)), "t-dim")
        for at, one in enumerate(members):
            x = left + wide * at
            _draw_cell(canvas, row, one, x=x, y=y, wide=wide, tall=tall)
        y += tall
    return canvas.finish(
        width=WIDTH,
        height=y + 3,
        says=f"Coverage of the guide: {title(block, len(members))}.",
    )


def _draw_cell(
    canvas: Canvas, row: Row, one: Portrait, *, x: float, y: float, wide: float, tall: float
) -> None:
    cell = one.cells.get(row.item)
    if cell is None:
        return
    says = f"{one.id} {row.number}: {STATUS[cell.status]}"
    canvas.box(x + 1, y + 1, wide - 2, tall - 2, f"k-{cell.status or 'skipped'}", says=says)
    if not cell.words:
        return
    # Patterns are hard to write on: figures stand on a plate of their own.
    words = minutes(cell.seconds) if cell.seconds is not None else str(cell.words)
    if wide >= 60 and cell.seconds is not None:
        words = f"{words} · {cell.words}"
    plate = min(wide - 6, 6.3 * len(words) + 5)
    canvas.box(x + (wide - plate) / 2, y + 3, plate, tall - 6, "plate")
    canvas.text(x + wide / 2, y + tall / 2 + 3.6, words, "t-small", anchor="middle")
