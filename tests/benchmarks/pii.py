"""Prints how well identifiers are found, and what review costs; asserts nothing.

Run: ``python tests/benchmarks/pii.py [--show-missed] [--without-model] [--only PART]``. Reads the
shipped interviews' truth and the data in ``../shared`` (or ``TRANSCRIBE_SHARED``). Every corpus is
measured twice: as written, and in lower case without marks, as an embedded recognizer writes.
Corpora called *held out* had no part in training or in writing rules; the others did.

An entity (type and normalized text in one document) counts as found only if every mention is masked
or queued over at least half of its letters (Pilán et al. 2022, TAB), as whatever type. Beside that,
each type's precision and recall by mention, where only finds of the right type count, and what the
wrong ones lie in. Distinct decisions are queued (type, normalized text) pairs.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from pii_corpora import Corpus, Document, Gold, corpora  # noqa: E402

from transcribe.backends.pii import available, open_detector  # noqa: E402
from transcribe.core.pii import QUEUED, REJECTED, Entity, normalize  # noqa: E402
from transcribe.core.transcript import Speaker, Transcript, Turn  # noqa: E402
from transcribe.stages.detect import Detector  # noqa: E402
from transcribe.stages.pseudonymize import Decisions, pseudonymize  # noqa: E402
from transcribe.stages.surrogates import PseudonymTable  # noqa: E402

QUASI = ("DATE", "AGE", "QUANTITY", "JOB")
Detectors = Callable[[str], Detector]
"""Opens the detector of a language, each once."""

NOWHERE = Path("/nonexistent")


@dataclass
class Figures:
    """Counts over the documents of one corpus."""

    words: int = 0
    seconds: float = 0.0
    found: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    hits: Counter[str] = field(default_factory=Counter)
    finds: Counter[str] = field(default_factory=Counter)
    wrong: Counter[tuple[str, str]] = field(default_factory=Counter)
    mentions: Counter[str] = field(default_factory=Counter)
    typed: Counter[str] = field(default_factory=Counter)
    sure: int = 0
    sure_right: int = 0
    queued: int = 0
    decisions: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    leaks: int = 0
    public: int = 0
    public_masked: int = 0
    missed: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)

    def recall(self, kind: str) -> str:
        """Share, and the counts it is of."""
        if not self.total[kind]:
            return "–"
        share = self.found[kind] / self.total[kind]
        return f"{share:.2f} ({self.found[kind]} of {self.total[kind]})"


def detect(detectors: Detectors, document: Document) -> tuple[Entity, ...]:
    """What the detector and the study step make of a document."""
    transcript = Transcript(
        language=document.language,
        duration=None,
        speakers=(Speaker(label="A", role="interviewee", name="Interviewee"),),
        turns=tuple(
            Turn(id=f"t{index + 1:04d}", speaker="A", edited=text)
            for index, text in enumerate(document.texts)
        ),
    )
    detector = detectors(document.language)
    found = detector.detect(transcript, identifiers=document.identifiers, keep=())
    result = pseudonymize(
        {"x": transcript},
        {"x": found},
        decisions=Decisions(),
        table=PseudonymTable(secret="00" * 32),
        policies={},
    )
    return result.recordings["x"].entities.entities


def measure(detectors: Detectors, documents: Iterable[Document]) -> Figures:
    """Counts over documents."""
    figures = Figures()
    documents = list(documents)
    annotated = {gold.type for one in documents for gold in one.gold}
    for document in documents:
        started = time.process_time()
        entities = [one for one in detect(detectors, document) if one.decision != REJECTED]
        figures.seconds += time.process_time() - started
        figures.words += sum(len(text.split()) for text in document.texts)
        waiting = [one for one in entities if one.decision == QUEUED]
        figures.queued += len(waiting)
        figures.decisions += len({one.key for one in waiting})
        figures.asked |= {f"{one.type}: {normalize(one.text)}" for one in waiting}
        for one in {one.key: one for one in waiting}.values():
            figures.reasons["+".join(one.recognizers)] += 1
        _recall(figures, document, entities)
        _precision(figures, document, entities, annotated)
        _public(figures, document, entities)
    return figures


def _recall(figures: Figures, document: Document, entities: list[Entity]) -> None:
    by_turn = defaultdict(list)
    for entity in entities:
        by_turn[int(entity.turn[1:]) - 1].append(entity)
    names = defaultdict(list)
    for gold in document.gold:
        text = document.texts[gold.turn][gold.start : gold.end]
        covered = _covered(gold, by_turn[gold.turn])
        figures.leaks += not covered
        right = [one for one in by_turn[gold.turn] if one.type == gold.type]
        figures.mentions[gold.type] += 1
        figures.typed[gold.type] += _covered(gold, right)
        names[gold.type, normalize(text)].append(covered)
    for (kind, text), mentions in sorted(names.items()):
        for group in ("quasi" if kind in QUASI else "direct", kind):
            figures.total[group] += 1
            figures.found[group] += all(mentions)
        if not all(mentions):
            figures.missed.add(f"{kind}: {text}")


def _covered(gold: Gold, entities: list[Entity]) -> bool:
    letters = sum(
        max(0, min(gold.end, entity.end_char) - max(gold.start, entity.start_char))
        for entity in entities
    )
    return 2 * letters >= gold.end - gold.start


def _precision(
    figures: Figures, document: Document, entities: list[Entity], annotated: set[str]
) -> None:
    """What was replaced touches some identifier; what is of a type touches one of the type."""
    for entity in entities:
        turn = int(entity.turn[1:]) - 1
        touched = {
            gold.type
            for gold in document.gold
            if gold.turn == turn and gold.start < entity.end_char and entity.start_char < gold.end
        }
        if entity.type in annotated:
            figures.finds[entity.type] += 1
            figures.hits[entity.type] += entity.type in touched
            if entity.type not in touched:
                figures.wrong[entity.type, " and ".join(sorted(touched)) or "none"] += 1
        if entity.decision != QUEUED and entity.type in annotated:
            figures.sure += 1
            figures.sure_right += bool(touched)


def _public(figures: Figures, document: Document, entities: list[Entity]) -> None:
    for index, text in enumerate(document.texts):
        masked = [
            one for one in entities if one.turn == f"t{index + 1:04d}" and one.decision != QUEUED
        ]
        for name in document.public:
            for match in re.finditer(rf"\b{re.escape(name)}\b", text, re.IGNORECASE):
                figures.public += 1
                figures.public_masked += any(
                    one.start_char < match.end() and match.start() < one.end_char for one in masked
                )


def by_type(figures: Figures) -> Iterator[str]:
    """A line a type: precision and recall by mention, and what the wrong finds lie in."""
    for name in sorted(set(figures.mentions) | set(figures.finds)):
        finds, mentions = figures.finds[name], figures.mentions[name]
        precision = f"{figures.hits[name] / finds:.3f}" if finds else "–"
        recall = f"{figures.typed[name] / mentions:.3f}" if mentions else "–"
        places = [
            f"{count} in {place}"
            for (kind, place), count in figures.wrong.most_common()
            if kind == name
        ]
        wrong = f"; wrong: {', '.join(places)}" if places else ""
        yield (
            f"  as {name:<13} precision {precision} ({figures.hits[name]} of {finds}), "
            f"recall {recall} ({figures.typed[name]} of {mentions}){wrong}"
        )


def report(corpus: Corpus, title: str, figures: Figures, *, missed: bool) -> str:
    """Print one line a measure; return the row of the table."""
    rate = figures.words / max(1e-9, figures.seconds)
    print(f"\n{title} [{corpus.standing}]: {figures.words} words, {rate:.0f} words/s on one core")
    for name in ("direct", "quasi", *sorted(set(figures.total) - {"direct", "quasi"})):
        if figures.total[name]:
            print(f"  recall {name:<13} {figures.recall(name)}")
    if corpus.complete:
        print("\n".join(by_type(figures)))
    thousand = figures.words / 1000
    asked = f"{figures.decisions / thousand:.1f} / {figures.queued / thousand:.1f}"
    right = "–"
    if corpus.complete and figures.sure:
        right = f"{figures.sure_right / figures.sure:.2f}"
        print(f"  replaced unasked and right {right} ({figures.sure} mentions)")
    if figures.total:
        print(f"  leaked mentions per 1,000 words {figures.leaks / thousand:.2f}")
    print(f"  review per 1,000 words: {asked} (decisions / mentions)")
    if figures.public:
        print(f"  public names replaced: {figures.public_masked} of {figures.public} mentions")
    if missed:
        print("  asked by:", figures.reasons.most_common(14))
        print("  missed:", "; ".join(sorted(figures.missed)[:150]))
        print("  asked:", "; ".join(sorted(figures.asked)[:150]))
    leaks = f"{figures.leaks / thousand:.1f}" if figures.total else "–"
    public = f"{figures.public_masked} of {figures.public}" if figures.public else "–"
    return (
        f"| {title} | {corpus.standing} | {figures.words:,} | {figures.recall('direct')} | "
        f"{figures.recall('quasi')} | {right} | {asked} | {public} | {leaks} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show-missed", action="store_true", help="list what was not found")
    parser.add_argument("--without-model", action="store_true", help="rules and lists alone")
    parser.add_argument("--only", default="", help="part of a corpus' title")
    parser.add_argument("--models", type=Path, default=ROOT / "models")
    options = parser.parse_args()
    models = NOWHERE if options.without_model else options.models
    engine = available(models, shipped=not options.without_model)[0]
    print(f"{engine.name}, {engine.model}")

    @cache
    def detectors(language: str) -> Detector:
        return open_detector(engine, models, language=language, shipped=not options.without_model)

    # The lists are read at the first text, which must not pay for all that follow.
    for language in ("en", "fr"):
        detect(detectors, Document("", ("Ana Ruiz, Lyon, Acme.",), language=language))
    rows = []
    for corpus in corpora():
        if options.only not in corpus.title:
            continue
        if not corpus.written:
            print(f"{corpus.title}: not here")
            continue
        forms = (
            (corpus.written, ""), (corpus.slipped, ", names misheard"),
            (corpus.heard, ", lower case"),
        )  # fmt: skip
        for documents, suffix in forms:
            if not documents:
                continue
            figures = measure(detectors, documents)
            title = corpus.title + suffix
            rows.append(report(corpus, title, figures, missed=options.show_missed))
    print(
        "\n| text | standing | words | direct | quasi | replaced unasked and right | decisions / "
        "mentions asked per 1,000 words | public names replaced | leaked mentions per 1,000 words |"
        "\n|---|---|---|---|---|---|---|---|---|"
    )
    print("\n".join(rows))


if __name__ == "__main__":
    main()
