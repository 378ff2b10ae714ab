"""Prints how much of a guide comes out as a careful person drew it; asserts nothing.

Run: ``python -m tests.benchmarks.guides [--show-wrong]`` from the project's folder. The tree of the
flattened guide was drawn from its text before the reader was run on it; it is kept as line numbers
and digests of the words (``tests/golden/guides/flattened-guide.tsv``).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import tempfile
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from tests.guide_documents import DOCUMENTS
from tests.guide_texts import TEXTS, drawn
from transcribe.core.guide import CONDITION, SECTION, Guide, GuideItem
from transcribe.guides import read_guide, to_markdown

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("TRANSCRIBE_SHARED", ROOT.parent / "shared"))
GOLDEN = ROOT / "tests" / "golden" / "guides"


def digest(text: str) -> str:
    """First 16 digits of the digest of words."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def flattened(*, show: bool) -> None:
    """Items of the flattened guide with the right text, parent, condition and kind."""
    rows = [
        line.split("\t")
        for line in (GOLDEN / "flattened-guide.tsv").read_text(encoding="utf-8").splitlines()[1:]
    ]
    gold = {int(at): (kind, int(parent or 0), words) for at, kind, parent, words in rows}
    guide = read_guide(SHARED / "guides" / "interview-guide.txt")
    line_of = {item.id: item.line for item in guide.items}
    found = {item.line: item for item in guide.items}
    right = dict.fromkeys(("text", "parent", "condition", "all three", "kind"), 0)
    for at, (kind, parent, words) in gold.items():
        item = found.get(at)
        if item is None:
            print(f"    line {at}: not found")
            continue
        told = item.condition.split(" > ") if item.condition else []
        seen = {
            "text": digest(item.text) == words,
            "parent": (line_of[item.parent] if item.parent else 0) == parent,
            "condition": [digest(part) for part in told] == _conditions(gold, parent),
            "kind": item.kind == kind,
        }
        seen["all three"] = seen["text"] and seen["parent"] and seen["condition"]
        for name, is_right in seen.items():
            right[name] += is_right
        if show and not all(seen.values()):
            wrong = ", ".join(name for name, is_right in seen.items() if not is_right)
            print(f"    line {at}: wrong {wrong}")
    figures = ", ".join(f"{name} {count / len(gold):.1%}" for name, count in right.items())
    print(f"flattened guide, {len(gold)} items ({len(guide.items) - len(gold):+d} read): {figures}")


def _conditions(gold: dict[int, tuple[str, int, str]], parent: int) -> list[str]:
    told: list[str] = []
    while parent:
        kind, above, words = gold[parent]
        told = [words, *told] if kind == "condition" else told
        parent = above
    return told


def table(*, show: bool) -> None:
    """Questions of the table of the same guide that stand word for word in the tree."""
    guide = read_guide(SHARED / "guides" / "interview-guide.txt")
    rows = read_guide(SHARED / "data" / "alignment" / "guide-items-2022.tsv").askable
    texts = [_plain(item.text) for item in guide.items]
    whole = begun = alike = 0
    for item in rows:
        bare = _plain(re.sub(r"\([^()]*\)", "", item.text))
        near = max(SequenceMatcher(None, bare, text).ratio() for text in texts)
        same = any(bare in (text, _plain(re.sub(r"\d+", "", text))) for text in texts)
        start = any(bare in text or (text in bare and len(text) > 12) for text in texts)
        whole, begun, alike = whole + same, begun + (same or start), alike + (near >= 0.6 or start)
        if show and not (same or start):
            print(f"    {item.id}: nearest is {near:.0%} alike")
    print(
        f"its table, {len(rows)} questions: {whole} word for word, {begun} as a part of an item "
        f"or with one, {alike} with one at least 60 % alike"
    )


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"\([^()]*\)", "", text).lower()))


def others() -> None:
    """Guides of other kinds beside their trees, and how many lines were guessed."""
    with tempfile.TemporaryDirectory() as folder:
        for name in [*TEXTS, *DOCUMENTS]:
            path = Path(folder) / name
            path.write_bytes(TEXTS[name].encode() if name in TEXTS else DOCUMENTS[name]())
            guide = read_guide(path)
            golden = (GOLDEN / f"{name}.tree").read_text(encoding="utf-8").splitlines()
            lines = drawn(guide).splitlines()
            same = sum(
                block.size for block in SequenceMatcher(None, golden, lines).get_matching_blocks()
            )
            clean = Path(folder) / "clean.md"
            clean.write_text(to_markdown(guide), encoding="utf-8")
            back = "same" if _tree(read_guide(clean)) == _tree(guide) else "differs"
            headings = sum(item.kind == SECTION and bool(item.guessed) for item in guide.items)
            other = sum(bool(item.guessed) for item in guide.items) - headings
            print(
                f"{name:24} {same}/{len(golden)} lines of its tree; back from the clean form: "
                f"{back}; guessed: {headings} headings, {other} others; "
                f"{sum(item.kind == CONDITION for item in guide.items)} conditions"
            )


def _tree(guide: Guide) -> list[GuideItem]:
    return [replace(item, line=0, guessed="") for item in guide.items]


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show-wrong", action="store_true")
    show = parser.parse_args().show_wrong
    if SHARED.is_dir():
        flattened(show=show)
        table(show=show)
    else:
        print(f"no shared data at {SHARED}: the flattened guide and its table are left out")
    others()


if __name__ == "__main__":
    main()
