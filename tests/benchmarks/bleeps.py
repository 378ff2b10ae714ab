"""Whether the sound of a release holds anything of what its text hides.

For each recording that ships, as a finished ``transcribe run recordings/`` heard it: its true text
stands beside the audio as a ready-made transcript, so that the times of words come from the
recognizer, and everything annotated as identifying is covered. Printed: how many of those mentions
are covered to the last sample, by the true times of their words; the most that is left of one; how
much of the sound is covered; what is left where *any* word were the name (each of the words of
four letters and more by itself); and whether the covered file has tags for mutagen and ffprobe.
Beside it, what 0.15 s about each word would leave. Figures only.

    python tests/benchmarks/bleeps.py [TRANSCRIPTS]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ready_times import ready

from transcribe.backends.bleep import cover, pauses_of
from transcribe.core.asr import AsrResult
from transcribe.core.codec import from_json
from transcribe.core.time import Interval, joined
from transcribe.release.bleep import MARGIN, covered, grown, has_tags
from transcribe.release.moments import Moments
from transcribe.stages.timing import time_turns

ROOT = Path(__file__).resolve().parents[2]


def document_of(gold: dict[str, Any], heard: AsrResult) -> dict[str, Any]:
    """The private transcript of a ready-made one, every annotated mention replaced."""
    timed = time_turns(ready(gold)[0], heard, duration=gold["duration"])
    turns = [
        {
            "id": turn.id, "text": turn.text, "start": turn.start, "end": turn.end,
            "words": [
                {"start": word.start, "end": word.end, "text": word.text,
                 "probability": word.probability}
                for word in turn.words
            ],
            "entities": [
                {"start_char": one["start_char"], "end_char": one["end_char"],
                 "decision": "accepted", "surrogate": "[Name]"}
                for one in gold["entities"] if one["turn"] == at
            ],
        }
        for at, turn in enumerate(timed.turns)
    ]  # fmt: skip
    return {"turns": turns, "passages": [], "duration": gold["duration"]}


def said(row: dict[str, Any], start: int, end: int) -> Interval:
    """When some characters of a true turn are said."""
    at, hit = 0, []
    for word in row["words"]:
        if at < end and at + len(word["text"]) > start:
            hit.append(word)
        at += len(word["text"]) + 1
    return Interval(start=hit[0]["start"], end=hit[-1]["end"])


def left(one: Interval, covers: Sequence[Interval]) -> float:
    """Seconds of an interval that no cover hides."""
    return max(0.0, one.duration - sum(one.overlap(cover) for cover in covers))


def any_word(
    gold: dict[str, Any], document: dict[str, Any], pauses: Sequence[Interval]
) -> Iterator[float]:
    """What is left of each word of four letters and more, were it a name."""
    moments = Moments(document, guessed=True)
    for row, turn in zip(gold["turns"], document["turns"], strict=True):
        at = 0
        for word in row["words"]:
            end = at + len(word["text"])
            if len(word["text"].strip(".,?!")) >= 4:
                when = moments.of_text(turn, at, end)
                hidden = grown(when, pauses=pauses, room=moments.room(when))
                yield left(Interval(start=word["start"], end=word["end"]), [hidden])
            at = end + 1


def show(name: str, remains: Sequence[float], *, of: str) -> None:
    """Print how many are whole, and the worst."""
    whole = sum(rest < 1e-6 for rest in remains)
    worst = max(remains, default=0.0)
    print(f"  {name:24} {whole} of {len(remains)} {of} covered, most left {worst:.3f} s")


def tags_of(sound: bytes) -> str:
    """What mutagen and ffprobe say a file tells beside its sound."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "audio.flac"
        path.write_bytes(sound)
        try:
            from mutagen.flac import FLAC
        except ImportError:
            return f"{int(has_tags(sound))} (the gate); mutagen is not installed"
        flac = FLAC(path)
        tags = [*(flac.tags or ()), *flac.pictures]
        try:
            done = subprocess.run(
                ["ffprobe", "-v", "error", "-print_format", "json", "-show_format", "-show_streams",
                 "-show_chapters", str(path)],
                capture_output=True, check=True,
            )  # fmt: skip
        except FileNotFoundError:
            return f"{len(tags)} (mutagen), no ffprobe here"
    found = json.loads(done.stdout)
    parts = [found["format"], *found["streams"], *found["chapters"]]
    several = sum(len(part.get("tags", {})) for part in parts)
    return f"{len(tags)} (mutagen), {several} (ffprobe), {int(has_tags(sound))} (the gate)"


def measure(gold_path: Path, transcripts: Path) -> None:
    """Print the figures of one recording."""
    gold = json.loads(gold_path.read_text(encoding="utf-8"))
    folder = transcripts / "private" / gold["id"]

    def latest(stage: str, name: str) -> Path | None:
        found = sorted((folder / stage).glob(f"*/{name}"), key=lambda path: path.stat().st_mtime)
        return found[-1] if found else None

    asr, decoded = latest("asr", "output.json"), latest("decode", "audio.flac")
    if asr is None or decoded is None:
        print(f"{gold['id']} was not heard yet: transcribe run recordings/ --out {transcripts}")
        return
    heard = from_json(AsrResult, json.loads(asr.read_text(encoding="utf-8")))
    document, pauses = document_of(gold, heard), pauses_of(decoded)
    truth = [
        said(gold["turns"][one["turn"]], one["start_char"], one["end_char"])
        for one in gold["entities"]
    ]
    covers = covered(document, guessed=True, pauses=pauses)
    seconds = sum(one.duration for one in covers)
    share = seconds / gold["duration"]
    print(f"{gold['id']} · {heard.engine} {heard.model} · {len(pauses)} pauses")
    print(f"  {seconds:.0f} s of {gold['duration']:.0f} s covered ({share:.0%})")
    show("mentions", [left(one, covers) for one in truth], of="mentions")
    plain = [
        Interval(start=max(0.0, one.start - MARGIN), end=one.end + MARGIN)
        for one in times_as_they_are(document)
    ]
    show("  by 0.15 s alone", [left(one, joined(plain)) for one in truth], of="mentions")
    show("any word", list(any_word(gold, document, pauses)), of="words")
    print(f"  tags: {tags_of(cover(decoded, covers))}")


def times_as_they_are(document: dict[str, Any]) -> Iterator[Interval]:
    """The times of the mentions' words, believed."""
    moments = Moments(document, guessed=False)
    for turn in document["turns"]:
        for one in turn["entities"]:
            yield moments.of_text(turn, one["start_char"], one["end_char"])


def main() -> None:
    """Measure every recording that ships."""
    transcripts = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "transcripts"
    for gold_path in sorted((ROOT / "tests/golden/interviews").glob("*.gold.json")):
        measure(gold_path, transcripts)


if __name__ == "__main__":
    main()
