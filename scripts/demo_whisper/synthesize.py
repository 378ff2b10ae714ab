"""Speak the sentences with flite's voices; may be broken off and called again.

    python -m scripts.demo_whisper.synthesize FOLDER [--part K --of N]

The K-th of N processes appends its share of ``FOLDER/sentences.json`` to ``speech-K.i16`` (int16,
16 kHz, one utterance after another) and one line an utterance to ``speech-K.jsonl``: sentence,
voice, first sample, samples, start and end of each word and end of each phone in seconds. About
sixty times faster than speech on one core.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import Any

import numpy as np

from scripts.demo_whisper.flite import SAMPLE_RATE, VOICES, Flite, Utterance
from scripts.demo_whisper.texts import is_held_out

LONGEST = 14.0
PEAK = 20_000
STRETCHES = (0.85, 0.9, 0.95, 1.0, 1.0, 1.0, 1.1, 1.2)
KAL_PITCHES = (0.0, 0.0, 0.0, 95.0, 115.0, 125.0)
WEIGHTS = {"slt": 0.34, "rms": 0.26, "awb": 0.26, "kal16": 0.14}
"""In the shipped recordings kal16 says least and slt most."""


def main() -> None:
    """Speak one share."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", type=int, default=0)
    parser.add_argument("--of", type=int, default=1)
    chosen = parser.parse_args()
    sentences = json.loads((chosen.folder / "sentences.json").read_text("utf-8"))
    sound = chosen.folder / f"speech-{chosen.part}.i16"
    index = sound.with_suffix(".jsonl")
    done, size = _resume(index, sound)
    flite = Flite()
    # What is measured first, then in an order that mixes the kinds of sentence.
    numbers = list(range(chosen.part, len(sentences), chosen.of))
    random.Random(1).shuffle(numbers)
    numbers.sort(key=lambda number: not is_held_out(number))
    with sound.open("ab") as samples, index.open("a", encoding="utf-8") as lines:
        for number in numbers:
            if number in done or not sentences[number]:
                continue
            spoken = _speak(flite, sentences[number], number)
            if spoken is None:
                continue
            voice, utterance = spoken
            samples.write(utterance.samples.tobytes())
            samples.flush()
            lines.write(json.dumps(_line(number, voice, size, utterance)) + "\n")
            lines.flush()
            size += len(utterance.samples)
    print(f"{size / SAMPLE_RATE / 3600:.1f} hours in {sound}")


def _resume(index: Path, sound: Path) -> tuple[set[int], int]:
    """Which sentences are spoken, and how many samples; what was half written is cut off."""
    whole: list[str] = []
    if index.exists():
        whole = [line for line in index.read_text("utf-8").splitlines() if line.endswith("}")]
        index.write_text("".join(line + "\n" for line in whole), "utf-8")
    lines = [json.loads(line) for line in whole]
    size = lines[-1]["first"] + lines[-1]["samples"] if lines else 0
    if sound.exists():
        with sound.open("r+b") as file:
            file.truncate(2 * size)
    return {line["sentence"] for line in lines}, size


def _speak(flite: Flite, sentence: str, number: int) -> tuple[str, Utterance] | None:
    draw = random.Random(number)
    voice = draw.choices(VOICES, [WEIGHTS[name] for name in VOICES])[0]
    pitch = draw.choice(KAL_PITCHES) if voice == "kal16" else 0.0
    utterance = flite.speak(sentence, voice=voice, stretch=draw.choice(STRETCHES), pitch=pitch)
    if utterance is None or len(utterance.samples) > LONGEST * SAMPLE_RATE:
        return None
    loudest = int(np.abs(utterance.samples.astype(np.int32)).max())
    if loudest == 0:
        return None
    scaled = (utterance.samples * (PEAK / loudest)).astype("<i2")
    return voice, Utterance(samples=scaled, words=utterance.words, phones=utterance.phones)


def _line(number: int, voice: str, first: int, utterance: Utterance) -> dict[str, Any]:
    return {
        "sentence": number,
        "voice": voice,
        "first": first,
        "samples": len(utterance.samples),
        "words": [[round(start, 3), round(end, 3)] for start, end in utterance.words],
        "phones": [[name, round(end, 3)] for name, end in utterance.phones],
    }


if __name__ == "__main__":
    main()
