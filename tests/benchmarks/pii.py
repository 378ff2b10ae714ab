"""Prints how well identifiers are found, and what review costs; asserts nothing.

Run: ``python tests/benchmarks/pii.py [--show-missed]``. Reads the shipped interviews' truth and the
development data in ``../shared`` (or ``TRANSCRIBE_SHARED``). Every corpus is measured twice: as
written, and in lower case without marks, as an embedded recognizer writes.

An entity (type and normalized text in one document) counts as found only if every mention is masked
or queued over at least half of its letters (Pilán et al. 2022, TAB). Distinct decisions are queued
(type, normalized text) pairs.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from transcribe.backends.pii import available, open_detector
from transcribe.core.pii import QUEUED, REJECTED, Entity, EntitySet, entity_type, normalize
from transcribe.core.recording import Identifiers
from transcribe.core.transcript import Speaker, Transcript, Turn
from transcribe.stages.detect import Detector
from transcribe.stages.pseudonymize import Decisions, pseudonymize
from transcribe.stages.surrogates import PseudonymTable

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("TRANSCRIBE_SHARED", ROOT.parent / "shared"))
QUASI = ("DATE", "AGE", "QUANTITY", "JOB")


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


def shipped() -> Iterator[Document]:
    """The two interviews that ship with the project, without and with their sidecars."""
    for path in sorted((ROOT / "tests/golden/interviews").glob("*.gold.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        gold = tuple(
            Gold(one["turn"], one["start_char"], one["end_char"], entity_type(one["type"]))
            for one in data["entities"]
        )
        yield Document(
            path.name.split(".")[0],
            tuple(turn["text"] for turn in data["turns"]),
            gold,
            tuple(data["public_names"]),
        )


def hand_anonymized() -> Iterator[Document]:
    """Real interviews whose names are placeholders already: what review would cost on them."""
    for path in sorted((SHARED / "data/alignment").glob("interview-*.tsv")):
        rows = path.read_text(encoding="utf-8").splitlines()
        yield Document(path.stem, tuple(row.split("\t")[2] for row in rows if row.count("\t") >= 2))


def gum() -> Iterator[Document]:
    """Wikinews interviews: people, organizations and places that have an identity."""
    kinds = {"person": "PERSON", "organization": "ORGANIZATION", "place": "LOCATION"}
    for path in sorted((SHARED / "data/pii/gum-interviews").glob("*.tsv")):
        texts, gold = [], []
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            rows = [line.split("\t") for line in block.splitlines() if re.match(r"\d+-\d+\t", line)]
            if not rows:
                continue
            text, spans = "", []
            for row in rows:
                glue = "" if re.fullmatch(r"[,.;:?!)\]’'”]+|[’']\w+", row[2]) or not text else " "
                text += glue
                spans.append((len(text), len(text) + len(row[2])))
                text += row[2]
            gold += _gum_names(len(texts), rows, spans, kinds)
            texts.append(text)
        yield Document(path.stem, tuple(texts), tuple(gold))


def _gum_names(
    turn: int, rows: list[list[str]], spans: list[tuple[int, int]], kinds: dict[str, str]
) -> Iterator[Gold]:
    """Runs of words with capitals inside mentions that have an identity."""
    run: list[int] = []
    kind = ""
    for index in range(len(rows) + 1):
        found = ""
        if index < len(rows):
            row = rows[index]
            identities = set(re.findall(r"\[(\d+)\]", row[6]))
            for name, number in re.findall(r"([a-z]+)\[(\d+)\]", row[3]):
                if number in identities and name in kinds and row[2][:1].isupper():
                    found = kinds[name]
            if row[2] in ("I", "He", "She", "We", "They", "It", "The", "My", "His", "Her", "You"):
                found = ""
        if found and (not run or found == kind):
            run.append(index)
            kind = found
            continue
        if run:
            yield Gold(turn, spans[run[0]][0], spans[run[-1]][1], kind)
        run, kind = ([index], found) if found else ([], "")


def synthetic() -> Iterator[Document]:
    """Presidio-research's templated texts, one a turn."""
    path = SHARED / "data/pii/presidio-synth/dev.json"
    if not path.is_file():
        return
    texts, gold = [], []
    for one in json.loads(path.read_text(encoding="utf-8")):
        gold += [
            Gold(len(texts), span["start"], span["end"], entity_type(span["type"]))
            for span in one["spans"]
        ]
        texts.append(one["text"])
    yield Document("presidio-synth", tuple(texts), tuple(gold))


def as_recognized(document: Document) -> Document:
    """The same in lower case, its marks turned to spaces, so that offsets stay."""

    def plain(text: str) -> str:
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
        return re.sub(r"[^\w\s']", " ", lower)

    return Document(
        document.name + " (lower)",
        tuple(plain(text) for text in document.texts),
        document.gold,
        document.public,
        document.identifiers,
    )


def detect(detector: Detector, document: Document) -> tuple[Entity, ...]:
    """What the detector and the study step make of a document."""
    transcript = Transcript(
        language="en",
        duration=None,
        speakers=(Speaker(label="A", role="interviewee", name="Interviewee"),),
        turns=tuple(
            Turn(id=f"t{index + 1:04d}", speaker="A", edited=text)
            for index, text in enumerate(document.texts)
        ),
    )
    found: EntitySet = detector.detect(transcript, identifiers=document.identifiers, keep=())
    result = pseudonymize(
        {"x": transcript},
        {"x": found},
        decisions=Decisions(),
        table=PseudonymTable(secret="00" * 32),
        policies={},
    )
    return result.recordings["x"].entities.entities


def report(  # noqa: PLR0912 - one count after the other
    detector: Detector, documents: list[Document], *, title: str, missed: bool
) -> None:
    """Print one line a measure for a group of documents."""
    words = sum(len(text.split()) for one in documents for text in one.texts)
    if not words:
        print(f"{title}: not here")
        return
    found, total, sure_right, sure = Counter(), Counter(), 0, 0
    queued, distinct, masked_public, all_public, leaks = 0, 0, 0, 0, 0
    lost: list[str] = []
    annotated = {gold.type for one in documents for gold in one.gold}
    started = time.monotonic()
    for document in documents:
        entities = detect(detector, document)
        by_turn = defaultdict(list)
        for entity in entities:
            if entity.decision != REJECTED:
                by_turn[int(entity.turn[1:]) - 1].append(entity)
        waiting = [entity.key for entity in entities if entity.decision == QUEUED]
        queued += len(waiting)
        distinct += len(set(waiting))
        names = defaultdict(list)
        for gold in document.gold:
            text = document.texts[gold.turn][gold.start : gold.end]
            covered = _covered(gold, by_turn[gold.turn])
            leaks += not covered
            names[gold.type, normalize(text)].append(covered)
        for key, mentions in sorted(names.items()):
            group = "quasi" if key[0] in QUASI else "direct"
            for name in (group, key[0]):
                total[name] += 1
                found[name] += all(mentions)
            if not all(mentions):
                lost.append(f"{key[0]}: {key[1]}")
        for index, those in by_turn.items():
            for entity in those:
                # What the corpus does not annotate cannot be right or wrong there.
                if entity.decision == QUEUED or entity.type not in annotated:
                    continue
                sure += 1
                sure_right += any(
                    gold.turn == index
                    and gold.start < entity.end_char
                    and entity.start_char < gold.end
                    for gold in document.gold
                )
        masked, there = _public(document, by_turn)
        masked_public += masked
        all_public += there
    seconds = time.monotonic() - started
    print(f"\n{title}: {len(documents)} documents, {words} words, {words / seconds:.0f} words/s")
    for name in ("direct", "quasi", *sorted(set(total) - {"direct", "quasi"})):
        if total[name]:
            share = found[name] / total[name]
            print(f"  recall {name:<13} {share:6.3f}  ({found[name]} of {total[name]} entities)")
    if total:
        print(f"  replaced unasked and right {sure_right / max(1, sure):.3f}  ({sure} mentions)")
        print(f"  leaked mentions per 1,000 words {1000 * leaks / words:.2f}")
    print(
        f"  review per 1,000 words: {1000 * distinct / words:.2f} decisions, "
        f"{1000 * queued / words:.2f} mentions"
    )
    if all_public:
        print(f"  public names replaced unasked: {masked_public} of {all_public} mentions")
    if missed:
        print("  missed:", "; ".join(sorted(set(lost))))


def _covered(gold: Gold, entities: list[Entity]) -> bool:
    letters = sum(
        max(0, min(gold.end, entity.end_char) - max(gold.start, entity.start_char))
        for entity in entities
    )
    return 2 * letters >= gold.end - gold.start


def _public(document: Document, by_turn: dict[int, list[Entity]]) -> tuple[int, int]:
    masked = there = 0
    for index, text in enumerate(document.texts):
        for name in document.public:
            for match in re.finditer(rf"\b{re.escape(name)}\b", text, re.IGNORECASE):
                there += 1
                masked += any(
                    entity.decision != QUEUED
                    and entity.start_char < match.end()
                    and match.start() < entity.end_char
                    for entity in by_turn.get(index, [])
                )
    return masked, there


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show-missed", action="store_true", help="list what was not found")
    parser.add_argument("--only", default="", help="part of a corpus' title")
    options = parser.parse_args()
    models = Path("models")
    detector = open_detector(available(models)[0], models, language="en")
    corpora = {
        "shipped interviews, no sidecar": list(shipped()),
        "hand-anonymized interviews": list(hand_anonymized()),
        "GUM interviews (Wikinews)": list(gum()),
        "presidio-research, templated": list(synthetic()),
    }
    for title, documents in corpora.items():
        if options.only not in title:
            continue
        report(detector, documents, title=title, missed=options.show_missed)
        lower = [as_recognized(document) for document in documents]
        report(detector, lower, title=f"{title}, lower case", missed=options.show_missed)


if __name__ == "__main__":
    main()
