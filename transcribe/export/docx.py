"""A document for Word and LibreOffice, laid out by named styles that a person can restyle."""

from __future__ import annotations

import io
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING, Any

from transcribe.core.pii import PublicTurn
from transcribe.core.time import format_clock
from transcribe.export.docx_styles import (
    HIDDEN,
    MARGIN,
    NOTE,
    QUESTION,
    SECTION,
    SPEAKER,
    TIME,
    TURN,
    add_styles,
    margin_frame,
)
from transcribe.export.interview import PRIVATE, Interview
from transcribe.export.package import repack

if TYPE_CHECKING:
    from transcribe.export.formats import Look

BOOKMARK = "turn_"
"""Begins the name of the bookmark around each turn of a copy for the interviewee."""

HOW_TO = (
    "This is what was written down of your interview. Please read it and correct it as you like: "
    "change words, or turn on Track Changes first, as you prefer.",
    "Strike through (or delete) what you do not want to be kept: whole paragraphs are left out "
    "of everything that is published, struck words are taken out of the text.",
    "Names with a grey background are replaced by neutral labels before anything is published.",
    "Please send this very file back; do not copy the text into another one.",
)


def to_bytes(interview: Interview, *, look: Look) -> bytes:
    """A Word document of an interview.

    Right-to-left turns are set right to left. The same interview gives the same bytes.
    """
    import docx

    document = docx.Document()
    add_styles(document)
    _describe(document, interview, look)
    document.add_paragraph(interview.id, style="Title")
    if look.reader == "interviewee":
        for line in (*HOW_TO, f"Copy {look.token}"):
            document.add_paragraph(line, style=NOTE)
    writer = _Writer(document, interview, look)
    for number, turn in enumerate(interview.turns):
        writer.add(number, turn)
    stream = io.BytesIO()
    document.save(stream)
    return repack(stream.getvalue())


def _describe(document: Any, interview: Interview, look: Look) -> None:
    """Properties of the file; nothing of the person or machine that made it."""
    about = document.core_properties
    about.author, about.last_modified_by, about.comments = "", "", ""
    about.title = interview.id
    about.language = interview.shown.language
    about.created = about.modified = datetime(2000, 1, 1)
    about.identifier = about.keywords = f"transcribe:{look.token}" if look.token else ""


class _Writer:
    """Adds turns under the guide's questions."""

    def __init__(self, document: Any, interview: Interview, look: Look) -> None:
        self.document, self.interview, self.look = document, interview, look
        self.items = {item.id: item for item in interview.items}
        self.topic: str | None = None
        self.section: str | None = None

    def add(self, number: int, turn: PublicTurn) -> None:
        """Add a turn, and the question before it where the topic changes."""
        if turn.topic is not None and turn.topic != self.topic:
            self.topic = turn.topic
            self._question(turn.topic)
        paragraph = self.document.add_paragraph(style=TURN)
        backwards = right_to_left(turn.text)
        # Else a Latin name and the digits after it change places.
        mark = "\u200f" if backwards else ""
        if self.look.speakers == "shown":
            paragraph.add_run(f"{turn.name}: {mark}", style=SPEAKER)
        if self.look.times == "shown" and turn.start is not None:
            paragraph.add_run(f"[{format_clock(turn.start)}] ", style=TIME)
        hidden = self.interview.hidden.get(turn.id, ())
        for text, style in _parts(turn.text, hidden if self.interview.tier == PRIVATE else ()):
            run = paragraph.add_run(text, style=style)
            run.font.rtl = True if backwards else None
        if backwards:
            paragraph._p.get_or_add_pPr().append(_element("w:bidi"))
        if self.look.reader == "interviewee":
            _bookmark(paragraph, number)

    def _question(self, topic: str) -> None:
        if self.look.guide == "none":
            return
        if self.look.guide == "margin":
            aside = self.document.add_paragraph(self._heading(topic), style=MARGIN)
            # LibreOffice takes the place from the paragraph alone, Word from its style as well.
            aside._p.get_or_add_pPr().append(margin_frame())
            return
        section = self._section(topic)
        if section is not None and section != self.section:
            self.document.add_paragraph(self._heading(section), style=SECTION)
        self.section = section
        if topic != section:
            self.document.add_paragraph(self._heading(topic), style=QUESTION)

    def _section(self, topic: str) -> str | None:
        """The outermost section that an item stands in."""
        found, here = None, self.items.get(topic)
        while here is not None:
            if here.kind == "section":
                found = here.id
            here = self.items.get(here.parent or "")
        return found

    def _heading(self, topic: str) -> str:
        item = self.items.get(topic)
        if item is None:
            return topic
        mark = item.label or (f"{item.number}." if item.number else "")
        return " ".join((mark, *item.text.split())).strip()


def _parts(text: str, spans: tuple[tuple[int, int], ...]) -> list[tuple[str, str | None]]:
    """A text cut at names that a release replaces."""
    found: list[tuple[str, str | None]] = []
    last = 0
    for start, end in spans:
        if start < last:
            continue
        found += [(text[last:start], None), (text[start:end], HIDDEN)]
        last = end
    return [part for part in (*found, (text[last:], None)) if part[0]]


def right_to_left(text: str) -> bool:
    """Whether most letters of a text are written from right to left."""
    kinds = [unicodedata.bidirectional(char) for char in text]
    return sum(kind in ("R", "AL") for kind in kinds) > kinds.count("L")


def _bookmark(paragraph: Any, number: int) -> None:
    start, end = _element("w:bookmarkStart"), _element("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(_name("w:id"), str(number + 1))
    start.set(_name("w:name"), f"{BOOKMARK}{number}")
    place = 1 if paragraph._p.pPr is not None else 0
    paragraph._p.insert(place, start)
    paragraph._p.append(end)


def _element(tag: str) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(tag)


def _name(tag: str) -> Any:
    from docx.oxml.ns import qn

    return qn(tag)
