"""HTML: what it shows, and what it holds beside: comments, attributes, scripts."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from transcribe.release.audit.forms import Form
from transcribe.release.audit.values import CODE, PROPERTY, TEXT, Piece, Spot

_INLINE = frozenset(
    "a abbr b bdi bdo big cite code data del dfn em font i img ins kbd label mark q rp rt ruby s "
    "samp small span strike strong sub sup time tt u var wbr".split()
)
_SHOWN = frozenset("alt title content value placeholder summary label".split())


def read_html(text: str) -> Form:
    """Blocks of what is shown; tags inside a block part no words."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_block()
    return Form(pieces=tuple(reader.pieces))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self._parts: list[str] = []
        self._spots: list[Spot] = []
        self._length = 0
        self._machine = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.end_block()
        if tag in ("script", "style"):
            self._machine = tag
        names = [value for key, value in attrs if key in ("name", "property") and value]
        for key, value in attrs:
            if not value or not value.strip():
                continue
            part = f"meta {names[0]}" if tag == "meta" and names else f"attribute {key}"
            sort = PROPERTY if tag == "meta" else TEXT if key in _SHOWN else CODE
            if key in ("name", "property"):
                sort = CODE
            if tag == "meta" and re.fullmatch(r"(?:viewport|generator|charset)", "".join(names)):
                sort = CODE
            self._add(value, sort=sort, part=part)

    def handle_endtag(self, tag: str) -> None:
        self._machine = ""
        if tag not in _INLINE:
            self.end_block()

    def handle_data(self, data: str) -> None:
        if self._machine:
            self._add(data, sort=CODE, part=self._machine)
            return
        line, column = self.getpos()
        self._spots.append(Spot(offset=self._length, line=line, column=column + 1))
        self._parts.append(data)
        self._length += len(data)

    def handle_comment(self, data: str) -> None:
        self._add(data, sort=TEXT, part="comment")

    def handle_pi(self, data: str) -> None:
        self._add(data, sort=CODE, part="instruction")

    def unknown_decl(self, data: str) -> None:
        self._add(data, sort=TEXT, part="declaration")

    def end_block(self) -> None:
        """Finish what is read on end."""
        text = "".join(self._parts)
        if text.strip():
            self.pieces.append(Piece(text=text, spots=tuple(self._spots), markup=True))
        self._parts, self._spots, self._length = [], [], 0

    def _add(self, text: str, *, sort: str, part: str) -> None:
        if text.strip():
            line, column = self.getpos()
            spot = Spot(offset=0, line=line, column=column + 1)
            self.pieces.append(Piece(text=text, sort=sort, part=part, spots=(spot,), markup=True))
