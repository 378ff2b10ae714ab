"""How far off the times are that a ready-made transcript gets from the audio beside it.

For each recording that ships, as a finished ``transcribe run recordings/`` heard it: its true text
as a ready-made transcript, and the distance of every word's and turn's onset from the truth.
Beside it the plainest way: words spread evenly over the audio. Figures only.

    python tests/benchmarks/ready_times.py [TRANSCRIPTS]
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

from transcribe.core.asr import AsrResult
from transcribe.core.codec import from_json
from transcribe.core.transcript import Speaker, Transcript, Turn
from transcribe.stages.timing import time_turns

ROOT = Path(__file__).resolve().parents[2]


def ready(gold: dict) -> tuple[Transcript, list[float], list[float]]:
    """The true text without times, and the true onsets of words and turns."""
    turns, onsets, starts = [], [], []
    for at, row in enumerate(gold["turns"], start=1):
        text = " ".join(word["text"] for word in row["words"])
        turns.append(Turn(id=f"t{at:04d}", speaker=row["speaker"], edited=text))
        for word in row["words"]:
            onsets += [word["start"]] * len(word["text"].split())
        starts.append(row["start"])
    speakers = tuple(Speaker(**speaker) for speaker in gold["speakers"])
    found = Transcript(language="en", duration=None, speakers=speakers, turns=tuple(turns))
    return found, onsets, starts


def line(name: str, distances: list[float]) -> None:
    """Print the spread of some distances, in seconds."""
    middle, *_, most = statistics.quantiles(distances, n=20)[9:]
    worst = max(distances)
    print(f"  {name:26} median {middle:6.2f} s   95 % {most:6.2f} s   worst {worst:6.2f} s")


def measure(gold_path: Path, transcripts: Path) -> None:
    """Print the figures of one recording."""
    gold = json.loads(gold_path.read_text(encoding="utf-8"))
    found = sorted(
        (transcripts / "private" / gold["id"] / "asr").glob("*/output.json"),
        key=lambda path: path.stat().st_mtime,
    )
    if not found:
        print(f"{gold['id']} was not heard yet: transcribe run recordings/ --out {transcripts}")
        return
    heard = from_json(AsrResult, json.loads(found[-1].read_text(encoding="utf-8")))
    duration = gold["duration"]
    before, onsets, starts = ready(gold)
    begun = time.perf_counter()
    after = time_turns(before, heard, duration=duration)
    took = time.perf_counter() - begun
    print(f"{gold['id']} · {heard.engine} {heard.model} · {len(onsets)} words · {took:.2f} s")
    words = [word for turn in after.turns for word in turn.words]
    off = [abs(word.start - onset) for word, onset in zip(words, onsets, strict=True)]
    line("onsets of words", off)
    sure = [one for one, word in zip(off, words, strict=True) if word.probability == 1.0]
    line(f"  the {len(sure) / len(words):.0%} heard alike", sure)
    line("onsets of turns", onsets_off(after, starts))
    blind = time_turns(before, replace(heard, segments=()), duration=duration)
    line("spread evenly, turns", onsets_off(blind, starts))


def onsets_off(timed: Transcript, starts: list[float]) -> list[float]:
    """Distance of each turn's onset from the truth, in seconds."""
    return [abs((turn.start or 0) - at) for turn, at in zip(timed.turns, starts, strict=True)]


def main() -> None:
    """Measure every recording that ships."""
    transcripts = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "transcripts"
    for gold_path in sorted((ROOT / "tests/golden/interviews").glob("*.gold.json")):
        measure(gold_path, transcripts)


if __name__ == "__main__":
    main()
