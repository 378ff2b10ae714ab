"""Where the recognizer was unsure, over time."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from transcribe.report.drawing import WIDTH, Canvas, Drawing, cut_middle
from transcribe.report.measure import DOUBTFUL_WORD
from transcribe.report.pictures.bars import LABEL, LETTERS, NOTE, time_axis
from transcribe.report.pictures.picture import Picture, Table
from transcribe.report.values import Minute, Portrait, Report
from transcribe.report.wording import clock, count, listed, share

HEIGHT, STEP = 30.0, 42.0
FEWEST = 5
"""Words in a stretch under which its share says little; it is not called the least sure."""


def doubts(report: Report) -> Picture | None:
    """Bars over time; None where no word has a probability."""
    heard = [(at, one) for at, one in enumerate(report.interviews) if one.minutes]
    if not heard:
        return None
    longest = max(len(one.minutes) * one.bin for _, one in heard)
    top = _top([one for _, one in heard])
    canvas = Canvas()
    y = 4.0
    for _, one in heard:
        _strip(canvas, one, y, scale=(WIDTH - LABEL - NOTE) / longest, top=top)
        y += STEP
    time_axis(canvas, longest, y=y - 6, scale=(WIDTH - LABEL - NOTE) / longest)
    return Picture(
        key="doubts",
        title="Where the recognizer was unsure",
        caption=f"Share of words that the recognizer gave a probability under {DOUBTFUL_WORD}, in "
        f"stretches of {_sizes([one for _, one in heard])}; a bar of full height is "
        f"{100 * top:.0f} %. A low probability is a hint that a word is wrong, not a measure of "
        "errors. Words that a person wrote are not counted. The table names the least sure "
        "stretch of each interview.",
        drawings=(_finish(canvas, y, len(heard)),),
        table=Table(
            heads=("Interview", "Words with a probability", "Doubtful", "Share",
                   "Least sure stretch", "Share from each time on"),
            rows=tuple(_row(at, one) for at, one in heard),
        ),
    )  # fmt: skip


def _top(several: Sequence[Portrait]) -> float:
    """What a bar of full height stands for: a round share over the largest that is drawn."""
    shares = [part.doubtful / part.words for one in several for part in one.minutes if part.words]
    return next((top for top in (0.25, 0.5) if max(shares) <= top), 1.0)


def _sizes(several: Sequence[Portrait]) -> str:
    """Lengths of the stretches: ``15 s``, ``1 and 2 min``."""
    sizes = sorted({one.bin for one in several})
    told = [f"{size:g} s" if size < 60 else f"{size / 60:g} min" for size in sizes]
    return listed(told)


def _finish(canvas: Canvas, y: float, interviews: int) -> Drawing:
    return canvas.finish(
        width=WIDTH,
        height=y + 16,
        says=f"Share of doubtful words over time for {count(interviews, 'interview')}.",
    )


def totals(one: Portrait) -> tuple[int, int]:
    """Words that have a probability, and the doubtful ones among them."""
    return sum(part.words for part in one.minutes), sum(part.doubtful for part in one.minutes)


def worst(one: Portrait) -> Minute | None:
    """The stretch with the largest share of doubtful words; the first of equals."""
    told = [part for part in one.minutes if part.words >= FEWEST and part.doubtful]
    return max(told, key=lambda part: (part.doubtful / part.words, -part.start), default=None)


def _strip(canvas: Canvas, one: Portrait, y: float, *, scale: float, top: float) -> None:
    words, doubtful = totals(one)
    canvas.text(LABEL - 10, y + 20, cut_middle(one.id, LETTERS), anchor="end")
    width = max(1.0, one.bin * scale - 1.0)
    for part in one.minutes:
        x = LABEL + part.start * scale
        canvas.box(x, y, width, HEIGHT, "plate")
        if not part.words:
            continue
        tall = HEIGHT * part.doubtful / part.words / top
        says = f"{one.id}, from {clock(part.start)}: {part.doubtful} of {part.words} words"
        canvas.box(x, y + HEIGHT - tall, width, tall, "k-doubt", says=says)
    canvas.text(
        WIDTH, y + 20, f"{share(doubtful, words)} of {words:,} words", "t-dim", anchor="end"
    )


def _row(at: int, one: Portrait) -> tuple[str, ...]:
    words, doubtful = totals(one)
    where = worst(one)
    said = "–"
    if where is not None:
        said = f"{clock(where.start)} ({share(where.doubtful, where.words)})"
        if where.passage is not None and one.lines:
            said = f'<a href="#i{at + 1}-p{where.passage}">{said}</a>'
    told = ", ".join(
        f"{clock(part.start)}&nbsp;{share(part.doubtful, part.words)}".replace(" ", "&nbsp;")
        for part in one.minutes
        if part.words
    )
    return (escape(one.id), f"{words:,}", f"{doubtful:,}", share(doubtful, words), said, told)
