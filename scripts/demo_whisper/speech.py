"""What `synthesize` spoke: sound on the disk, and when each word and phone of it sounds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scripts.demo_whisper.flite import SAMPLE_RATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One utterance in the files of `synthesize`, or some words of it, from the n-th."""

    sentence: int
    voice: str
    samples: np.ndarray
    words: tuple[tuple[float, float], ...]
    phones: tuple[tuple[str, float], ...]
    nth: int = 0

    def part(self, first: int, last: int) -> Spoken:
        """Words from the first up to the last, which is not among them."""
        begin, end = self.words[first][0], self.words[last - 1][1]
        return Spoken(
            sentence=self.sentence,
            voice=self.voice,
            samples=self.samples[round(begin * SAMPLE_RATE) : round(end * SAMPLE_RATE)],
            words=tuple((start - begin, until - begin) for start, until in self.words[first:last]),
            phones=tuple(
                (name, min(until, end) - begin)
                for (name, until), before in zip(
                    self.phones, (0.0, *(until for _, until in self.phones)), strict=False
                )
                if until > begin and before < end
            ),
            nth=self.nth + first,
        )


def read_speech(folder: Path) -> list[Spoken]:
    """Everything that is spoken so far; samples stay on the disk."""
    found = []
    for index in sorted(folder.glob("speech-*.jsonl")):
        sound = np.memmap(index.with_suffix(".i16"), dtype="<i2", mode="r")
        for line in index.read_text("utf-8").splitlines():
            if not line.endswith("}"):
                continue
            entry = json.loads(line)
            first, size = entry["first"], entry["samples"]
            if first + size <= len(sound):
                found.append(
                    Spoken(
                        sentence=entry["sentence"],
                        voice=entry["voice"],
                        samples=sound[first : first + size],
                        words=tuple((start, end) for start, end in entry["words"]),
                        phones=tuple((name, end) for name, end in entry["phones"]),
                    )
                )
    return found
