"""Invented interviews of practitioners, each as another transcriber writes.

Files in ``practitioners/``: comments (``# language: fr``), then a turn a line, ``I:`` or ``P:``.
``[Maria|PERSON]`` is an identifier, ``[pandas|=]`` a public name that must stay. Files that begin
with ``seen`` were looked at when rules were last changed; those with ``held`` were written in the
same hours by the same hand, and only their figures were looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("practitioners")
PUBLIC = "="
_MARK = re.compile(r"\[([^|\]]+)\|([A-Z_]+|=)\]")


@dataclass(frozen=True)
class Interview:
    """Turns without marks, and where in them something was marked: turn, start, end, type."""

    name: str
    language: str
    texts: tuple[str, ...]
    gold: tuple[tuple[int, int, int, str], ...]
    public: tuple[str, ...]


def interviews(part: str) -> tuple[Interview, ...]:
    """Those of a part (``seen`` or ``held``), by name."""
    return tuple(_read(path) for path in sorted(FOLDER.glob(f"{part}-*.txt")))


def _read(path: Path) -> Interview:
    language = "en"
    texts: list[str] = []
    gold: list[tuple[int, int, int, str]] = []
    public: set[str] = set()
    for row in path.read_text(encoding="utf-8").splitlines():
        if row.startswith("#"):
            language = row.rpartition(" ")[2] if "language:" in row else language
            continue
        text, marks = _unmarked(row.partition(": ")[2])
        gold += [(len(texts), start, end, kind) for start, end, kind in marks if kind != PUBLIC]
        public |= {text[start:end] for start, end, kind in marks if kind == PUBLIC}
        texts.append(text)
    return Interview(path.stem, language, tuple(texts), tuple(gold), tuple(sorted(public)))


def _unmarked(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    text, marks, place = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[place : match.start()]
        marks.append((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        place = match.end()
    return text + marked[place:], marks
