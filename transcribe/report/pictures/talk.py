"""Who speaks how much, how fast, and where nobody does."""

from __future__ import annotations

from html import escape

from transcribe.core.transcript import INTERVIEWEE, INTERVIEWER
from transcribe.report.pictures.bars import PERCENT, Bar, stacked, steps
from transcribe.report.pictures.picture import Picture, Table
from transcribe.report.values import Portrait, Report
from transcribe.report.wording import (
    NONE,
    clock,
    count,
    minutes,
    pace,
    share,
    voice_kinds,
)

_KINDS = (
    ("interviewer", "interviewer"),
    ("interviewer-2", "further interviewer"),
    ("interviewee", "interviewee"),
    ("interviewee-2", "second interviewee"),
    ("interviewee-3", "further interviewee"),
    ("unknown", "role not known"),
)
TIMES = {
    "private": "Speech is measured by the times of words; a pause of a second or more is none.",
    "public": "Speech is measured by the times of turns; pauses inside a turn count as speech.",
}
"""How the tier knows who speaks when."""


def voice_legend(report: Report) -> tuple[tuple[str, str], ...]:
    """The kinds of voices that occur."""
    used = {kind for one in report.interviews for kind in voice_kinds(one)}
    return tuple(pair for pair in _KINDS if pair[0] in used)


def talk(report: Report) -> Picture:
    """Share of talk of each speaker, and overlap."""
    timed = [one for one in report.interviews if one.speech]
    bars = []
    for one in timed or report.interviews:
        whole = one.speech if timed else float(one.words)
        parts = tuple(
            (kind, part / whole, f"{one.id}, {voice.name}: {share(part, whole)}")
            for kind, voice in zip(voice_kinds(one), one.voices, strict=True)
            if whole and (part := voice.seconds or 0.0 if timed else float(voice.words))
        )
        bars.append(Bar(name=one.id, parts=parts, note=_note(one)))
    measure = "speech time" if timed else "words (there are no times)"
    legend = voice_legend(report)
    rows = tuple(
        (
            escape(one.id),
            escape(voice.name),
            minutes(voice.seconds),
            share(voice.seconds, one.speech),
            f"{voice.words:,}",
            share(voice.words, one.words),
            f"{voice.turns:,}",
            overlap_words(one) if at == 0 else "",
        )
        for one in report.interviews
        for at, voice in enumerate(one.voices)
    )
    return Picture(
        key="talk",
        title="Share of talk and overlap",
        caption=f"Share of {measure} by speaker; at the right, the time in which two or more "
        f"people speak at once, as a share of the interview. {TIMES[report.tier]} "
        + _overlap_caption(report),
        drawings=(
            stacked(
                bars,
                most=1.0,
                ticks=PERCENT,
                says=f"Share of {measure} by speaker for {_interviews(report)}.",
                legend=legend,
            ),
        ),
        table=Table(
            heads=(
                "Interview", "Speaker", "Minutes", "of speech", "Words", "of words", "Turns",
                "Overlap",
            ),
            rows=rows,
        ),
        legend=legend,
    )  # fmt: skip


def _note(one: Portrait) -> str:
    if one.facts.overlap is None:
        return "overlap not measured"
    return f"overlap {share(one.facts.overlap, one.length, digits=1)}"


def overlap_words(one: Portrait) -> str:
    """Overlap in minutes and percent, or that it is not known."""
    if one.facts.overlap is None:
        return "not measured"
    return f"{clock(one.facts.overlap)} ({share(one.facts.overlap, one.length, digits=1)})"


def _overlap_caption(report: Report) -> str:
    if all(one.facts.overlap is not None for one in report.interviews):
        return ""
    return (
        "“Not measured”: speakers were told apart by a part that gives each moment to one voice, "
        "or the transcript came ready-made."
    )


def pace_and_silence(report: Report) -> Picture | None:
    """Words a minute by role, and the share of silence; None without any times."""
    if all(one.length is None for one in report.interviews):
        return None
    fastest = max(
        (voice.pace or 0.0 for one in report.interviews for voice in one.voices), default=0.0
    )
    bars = []
    for one in report.interviews:
        for at, (kind, voice) in enumerate(zip(voice_kinds(one), one.voices, strict=True)):
            quiet = f"silence {share(one.silence, one.length)}" if at == 0 else ""
            said = "" if voice.pace is None else f"{voice.pace:.0f} words/min"
            bars.append(
                Bar(
                    name=one.id if at == 0 else "",
                    parts=((kind, voice.pace or 0.0, f"{one.id}, {voice.name}: {said}"),),
                    note=" · ".join(part for part in (said, quiet) if part),
                )
            )
    legend = voice_legend(report)
    return Picture(
        key="pace",
        title="Pace and silence",
        caption="Words a minute of each speaker's own speech, and the share of the interview in "
        f"which nobody speaks. {TIMES[report.tier]} Where the recognizer missed words, pace is "
        "understated and silence overstated.",
        drawings=(
            stacked(
                bars,
                most=fastest * 1.02,
                ticks=steps(fastest),
                says=f"Words a minute by speaker for {_interviews(report)}.",
                legend=legend,
            ),
        ),
        table=Table(
            heads=("Interview", "Interviewer, words/min", "Interviewee, words/min", "Silence, min",
                   "of the interview"),
            rows=tuple(
                (
                    escape(one.id),
                    _paces(one, INTERVIEWER),
                    _paces(one, INTERVIEWEE),
                    minutes(one.silence),
                    share(one.silence, one.length),
                )
                for one in report.interviews
            ),
        ),
        legend=legend,
    )  # fmt: skip


def _paces(one: Portrait, role: str) -> str:
    found = [pace(voice) for voice in one.voices if voice.role == role]
    return ", ".join(found) or NONE


def _interviews(report: Report) -> str:
    return count(len(report.interviews), "interview")
