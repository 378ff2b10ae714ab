"""The code blocks of the pages in docs/ and of README."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(
    r"(?:<!-- not run: (?P<why>[^>]*?) -->\n)?^(?P<indent>[ ]*)```(?P<kind>\w+)[^\n]*\n"
    r"(?P<code>.*?)^(?P=indent)```$",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Block:
    """One fenced block.

    Attributes
    ----------
    line
        Of its first line of code, from 1.
    not_run
        Why the page says that it is not run; empty where it is.
    """

    page: Path
    line: int
    kind: str
    code: str
    not_run: str = ""

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def blocks(page: Path, kind: str) -> list[Block]:
    """The blocks of a kind, in order, without the indentation of lists."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(
            page=page,
            line=text.count("\n", 0, found.start("code")) + 1,
            kind=kind,
            code="".join(
                line.removeprefix(found["indent"]) for line in found["code"].splitlines(True)
            ),
            not_run=(found["why"] or "").strip(),
        )
        for found in _BLOCK.finditer(text)
        if found["kind"] == kind
    ]
