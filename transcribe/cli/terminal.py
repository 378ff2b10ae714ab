"""How the tool talks: errors and progress on stderr, results on stdout."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

from transcribe.errors import TranscribeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console
    from rich.segment import Segment


def console(*, stderr: bool = False) -> Console:
    """A console that colours only a terminal, and never without leave (``NO_COLOR``).

    Names of files are written by anybody: what would move the cursor or turn the direction of a
    line is shown as its number (`visible`).
    """
    from rich.console import Console
    from rich.segment import Segment

    class Screen(Console):
        def render(self, *given: Any, **options: Any) -> Iterator[Segment]:
            for segment in super().render(*given, **options):
                harmless = segment.control or not _MOVES.search(segment.text)
                yield segment if harmless else Segment(visible(segment.text), segment.style)

    stream = sys.stderr if stderr else sys.stdout
    # Piped output must not be cut at 80 columns: a file has no width.
    width = None if stream.isatty() else 1000
    return Screen(stderr=stderr, highlight=False, width=width, soft_wrap=not stream.isatty())


_MOVES = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def visible(text: str) -> str:
    r"""Text that cannot move the cursor or turn the direction of a terminal; line ends stay.

    >>> print(visible("P07\x1b[2J"))
    P07\u001b[2J
    """
    return _MOVES.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def show_error(error: TranscribeError) -> None:
    """Print what is wrong and what to do next."""
    from rich.text import Text

    out = console(stderr=True)
    out.print(Text.assemble(("✗ ", "bold red"), str(error)))
    if error.hint:
        out.print(Text.assemble(("  → ", "dim"), error.hint))


def print_json(document: Any) -> None:
    """Print one JSON document on stdout."""
    # As JSON escapes them: what a name holds neither moves the terminal nor stops the printing.
    print(visible(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)))


def plural(count: int, noun: str) -> str:
    """``1 turn``, ``2 turns``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def asked(question: str) -> bool:
    """Whether a person at the terminal says yes; no is the default.

    Raises
    ------
    typer.Exit
        With 130 when they leave by Ctrl-C or Ctrl-D.
    """
    import typer

    try:
        return typer.confirm(question)
    except typer.Abort:
        print(file=sys.stderr)
        raise typer.Exit(130) from None


def file_size(size: float) -> str:
    """``12 kB``, ``3.4 GB``; in powers of a thousand."""
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def name_width(width: int, *, taken: int) -> int:
    """Characters left for a recording's name in a table whose other columns take so many."""
    return max(12, min(40, width - taken))


def shorten(text: str, width: int) -> str:
    """Cut a long name in the middle, where file names differ least."""
    if len(text) <= width:
        return text
    half = (width - 1) // 2
    return f"{text[:half]}…{text[-(width - 1 - half) :]}"
