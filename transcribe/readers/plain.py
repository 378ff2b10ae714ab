"""Plain text: ``Interviewer 1: …``, one paragraph a turn, in all the spellings people use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from transcribe.core.transcript import Transcript
from transcribe.errors import TranscriptError
from transcribe.readers.assemble import Utterance, assemble
from transcribe.readers.clock import BRACKETED, Stamp, stamped_before, take_stamp
from transcribe.readers.speakers import (
    METADATA,
    Line,
    believed,
    is_role_label,
    labels_of,
    looks_like_name,
    read_line,
)

_HEADING = re.compile(r"^#{1,6}\s")
_RULE = re.compile(r"^(?:[-*_=~#]\s?){3,}$")
_SUBRIP = re.compile(r"^\d+\n\d{1,2}:\d{2}:\d{2}[,.]\d{3} --> ", re.MULTILINE)
_LATE = re.compile(rf"\s*{BRACKETED.pattern}\s*$")
_FOOTER = re.compile(r"^transcribed by https?://\S+$", re.IGNORECASE)
_CHAT = re.compile(r"^\d{1,2}:\d{2}:\d{2}\s+(?:from|von|de|da)\s+\S.*:", re.IGNORECASE)
"""How Zoom saves its chat: ``10:01:12 From Ana Lopez to Everyone:``."""
MOST_HEADING_WORDS = 12
MOSTLY = 0.8
"""Share of paragraphs that must begin with a name for names alone to be labels."""


def read_plain(text: str, *, file: str) -> Transcript:
    """Read labelled paragraphs; see `transcribe.readers.read_transcript`."""
    if len(_SUBRIP.findall(text)) >= 2:
        from transcribe.readers.cues import read_cues

        return read_cues(text, file=file)
    return read_paragraphs(text.split("\n"), file=file)


def read_paragraphs(rows: Sequence[str], *, file: str) -> Transcript:
    """Turns of lines, of which empty ones part paragraphs.

    Raises
    ------
    TranscriptError
        When no line bears a speaker label.
    """
    _refuse_chat(rows, file=file)
    lines: list[Line] = []
    opens = True
    for at, row in enumerate(stamped_before(rows), start=1):
        if not row.strip():
            opens = True
            continue
        lines.append(read_line(row, at=at, opens=opens))
        opens = opens and lines[-1].is_stamp
    around = zip([None, *lines], lines, [*lines[1:], None], strict=False)
    lines = [_named(above, line, below) for above, line, below in around]
    known = believed(lines)
    if not known:
        lines = _named_above(lines)
        known = believed(lines)
    if not known:
        raise TranscriptError(
            f"no speaker labels were found in the {len(lines)} lines of {file}",
            stage="read",
            hint='begin each turn with its speaker and a colon: "Interviewer 1: …"',
        )
    labels = labels_of(lines, known)
    lines, late = _late_stamps(lines, labels)
    utterances, headings = _utterances(lines, labels)
    notices = [f"line {at} was taken as a heading, not as speech" for at in headings[:3]]
    if len(headings) > 3:
        notices.append(f"so were {len(headings) - 3} more lines")
    if late:
        notices.append("times stand behind the words; each is taken for the beginning of its turn")
    return assemble(utterances, file=file, notices=notices)


def _refuse_chat(rows: Sequence[str], *, file: str) -> None:
    said = [row for row in rows if row[:1].strip()]
    if said and sum(_CHAT.match(row) is not None for row in said) > len(said) / 2:
        raise TranscriptError(
            f"{file} is the saved chat of a meeting: what was typed, not what was said",
            stage="read",
            hint="export the transcript of the meeting instead (.vtt), or remove this file",
        )


def _utterances(
    lines: Sequence[Line], labels: Sequence[str | None]
) -> tuple[list[Utterance], list[int]]:
    utterances: list[Utterance] = []
    headings: list[int] = []
    waiting: Stamp | None = None  # A stamp on a line of its own holds for the next line.
    begun = False
    for line, label in zip(lines, labels, strict=True):
        footer = _FOOTER.match(line.whole) is not None
        if label is None and (footer or _is_heading(line, begun=begun)):
            headings.append(line.at)
            continue
        if line.is_stamp:
            waiting = line.stamp
            continue
        text, stamp = (line.text, line.stamp) if label else _unlabelled(line)
        start, end = stamp or waiting or (None, None)
        waiting = None
        begun = begun or label is not None
        utterances.append(Utterance(label=label, text=text, start=start, end=end))
    return utterances, headings


def _unlabelled(line: Line) -> tuple[str, Stamp | None]:
    """Text and stamp of a line whose label, if it had the looks of one, is not believed."""
    stamp, after, bracketed = take_stamp(line.whole)
    if stamp and (bracketed or line.whole[: -len(after) or None].count(":") >= 2):
        return after, stamp
    # "10:30 is when we meet": a time of day, not a stamp.
    return line.whole, None


def _named(above: Line | None, line: Line, below: Line | None) -> Line:
    """A line that stands between a time range and words names who speaks (old Teams exports)."""
    named = (
        above is not None
        and above.is_stamp
        and above.stamp is not None
        and above.stamp[1] is not None
        and below is not None
        and not below.opens
        and line.label is None
        and len(line.whole) < 60
        and (looks_like_name(line.whole) or is_role_label(line.whole))
    )
    return replace(line, label=line.whole, text="", strong=True) if named else line


def _named_above(lines: list[Line]) -> list[Line]:
    """Names alone over the words of each paragraph, where nearly all paragraphs begin so."""
    openings = [
        (at, line) for at, line in enumerate(lines[:-1]) if line.opens and not lines[at + 1].opens
    ]
    names = {
        at: line
        for at, line in openings
        if line.label is None and line.stamp is None and looks_like_name(line.whole)
    }
    spellings = {line.whole for line in names.values()}
    paragraphs = sum(line.opens for line in lines)
    if len(spellings) < 2 or len(spellings) == len(names) or len(names) < MOSTLY * paragraphs:
        return lines
    return [
        replace(line, label=line.whole, text="", strong=True) if at in names else line
        for at, line in enumerate(lines)
    ]


def _stamped(line: Line, found: re.Match[str]) -> Line:
    stamp = take_stamp(found[0].strip())[0]
    return replace(line, text=line.text[: found.start()].rstrip(), stamp=stamp)


def _late_stamps(lines: list[Line], labels: Sequence[str | None]) -> tuple[list[Line], bool]:
    """Stamps in brackets behind the words, where most turns have one and none has one before."""
    labelled = [line for line, label in zip(lines, labels, strict=True) if label]
    ends = [line for line in labelled if _LATE.search(line.text)]
    if len(ends) < 2 or 2 * len(ends) <= len(labelled) or any(line.stamp for line in lines):
        return lines, False
    moved = [
        _stamped(line, found) if label and (found := _LATE.search(line.text)) is not None else line
        for line, label in zip(lines, labels, strict=True)
    ]
    return moved, True


def _is_heading(line: Line, *, begun: bool) -> bool:
    if _HEADING.match(line.whole) or _RULE.match(line.whole):
        return True
    if begun or line.stamp:
        return False
    key = (line.label or "").split(" ")[0].casefold()
    short = len(line.whole.split()) <= MOST_HEADING_WORDS and line.whole[-1] not in ".?!…"
    return key in METADATA or short
