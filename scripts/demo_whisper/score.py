"""Word error rates of a model: on sentences held out, and on the recordings that ship.

    python -m scripts.demo_whisper.score MODEL [--folder FOLDER] [--most 120] [--longest 29]

The held-out sentences come from ``FOLDER`` as `synthesize` spoke them, through faster-whisper (beam
5, no timestamps) as they are: no noise is added. The shipped recordings go through the program's
own recognizer, `transcribe.backends.whisper`, and are compared as in ``tests/benchmarks/asr.py``:
words in lower case without marks, hesitations counted.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from pathlib import Path

import numpy as np

from scripts.demo_whisper.speech import read_speech
from scripts.demo_whisper.texts import ROOT, is_held_out

RECORDINGS = ("pump-failures.opus", "parcel-photos.m4a")


def main() -> None:
    """Print the rates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--most", type=int, default=120)
    parser.add_argument("--show", type=int, default=0, help="print this many held-out sentences")
    parser.add_argument("--longest", type=float, help="seconds of speech decoded at once")
    chosen = parser.parse_args()
    if chosen.longest:
        from transcribe.backends import whisper

        whisper.LONGEST_PIECE = chosen.longest
    if chosen.folder:
        for name, rate, count in held_out(
            chosen.model, chosen.folder, most=chosen.most, show=chosen.show
        ):
            print(f"held out, {name}: {rate:.1%} of {count} words")
    for name in RECORDINGS:
        rate, onset = recording(chosen.model, name)
        print(f"{name}: {rate:.1%}; word onsets off by {1000 * onset:.0f} ms (median)")


def held_out(
    model: Path, folder: Path, *, most: int, show: int = 0
) -> list[tuple[str, float, int]]:
    """Word error rate on held-out sentences, in all and by voice."""
    import jiwer
    from faster_whisper import WhisperModel

    sentences = json.loads((folder / "sentences.json").read_text("utf-8"))
    spoken = [one for one in read_speech(folder) if is_held_out(one.sentence)]
    random.Random(0).shuffle(spoken)
    opened = WhisperModel(str(model), device="cpu", compute_type="int8", local_files_only=True)
    pairs: dict[str, list[tuple[str, str]]] = {"all": []}
    for number, one in enumerate(spoken[:most]):
        samples = one.samples.astype(np.float32) / 32768
        found, _ = opened.transcribe(
            samples, language="en", beam_size=5, without_timestamps=True, temperature=0.0
        )
        truth = plain(sentences[one.sentence])
        heard = plain(" ".join(segment.text for segment in found))
        if number < show:
            print(f"{one.voice}: {truth}\n  heard: {heard}")
        if truth:
            pairs["all"].append((truth, heard))
            pairs.setdefault(one.voice, []).append((truth, heard))
    return [
        (
            name,
            float(jiwer.wer([truth for truth, _ in of], [heard for _, heard in of])),
            sum(len(truth.split()) for truth, _ in of),
        )
        for name, of in pairs.items()
    ]


def recording(model: Path, name: str) -> tuple[float, float]:
    """Word error rate on a shipped recording, and the median error of word onsets in seconds."""
    from difflib import SequenceMatcher
    from statistics import median

    import jiwer

    from transcribe.backends.audio import open_decoder
    from transcribe.backends.recognizers import choose, open_recognizer

    path = ROOT / "recordings" / name
    gold = ROOT / "tests" / "golden" / "interviews" / f"{path.stem}.gold.json"
    truth = [
        (word["start"], plain(word["text"]))
        for turn in json.loads(gold.read_text("utf-8"))["turns"]
        for word in turn["words"]
    ]
    engine = choose(str(model.resolve()), ROOT / "models", language="en")
    recognizer = open_recognizer(engine, ROOT / "models", device="cpu", jobs=1)
    result = recognizer.recognize(
        open_decoder().decode(path), language="en", hotwords=(), progress=lambda share: None
    )
    heard = [
        (word.start, plain(word.text)) for segment in result.segments for word in segment.words
    ]
    rate = jiwer.wer(" ".join(text for _, text in truth), " ".join(text for _, text in heard))
    matcher = SequenceMatcher(a=[t for _, t in truth], b=[t for _, t in heard], autojunk=False)
    offsets = [
        abs(truth[block.a + step][0] - heard[block.b + step][0])
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    ]
    return float(rate), median(offsets) if offsets else float("nan")


def plain(text: str) -> str:
    """Words in lower case without marks."""
    return " ".join(re.sub(r"[^a-z' ]", "", text.lower().replace("-", " ")).split())


if __name__ == "__main__":
    main()
