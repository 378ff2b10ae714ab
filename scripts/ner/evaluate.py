"""Prints how well a trained model finds names in texts it was never trained on.

Run from the repository's root: ``python -m scripts.ner.evaluate``. A name counts when half of its
letters are found, of whatever type; a find is right when it touches a name.
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from pathlib import Path

from scripts.ner.corpora import Passage, passages
from scripts.ner.noise import without_capitals
from scripts.ner.provenance import made_with
from transcribe.backends.pii.names_model import NamesModel, open_names_model

HERE = Path("models/ner-interviews")


def evaluate(folder: Path = HERE) -> None:
    """Print recall by type and precision of each set, as written and without capitals."""
    model = open_names_model(folder)
    made = json.loads((folder / "model.json").read_text(encoding="utf-8")).get("made_with", {})
    now = made_with()
    changed = sorted(name for name in now if now[name] != made.get(name))
    print("made with what is here now" if not changed else f"changed since: {', '.join(changed)}")
    groups: dict[str, list[Passage]] = defaultdict(list)
    for one in passages():
        if one.held_out:
            groups[one.corpus].append(one)
    for corpus, held_out in groups.items():
        for cased in (True, False):
            _measure(model, corpus, held_out, cased=cased)


def _measure(model: NamesModel, corpus: str, held_out: list[Passage], *, cased: bool) -> None:
    total, found, right, finds, words = Counter[str](), Counter[str](), 0, 0, 0
    started = time.monotonic()
    for one in held_out:
        text, names = (one.text, one.names) if cased else without_capitals(one.text, one.names)
        words += len(text.split())
        spans = model.find(text, cased=cased)
        finds += len(spans)
        right += sum(any(s.start < end and start < s.end for start, end, _ in names) for s in spans)
        for start, end, kind in names:
            letters = sum(max(0, min(s.end, end) - max(s.start, start)) for s in spans)
            total[kind] += 1
            found[kind] += 2 * letters >= end - start
    rate = words / (time.monotonic() - started)
    kinds = ", ".join(f"{kind} {found[kind]}/{total[kind]}" for kind in sorted(total))
    print(
        f"{corpus}{'' if cased else ', lower case'}: recall "
        f"{sum(found.values()) / max(1, sum(total.values())):.3f}, precision "
        f"{right / max(1, finds):.3f} ({kinds}); {words} words, {rate:.0f} words/s"
    )


if __name__ == "__main__":
    evaluate()
