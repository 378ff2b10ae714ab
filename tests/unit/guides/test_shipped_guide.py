"""The guide that ships, against its tree in ``tests/golden/guides``, which a person checked."""

from __future__ import annotations

from pathlib import Path

from transcribe.core.guide import Guide
from transcribe.guides import read_guide


def drawn(guide: Guide) -> str:
    return "".join(f"{'  ' * item.depth}{item.kind} {item.text}\n" for item in guide.items)


def test_the_shipped_guide_is_the_tree_a_person_checked(root: Path, update_golden: bool) -> None:
    golden = root / "tests" / "golden" / "guides" / "shipped-guide.txt"
    tree = drawn(read_guide(root / "recordings" / "guide.md"))
    if update_golden:
        golden.write_text(tree, encoding="utf-8")
    assert tree == golden.read_text(encoding="utf-8")


def test_every_item_of_the_shipped_guide_is_read_not_guessed(root: Path) -> None:
    guide = read_guide(root / "recordings" / "guide.md")
    assert [item.id for item in guide.items if item.guessed] == []
