"""The open sets that names are learned from, and which part of each is never trained on.

Held out: the last third of wikigold, of the tweets and of the filings by document or block, all of
wnut17's other source (YouTube comments), four of nine GUM interviews, and a third of
presidio-research's *templates*, with all texts made of them.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("TRANSCRIBE_SHARED", ROOT.parent / "shared"))
HELD_OUT_GUM = ("brotherhood", "cyclone", "daly", "gaming")

LABELS = {
    "PER": "PERSON", "PERSON": "PERSON", "ORG": "ORGANIZATION", "CORPORATION": "ORGANIZATION",
    "ORGANIZATION": "ORGANIZATION", "GROUP": "ORGANIZATION", "LOC": "LOCATION",
    "LOCATION": "LOCATION", "GPE": "LOCATION", "PRODUCT": "PRODUCT", "STREET_ADDRESS": "ADDRESS",
}  # fmt: skip
"""Labels of the sets and what they are here; works, nationalities and the like are no names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text with the names in it, as (start, end, type).

    Attributes
    ----------
    held_out
        Never trained on.
    """

    corpus: str
    text: str
    names: tuple[tuple[int, int, str], ...]
    held_out: bool = False


def passages() -> Iterator[Passage]:
    """All passages of all sets."""
    yield from _conll("wnut17", "wnut17/wnut17train.conll", held_out=lambda share: False)
    yield from _conll("wnut17", "wnut17/emerging.dev.conll", held_out=lambda share: True)
    yield from _conll("wikigold", "wikigold/wikigold.conll.txt", held_out=lambda s: s > 2 / 3)
    yield from _conll("sec-filings", "sec-filings/FIN5.txt", held_out=lambda s: s > 0.885)
    for part in "abefgh":
        yield from _conll("btc", f"btc/{part}.conll", held_out=lambda s: s > 2 / 3)
    yield from _gum()
    yield from _presidio()


def _conll(corpus: str, path: str, *, held_out: object) -> Iterator[Passage]:
    text = (SHARED / "data/pii" / path).read_text(encoding="utf-8")
    blocks = re.split(r"\n\s*\n", text)
    size = 3 if corpus in ("wikigold", "sec-filings") else 1
    for first in range(0, len(blocks), size):
        rows = [
            line.split() for block in blocks[first : first + size] for line in block.splitlines()
        ]
        rows = [row for row in rows if len(row) >= 2 and row[0] != "-DOCSTART-"]
        if rows:
            share = first / len(blocks)
            yield _joined(
                corpus,
                [(row[0], row[-1]) for row in rows],
                held_out=held_out(share),  # type: ignore[operator]
            )


def _joined(corpus: str, rows: list[tuple[str, str]], *, held_out: bool) -> Passage:
    """Words put together again, with spaces where a writer would put them."""
    text = ""
    names: list[tuple[int, int, str]] = []
    before = "O"
    for word, label in rows:
        word = word.strip("'") if word == "'\"'" else word  # noqa: PLW2901
        glue = "" if not text or re.match(r"[,.;:?!)\]’”%]|n't$|['’]\w", word) else " "
        text += glue
        start = len(text)
        text += word
        kind = LABELS.get(label.split("-")[-1].upper(), "") if label != "O" else ""
        # Handles of tweets are not said aloud.
        kind = "" if word.startswith("@") or text.endswith("@ ") else kind
        if kind and names and before == kind and not label.startswith("B-"):
            names[-1] = (names[-1][0], len(text), kind)
        elif kind:
            names.append((start, len(text), kind))
        before = kind
    return Passage(corpus=corpus, text=text, names=tuple(names), held_out=held_out)


def _gum() -> Iterator[Passage]:
    kinds = {"person": "PERSON", "organization": "ORGANIZATION", "place": "LOCATION"}
    for path in sorted((SHARED / "data/pii/gum-interviews").glob("*.tsv")):
        held_out = path.stem.split("_")[-1] in HELD_OUT_GUM
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            rows = [line.split("\t") for line in block.splitlines() if re.match(r"\d+-\d+\t", line)]
            labelled = []
            for row in rows:
                label = "O"
                for kind in re.findall(r"([a-z]+)", row[3]):
                    # A name is what is tagged as a proper noun: here, what has a capital inside.
                    if kind in kinds and row[2][:1].isupper() and row[0].split("-")[1] != "1":
                        label = kinds[kind]
                if row[2].lower() in _PRONOUNS:
                    label = "O"
                labelled.append((row[2], "I-" + label if label != "O" else "O"))
            if labelled:
                yield _joined("gum-interviews", labelled, held_out=held_out)


_PRONOUNS = frozenset("i he she we they it the my his her you our their this that these a".split())


def template_of(one: dict[str, object]) -> str:
    """The text with every name replaced by its type: what texts of one template share."""
    text = str(one["text"])
    spans: list[dict[str, object]] = one["spans"]  # type: ignore[assignment]
    for span in sorted(spans, key=lambda span: -int(str(span["start"]))):
        start, end = int(str(span["start"])), int(str(span["end"]))
        text = text[:start] + "{" + str(span["type"]) + "}" + text[end:]
    return re.sub(r"\{(\w+)\}(?:[\s,]*\{\1\})+", r"{\1}", " ".join(text.split()))


def is_held_out_template(template: str) -> bool:
    """Whether texts of a template are never trained on: one in three is."""
    return zlib.crc32(template.encode()) % 3 == 0


def is_read_template(template: str) -> bool:
    """Whether a template is of the half that rules may be changed for; the others stay unread."""
    return zlib.crc32(template.encode()) // 3 % 2 == 0


def _presidio() -> Iterator[Passage]:
    path = SHARED / "data/pii/presidio-synth/dev.json"
    for one in json.loads(path.read_text(encoding="utf-8")):
        names = tuple(
            sorted(
                (span["start"], span["end"], LABELS[span["type"]])
                for span in one["spans"]
                if span["type"] in LABELS
            )
        )
        yield Passage(
            corpus="presidio-synth", text=one["text"], names=names,
            held_out=is_held_out_template(template_of(one)),
        )  # fmt: skip
