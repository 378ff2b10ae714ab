"""Evidence, as numbers, that a turn asks an item, and that it is off the guide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from transcribe.core.guide import Guide
from transcribe.core.transcript import INTERVIEWEE, Transcript
from transcribe.stages.alignment.references import Reference, references_of, stems
from transcribe.stages.alignment.segments import Piece, pieces_of
from transcribe.stages.similarity import SentenceSimilarity

SMALL_TALK = (
    "Thank you very much for your time and your answers, goodbye.",
    "Sorry, can you hear me? The connection was interrupted.",
    "How much time do we have left? Is it okay for you to continue?",
    "That's all for the questions, it was great to talk to you, have a good day.",
)
"""What is said beside the guide in any interview."""

ASK_FEATURES = (
    "plain", "context", "gate", "words", "listed", "asking", "place", "interviewee", "margin",
)  # fmt: skip
NULL_FEATURES = ("small_talk", "end", "start", "short")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Evidence of a whole conversation.

    Attributes
    ----------
    ask
        ``numpy.float64`` of shape ``(turns, items, len(ASK_FEATURES))``.
    null
        ``numpy.float64`` of shape ``(turns, len(NULL_FEATURES))``.
    best
        Index of the piece that speaks most for each item, shape ``(turns, items)``; -1 without.
    """

    references: tuple[Reference, ...]
    pieces: tuple[tuple[Piece, ...], ...]
    ask: Any
    null: Any
    best: Any


def gather(transcript: Transcript, guide: Guide, similarity: SentenceSimilarity) -> Evidence:
    """Compare every piece of every turn with every askable item."""
    import numpy as np

    pieces = pieces_of(transcript)
    references = references_of(guide, (turn.text for turn in transcript.turns))
    texts = [piece.text for parts in pieces for piece in parts]
    plain, context, gate = _compared(texts, references, similarity)
    words, listed = _lexical(texts, references)
    turns, items = len(transcript.turns), len(references)
    ask = np.zeros((turns, items, len(ASK_FEATURES)))
    best = np.full((turns, items), -1, dtype=np.int64)
    first = 0
    for index, parts in enumerate(pieces):
        rows = slice(first, first + len(parts))
        first += len(parts)
        if not parts or not items:
            ask[index, :, 0:3] = -0.1
            continue
        marks = np.array([piece.asking for piece in parts])
        places = np.array([piece.place for piece in parts])
        total = (
            np.maximum(plain[rows], 0.9 * context[rows]) + 0.3 * words[rows] + 0.1 * marks[:, None]
        )
        chosen = total.argmax(axis=0)
        best[index] = chosen
        columns = np.arange(items)
        ask[index, :, 0] = plain[rows].max(axis=0)
        ask[index, :, 1] = context[rows].max(axis=0)
        ask[index, :, 2] = gate[rows].max(axis=0)
        ask[index, :, 3] = words[rows][chosen, columns]
        ask[index, :, 4] = listed[rows].max(axis=0)
        ask[index, :, 5] = marks[chosen]
        ask[index, :, 6] = places[chosen]
        role = transcript.role(transcript.turns[index])
        ask[index, :, 7] = 1.0 if role == INTERVIEWEE else 0.0
        together = np.maximum(ask[index, :, 0], np.maximum(ask[index, :, 1], ask[index, :, 2]))
        ask[index, :, 8] = _margin(together)
    return Evidence(
        references=references,
        pieces=pieces,
        ask=ask,
        null=_null(transcript, similarity),
        best=best,
    )


def _margin(values: Any) -> Any:
    """Each value less the best of the others."""
    import numpy as np

    if len(values) < 2:
        return np.zeros_like(values)
    order = np.sort(values)
    others = np.where(values == order[-1], order[-2], order[-1])
    return values - others


def _compared(
    texts: Sequence[str], references: tuple[Reference, ...], similarity: SentenceSimilarity
) -> tuple[Any, Any, Any]:
    import numpy as np

    forms = [form for reference in references for form in reference.plain]
    contexts = [reference.context for reference in references]
    gates = [reference.gate for reference in references if reference.gate]
    shape = (len(texts), len(forms) + len(contexts) + len(gates))
    all_values = np.array(
        similarity.similarities(texts, [*forms, *contexts, *gates]), dtype=np.float64
    )
    values = all_values.reshape(shape)
    plain = np.full((len(texts), len(references)), -1.0)
    gate = np.full((len(texts), len(references)), -0.1)
    at, at_gate = 0, len(forms) + len(contexts)
    for column, reference in enumerate(references):
        size = len(reference.plain)
        plain[:, column] = values[:, at : at + size].max(axis=1, initial=-1.0)
        at += size
        if reference.gate:
            gate[:, column] = values[:, at_gate]
            at_gate += 1
    return plain, values[:, len(forms) : len(forms) + len(contexts)], gate


def _lexical(texts: Sequence[str], references: tuple[Reference, ...]) -> tuple[Any, Any]:
    """Share of an item's telling words that are said, and whether a short item is said wholly."""
    import numpy as np

    column_of: dict[str, int] = {}
    for reference in references:
        for stem in reference.weights:
            column_of.setdefault(stem, len(column_of))
    weights = np.zeros((len(column_of), len(references)))
    for column, reference in enumerate(references):
        for stem, weight in reference.weights.items():
            weights[column_of[stem], column] = weight
    said = np.zeros((len(texts), len(column_of)))
    for row, text in enumerate(texts):
        for stem in stems(text):
            if stem in column_of:
                said[row, column_of[stem]] = 1.0
    totals = weights.sum(axis=0)
    share = said @ weights / np.where(totals > 0, totals, 1.0)
    short = np.array([1.0 if 0 < len(reference.weights) <= 2 else 0.0 for reference in references])
    return share, np.where(share > 0.99, 1.0, 0.0) * short


def _null(transcript: Transcript, similarity: SentenceSimilarity) -> Any:
    import numpy as np

    count = len(transcript.turns)
    values = np.zeros((count, len(NULL_FEATURES)))
    heads = [" ".join(turn.text.split()[:40]) for turn in transcript.turns]
    if heads:
        values[:, 0] = np.array(similarity.similarities(heads, SMALL_TALK)).max(axis=1)
    sizes = np.array([len(turn.text.split()) for turn in transcript.turns], dtype=np.float64)
    if count:
        before = np.cumsum(sizes) - sizes
        share = before / max(sizes.sum(), 1.0)
        values[:, 1] = np.clip((share - 0.97) / 0.03, 0.0, 1.0)
        values[:, 2] = np.clip(1 - share / 0.05, 0.0, 1.0)
        values[:, 3] = np.clip(1 - sizes / 30, 0.0, 1.0)
    return values
