"""One figure: drawings, caption, and the table that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from transcribe.report.drawing import Drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with headers; cells are HTML that was escaped where it was made.

    Attributes
    ----------
    heads
        Of the columns, plain text.
    rows
        Cells of each row; the first is the row's header.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def html(self, caption: str) -> str:
        """The table as HTML."""
        head = "".join(f'<th scope="col">{escape(one)}</th>' for one in self.heads)
        body = "".join(
            f'<tr><th scope="row">{row[0]}</th>'
            + "".join(f"<td>{cell}</td>" for cell in row[1:])
            + "</tr>"
            for row in self.rows
        )
        return (
            f'<div class="wide" tabindex="0" role="group" aria-label="{escape(caption)}">'
            f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table></div>"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A figure of the report.

    Attributes
    ----------
    key
        Its anchor in the page, and part of its file's name.
    caption
        What is drawn and how it was measured; plain text.
    drawings
        One, or as many as it is cut into.
    legend
        Kind of fill and what it stands for.
    shown
        HTML that stands in the page in place of the drawings; empty: the drawings themselves.
    """

    key: str
    title: str
    caption: str
    drawings: tuple[Drawing, ...] = field(repr=False)
    table: Table | None = field(default=None, repr=False)
    legend: tuple[tuple[str, str], ...] = ()
    shown: str = field(default="", repr=False)

    def file_names(self) -> tuple[str, ...]:
        """Of its drawings, without the end."""
        if len(self.drawings) == 1:
            return (self.key,)
        return tuple(f"{self.key}-{number}" for number in range(1, len(self.drawings) + 1))


def key_html(legend: Sequence[tuple[str, str]]) -> str:
    """The legend of what is shown as a table, whose cells have grounds of their own."""
    items = "".join(
        f'<li><span class="swatch c-{kind}" aria-hidden="true"></span>{escape(words)}</li>'
        for kind, words in legend
    )
    return f'<ul class="key">{items}</ul>'
