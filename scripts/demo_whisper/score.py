"""Word error rates of a model: on sentences held out, and on the recordings that ship.

    python -m scripts.demo_whisper.score MODEL [--folder FOLDER] [--most 120]

The held-out sentences come from ``FOLDER`` as `synthesize` spoke them, those no longer than the
model's window and without the loose words, through faster-whisper (beam 5, no timestamps); no noise
is added. The shipped recordings go through the program's own recognizer,
`transcribe.backends.whisper`, once as ``transcribe run`` has it, and once with the names of
their sidecars to listen for. Compared are words in lower case without marks, hesitations counted.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tomllib
from pathlib import Path

import numpy as np

from scripts.demo_whisper.flite import SAMPLE_RATE
from scripts.demo_whisper.speech import read_speech
from scripts.demo_whisper.texts import LOOSE, OWN, ROOT, is_held_out

RECORDINGS = ("pump-failures.opus", "parcel-photos.m4a")
NAMED = ("people", "organizations", "products", "places")


def main() -> None:
    """Print the rates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--most", type=int, default=120)
    parser.add_argument("--show", type=int, default=0, help="print this many held-out sentences")
    chosen = parser.parse_args()
    if chosen.folder:
        for name, rate, count in held_out(
            chosen.model, chosen.folder, most=chosen.most, show=chosen.show
        ):
            print(f"held out, {name}: {rate:.1%} of {count} words")
    for name in RECORDINGS:
        for told, names in (("", ()), (" with names to listen for", names_of(name))):
            rate, onset = recording(chosen.model, name, hotwords=names)
            print(f"{name}{told}: {rate:.1%}; word onsets off by {1000 * onset:.0f} ms (median)")


def held_out(
    model: Path, folder: Path, *, most: int, show: int = 0
) -> list[tuple[str, float, int]]:
    """Word error rate on held-out sentences, in all, by origin and by voice."""
    import jiwer

    from transcribe.backends.whisper_window import longest_piece, open_windowed

    sentences = json.loads((folder / "sentences.json").read_text("utf-8"))
    opened = open_windowed(model, device="cpu", compute_type="int8", cpu_threads=1)
    loose = len(sentences) - LOOSE
    spoken = [
        one
        for one in read_speech(folder)
        if is_held_out(one.sentence)
        and one.sentence < loose
        and len(one.samples) <= longest_piece(opened) * SAMPLE_RATE
    ]
    spoken.sort(key=lambda one: one.sentence)
    random.Random(0).shuffle(spoken)
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
            origin = "patterns of our own" if one.sentence >= loose - OWN else "free text"
            pairs.setdefault(origin, []).append((truth, heard))
            pairs.setdefault(one.voice, []).append((truth, heard))
    return [
        (
            name,
            float(jiwer.wer([truth for truth, _ in of], [heard for _, heard in of])),
            sum(len(truth.split()) for truth, _ in of),
        )
        for name, of in pairs.items()
    ]


def names_of(recording: str) -> tuple[str, ...]:
    """Names in the sidecar of a shipped recording."""
    sidecar = (ROOT / "recordings" / recording).with_suffix(".toml")
    listed = tomllib.loads(sidecar.read_text("utf-8"))["identifiers"]
    return tuple(name for kind in NAMED for name in listed[kind])


def recording(model: Path, name: str, *, hotwords: tuple[str, ...]) -> tuple[float, float]:
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
        open_decoder().decode(path), language="en", hotwords=hotwords, progress=lambda share: None
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
