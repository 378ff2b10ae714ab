"""Passages to read in the private page: where the matrix and the tables lead."""

from __future__ import annotations

from html import escape

from transcribe.report.values import Block, Passage, Portrait, Report
from transcribe.report.wording import clock, count


def html(report: Report) -> str:
    """All interviews with their passages; empty in the public tier."""
    blocks = {member: block for block in report.blocks for member in block.members}
    return "".join(
        _interview(one, at, blocks.get(at)) for at, one in enumerate(report.interviews) if one.lines
    )


def _interview(one: Portrait, at: int, block: Block | None) -> str:
    questions = {row.item: f"{row.number} {row.text}" for row in block.rows} if block else {}
    return (
        f'<article id="i{at + 1}" class="interview" tabindex="-1"><h3 dir="auto">{escape(one.id)}'
        f'</h3><p class="back"><a href="#top">↑ to the top</a></p>'
        + "".join(_passage(one, at, passage, questions) for passage in one.passages)
        + "</article>"
    )


def _passage(one: Portrait, at: int, passage: Passage, questions: dict[str, str]) -> str:
    same = [other.number for other in one.passages if other.item == passage.item]
    place, follow = same.index(passage.number), ""
    if passage.item is not None and len(same) > 1:
        after = same[(place + 1) % len(same)]
        follow = (
            f' <a class="next" href="#i{at + 1}-p{after}">{place + 1} of '
            f"{count(len(same), 'passage')} on it; next →</a>"
        )
    about = "about no question of the guide"
    if passage.item is not None:
        about = questions.get(passage.item, passage.item)
    lines = "".join(_line(one, turn) for turn in passage.turns)
    return (
        f'<section id="i{at + 1}-p{passage.number}" class="passage" tabindex="-1">'
        f'<h4 dir="auto">{escape(about)}{follow}</h4>{lines}</section>'
    )


def _line(one: Portrait, turn: int) -> str:
    line = one.lines[turn]
    time = "" if line.start is None else f'<span class="time">{clock(line.start)}</span> '
    return f'<p dir="auto">{time}<b>{escape(line.name)}:</b> {escape(line.text)}</p>'
