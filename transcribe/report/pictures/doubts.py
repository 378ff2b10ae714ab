"""Where the recognizer was unsure, over time."""

from __future__ import annotations

from html import escape

from transcribe.report.drawing import WIDTH, Canvas, Drawing, cut_middle
from transcribe.report.measure import DOUBTFUL_WORD
from transcribe.report.pictures.bars import LABEL, LETTERS, NOTE
from transcribe.report.pictures.picture import Picture, Table
from transcribe.report.values import Minute, Portrait, Report
from transcribe.report.wording import clock, count, share

HEIGHT, STEP = 30.0, 42.0
FEWEST = 5
"""Words in a minute under which its share says little; such minutes are not called worst."""


def doubts(report: Report) -> Picture | None:
    """Bars over time; None where no word has a probability."""
    heard = [(at, one) for at, one in enumerate(report.interviews) if one.minutes]
    if not heard:
        return None
    longest = max(len(one.minutes) * one.bin for _, one in heard)
    canvas = Canvas()
    y = 4.0
    for _, one in heard:
        _strip(canvas, one, y, scale=(WIDTH - LABEL - NOTE) / longest)
        y += STEP
    return Picture(
        key="doubts",
        title="Where the recognizer was unsure",
        caption=f"Share of words that the recognizer gave a probability under {DOUBTFUL_WORD}, "
        "minute by minute; a full bar is 100 %. A low probability is a hint that a word is wrong, "
        "not a measure of errors. Words that a person wrote are not counted. The table names the "
        "least sure minute of each interview.",
        drawings=(_finish(canvas, y, len(heard)),),
        table=Table(
            heads=("Interview", "Words with a probability", "Doubtful", "Share",
                   "Least sure minute"),
            rows=tuple(_row(at, one) for at, one in heard),
        ),
    )  # fmt: skip


def _finish(canvas: Canvas, y: float, interviews: int) -> Drawing:
    return canvas.finish(
        width=WIDTH,
        height=y + 2,
        says=f"Share of doubtful words by minute for {count(interviews, 'interview')}.",
    )


def totals(one: Portrait) -> tuple[int, int]:
    """Words that have a probability, and the doubtful ones among them."""
    return sum(part.words for part in one.minutes), sum(part.doubtful for part in one.minutes)


def worst(one: Portrait) -> Minute | None:
    """The stretch with the largest share of doubtful words; the first of equals."""
    told = [part for part in one.minutes if part.words >= FEWEST and part.doubtful]
    return max(told, key=lambda part: (part.doubtful / part.words, -part.start), default=None)


def _strip(canvas: Canvas, one: Portrait, y: float, *, scale: float) -> None:
    words, doubtful = totals(one)
    canvas.text(LABEL - 10, y + 20, cut_middle(one.id, LETTERS), anchor="end")
    width = max(1.0, one.bin * scale - 1.0)
    for part in one.minutes:
        x = LABEL + part.start * scale
        canvas.box(x, y, width, HEIGHT, "plate")
        if not part.words:
            continue
        tall = HEIGHT * part.doubtful / part.words
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
    return (escape(one.id), f"{words:,}", f"{doubtful:,}", share(doubtful, words), said)
