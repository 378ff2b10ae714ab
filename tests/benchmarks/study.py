"""What one decision costs in a large study: time and memory of ``decide``.

Makes a study of many interviews of an hour: a few real ones, hand-anonymized, with invented names
put back, go through ``run``; the others are copies whose every name is another. Then names are
accepted, rejected and taken back, one command each, in a small and in the whole study, so that one
run tells how the cost grows. With ``--beside`` another tree of this project does the same on a copy
of the same study. Figures only; nothing is asserted.

    python tests/benchmarks/study.py [--small 50] [--large 300] [--beside FOLDER]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests/benchmarks")]

from pii_corpora import SHARED  # noqa: E402 - the tests' own builders
from pii_planted import Planter  # noqa: E402

from transcribe.backends.pii.lists import family_names, given_names  # noqa: E402
from transcribe.core.asr import Word  # noqa: E402
from transcribe.core.codec import from_json, to_json  # noqa: E402
from transcribe.core.pii import NAME_TYPES, Entity, EntitySet  # noqa: E402
from transcribe.core.transcript import Transcript, Turn  # noqa: E402
from transcribe.run.store import Workspace, read_json, write_json  # noqa: E402
from transcribe.stages.propagate import entity_id  # noqa: E402

SEED = 71
WORDS_A_SECOND = 2.5
CONSENT = '[consent]\ngiven = 2026-05-04\nscopes = ["record", "transcribe", "release_text"]\n'


# -- a large study --------------------------------------------------------------------------------


def first_interviews(folder: Path, *, plantings: int = 2) -> Path:
    """Real interviews with names put into them, as a researcher's transcripts."""
    folder.mkdir(parents=True)
    for number in range(plantings):
        for index, path in enumerate(sorted((SHARED / "data/alignment").glob("interview-*.tsv"))):
            rows = [row.split("\t") for row in path.read_text(encoding="utf-8").splitlines()]
            texts = tuple(row[2] for row in rows)
            planted = Planter(SEED + 10 * number + index, heard=False, slips=number % 2 == 1)
            said = zip((row[1] for row in rows), planted.plant(texts).texts, strict=True)
            made = folder / f"{path.stem}-{number}.txt"
            made.write_text("\n\n".join(f"{who}: {text}" for who, text in said) + "\n")
            made.with_suffix(".toml").write_text(CONSENT)
    return folder


class Renamer:
    """Gives every name of an interview another: the same word always the same other one."""

    def __init__(self, seed: int, names: Sequence[str]) -> None:
        self._chance, self._names = random.Random(seed), names
        self._others: dict[str, str] = {}

    def mention(self, text: str) -> str:
        return re.sub(r"[^\W\d_]{3,}", self._word, text)

    def _word(self, found: re.Match[str]) -> str:
        word = found.group()
        if word.casefold() not in self._others:
            self._others[word.casefold()] = self._chance.choice(self._names)
        other = self._others[word.casefold()]
        return other.capitalize() if word[0].isupper() else other


def renamed(
    transcript: Transcript, found: EntitySet, renamer: Renamer
) -> tuple[Transcript, EntitySet]:
    """The interview with other names and with times, as if it had been recorded."""
    by_turn: dict[str, list[Entity]] = {}
    for entity in found.entities:
        by_turn.setdefault(entity.turn, []).append(entity)
    turns, entities, now = [], [], 0.0
    for turn in transcript.turns:
        text, last, parts = turn.text, 0, []
        for entity in by_turn.get(turn.id, []):
            parts.append(text[last : entity.start_char])
            said = text[entity.start_char : entity.end_char]
            said = renamer.mention(said) if entity.type in NAME_TYPES else said
            start = sum(map(len, parts))
            parts.append(said)
            last = entity.end_char
            entities.append(
                replace(
                    entity, text=said, start_char=start, end_char=start + len(said),
                    id=entity_id(turn.id, start), identity="",
                )
            )  # fmt: skip
        words, now = _timed("".join((*parts, text[last:])), now)
        turns.append(Turn(id=turn.id, speaker=turn.speaker, words=words))
    return (
        replace(transcript, turns=tuple(turns), duration=now),
        replace(found, entities=tuple(entities)),
    )


def _timed(text: str, now: float) -> tuple[tuple[Word, ...], float]:
    words = []
    for part in re.findall(r"\s*\S+", text):
        spoken = part if words else f" {part.lstrip()}"
        end = round(now + 1 / WORDS_A_SECOND, 2)
        words.append(Word(start=now, end=end, text=spoken, probability=0.93))
        now = end
    return tuple(words), round(now + 0.5, 2)


def multiply(first: Workspace, out: Path, *, count: int) -> Workspace:
    """So many interviews, each one of the first with other names."""
    workspace, originals = Workspace(out), first.ids()
    workspace.create()
    names = sorted(name for name in given_names() | family_names() if name.isalpha())
    workspace.remember(**first.memory())
    for number in range(count):
        original = originals[number % len(originals)]
        name = f"R{number:03d}"
        made, found = (first.current_artefact(original, stage) for stage in ("attribute", "detect"))
        assert made is not None
        assert found is not None
        transcript, entities = renamed(
            from_json(Transcript, made.output),
            from_json(EntitySet, found.output),
            Renamer(SEED + number, names),
        )
        kept = shutil.ignore_patterns("*.txt", "*.md", "transcript.*", "carried.*", "spoken.*")
        shutil.copytree(first.folder(original), workspace.folder(name), ignore=kept)
        known = read_json(workspace.folder(name) / "recording.json")
        known["id"], known["interview"]["participant"] = name, name
        write_json(workspace.folder(name) / "recording.json", known)
        for artefact, value in ((made, transcript), (found, entities)):
            copy = workspace.folder(name) / artefact.path.parent.name / artefact.path.name
            write_json(copy / "output.json", to_json(value))
    return workspace


# -- what a decision costs ------------------------------------------------------------------------


@dataclass(frozen=True)
class Took:
    """Seconds by the clock, and the most memory that was held, in MiB."""

    seconds: float
    memory: float


def timed(*arguments: str, tree: Path) -> Took:
    """Python in a process of its own."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": str(tree)},
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{arguments} failed")
    return Took(time.perf_counter() - started, used.ru_maxrss / 1024)


def command(*arguments: str, out: Path, tree: Path) -> Took:
    """One command of the tool."""
    return timed("-m", "transcribe", *arguments, "--out", str(out), tree=tree)


def decide(out: Path, *, tree: Path, decisions: int) -> list[Took]:
    """Names that wait, accepted and rejected in turns, each by a command of its own."""
    listed = subprocess.run(
        [sys.executable, "-m", "transcribe", "decide", "--json", "--out", str(out)],
        env={**os.environ, "PYTHONPATH": str(tree)}, check=True, capture_output=True,
    )  # fmt: skip
    waiting = [one["text"] for one in json.loads(listed.stdout)["queued"]]
    chosen = random.Random(SEED).sample(sorted(set(waiting)), decisions)
    return [
        command("decide", "--reject" if at % 2 else "--accept", name, out=out, tree=tree)
        for at, name in enumerate(chosen)
    ]


def measure(
    folder: Path, first: Workspace, count: int, trees: Mapping[str, Path], *, decisions: int
) -> None:
    """The study step over everything, and single decisions, in a study of so many interviews."""
    original = multiply(first, folder / f"{count}", count=count)
    words = sum(
        len(turn.words)
        for name in original.ids()
        for turn in from_json(
            Transcript, getattr(original.current_artefact(name, "attribute"), "output", None)
        ).turns
    )
    hours = words / WORDS_A_SECOND / 3600
    print(f"{count} interviews, {words} words, {hours:.0f} hours; load {os.getloadavg()[0]:.1f}")
    for name, tree in trees.items():
        out = folder / f"{count}-{name}"
        shutil.copytree(original.out, out)
        first_step = step(out, tree=tree)
        each = decide(out, tree=tree, decisions=decisions)
        seconds = [one.seconds for one in each]
        print(
            f"  {name}: first study step {first_step.seconds:.0f} s, {first_step.memory:.0f} MiB; "
            f"a decision {statistics.median(seconds):.1f} s ({min(seconds):.1f} to "
            f"{max(seconds):.1f}), {max(one.memory for one in each):.0f} MiB"
        )


def step(out: Path, *, tree: Path) -> Took:
    """The study step of a study that was never carried through."""
    code = (
        "import sys; from pathlib import Path; from transcribe.cli.study import *; "
        "refresh_study(open_workspace(Path(sys.argv[1])))"
    )
    return timed("-c", code, str(out), tree=tree)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=50, help="interviews of the small study")
    parser.add_argument("--large", type=int, default=300, help="interviews of the large one")
    parser.add_argument("--decisions", type=int, default=8)
    parser.add_argument("--beside", type=Path, help="another tree of this project")
    parser.add_argument("--first", type=Path, help="results of a run over some interviews, reused")
    chosen = parser.parse_args()
    trees = {"this tree": ROOT}
    if chosen.beside:
        trees["the other"] = chosen.beside.resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = Workspace(chosen.first or folder / "first-out")
        if not chosen.first:
            recordings = first_interviews(folder / "first")
            command("run", str(recordings), out=first.out, tree=ROOT)
        for count in filter(None, (chosen.small, chosen.large)):
            measure(folder, first, count, trees, decisions=chosen.decisions)


if __name__ == "__main__":
    main()
