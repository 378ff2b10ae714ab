"""Word error rate, speed and calibration of a recognizer; prints figures, asserts nothing.

python tests/benchmarks/asr.py                        the shipped recordings
python tests/benchmarks/asr.py --read                 read speech in ../shared as well
python tests/benchmarks/asr.py --pair a.wav a.txt     a recording and its text
python tests/benchmarks/asr.py --model small --jobs 4 --device cuda
"""

from __future__ import annotations

import argparse
import json
import os
import re
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import jiwer

from transcribe.backends.audio import open_decoder
from transcribe.backends.recognizers import choose, open_recognizer
from transcribe.backends.vad import speech_regions
from transcribe.core.asr import INAUDIBLE, Word
from transcribe.core.recording import Audio

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("TRANSCRIBE_SHARED", ROOT.parent / "shared"))
BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1.01)


@dataclass(frozen=True)
class Pair:
    """A recording and what is said in it."""

    name: str
    audio: Path
    text: str


def plain(text: str) -> str:
    """Lower case, letters and apostrophes only: no recognizer is judged by its punctuation."""
    return " ".join(re.sub(r"[^a-z0-9' ]", " ", text.lower().replace("’", "'")).split())


def shipped() -> list[Pair]:
    pairs = []
    for gold in sorted((ROOT / "tests/golden/interviews").glob("*.gold.json")):
        stem = gold.name.removesuffix(".gold.json")
        turns = json.loads(gold.read_text())["turns"]
        audio = next((ROOT / "recordings").glob(f"{stem}.[!t]*"))
        pairs.append(Pair(stem, audio, " ".join(turn["text"] for turn in turns)))
    return pairs


def read_speech() -> list[Pair]:
    pairs = []
    for listing in sorted(SHARED.glob("data/asr/azure-general-en/*/trans.txt")):
        for line in listing.read_text(encoding="utf-8-sig").splitlines():
            name, _, text = line.partition("\t")
            if text:
                pairs.append(Pair(name, listing.parent / name.strip("\ufeff"), text))
    if not pairs:
        print(f"no read speech: {SHARED} is not here")
    return pairs


def judge(reference: str, words: tuple[Word, ...]) -> tuple[jiwer.WordOutput, list[bool]]:
    """Errors, and for each recognized word whether it is right."""
    hypothesis = [plain(word.text) for word in words]
    found = jiwer.process_words(plain(reference), " ".join(hypothesis))
    right = [False] * sum(len(text.split()) for text in hypothesis)
    for chunk in found.alignments[0]:
        if chunk.type == "equal":
            right[chunk.hyp_start_idx : chunk.hyp_end_idx] = [True] * (
                chunk.hyp_end_idx - chunk.hyp_start_idx
            )
    spread, position = [], 0
    for text in hypothesis:
        length = len(text.split())
        spread.append(all(right[position : position + length]))
        position += length
    return found, spread


def print_calibration(scored: list[tuple[float, bool]]) -> None:
    print("\nprobability   words   right")
    for low, high in pairwise(BINS):
        inside = [right for probability, right in scored if low <= probability < high]
        if inside:
            share = 100 * sum(inside) / len(inside)
            print(f"{low:.2f} – {min(high, 1):.2f}  {len(inside):6}  {share:5.1f} %")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--model", default="auto")
    options.add_argument("--models", type=Path, default=ROOT / "models")
    options.add_argument("--device", default="auto")
    options.add_argument("--jobs", type=int, default=0)
    options.add_argument("--read", action="store_true")
    options.add_argument("--pair", nargs=2, action="append", default=[], metavar=("AUDIO", "TEXT"))
    given = options.parse_args()
    pairs = [Pair(Path(a).stem, Path(a), Path(t).read_text()) for a, t in given.pair]
    pairs = pairs or shipped()
    if given.read:
        pairs += read_speech()
    engine = choose(given.model, given.models, language="en")
    recognizer = open_recognizer(engine, given.models, device=given.device, jobs=given.jobs)
    scored: list[tuple[float, bool]] = []
    print(
        f"{engine.name} {engine.model}\n\n"
        "recording         words   WER %   sub  del  ins  x real time  VAD s"
    )
    for pair in pairs:
        audio: Audio = open_decoder().decode(pair.audio)
        started = time.perf_counter()
        speech_regions(audio.samples)
        vad = time.perf_counter() - started
        started = time.perf_counter()
        heard = recognizer.recognize(audio, language="en", hotwords=(), progress=lambda _: None)
        seconds = time.perf_counter() - started
        words = tuple(word for word in heard.words if word.text.strip() != INAUDIBLE)
        found, right = judge(pair.text, words)
        scored += [(word.probability, good) for word, good in zip(words, right, strict=True)]
        print(
            f"{pair.name[:16]:16} {len(plain(pair.text).split()):6} {100 * found.wer:7.1f} "
            f"{found.substitutions:5} {found.deletions:4} {found.insertions:4} "
            f"{audio.duration / seconds:12.1f} {vad:6.1f}",
            flush=True,
        )
    recognizer.close()
    print_calibration(scored)


if __name__ == "__main__":
    main()
