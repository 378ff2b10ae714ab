"""How well the shipped interviews can be understood and their voices told apart.

    python tests/benchmarks/shipped_interviews.py [STEM…]

Prints, for each: word error rate of pocketsphinx on speech found by Silero, in all and by speaker;
how far its word onsets lie from the truth's where both have the same word; and the share of 1.6 s
windows whose resemblyzer embedding lies nearest to the mean of their own speaker.
"""

from __future__ import annotations

import json
import re
import sys
from difflib import SequenceMatcher
from pathlib import Path
from statistics import median
from typing import Any

import av
import jiwer
import numpy as np
import torch
from faster_whisper.vad import VadOptions, get_speech_timestamps
from pocketsphinx import Decoder
from resemblyzer import VoiceEncoder

ROOT = Path(__file__).resolve().parents[2]
RATE = 16_000
WINDOW = round(1.6 * RATE)


def samples_of(stem: str) -> np.ndarray:
    """Decode to int16 at 16 kHz."""
    path = next(p for p in (ROOT / "recordings").glob(f"{stem}.*") if p.suffix != ".toml")
    resampler = av.AudioResampler("s16", "mono", RATE)
    with av.open(str(path)) as container:
        parts = [
            part.to_ndarray()[0]
            for frame in container.decode(audio=0)
            for part in resampler.resample(frame)
        ]
    return np.concatenate(parts)


def plain(text: str) -> list[str]:
    """Words in lower case without marks."""
    return re.sub(r"[^a-z' ]", "", text.lower().replace("-", " ")).split()


def recognized(samples: np.ndarray) -> list[tuple[float, str]]:
    """Words of pocketsphinx with their onsets in seconds."""
    decoder, words = Decoder(loglevel="FATAL"), []
    options = VadOptions(min_silence_duration_ms=300, speech_pad_ms=150)
    for region in get_speech_timestamps(samples.astype(np.float32) / 32768, options):
        decoder.start_utt()
        decoder.process_raw(samples[region["start"] : region["end"]].tobytes(), full_utt=True)
        decoder.end_utt()
        for segment in decoder.seg() or ():
            if not segment.word.startswith(("<", "[")):
                onset = region["start"] / RATE + segment.start_frame / 100
                words += [(onset, word) for word in plain(re.sub(r"\(\d\)", "", segment.word))]
    return words


def understood(truth: dict[str, Any], words: list[tuple[float, str]]) -> None:
    """Print word error rates and the distance of onsets."""
    reference = [
        (word["start"], part) for turn in truth["turns"] for word in turn["words"]
        for part in plain(word["text"])
    ]  # fmt: skip
    said, heard = [word for _, word in reference], [word for _, word in words]
    print(f"  word error rate {jiwer.wer(' '.join(said), ' '.join(heard)):.1%}")
    matcher = SequenceMatcher(None, said, heard, autojunk=False)
    off = [
        abs(reference[block.a + k][0] - words[block.b + k][0])
        for block in matcher.get_matching_blocks()
        for k in range(block.size)
    ]
    print(f"  onsets of {len(off)} words: median {median(off):.3f} s,", end=" ")
    print(f"90 % within {np.quantile(off, 0.9):.3f} s")
    for speaker in truth["speakers"]:
        own = [turn for turn in truth["turns"] if turn["speaker"] == speaker["label"]]
        errors = count = 0
        for turn in own:
            spoken = plain(turn["text"])
            near = [word for at, word in words if turn["start"] - 0.1 <= at < turn["end"] - 0.05]
            rated = jiwer.process_words(" ".join(spoken), " ".join(near))
            errors += rated.substitutions + rated.deletions + rated.insertions
            count += len(spoken)
        print(f"  {speaker['name']}: {errors / count:.1%} of {count} words")


def told_apart(truth: dict[str, Any], samples: np.ndarray, encoder: VoiceEncoder) -> None:
    """Print how speaker embeddings separate."""
    vectors: dict[str, list[np.ndarray]] = {}
    for turn in truth["turns"]:
        first, last = round(turn["start"] * RATE), round(turn["end"] * RATE)
        for at in range(first, last - WINDOW, WINDOW):
            piece = samples[at : at + WINDOW].astype(np.float32) / 32768
            vectors.setdefault(turn["speaker"], []).append(encoder.embed_utterance(piece))
    means = {label: np.mean(own, axis=0) for label, own in vectors.items()}
    means = {label: mean / np.linalg.norm(mean) for label, mean in means.items()}
    right = sum(
        max(means, key=lambda other: float(means[other] @ vector)) == label
        for label, own in vectors.items()
        for vector in own
    )
    print(f"  windows nearest to their own speaker: {right} of {sum(map(len, vectors.values()))}")
    labels = sorted(means)
    for index, one in enumerate(labels):
        for other in labels[index + 1 :]:
            print(f"  likeness of {one} and {other}: {float(means[one] @ means[other]):.2f}")


def main(stems: list[str]) -> None:
    """Measure the named interviews, or all."""
    torch.set_num_threads(1)
    encoder = VoiceEncoder("cpu", verbose=False)
    for path in sorted((ROOT / "tests" / "golden" / "interviews").glob("*.gold.json")):
        truth = json.loads(path.read_text("utf-8"))
        if stems and truth["id"] not in stems:
            continue
        samples = samples_of(truth["id"])
        print(f"{truth['id']}: {len(samples) / RATE:.1f} s")
        told_apart(truth, samples, encoder)
        understood(truth, recognized(samples))


if __name__ == "__main__":
    main(sys.argv[1:])
