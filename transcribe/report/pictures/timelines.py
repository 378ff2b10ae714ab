"""Who speaks when, and about which section of the guide."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from transcribe.core.time import Seconds
from transcribe.report.drawing import WIDTH, Canvas, Drawing, cut, cut_middle
from transcribe.report.pictures.bars import LABEL, LETTERS, batched, draw_legend, time_axis
from transcribe.report.pictures.picture import Picture, Table
from transcribe.report.pictures.talk import TIMES, voice_legend
from transcribe.report.values import Block, Portrait, Report
from transcribe.report.wording import clock, count, minutes, voice_kinds

LANE, BAND, GAP = 13.0, 17.0, 5.0
"""Heights: a speaker's lane, the band of sections, between them."""
A_SHEET = 10
"""Interviews in one picture of `--figures`."""


def timelines(report: Report) -> Picture | None:
    """One strip an interview, all over one scale of time; None without any times."""
    timed = [at for at, one in enumerate(report.interviews) if one.spans]
    if not timed:
        return None
    longest = max((report.interviews[at].length or 0.0 for at in timed), default=0.0)
    blocks = {member: block for block in report.blocks for member in block.members}
    sheets = batched(timed, A_SHEET)
    drawings = tuple(_sheet(report, sheet, blocks, longest) for sheet in sheets)
    untimed = len(report.interviews) - len(timed)
    lacking = f" {count(untimed, 'interview')} without times: no line." if untimed else ""
    return Picture(
        key="timelines",
        title="Timelines",
        caption="One strip an interview: a lane for each speaker, and under them the section of "
        "the guide that is talked about, by its number. White in the band: about no section. All "
        f"strips have the same scale. {TIMES[report.tier]}{lacking}",
        drawings=drawings,
        table=_table(report),
        legend=voice_legend(report),
    )


def _sheet(
    report: Report, members: Sequence[int], blocks: dict[int, Block], longest: Seconds
) -> Drawing:
    canvas = Canvas()
    y = draw_legend(canvas, voice_legend(report))
    # A block has a mapping in it, so that it cannot be a key itself.
    for block in {id(blocks[at]): blocks[at] for at in members}.values():
        y = _sections(canvas, block, y)
    y += 4
    scale = (WIDTH - LABEL) / (longest or 1.0)
    for at in members:
        y = _strip(canvas, report.interviews[at], blocks[at], y, scale=scale)
    time_axis(canvas, longest, y=y - 6, scale=scale)
    names = cut(", ".join(report.interviews[at].id for at in members), 200)
    return canvas.finish(
        width=WIDTH, height=y + 16, says=f"Timelines of speakers and guide sections: {names}."
    )


def _sections(canvas: Canvas, block: Block, y: float) -> float:
    if len(block.sections) < 2:
        return y
    legend = [
        (f"section-{at % 4}", f"{at + 1} {cut(text or 'before the first section', 44)}")
        for at, text in enumerate(block.sections)
    ]
    return draw_legend(canvas, legend, y=y)


def _strip(canvas: Canvas, one: Portrait, block: Block, y: float, *, scale: float) -> float:
    kinds = voice_kinds(one)
    length = one.length or 0.0
    canvas.text(LABEL - 10, y + 11, cut_middle(one.id, LETTERS), "t-head", anchor="end")
    canvas.text(LABEL - 10, y + 26, clock(length), "t-dim", anchor="end")
    bottom = y + LANE * len(one.voices)
    for span in one.spans:
        voice = one.voices[span.voice]
        canvas.box(
            LABEL + span.start * scale,
            y + LANE * span.voice + 1.5,
            max(0.5, (span.end - span.start) * scale),
            LANE - 3,
            f"k-{kinds[span.voice]}",
            says=f"{clock(span.start)} {voice.name}",
        )
    for at in range(len(one.voices)):
        canvas.line(LABEL, y + LANE * (at + 1), LABEL + length * scale, y + LANE * (at + 1))
    if len(block.sections) > 1:
        bottom += 2
        for section, start, end in stretches(one, block):
            x, width = LABEL + start * scale, (end - start) * scale
            words = block.sections[section] or "before the first section"
            says = f"{clock(start)}–{clock(end)}: {section + 1} {words}"
            canvas.box(x, bottom, width, BAND - 3, f"k-section-{section % 4}", says=says)
            if width > 12:
                canvas.text(
                    x + width / 2, bottom + 11, str(section + 1), "t-small", anchor="middle"
                )
        bottom += BAND
    return max(bottom, y + 30) + GAP + 6


def stretches(one: Portrait, block: Block) -> list[tuple[int, Seconds, Seconds]]:
    """Successive talk about one section: its place, start and end in seconds."""
    found: list[tuple[int, Seconds, Seconds]] = []
    open_ = False
    for span in sorted(one.spans, key=lambda span: (span.start, span.end)):
        section = block.section_of.get(span.item) if span.item is not None else None
        if section is None:
            open_ = False
        elif open_ and found[-1][0] == section:
            found[-1] = (section, found[-1][1], max(found[-1][2], span.end))
        else:
            start = max(span.start, found[-1][2]) if found else span.start
            found.append((section, start, max(start, span.end)))
            open_ = True
    return found


def _table(report: Report) -> Table:
    rows = []
    for block in report.blocks:
        for member in block.members:
            one = report.interviews[member]
            met = [
                f"section {section + 1} from {clock(start)} to {clock(end)}"
                for section, start, end in stretches(one, block)
            ]
            speakers = ", ".join(
                f"{escape(voice.name)} {minutes(voice.seconds)}" for voice in one.voices
            )
            length = clock(one.length)
            sections = ", ".join(met) if len(block.sections) > 1 else ""
            rows.append((escape(one.id), length, speakers, sections or "–"))
    return Table(
        heads=("Interview", "Length", "Speakers, minutes", "Sections of the guide"),
        rows=tuple(rows),
    )
