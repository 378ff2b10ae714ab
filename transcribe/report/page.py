"""The page: one file that needs nothing beside it, to read on a screen or on paper."""

from __future__ import annotations

from collections import Counter
from html import escape
from importlib.resources import files

from transcribe.core.guide import ANSWERED, ASKED, PARAPHRASED
from transcribe.core.pii import QUEUED
from transcribe.export.interview import PRIVATE, PUBLIC
from transcribe.report import methods, palette, passages
from transcribe.report.pictures.coverage import coverage
from transcribe.report.pictures.doubts import doubts
from transcribe.report.pictures.picture import Picture, key_html
from transcribe.report.pictures.review import identifiers, outcomes, review
from transcribe.report.pictures.talk import pace_and_silence, talk
from transcribe.report.pictures.timelines import timelines
from transcribe.report.values import Report
from transcribe.report.wording import share, time_words

TIER = {
    PRIVATE: "Private: it holds what people said, with their names. Keep it as you keep the "
    "recordings.",
    PUBLIC: "Public: made of what a release shows; names are replaced, and no text is in it.",
}
ABSENT = {
    "timelines": "These transcripts have no times: no timelines, pace and silence.",
    "doubts": "No word of these transcripts has a probability: they came ready-made.",
    "identifiers": "No identifying details were found.",
    "coverage": "None of these interviews was held with a guide that is known here.",
}
ABSENT_IN_PUBLIC = ABSENT | {
    "doubts": "How sure the recognizer was of each word stays in the private tier.",
}


def pictures(report: Report) -> tuple[Picture, ...]:
    """The figures, in the order of the page; those that can be drawn."""
    found = (
        coverage(report),
        timelines(report),
        talk(report),
        pace_and_silence(report),
        doubts(report),
        review(report),
        identifiers(report),
    )
    return tuple(one for one in found if one is not None)


def write_page(report: Report, shown: tuple[Picture, ...] | None = None) -> bytes:
    """The whole page; the same report gives the same bytes.

    Parameters
    ----------
    shown
        Its `pictures`, where they are drawn already.
    """
    title = escape(report.title or "Study report")
    shown = pictures(report) if shown is None else shown
    titles = [(one.key, one.title) for one in shown]
    text = passages.html(report)
    rest = [("methods", "Methods"), *([("passages", "Passages")] if text else [])]
    links = "".join(
        f'<li><a href="#{key}">{escape(words)}</a></li>' for key, words in (*titles, *rest)
    )
    figures = "".join(_figure(one, at) for at, one in enumerate(shown, start=1))
    reading = (
        '<section id="passages" class="reading"><h2>Passages</h2><p>Successive turns about one '
        "question. Cells of the coverage matrix lead here.</p>"
        f"{text}</section>"
        if text
        else ""
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark">'
        f'<meta name="robots" content="noindex"><title>{title}: report</title>'
        f"<style>{_style()}</style></head><body>"
        f'<svg class="patterns" width="0" height="0" aria-hidden="true">'
        f"{palette.patterns(palette.variable)}</svg>"
        f'<header id="top"><h1 dir="auto">{title}</h1>'
        f'<p class="tier {report.tier}">{escape(TIER[report.tier])}</p></header>'
        f'<nav aria-label="Contents"><ul>{links}</ul></nav><main>'
        f"{_headline(report)}{_missing(report)}{figures}{_absent(report, shown)}"
        f'<section id="methods"><h2>Methods</h2>{methods.html(report)}</section>{reading}</main>'
        f"<footer><p>Made with {escape(report.tool)}. This page loads nothing from anywhere."
        f"</p></footer></body></html>\n"
    ).encode()


def _style() -> str:
    sheet = files("transcribe.report").joinpath("page.css").read_text(encoding="utf-8")
    rules = palette.rules(palette.variable)
    return (
        f":root{{{palette.variables(0)}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{palette.variables(1)}}}}}"
        f"{rules}\n{sheet}"
    )


def _figure(picture: Picture, number: int) -> str:
    drawn = picture.shown or "".join(one.inline() for one in picture.drawings)
    legend = key_html(picture.legend) if picture.shown else ""
    caption = f"<figcaption><b>Figure {number}.</b> {escape(picture.caption)}</figcaption>"
    size = "broad" if "matrix many" in picture.shown else "plain"
    table = ""
    if picture.table is not None:
        # The drawing has no words for those who cannot see it but these.
        table = (
            f"<details><summary>The same as a table</summary>"
            f"{picture.table.html(picture.title)}</details>"
        )
    return (
        f'<section id="{picture.key}" class="{size}"><h2>{escape(picture.title)}</h2><figure>'
        # A matrix is long: who reads it wants to know first what it shows.
        f"{caption + legend + drawn if picture.shown else drawn + caption}</figure>"
        f"{table}</section>"
    )


def _absent(report: Report, shown: tuple[Picture, ...]) -> str:
    there = {one.key for one in shown}
    says = ABSENT if report.tier == PRIVATE else ABSENT_IN_PUBLIC
    lines = [line for key, line in says.items() if key not in there]
    return "".join(f'<p class="absent">{escape(line)}</p>' for line in lines)


def _headline(report: Report) -> str:
    several = report.interviews
    lengths = [one.length for one in several if one.length is not None]
    statuses = Counter(cell.status for one in several for cell in one.cells.values())
    met = sum(statuses[status] for status in (ASKED, PARAPHRASED, ANSWERED))
    listed_items = sum(number for status, number in statuses.items() if status)
    waiting = sum(outcomes(one)[QUEUED] for one in several)
    mentions = sum(outcomes(one).total() for one in several)
    signed = sum(one.facts.review.state == "signed" for one in several)
    figures = [
        (f"{len(several)}", "interview" if len(several) == 1 else "interviews"),
        (time_words(sum(lengths)), "of interviews") if lengths else ("–", "no times"),
        (f"{sum(one.words for one in several):,}", "words"),
        (share(met, listed_items), "of questions asked or answered"),
        (f"{mentions:,}", f"identifying details found, {waiting:,} waiting"),
        (f"{signed} of {len(several)}", "signed off"),
    ]
    items = "".join(
        f"<div><dt>{escape(words)}</dt><dd>{escape(figure)}</dd></div>" for figure, words in figures
    )
    return f'<section id="headline" aria-label="At a glance"><dl>{items}</dl></section>'


def _missing(report: Report) -> str:
    if not report.missing:
        return ""
    names = escape(", ".join(report.missing))
    return f'<p class="absent">Not in this report: <span dir="auto">{names}</span>.</p>'
