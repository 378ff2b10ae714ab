"""Windows of sound as the recognizer will hear them, and what it should say to them.

Utterances of one to three voices follow each other with the pauses, levels, noise and bands of a
recording. With each window comes what flite knows and no transcript tells: the phone of every
frame, and where each token sounds.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from scripts.demo_whisper.flite import SAMPLE_RATE
from scripts.demo_whisper.sound import Mel, noises, telephone
from scripts.demo_whisper.speech import Spoken, read_speech
from scripts.demo_whisper.texts import LOOSE, OWN, is_held_out

FRAME = 0.02
"""Seconds an encoder frame stands for, and a step of the timestamps."""

WINDOW = 10.0
"""Seconds the model hears at once; Whisper's are 30, three times as many to attend to."""

SIZES = {6.0: 13, WINDOW: 8}
"""Seconds of a window to windows a batch: about 80 s of sound each."""

PHONES = tuple(
    "pau aa ae ah ao aw ax ay b ch d dh eh er ey f g hh ih iy jh k l m n ng ow oy p r s sh "
    "t th uh uw v w y z zh".split()
)
IGNORED = -100
MISREAD = 0.4
BROKEN = 0.3
"""How often a window begins or ends amid a sentence, as where speech has no pause."""
PROMPTED = 0.4
TALK, OTHERS, LOOSE_WORDS = 1, 2, 4
"""How often a sentence comes: patterns are learnt soon, listening to any word is not."""
MOST_LISTENED_FOR = 80
"""Tokens of names to listen for, or of text before."""
_NAMES = re.compile(r"(?<=[a-z,] )[A-Z][\w-]+(?: [A-Z][\w-]*)*")
_BREATH = (0.18, 0.42)
_TURN = (0.3, 0.75)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An utterance in a window, from a moment in seconds."""

    start: float
    spoken: Spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one step learns from.

    Attributes
    ----------
    features
        Log-mel spectrograms, (windows, 80, frames of 10 ms), zero after the sound.
    tokens, labels
        Input and wanted tokens, (windows, tokens); `IGNORED` where nothing is wanted.
    phones
        Wanted phone of every encoder frame, (windows, frames of 20 ms).
    places
        First and last frame of the word of each wanted token, (windows, tokens, 2), or -1.
    """

    features: torch.Tensor
    tokens: torch.Tensor
    labels: torch.Tensor
    phones: torch.Tensor
    places: torch.Tensor


class Windows:
    """An endless stream of batches.

    Parameters
    ----------
    sizes
        How often a window has which of `SIZES`.
    """

    def __init__(self, folder: Path, *, seed: int, sizes: tuple[float, ...] = (0.3, 0.7)) -> None:
        self._folder = folder
        self._sentences = json.loads((folder / "sentences.json").read_text("utf-8"))
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._sizes = sizes
        self._draw = random.Random(seed)
        self._mel = Mel()
        self._noises = noises(np.random.default_rng(seed))
        name = self._tokenizer.token_to_id
        self._end, self._start = name("<|endoftext|>"), name("<|startoftranscript|>")
        self._before, self._mute = name("<|startofprev|>"), name("<|nospeech|>")
        self._untimed = name("<|notimestamps|>")
        self._by_voice: dict[str, list[Spoken]] = {}

    def refresh(self) -> None:
        """Look for what was spoken since."""
        self._by_voice = {}
        loose = len(self._sentences) - LOOSE
        for spoken in read_speech(self._folder):
            if not is_held_out(spoken.sentence):
                ours = loose - OWN <= spoken.sentence < loose
                often = TALK if ours else LOOSE_WORDS if spoken.sentence >= loose else OTHERS
                self._by_voice.setdefault(spoken.voice, []).extend([spoken] * often)

    def batches(self, *, again_after: int = 600) -> Iterator[Batch]:
        """Batches without end; new speech is looked for after some of them."""
        count = 0
        while True:
            if count % again_after == 0:
                self.refresh()
            count += 1
            length = self._draw.choices(list(SIZES), self._sizes)[0]
            yield self._collate([self._window(length) for _ in range(SIZES[length])], length)

    def _window(self, length: float) -> tuple[Any, ...]:
        placed = self._place(length) if self._draw.random() > 0.02 else []
        end = length
        if placed:
            last = placed[-1]
            end = min(length, last.start + _seconds(last) + self._draw.uniform(0, 0.4))
        samples = self._sound(placed, end)
        return (self._mel(samples), *self._wanted(placed), _phones(placed, length))

    def _place(self, length: float) -> list[Placed]:
        """Utterances one after another, as turns of up to three voices."""
        draw = self._draw
        voices = draw.sample(sorted(self._by_voice), draw.choice((1, 2, 2, 3)))
        voice, clock, placed = voices[0], draw.uniform(0, 0.5), []
        full = length * draw.choice((1.0, 1.0, draw.uniform(0.3, 1.0)))
        misses = 0
        while clock < full and misses < 3:
            spoken = draw.choice(self._by_voice[voice])
            if not placed and draw.random() < BROKEN:
                spoken = spoken.part(draw.randrange(len(spoken.words)), len(spoken.words))
            if clock + len(spoken.samples) / SAMPLE_RATE > length - 0.05:
                fitting = sum(clock + until < length - 0.05 for _, until in spoken.words)
                if not fitting or draw.random() > BROKEN:
                    misses += 1
                    continue
                spoken = spoken.part(0, fitting)
            if not spoken.phones:
                continue
            placed.append(Placed(start=clock, spoken=spoken))
            clock += len(spoken.samples) / SAMPLE_RATE
            if draw.random() < 0.5:
                voice = draw.choice(voices)
                clock += -0.15 if draw.random() < 0.06 else draw.uniform(*_TURN)
            else:
                clock += draw.uniform(*_BREATH)
        return placed or self._place(length)

    def _sound(self, placed: list[Placed], length: float) -> np.ndarray:
        draw = self._draw
        size = round(length * SAMPLE_RATE)
        samples = np.zeros(size, np.float32)
        loudness = draw.uniform(-32, -14)
        levels: dict[str, float] = {}
        for one in placed:
            spoken = one.spoken
            levels.setdefault(spoken.voice, draw.uniform(-4, 1))
            level = loudness + levels[spoken.voice] + draw.gauss(0, 0.6)
            first = round(one.start * SAMPLE_RATE)
            sound = spoken.samples[: size - first].astype(np.float32)
            # Level from a fixed peak: flite's voices differ little between peak and mean.
            samples[first : first + len(sound)] += sound * (10 ** ((level + 15) / 20) / 20_000)
        if draw.random() < 0.85:
            noise = draw.choice(self._noises)
            first = draw.randrange(len(noise) - size)
            depth = draw.uniform(-78, -50) if draw.random() < 0.8 else draw.uniform(-50, -38)
            samples += noise[first : first + size] * np.float32(10 ** (depth / 20))
        if draw.random() < 0.06:
            samples = telephone(samples, draw.uniform(3300, 4000))
        return np.clip(samples, -0.98, 0.98)

    def _wanted(self, placed: list[Placed]) -> tuple[list[int], list[int], list[tuple[int, int]]]:
        """Tokens given, tokens wanted, and where each wanted one sounds."""
        draw, nowhere = self._draw, (-1, -1)
        if not placed:
            return [self._start], [self._mute, self._end], [nowhere, nowhere]
        given = self._prompt(placed) if draw.random() < PROMPTED else []
        timed = draw.random() < 0.2
        wanted: list[int] = []
        places: list[tuple[int, int]] = []
        for one in placed:
            if timed:
                wanted.append(self._time(one.start))
                places.append(nowhere)
            words = self._said(one.spoken)
            for word, (start, end) in zip(words, one.spoken.words, strict=True):
                tokens = self._tokenizer.encode(" " + word).ids
                wanted += tokens
                frames = (int((one.start + start) / FRAME), int((one.start + end) / FRAME))
                places += [frames] * len(tokens)
            if timed:
                wanted.append(self._time(one.start + _seconds(one)))
                places.append(nowhere)
        first = [self._start] if timed else [self._start, self._untimed]
        return given + first, [*wanted, self._end], [*places, nowhere]

    def _said(self, spoken: Spoken) -> list[str]:
        words = self._sentences[spoken.sentence].split()
        return words[spoken.nth : spoken.nth + len(spoken.words)]

    def _prompt(self, placed: list[Placed]) -> list[int]:
        """Text before, or names and words to listen for, some of which will be heard."""
        draw = self._draw
        if draw.random() < 0.2:
            text = self._sentences[draw.randrange(len(self._sentences))]
        else:
            others = draw.choices(self._sentences, k=draw.randint(0, 24))
            names = [name for other in others for name in _NAMES.findall(other)]
            said = [" ".join(self._said(one.spoken)) for one in placed]
            heard = [name for text in said for name in _NAMES.findall(text)]
            words = [word.strip(".,?!") for text in said for word in text.split()]
            heard += draw.sample(words, min(len(words), draw.choice((0, 0, 1, 2))))
            names += [name for name in heard if draw.random() < 0.8]
            draw.shuffle(names)
            text = ", ".join(dict.fromkeys(names))
        tokens = self._tokenizer.encode(" " + text).ids
        return [self._before, *tokens[:MOST_LISTENED_FOR]] if text else []

    def _misread(self, tokens: list[int]) -> list[int]:
        """Some words before as if misheard, or the network would guess on and not listen."""
        draw = self._draw
        share = draw.uniform(0.0, MISREAD) if draw.random() < 0.75 else 0.0
        return [
            draw.randrange(self._end) if token < self._end and draw.random() < share else token
            for token in tokens
        ]

    def _time(self, moment: float) -> int:
        return self._untimed + 1 + round(moment / FRAME)

    def _collate(self, windows: list[tuple[Any, ...]], length: float) -> Batch:
        count, frames = len(windows), round(length * 100)
        longest = max(len(given) + len(wanted) for _, given, wanted, _, _ in windows) - 1
        features = torch.zeros(count, 80, frames)
        tokens = torch.full((count, longest), self._end)
        labels = torch.full((count, longest), IGNORED)
        places = torch.full((count, longest, 2), -1)
        for row, (mel, given, wanted, where, _) in enumerate(windows):
            features[row, :, : mel.shape[1]] = mel[:, :frames]
            whole, begin = given + wanted, len(given) - 1
            read = given + self._misread(wanted[:-1])
            tokens[row, : len(read)] = torch.tensor(read)
            labels[row, begin : len(whole) - 1] = torch.tensor(wanted)
            places[row, begin : len(whole) - 1] = torch.tensor(where)
        phones = torch.stack([torch.from_numpy(one[-1]) for one in windows])
        return Batch(features=features, tokens=tokens, labels=labels, phones=phones, places=places)


def _seconds(placed: Placed) -> float:
    return len(placed.spoken.samples) / SAMPLE_RATE


def _phones(placed: list[Placed], length: float) -> np.ndarray:
    """The phone at the middle of each encoder frame; nothing is asked of padding."""
    middles = (np.arange(round(length / FRAME)) + 0.5) * FRAME
    found = np.zeros(len(middles), np.int64)
    for one in placed:
        ends = one.start + np.array([end for _, end in one.spoken.phones])
        names = np.array([PHONES.index(name) for name, _ in one.spoken.phones])
        inside = (middles >= one.start) & (middles < ends[-1])
        found[inside] = names[np.searchsorted(ends, middles[inside], side="right")]
        last = ends[-1]
    if placed:
        found[middles > last + 0.5] = IGNORED
    return found
