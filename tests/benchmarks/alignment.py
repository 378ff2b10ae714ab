"""Prints how right and how fast turns are tied to guide items; asserts nothing.

Run: ``python -m tests.benchmarks.alignment [--show-wrong]`` from the project's folder. The shipped
weights have seen every interview listed here: what they do on interviews left out is printed by
``python -m scripts.alignment.train``.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from scripts.alignment.annotated import (
    ROOT,
    Annotated,
    in_french,
    judged_topics,
    measure,
    real_interviews,
    reliability,
    shipped_interviews,
    with_cut_questions,
    with_errors,
    with_jumps,
    with_wrong_roles,
    without_marks,
)
from transcribe.backends.sentences import available, open_similarity
from transcribe.core.guide import ASKABLE, STATUSES, AlignedTurn
from transcribe.guides import read_guide
from transcribe.stages.align import align
from transcribe.stages.similarity import SentenceSimilarity

SHARED = Path(os.environ.get("TRANSCRIBE_SHARED", ROOT.parent / "shared"))
BASELINE = 0.6
LONG, WORDS = 1_000, 30
FORMS: dict[str, Callable[[Annotated], Annotated]] = {
    "as is": lambda interview: interview,
    "without marks": without_marks,
    "25 % word errors": lambda interview: with_errors(interview, rate=0.25),
    "10 % wrong speakers": lambda interview: with_wrong_roles(interview, share=0.10),
    "questions cut": with_cut_questions,
    "order changed": with_jumps,
}


def baseline(interview: Annotated, similarity: SentenceSimilarity) -> tuple[AlignedTurn, ...]:
    """The best similarity of a whole turn above 0.6, carried forward."""
    items = interview.guide.askable
    texts = [turn.text for turn in interview.transcript.turns]
    rows = similarity.similarities(texts, [item.text for item in items])
    topic: str | None = None
    found = []
    for turn, row in zip(interview.transcript.turns, rows, strict=True):
        best = max(range(len(items)), key=row.__getitem__)
        asks: tuple[str, ...] = ()
        if row[best] > BASELINE and items[best].id != topic:
            topic = items[best].id
            asks = (topic,)
        found.append(AlignedTurn(turn=turn.id, topic=topic, asks=asks))
    return tuple(found)


def calibration(interviews: list[Annotated], similarity: SentenceSimilarity) -> None:
    """How often the topic is right where the score says so."""
    judged = []
    for interview in interviews:
        aligned = align(interview.transcript, interview.guide, similarity)
        judged += judged_topics(interview, aligned.turns)
    bands, error = reliability(judged)
    print("\nscore       turns   topic right")
    for upper, count, share in bands:
        print(f"{upper - 0.2:.1f} – {upper:.1f}   {count:5d}   {share:.2f}")
    print(f"expected calibration error {error:.3f}")


def french(interviews: list[Annotated], similarity: SentenceSimilarity) -> None:
    """A shipped interview told in French, against its English guide."""
    for interview in interviews:
        if interview.name == "pump-failures":
            told = in_french(interview)
            found = align(told.transcript, told.guide, similarity)
            near = measure(told, baseline(told, similarity))
            made = measure(told, found.turns)
            print(
                f"\n{interview.name} in French: baseline {near.topic:.3f} {near.asks:.3f}", end=""
            )
            print(f", aligned {made.topic:.3f} {made.asks:.3f}; flagged: {bool(found.notices)}")


def coverage(interviews: list[Annotated], similarity: SentenceSimilarity) -> None:
    """Status of every question, against the truth of the interviews that have one."""
    for interview in interviews:
        if not interview.coverage:
            continue
        found = align(interview.transcript, interview.guide, similarity).coverage
        pairs = Counter((interview.coverage[one.item], one.status) for one in found)
        right = sum(count for (truth, made), count in pairs.items() if truth == made)
        said = ("asked", "paraphrased")
        near = sum(
            count
            for (truth, made), count in pairs.items()
            if truth == made or (truth in said and made in said)
        )
        total = pairs.total()
        print(f"\n{interview.name}: status right {right / total:.2f}", end="")
        print(f", {near / total:.2f} with asked and paraphrased as one, of {total}")
        for (truth, made), count in sorted(pairs.items()):
            if truth != made:
                print(f"    {truth} taken for {made}: {count}")
        for status in STATUSES:
            met = pairs[status, status]
            said_so = sum(count for (_, made), count in pairs.items() if made == status)
            meant = sum(count for (truth, _), count in pairs.items() if truth == status)
            print(f"    {status:<15} {met} of {said_so} said are, {met} of {meant} are found")


def show_wrong(interview: Annotated, turns: tuple[AlignedTurn, ...]) -> None:
    """Turn numbers and ids only: no words."""
    for truth, turn in zip(interview.gold, turns, strict=True):
        topic = turn.topic in truth["accept"] or turn.topic == truth["topic"]
        if not topic or set(turn.asks) != set(truth["asks"]):
            print(f"    {turn.turn}  {turn.topic} for {truth['topic']}", end="")
            print(f"  asks {sorted(turn.asks)} for {sorted(truth['asks'])}  {turn.score:.2f}")


def speed(interview: Annotated, similarity: SentenceSimilarity) -> None:
    """Wall time by turns and items, of 30 words a turn, as in three hours of speech.

    The turns are those of a real interview cut short; a word of each is another in every round, so
    that no sentence comes twice. The last line is that interview three times, its turns in full.
    """
    said = interview.transcript.turns
    print("\nseconds   of CPU   turns × items   words")
    shapes = ((250, 36, WORDS), (500, 72, WORDS), (LONG, 36, WORDS), (LONG, 72, WORDS))
    for turns, items, most in (*shapes, (3 * len(said), 72, 10_000)):
        long = []
        for at in range(turns):
            words = said[at % len(said)].text.split()[:most]
            words[len(words) // 2 :: 9] = [f"{turns}{items}{at}"] * len(words[len(words) // 2 :: 9])
            turn = said[at % len(said)]
            long.append(replace(turn, id=f"t{at + 1:04d}", edited=" ".join(words)))
        kept = {item.id for item in interview.guide.askable[:items]}
        within = tuple(
            item for item in interview.guide.items if item.kind not in ASKABLE or item.id in kept
        )
        start, used = time.perf_counter(), time.process_time()
        align(
            replace(interview.transcript, turns=tuple(long)),
            replace(interview.guide, items=within),
            similarity,
        )
        taken, used = time.perf_counter() - start, time.process_time() - used
        count = sum(len(turn.text.split()) for turn in long)
        print(f"{taken:7.1f}   {used:6.1f}   {turns:5d} × {len(kept):<5d}   {count}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show-wrong", action="store_true")
    options = parser.parse_args()
    interviews = [*(real_interviews(SHARED) if SHARED.is_dir() else []), *shipped_interviews()]
    if not SHARED.is_dir():
        print(f"the annotated interviews are not here ({SHARED}): only the shipped ones")
    models = ROOT / "models"
    start = time.perf_counter()
    similarity = open_similarity(available(models)[0], models)
    print(f"{similarity.engine.model}, opened in {time.perf_counter() - start:.1f} s")
    print(f"{'':<16}{'baseline':<16}" + "".join(f"{name:<22}" for name in FORMS))
    for interview in interviews:
        line = f"{interview.name:<16}"
        figures = [measure(interview, baseline(interview, similarity))]
        for form in FORMS.values():
            changed = form(interview)
            found = align(changed.transcript, changed.guide, similarity)
            figures.append(measure(changed, found.turns))
            if options.show_wrong and form is FORMS["as is"]:
                show_wrong(interview, found.turns)
        widths = [16, *[22] * len(FORMS)]
        line += "".join(
            f"{f'{one.topic:.3f} {one.asks:.3f}':<{width}}"
            for one, width in zip(figures, widths, strict=True)
        )
        print(line)
    calibration(interviews, similarity)
    french(interviews, similarity)
    coverage(interviews, similarity)
    speed(interviews[0], similarity)
    trees()


def trees() -> None:
    """Counts of what the guides became; drawn wholly by ``transcribe guide show``."""
    guide = SHARED / "guides" / "interview-guide.txt"
    if guide.is_file():
        items = read_guide(guide).items
        guessed = sum(bool(item.guessed) for item in items)
        print(f"\n{guide.name}: {len(items)} items, {guessed} with something guessed")


if __name__ == "__main__":
    main()
