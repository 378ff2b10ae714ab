"""What a process of the embedded recognizer does: hold one decoder, turn pieces into words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from transcribe.core.time import Seconds

FRAMES_A_SECOND = 100
VARIANT = re.compile(r"\(\d+\)$")

OPTIONS: dict[str, Any] = {"loglevel": "FATAL"}
"""What differs from pocketsphinx's own settings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardWord:
    """A word; times in seconds from the start of its piece."""

    start: Seconds
    end: Seconds
    text: str = field(repr=False)
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Words of one piece."""

    words: tuple[HeardWord, ...]


class _Process:
    """The decoder of this process."""

    decoder: Any = None


def load() -> None:
    """Prepare a worker process: its decoder, and its end when the parent ends."""
    import multiprocessing
    import signal
    import threading

    # Ctrl-C reaches the whole group; the parent decides what becomes of the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    _Process.decoder = open_decoder()


def _end_with(sentinel: int) -> None:
    """A worker waits for work for ever, even when the parent was killed: end with it."""
    import os
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)


def open_decoder() -> Any:
    """A pocketsphinx decoder with the model of its package."""
    import pocketsphinx

    return pocketsphinx.Decoder(pocketsphinx.Config(**OPTIONS))


def decode_piece(samples: bytes) -> Heard:
    """Decode 16-bit little-endian samples at 16 kHz in this process."""
    if _Process.decoder is None:
        load()
    return decode_with(_Process.decoder, samples)


def decode_with(decoder: Any, samples: bytes) -> Heard:
    """Decode one piece, its cepstral mean taken over the whole of it."""
    # The estimate of noise outlives an utterance: without this, what is heard in a piece would
    # depend on which pieces the same process had before.
    decoder.reinit_feat()
    decoder.start_utt()
    decoder.process_raw(samples, no_search=False, full_utt=True)
    decoder.end_utt()
    return Heard(words=tuple(_words(decoder)))


def _words(decoder: Any) -> list[HeardWord]:
    found = []
    for segment in decoder.seg() or ():
        text = VARIANT.sub("", segment.word)
        # <s>, <sil>, [NOISE], ++LAUGH++: sounds, not words.
        if text.startswith(("<", "[", "+")):
            continue
        found.append(
            HeardWord(
                start=segment.start_frame / FRAMES_A_SECOND,
                end=(segment.end_frame + 1) / FRAMES_A_SECOND,
                text=text,
                probability=probability_of(segment.prob),
            )
        )
    return found


CALIBRATION = (
    *((0.0, 0.25), (0.1, 0.5), (0.2, 0.68), (0.4, 0.77), (0.6, 0.81)),
    *((0.8, 0.87), (0.95, 0.96), (1.0, 0.975)),
)
"""Posterior to share of right words: rough, from 929 words of synthetic conversation in four pairs
of voices (``tests/benchmarks/asr.py`` prints such a table); harder sound is right less often."""


def probability_of(posterior: float) -> float:
    """Probability, 0 to 1, that a word is right, from its posterior in the word lattice."""
    inside = min(1.0, max(0.0, float(posterior)))
    for (left, low), (right, high) in pairwise(CALIBRATION):
        if inside <= right:
            return round(low + (high - low) * (inside - left) / (right - left), 3)
    return CALIBRATION[-1][1]
