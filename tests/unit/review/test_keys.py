"""The keys that the documentation tells are those that the page binds."""

from __future__ import annotations

import re
from pathlib import Path

SOURCE = "transcribe/review/page/src/commands.ts"
KEYS = r'"[^"]+"(?:, "[^"]+")*'
ACTION = re.compile(rf'\{{ id: "\w+", keys: \[(?P<keys>{KEYS})\], label: "(?P<label>[^"]+)"')


def table(root: Path) -> str:
    """The keys as rows of a Markdown table."""
    rows = []
    for match in ACTION.finditer((root / SOURCE).read_text(encoding="utf-8")):
        keys = " or ".join(f"`{key}`" for key in re.findall(r'"([^"]+)"', match["keys"]))
        rows.append(f"| {keys} | {match['label']} |")
    return "\n".join(rows)


def test_the_table_of_keys_is_the_page_s_own(root: Path) -> None:
    rows = table(root)
    assert rows.count("\n") > 30
    assert rows in (root / "docs/review.md").read_text(encoding="utf-8")
