"""The reference is what the code says now."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import reference
from scripts.reference_python import markdown

PAGES = ("commands.md", "settings.md", "files.md", "exit-codes.md", "python.md")


@pytest.mark.parametrize("name", PAGES)
def test_the_page_in_the_tree_is_what_the_code_says(root: Path, name: str) -> None:
    written = (root / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert written == reference.pages()[name], "run: python -m scripts.reference"


def test_there_is_no_other_page(root: Path) -> None:
    assert {path.name for path in (root / "docs" / "reference").iterdir()} == set(PAGES)
    assert set(reference.pages()) == set(PAGES)


def test_every_command_option_and_setting_is_there() -> None:
    from transcribe.config import OPTIONS

    commands = reference.commands()
    for name in ("run", "status", "decide", "release", "consent withdraw", "guide convert"):
        assert f"# transcribe {name}\n" in commands
    assert "`--force-stage STAGE`" in commands
    assert all(f"`{option.name}`" in reference.settings() for option in OPTIONS)
    assert all(f"| {code} |" in reference.exit_codes() for code in (0, 1, 2, 3, 4, 5, 6, 130))


def test_docstrings_become_lists_and_code() -> None:
    text = (
        "One line.\n\nParameters\n----------\nout\n    The ``folder``,\n    or none.\n\n"
        "Notes\n-----\nMore."
    )
    assert markdown(text) == (
        "One line.\n\n**Parameters**\n\n- `out`: The `folder`, or none.\n\n**Notes**\n\nMore.\n"
    )
