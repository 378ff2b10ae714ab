"""Every format by its name: what files it makes of an interview, or of several together."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from transcribe.export import analysis, cues, markdown, tables, text
from transcribe.export import json as json_form
from transcribe.export.interview import PUBLIC, Interview


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a document for people looks.

    Attributes
    ----------
    speakers, times
        ``shown`` or ``hidden``.
    guide
        Where the guide's questions stand: ``headings``, ``margin`` or ``none``.
    reader
        ``study``, or ``interviewee``: with a note on how to correct it, and each turn marked so
        that corrections find their place.
    token
        Names the copy that is sent; empty without one.
    """

    speakers: str = "shown"
    times: str = "shown"
    guide: str = "headings"
    reader: str = "study"
    token: str = ""


Files = dict[str, bytes]
"""What is added to an interview's name to the content: ``.turns.csv``."""


def _json(interview: Interview, look: Look) -> Files:
    if interview.tier == PUBLIC:
        return {".json": json_form.to_bytes(interview.shown)}
    content = json.dumps(interview.document, ensure_ascii=False, indent=1, allow_nan=False)
    return {".json": content.encode() + b"\n"}


def _docx(interview: Interview, look: Look) -> Files:
    from transcribe.export.docx import to_bytes

    return {".docx": to_bytes(interview, look=look)}


def _tei(interview: Interview, look: Look) -> Files:
    from transcribe.export.tei import to_bytes

    return {".tei.xml": to_bytes(interview)}


def _csv(interview: Interview, look: Look) -> Files:
    made = tables.tables(interview)
    return {f".{name}.csv": tables.to_csv(name, rows) for name, rows in made.items()}


def _parquet(interview: Interview, look: Look) -> Files:
    made = tables.tables(interview)
    return {f".{name}.parquet": tables.to_parquet(name, rows) for name, rows in made.items()}


ONE: Mapping[str, Callable[[Interview, Look], Files]] = {
    "docx": _docx,
    "srt": lambda interview, look: {".srt": cues.to_srt(interview)},
    "vtt": lambda interview, look: {".vtt": cues.to_vtt(interview)},
    "txt": lambda interview, look: {".txt": text.to_bytes(interview.shown)},
    "md": lambda interview, look: {
        ".md": markdown.to_bytes(interview.shown, questions=interview.questions)
    },
    "csv": _csv,
    "parquet": _parquet,
    "json": _json,
    "tei": _tei,
    "maxqda": lambda interview, look: {".maxqda.txt": analysis.to_maxqda(interview)},
    "nvivo": lambda interview, look: {".nvivo.txt": analysis.to_nvivo(interview)},
    "atlasti": lambda interview, look: {".atlasti.txt": analysis.to_atlasti(interview)},
}
"""Formats that are made of one interview."""

SEVERAL = ("qdpx", "qdc")
"""Formats that hold all chosen interviews: a project, and its codebook alone."""

NAMES = (*ONE, *SEVERAL)


def make(interview: Interview, formats: Sequence[str], *, look: Look) -> Files:
    """Files of one interview in some formats, by the ends of their names."""
    files: Files = {}
    for name in formats:
        if name in ONE:
            files |= ONE[name](interview, look)
    return files
