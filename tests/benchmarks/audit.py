"""Prints what an audit finds of planted names, and how much it says where there is nothing.

Run: ``python tests/benchmarks/audit.py [--show]``. Invented names are planted in the three
hand-anonymized interviews of ``../shared/data/alignment`` (or ``TRANSCRIBE_SHARED``), in the ways
in which names leaked in such a corpus: introductions, thanks, colleagues, employers, places,
contact data; as written, and in lower case. Everything lies in a temporary folder of its own.
"""

from __future__ import annotations

import argparse
import os
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from transcribe.backends.pii import available, open_detector
from transcribe.backends.pii.lists import public_forms
from transcribe.backends.tags import read_tags
from transcribe.readers.language import language_of
from transcribe.release.audit import CONFIDENCES, Examiner, Report, examine, gather
from transcribe.release.audit.judge import DETAILS
from transcribe.stages.mentions import KnownName

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("TRANSCRIBE_SHARED", ROOT.parent / "shared"))

PEOPLE = (
    "Elodie Marchetti", "Sandeep Rao", "Keiran Doyle", "Wanjiru Otieno", "Petra Lindqvist",
    "Hamid Rezaei", "Joanna Kowalski", "Minh Tran", "Lucia Ferreira", "Oscar Nyberg",
)  # fmt: skip
FIRMS = ("Veltrona", "Northgate Pumps", "Silverbrook", "Quantiva Labs", "Obrix")
PLACES = ("Sherbrooke", "Ghent", "Aarhus", "Halifax", "Trondheim")
PLANTS = (
    ("introduction", "Hi, my name is {person} and I will ask the questions."),
    ("introduction", "I'm {person}, a PhD student here."),
    ("vocative", "Thank you, {given}."),
    ("vocative", "Okay, bye {given}."),
    ("colleague", "I asked my colleague {given} about that."),
    ("colleague", "That was the idea of {person}, you know."),
    ("employer", "I work at {firm} as a data scientist."),
    ("client", "Our client is {firm}, they have the data."),
    ("place", "We are based in {place} with the whole team."),
    ("e-mail", "You can write to {user}@{host}.com for the data."),
    ("spoken e-mail", "It is {given} dot {family} at {host} dot com."),
    ("phone", "My number is 514 555 01{number}."),
)


@dataclass(frozen=True)
class Plant:
    kind: str
    name: str


def interviews() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Name and (role, text) of the turns of each interview."""
    for path in sorted((SHARED / "data/alignment").glob("interview-*.tsv")):
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
        yield path.stem, [(row[1], row[2]) for row in rows if len(row) >= 3]


def written(turns: list[tuple[str, str]]) -> str:
    named = (("Interviewee" if role == "interviewee" else "Interviewer 1", text)
             for role, text in turns)  # fmt: skip
    return "\n\n".join(f"{role}: {text}" for role, text in named) + "\n"


def plant(
    turns: list[tuple[str, str]], *, offset: int
) -> tuple[list[tuple[str, str]], list[Plant]]:
    """Turns with a sentence put in at even distances, and what was planted."""
    made, plants = list(turns), []
    step = max(1, len(turns) // len(PLANTS))
    for at, (kind, sentence) in enumerate(PLANTS):
        person = PEOPLE[(at + offset) % len(PEOPLE)]
        given, family = person.split()
        facts = {
            "person": person, "given": given, "family": family.lower(),
            "firm": FIRMS[(at + offset) % len(FIRMS)], "place": PLACES[(at + offset) % len(PLACES)],
            "user": f"{given[0]}{family}".lower(), "host": "veltrona", "number": 20 + at + offset,
        }  # fmt: skip
        said = sentence.format(**facts)
        key = re.search(r"\{(person|given|firm|place|user|number)", sentence)
        name = str(facts[key[1]]) if key else ""
        index = min(at * step, len(made) - 1)
        role, text = made[index]
        made[index] = (role, f"{said} {text}" if at % 2 else f"{text} {said}")
        plants.append(Plant(kind, f"01{name}" if kind == "phone" else name))
    return made, plants


def audit(folder: Path, known: tuple[KnownName, ...] = ()) -> Report:
    models = ROOT / "models"
    examiner = Examiner(
        open_detector=lambda language: open_detector(
            available(models)[0], models, language=language
        ),
        language_of=language_of,
        is_public=lambda word: word in public_forms(),
        known=known,
    )
    return examine(gather([folder], read_tags=read_tags), examiner=examiner)


def found_at(report: Report, file: str, plant: Plant) -> str | None:
    """The best confidence of a finding that shares letters with a plant; None when missed."""
    want = plant.name.casefold()
    hits = [
        one.confidence
        for one in report.findings
        if one.place.file.endswith(file)
        and (want in one.text.casefold() or one.text.casefold() in want)
        and len(one.text) >= min(3, len(want))
    ]
    return min(hits, key=CONFIDENCES.index) if hits else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--show", action="store_true", help="show what was missed")
    show = parser.parse_args().show
    clean = list(interviews())
    with tempfile.TemporaryDirectory() as folder:
        quiet = Path(folder) / "clean"
        quiet.mkdir()
        for name, turns in clean:
            (quiet / f"{name}.txt").write_text(written(turns), encoding="utf-8")
        _noise(quiet)
        for lower in (False, True):
            _recall(Path(folder), clean, lower=lower, show=show)


def _noise(folder: Path) -> None:
    started = time.monotonic()
    report = audit(folder)
    seconds = time.monotonic() - started
    named = [one for one in report.findings if one.kind not in DETAILS]
    print(f"hand-anonymized interviews as they are: {report.files} files, {report.words} words, "
          f"{report.words / seconds:.0f} words/s")  # fmt: skip
    for confidence in CONFIDENCES:
        some = [one for one in named if one.confidence == confidence]
        groups = len({(one.kind, one.name) for one in some})
        rate = 1000 / report.words
        print(f"  {confidence:9} {groups * rate:5.2f} names, {len(some) * rate:5.2f} mentions "
              "per 1,000 words")  # fmt: skip
    details = len(report.findings) - len(named)
    print(f"  details   {details * 1000 / report.words:5.2f} mentions per 1,000 words")


def _recall(
    folder: Path, clean: list[tuple[str, list[tuple[str, str]]]], *, lower: bool, show: bool
) -> None:
    for with_known in (False, True):
        place = folder / f"planted-{lower}-{with_known}"
        place.mkdir()
        planted: list[tuple[str, Plant]] = []
        for offset, (name, turns) in enumerate(clean):
            made, plants = plant(turns, offset=offset * 3)
            text = written(made)
            if lower:
                text = re.sub(r"(?m)(?<=: ).*", lambda found: found.group().lower(), text)
            (place / f"{name}.txt").write_text(text, encoding="utf-8")
            planted += [(f"{name}.txt", one) for one in plants]
        known = tuple(KnownName(type="PERSON", text=name) for name in PEOPLE)
        known += tuple(KnownName(type="ORGANIZATION", text=name) for name in FIRMS)
        known += tuple(KnownName(type="LOCATION", text=name) for name in PLACES)
        report = audit(place, known if with_known else ())
        got = Counter(found_at(report, file, one) for file, one in planted)
        total = len(planted)
        how = f"{'lower case' if lower else 'as written'}, {'with' if with_known else 'no'} list"
        shares = ", ".join(f"{got[one]} {one}" for one in CONFIDENCES)
        print(f"planted, {how}: {total - got[None]} of {total} found ({shares})")
        missed = Counter(one.kind for file, one in planted if found_at(report, file, one) is None)
        if missed and show:
            print("  missed:", ", ".join(f"{kind} {count}" for kind, count in missed.items()))


if __name__ == "__main__":
    main()
