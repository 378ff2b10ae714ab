"""Pictures as SVG: drawn once, shown in the page or written as a file of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from transcribe.report import palette

WIDTH = 960
"""Width of every picture that is as wide as the page, in its own units."""
PAPER_WIDTH = 180.0
"""Millimetres of that width on paper: two columns of most journals."""
FONT = "sans-serif"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A finished picture.

    Attributes
    ----------
    says
        What it shows, in a sentence: its text for those who do not see it.
    parts
        SVG elements.
    """

    width: float
    height: float
    says: str
    parts: tuple[str, ...] = field(repr=False)

    def inline(self) -> str:
        """The picture inside the page, whose styles it shares."""
        return (
            f'<svg class="drawing" viewBox="0 0 {_n(self.width)} {_n(self.height)}" '
            f'style="--w:{_n(self.width)}px" role="img" aria-label="{escape(self.says)}">'
            f"{''.join(self.parts)}</svg>"
        )

    def standalone(self) -> bytes:
        """The picture as an SVG file, on white, as wide as it is on paper."""
        across = PAPER_WIDTH * self.width / WIDTH
        down = PAPER_WIDTH * self.height / WIDTH
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{across:.1f}mm" '
            f'height="{down:.1f}mm" viewBox="0 0 {_n(self.width)} {_n(self.height)}" role="img">'
            f"<title>{escape(self.says)}</title>"
            f"<style>text{{font-family:{FONT}}}{palette.rules(palette.light)}</style>"
            f"{palette.patterns(palette.light)}"
            f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(self.parts)}</svg>\n'
        ).encode()


class Canvas:
    """Collects what is drawn; positions are in the picture's units, from the top left."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def box(
        self, x: float, y: float, width: float, height: float, kind: str, *, says: str = ""
    ) -> None:
        """A filled rectangle; one without width is not drawn."""
        if width <= 0 or height <= 0:
            return
        head = (
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" '
            f'class="{kind}"'
        )
        tail = f"><title>{escape(says)}</title></rect>" if says else "/>"
        self._parts.append(head + tail)

    def text(
        self, x: float, y: float, words: str, kind: str = "t", *, anchor: str = "start",
        turn: int = 0,
    ) -> None:  # fmt: skip
        """Words whose baseline begins, ends or is centred (``middle``) at a point."""
        rotated = f' transform="rotate({turn} {_n(x)} {_n(y)})"' if turn else ""
        placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self._parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" class="{kind}"{placed}{rotated}>{escape(words)}</text>'
        )

    def line(self, x: float, y: float, to_x: float, to_y: float, kind: str = "rule") -> None:
        """A straight line."""
        self._parts.append(f'<path d="M{_n(x)} {_n(y)}L{_n(to_x)} {_n(to_y)}" class="{kind}"/>')

    def finish(self, *, width: float, height: float, says: str) -> Drawing:
        """The picture."""
        return Drawing(width=width, height=height, says=says, parts=tuple(self._parts))


def cut(text: str, most: int) -> str:
    """Text of at most so many letters, its end left out.

    >>> cut("What is your role?", 10)
    'What is y…'
    """
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def cut_middle(text: str, most: int) -> str:
    """A name of at most so many letters, its middle left out: names differ at their ends."""
    if len(text) <= most:
        return text
    half = (most - 1) // 2
    return f"{text[:half]}…{text[-(most - 1 - half) :]}"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
