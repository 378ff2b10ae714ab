"""What of an outline is still open: where the next line may go."""

from __future__ import annotations

from collections.abc import Iterator

from transcribe.core.guide import EXAMPLE, NOTE, SECTION
from transcribe.guides.lines import Line
from transcribe.guides.tree import Draft

LEAVES = (NOTE, EXAMPLE)
"""Kinds that hold nothing."""


class Opened:
    """The path from the last line placed up to the root.

    Parameters
    ----------
    trusted
        Whether indentation is the nesting wherever two lines differ in it; False for a flattened
        text, in which only lines of one block are compared.
    """

    def __init__(self, *, trusted: bool) -> None:
        self.root = Draft(kind="")
        self.last = self.root
        self.trusted = trusted

    def above(self, line: Line) -> Iterator[Draft]:
        """Open drafts, innermost first, that a line's indentation has not closed."""
        for node in self.last.path():
            if node.line is None:
                yield node
                continue
            compared = self.trusted or node.line.block == line.block
            heading = node.kind == SECTION and not node.line.marked
            if not heading and compared and node.line.indent > line.indent:
                continue
            yield node

    def deeper(self, line: Line) -> bool:
        """Whether a line stands deeper than the one before it."""
        last = self.last.line
        if last is None or (self.last.kind == SECTION and not last.marked):
            return False
        return (self.trusted or last.block == line.block) and line.indent > last.indent

    def shallower(self, line: Line) -> bool:
        """Whether a line stands less deep than the one before it."""
        last = self.last.line
        return last is not None and self.trusted and line.indent < last.indent

    def container(self, line: Line) -> Draft:
        """Innermost open draft that may hold others."""
        for node in self.above(line):
            if node.kind not in LEAVES:
                return node
        return self.root

    def beside(self, line: Line) -> Draft | None:
        """Parent of the open item a line is level with, where indentation is to be trusted."""
        if not self.trusted:
            return None
        for node in self.above(line):
            level = node.line is not None and node.line.marked and node.line.indent == line.indent
            if level and node.kind != SECTION:
                return node.parent
        return None
