"""Make the recordings that ship, and their truth, from the texts in ``scripts/interviews``.

    python scripts/make_recordings.py               sound and truth (needs flite)
    python scripts/make_recordings.py --gold-only   truth only, with the times it already holds

It writes ``recordings/<file>`` and ``tests/golden/interviews/<stem>.gold.json``. The same texts,
flite and PyAV give the same bytes.

The texts
---------
Lines that start with ``#`` are remarks. The first paragraph is the head::

    file: pump-failures.opus
    Interviewer 1 = voice slt, role interviewer, stretch 1.0, level -2.5
    public: Python, pandas
    not applicable: If people collect data for them

``stretch`` multiplies durations (above 1 is slower), ``level`` is in decibels, ``public`` lists
names that are not to be replaced, and each ``not applicable`` names a condition of the guide that
is not met. After that every paragraph is one turn::

    Interviewer 1 [asks: role at the moment; gap: -0.2]: So, {PERSON:Maria}, what do you do?

Braces mark an identifier with its type; with ``{~TYPE:…}`` it identifies only together with
others. The brackets are optional; their parts are divided by ``;``, several phrases in one part by
``|``:

- ``asks``, ``paraphrases``: guide items newly asked, near to the guide's words or far from them;
- ``optional``: items that may or may not be seen as asked;
- ``answers``: items answered here without having been asked;
- ``topic`` (``none`` for small talk) and ``accept``: what the turn is about, and what is equally
  right. Without them a turn is about what it asks, else about what the turn before was about;
- ``gap``: seconds since the end of the turn before; negative where they overlap.

A guide item is named by a phrase that its text alone holds (``A / B``: B under A).

Times
-----
Start and end of turns are exact. Word times come from the synthesizer's phones, see
``interviews/voice.py``.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from interviews.mix import PlacedTurn, encode, perform
from interviews.script import Script, ScriptError, read_script
from interviews.truth import Json, gold
from interviews.voice import SAMPLE_RATE

from transcribe.guides import read_guide

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "scripts" / "interviews"
RECORDINGS = ROOT / "recordings"
GOLD = ROOT / "tests" / "golden" / "interviews"


def kept_times(script: Script) -> tuple[tuple[PlacedTurn, ...], float]:
    """Times and duration that the present truth holds.

    Raises
    ------
    ScriptError
        When there is none, or when it holds other words than the text.
    """
    path = GOLD / f"{script.stem}.gold.json"
    if not path.is_file():
        raise ScriptError(f"{path.name} is not there yet: run without --gold-only")
    old: Json = json.loads(path.read_text("utf-8"))
    if [turn["text"] for turn in old["turns"]] != [turn.text for turn in script.turns]:
        raise ScriptError(f"{script.stem}: its words have changed: run without --gold-only")
    placed = tuple(
        PlacedTurn(
            start=turn["start"],
            end=turn["end"],
            words=tuple((word["start"], word["end"], word["text"]) for word in turn["words"]),
        )
        for turn in old["turns"]
    )
    return placed, float(old["duration"])


def make(script: Script, *, gold_only: bool) -> None:
    """Write the sound (unless ``gold_only``) and the truth of one interview."""
    if gold_only:
        placed, duration = kept_times(script)
    else:
        samples, placed = perform(script)
        duration = len(samples) / SAMPLE_RATE
    truth = gold(script, read_guide(RECORDINGS / "guide.md"), placed, duration=duration)
    if not gold_only:
        encode(samples, RECORDINGS / script.file)
    GOLD.mkdir(parents=True, exist_ok=True)
    path = GOLD / f"{script.stem}.gold.json"
    path.write_text(readable(truth), "utf-8")
    words = sum(len(turn["words"]) for turn in truth["turns"])
    print(f"{script.file}: {duration:.1f} s, {len(truth['turns'])} turns, {words} words")


def readable(truth: Json) -> str:
    """JSON with one line a turn and an entity, so that a change is seen where it is."""
    lines = []
    for key, value in truth.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            rows = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in value)
            lines.append(f"{json.dumps(key)}: [\n{rows}\n]")
        elif isinstance(value, dict):
            rows = ",\n".join(f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in value.items())
            lines.append(f"{json.dumps(key)}: {{\n{rows}\n}}")
        else:
            lines.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main() -> int:
    """Make all, or the named ones."""
    parser = argparse.ArgumentParser(description="Make the recordings that ship.")
    parser.add_argument("stems", nargs="*", help="stems of texts; all without")
    parser.add_argument("--gold-only", action="store_true", help="rebuild the truth, not the sound")
    options = parser.parse_args()
    paths = [TEXTS / f"{stem}.txt" for stem in options.stems] or sorted(TEXTS.glob("*.txt"))
    try:
        for path in paths:
            make(read_script(path), gold_only=options.gold_only)
    except (ScriptError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
