"""The texts that detection is measured on, each with what is known of it."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pii_planted import SEED, Planter
from pii_practitioners import interviews

from scripts.ner.corpora import is_held_out_template, is_read_template, passages, template_of
from transcribe.core.pii import entity_type
from transcribe.core.recording import Identifiers

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("TRANSCRIBE_SHARED", ROOT.parent / "shared"))
PLANTINGS = 3


@dataclass(frozen=True)
class Gold:
    turn: int
    start: int
    end: int
    type: str


@dataclass(frozen=True)
class Document:
    name: str
    texts: tuple[str, ...]
    gold: tuple[Gold, ...] = ()
    public: tuple[str, ...] = ()
    identifiers: Identifiers = field(default_factory=Identifiers)
    language: str = "en"


@dataclass(frozen=True)
class Corpus:
    """Documents as written and as a recognizer without capitals writes them.

    Attributes
    ----------
    standing
        ``development``: rules were written with it in view; ``held out``: neither rules nor the
        small recognizer were made with it.
    complete
        Whether every identifier is annotated, so that what is replaced can be wrong.
    slipped
        With capitals, but not in all names, and names misspelled: what recognizers write today.
    """

    title: str
    standing: str
    written: tuple[Document, ...]
    heard: tuple[Document, ...]
    complete: bool = True
    slipped: tuple[Document, ...] = ()


def corpora() -> Iterator[Corpus]:
    """All that are on this machine."""
    yield _both("shipped interviews, no sidecar", "development", shipped())
    yield _both("hand-anonymized interviews", "development", hand_anonymized(), complete=False)
    yield Corpus(
        "hand-anonymized interviews, planted", "development", tuple(planted(heard=False)),
        tuple(planted(heard=True)), complete=False, slipped=tuple(planted(slips=True)),
    )  # fmt: skip
    yield _both("invented practitioners, seen", "development", practitioners("seen"))
    yield _both("invented practitioners, held out", "held out", practitioners("held"))
    yield _both("templates unseen in training (presidio-research)", "held out", templated())
    yield _both("templates never looked at (half of these)", "held out", templated(unread=True))
    yield _both("GUM interviews (Wikinews), unseen in training", "held out", gum())
    for corpus in ("wikigold", "wnut17", "sec-filings", "btc"):
        yield _both(f"{corpus}, unseen in training", "held out", _sentences(corpus))


def _both(
    title: str, standing: str, documents: Iterator[Document], *, complete: bool = True
) -> Corpus:
    written = tuple(documents)
    return Corpus(title, standing, written, tuple(as_recognized(one) for one in written), complete)


def as_recognized(document: Document) -> Document:
    """The same in lower case, its marks turned to spaces, so that offsets stay."""

    def plain(text: str) -> str:
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
        return re.sub(r"[^\w\s']", " ", lower)

    return Document(
        document.name, tuple(plain(text) for text in document.texts), document.gold,
        document.public, document.identifiers, document.language,
    )  # fmt: skip


def shipped() -> Iterator[Document]:
    """The two interviews that ship with the project, without and with their sidecars."""
    for path in sorted((ROOT / "tests/golden/interviews").glob("*.gold.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        gold = tuple(
            Gold(one["turn"], one["start_char"], one["end_char"], entity_type(one["type"]))
            for one in data["entities"]
        )
        texts = tuple(turn["text"] for turn in data["turns"])
        yield Document(path.name.split(".")[0], texts, gold, tuple(data["public_names"]))


def hand_anonymized() -> Iterator[Document]:
    """Real interviews whose names are placeholders already: what review would cost on them."""
    for path in sorted((SHARED / "data/alignment").glob("interview-*.tsv")):
        rows = path.read_text(encoding="utf-8").splitlines()
        yield Document(path.stem, tuple(row.split("\t")[2] for row in rows if row.count("\t") >= 2))


def planted(*, heard: bool = False, slips: bool = False) -> Iterator[Document]:
    """The same with invented identifiers put back, several times over."""
    for number in range(PLANTINGS):
        for index, one in enumerate(hand_anonymized()):
            planter = Planter(SEED + 100 * number + index, heard=heard, slips=slips)
            done = planter.plant(one.texts)
            yield Document(
                f"{one.name} #{number + 1}", done.texts,
                tuple(Gold(*place) for place in done.gold), done.public,
            )  # fmt: skip


def practitioners(part: str) -> Iterator[Document]:
    """Interviews of many fields, each as another transcriber writes."""
    for one in interviews(part):
        gold = tuple(Gold(*place) for place in one.gold)
        yield Document(one.name, one.texts, gold, one.public, language=one.language)


def templated(*, unread: bool = False) -> Iterator[Document]:
    """Presidio-research's texts of templates that nothing was trained on, one a turn.

    ``unread``: only those that nobody looked at, when the rules were last changed for what went
    wrong with the others.
    """
    path = SHARED / "data/pii/presidio-synth/dev.json"
    if not path.is_file():
        return
    texts, gold = [], []
    for one in json.loads(path.read_text(encoding="utf-8")):
        template = template_of(one)
        if is_held_out_template(template) and not (unread and is_read_template(template)):
            gold += [
                Gold(len(texts), span["start"], span["end"], entity_type(span["type"]))
                for span in one["spans"]
            ]
            texts.append(one["text"])
    yield Document("presidio-synth", tuple(texts), tuple(gold))


def _sentences(corpus: str) -> Iterator[Document]:
    """Held-out parts of the sets that the small recognizer is trained on."""
    if (SHARED / "data/pii").is_dir():
        yield from _grouped(corpus)


def gum() -> Iterator[Document]:
    """Wikinews interviews that nothing was trained on."""
    yield from _sentences("gum-interviews")


def _grouped(corpus: str) -> Iterator[Document]:
    """Twenty passages a document: a name counts once in each."""
    groups = defaultdict(list)
    held_out = [one for one in passages() if one.corpus == corpus and one.held_out]
    for index, one in enumerate(held_out):
        groups[index // 20].append(one)
    for number, group in groups.items():
        gold = tuple(
            Gold(turn, start, end, kind)
            for turn, one in enumerate(group)
            for start, end, kind in one.names
        )
        yield Document(f"{corpus} {number}", tuple(one.text for one in group), gold)
