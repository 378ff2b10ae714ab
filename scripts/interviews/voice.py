"""Speak sentences with flite, and know when each word sounds."""

from __future__ import annotations

import re
import subprocess
import tempfile
import wave
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from interviews.script import ScriptError

SAMPLE_RATE = 16_000

RESPELLED = {
    "mm-hmm": "um hum",
    "kubernetes": "cooper net ease",
    "kaggle": "caggull",
    "github": "git hub",
    "gitlab": "git lab",
    "grafana": "gruh fah nuh",
    "postgresql": "post gres cue ell",
    "pytorch": "pie torch",
    "scikit-learn": "sigh kit learn",
    "aws": "A. W. S.",
    "shap": "shap",
    "opencv": "open C. V.",
}
"""What flite is given instead of words it does not know how to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One sentence as sound.

    Attributes
    ----------
    samples
        float32 at 16 kHz, from the first phone to the last.
    words
        Start and end in seconds from the first sample, and the word as written.
    """

    samples: np.ndarray
    words: tuple[tuple[float, float, str], ...]


def speak(sentence: str, *, voice: str, stretch: float) -> Spoken:
    """Synthesize a sentence.

    flite prints when every phone ends, but not where words do; each word is spoken alone to learn
    its phones, and these are matched, in order, to the sentence's (edit distance). So word times
    are those of the synthesizer but for a phone where a word is reduced in running speech.
    """
    written = sentence.split()
    said = [_respell(token) for token in written]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sentence.wav"
        phones = _flite(" ".join(said), voice=voice, stretch=stretch, out=path)
        with wave.open(str(path)) as sound:
            if sound.getframerate() != SAMPLE_RATE:
                raise ScriptError(f"voice {voice} speaks at {sound.getframerate()} Hz, not 16 kHz")
            frames = sound.readframes(sound.getnframes())
    samples = np.frombuffer(frames, dtype="<i2").astype(np.float32) / 32768
    sounding = [phone for phone in phones if phone[0] != "pau"]
    alone = [_phones_of(token, voice) for token in said]
    owners = _owners([name for name, _, _ in sounding], alone)
    first, last = sounding[0][1], sounding[-1][2]
    words = []
    for index, text in enumerate(written):
        own = [phone for phone, owner in zip(sounding, owners, strict=True) if owner == index]
        if not own:
            raise ScriptError(f"no sound found for word {index} of: {sentence}")
        words.append((own[0][1] - first, own[-1][2] - first, text))
    cut = samples[round(first * SAMPLE_RATE) : round(last * SAMPLE_RATE)]
    return Spoken(samples=cut, words=tuple(words))


def sentences(text: str) -> list[str]:
    """Cut a turn after full stops, question and exclamation marks."""
    return re.split(r"(?<=[.?!])\s+", text)


def _respell(token: str) -> str:
    bare = token.strip(".,?!")
    spelled = RESPELLED.get(bare.lower())
    return token if spelled is None else token.replace(bare, spelled)


@cache
def _phones_of(token: str, voice: str) -> tuple[str, ...]:
    phones = _flite(token.strip(",?!"), voice=voice, stretch=1.0, out=None)
    return tuple(name for name, _, _ in phones if name != "pau")


def _flite(
    text: str, *, voice: str, stretch: float, out: Path | None
) -> list[tuple[str, float, float]]:
    """Run flite; phones with start and end in seconds, over all utterances it makes of the text."""
    command = ["flite", "-voice", voice, "--setf", f"duration_stretch={stretch}", "-psdur"]
    command += ["-t", text, str(out) if out else "none"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    phones, base, start = [], 0.0, 0.0
    for line in printed.splitlines():
        for part in line.split():
            name, _, end = part.rpartition(":")
            phones.append((name, base + start, base + float(end)))
            start = float(end)
        base, start = base + start, 0.0
    return phones


def _owners(phones: list[str], words: list[tuple[str, ...]]) -> list[int]:
    """Give each phone of a sentence to a word, in order, at the least edit cost."""
    target = [(name, index) for index, word in enumerate(words) for name in word]
    rows, columns = len(phones) + 1, len(target) + 1
    cost = np.zeros((rows, columns))
    cost[:, 0], cost[0, :] = np.arange(rows), np.arange(columns)
    for i in range(1, rows):
        for j in range(1, columns):
            differs = 0.0 if phones[i - 1] == target[j - 1][0] else 1.1
            cost[i, j] = min(
                cost[i - 1, j - 1] + differs, cost[i - 1, j] + 1.0, cost[i, j - 1] + 1.0
            )
    owners, i, j = [0] * len(phones), len(phones), len(target)
    while i > 0:
        differs = 1.1 if j == 0 or phones[i - 1] != target[j - 1][0] else 0.0
        if j > 0 and np.isclose(cost[i, j], cost[i - 1, j - 1] + differs):
            i, j = i - 1, j - 1
            owners[i] = target[j][1]
        elif np.isclose(cost[i, j], cost[i - 1, j] + 1.0):
            i -= 1
            owners[i] = target[max(j - 1, 0)][1]
        else:
            j -= 1
    return owners
