"""Rows of stacked bars, one row an interview: what most pictures are drawn with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transcribe.core.time import Seconds
from transcribe.report.drawing import WIDTH, Canvas, Drawing, cut_middle
from transcribe.report.wording import clock

LABEL, NOTE = 168.0, 176.0
"""Width of the names at the left and of the figures at the right."""
ROW = 26.0
LETTERS = 22
"""Letters of a name that fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row.

    Attributes
    ----------
    parts
        Kind of fill, size, and what the part says.
    note
        Figures at its right end.
    """

    name: str
    parts: tuple[tuple[str, float, str], ...]
    note: str = ""


def stacked(
    bars: Sequence[Bar],
    *,
    says: str,
    most: float | None = None,
    ticks: Sequence[tuple[float, str]] = (),
    legend: Sequence[tuple[str, str]] = (),
) -> Drawing:
    """Stacked bars over one scale.

    Parameters
    ----------
    most
        What the full width stands for; by default the longest bar.
    ticks
        Places on the scale and what is written there.
    legend
        Kind of fill and its meaning, drawn above.
    """
    canvas = Canvas()
    top = draw_legend(canvas, legend)
    longest = max((sum(size for _, size, _ in bar.parts) for bar in bars), default=0.0)
    full = (longest if most is None else most) or 1.0
    across = WIDTH - LABEL - NOTE
    bottom = top + ROW * len(bars)
    for place, words in ticks:
        x = LABEL + across * min(1.0, place / full)
        canvas.line(x, top - 2, x, bottom + 3)
        canvas.text(x, bottom + 17, words, "t-dim", anchor="middle")
    for at, bar in enumerate(bars):
        y = top + at * ROW
        canvas.text(LABEL - 10, y + 17, cut_middle(bar.name, LETTERS), anchor="end")
        x = LABEL
        for kind, size, words in bar.parts:
            width = across * size / full
            canvas.box(x, y + 4, width, ROW - 8, f"k-{kind}", says=words)
            x += width
        canvas.text(WIDTH, y + 17, bar.note, "t-dim", anchor="end")
    height = bottom + (24 if ticks else 4)
    return canvas.finish(width=WIDTH, height=height, says=says)


def draw_legend(
    canvas: Canvas, legend: Sequence[tuple[str, str]], *, y: float = 4.0, x: float = 0.0
) -> float:
    """Draw what the fills stand for; returns where the picture may begin."""
    if not legend:
        return y
    start = x
    for kind, words in legend:
        width = 30 + 7.6 * len(words) + 18
        if x > start and x + width > WIDTH:
            x, y = start, y + 20
        canvas.box(x + 0.5, y + 0.5, 22, 12, f"k-{kind}")
        canvas.text(x + 28, y + 11, words, "t-dim")
        x += width
    return y + 26


PERCENT = ((0.0, "0 %"), (0.25, "25 %"), (0.5, "50 %"), (0.75, "75 %"), (1.0, "100 %"))


def steps(most: float, *, unit: str = "", parts: int = 5) -> list[tuple[float, str]]:
    """Round places on a scale from nought to a bit under the most."""
    if most <= 0:
        return []
    rough = most / parts
    power = 10.0 ** max(-1, len(str(int(rough))) - 1)
    step = next((power * one for one in (1, 2, 2.5, 5, 10) if power * one >= rough), power * 10)
    count = int(most / step + 1e-9)
    return [(step * at, f"{step * at:g}{unit}") for at in range(count + 1)]


def time_axis(canvas: Canvas, longest: Seconds, *, y: float, scale: float) -> None:
    """A line with times under strips that begin at `LABEL`; ``scale`` is units a second."""
    step = next((one for one in (60, 120, 300, 600, 900, 1800) if longest / one <= 10), 3600)
    for at in range(int(longest // step) + 1):
        x = LABEL + at * step * scale
        anchor = "start" if at == 0 else "end" if x > WIDTH - 24 else "middle"
        canvas.line(x, y, x, y + 5, "edge")
        canvas.text(x, y + 18, clock(at * step), "t-dim", anchor=anchor)
    canvas.line(LABEL, y, LABEL + longest * scale, y, "edge")


def batched(several: Sequence[int], size: int) -> list[tuple[int, ...]]:
    """Places in groups of at most so many, as even as they can be.

    >>> batched((0, 1, 2, 3, 4), 4)
    [(0, 1, 2), (3, 4)]
    """
    sheets = -(-len(several) // size)
    each = -(-len(several) // sheets) if sheets else 1
    return [tuple(several[at : at + each]) for at in range(0, len(several), each)]
