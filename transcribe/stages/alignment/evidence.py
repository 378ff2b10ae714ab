"""Evidence, as numbers, that a turn asks an item, and that it is off the guide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from transcribe.core.guide import INSTRUCTION, Guide
from transcribe.core.transcript import INTERVIEWEE, Transcript
from transcribe.stages.alignment.manner import alike_in_manner
from transcribe.stages.alignment.order import outer_sections
from transcribe.stages.alignment.references import Reference, references_of, stems, words_said
from transcribe.stages.alignment.segments import (
    Piece,
    acknowledges,
    follows_up,
    pieces_of,
    spoken,
    turns_over,
)
from transcribe.stages.alignment.subject import beside_the_guide, heads_of, passed, subjects
from transcribe.stages.similarity import SentenceSimilarity

ABSENT = -0.1
CONTENT_WORDS = 25
OPENING, LATE = 0.06, 0.9
SHORT = 2

ASK_FEATURES = (
    "plain", "context", "part", "words", "listed", "asking", "place", "margin", "peak",
    "interviewee", "follow_up", "turning", "thanks", "foreign", "section",
    "instruction", "opening", "late", "manner",
)  # fmt: skip
(
    _PLAIN, _CONTEXT, _PART, _WORDS, _LISTED, _ASKING, _PLACE, _MARGIN, _PEAK,
    _INTERVIEWEE, _FOLLOW_UP, _TURNING, _THANKS, _FOREIGN, _SECTION,
    _INSTRUCTION, _OPENING, _LATE, _MANNER,
) = range(len(ASK_FEATURES))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Evidence of a whole conversation.

    Attributes
    ----------
    ask
        That a turn asks each item: ``numpy.float64`` of shape
        ``(turns, items, len(ASK_FEATURES))``.
    on
        That a turn, asking or not, speaks of each item: ``numpy.float64`` of shape
        ``(turns, items, len(ON_FEATURES))``.
    null
        That it is off the guide: ``numpy.float64`` of shape ``(turns, len(NULL_FEATURES))``.
    best
        Index of the piece that speaks most for each item, shape ``(turns, items)``; -1 without.
    above
        Index of the question each item stands under, -1 for none.
    """

    references: tuple[Reference, ...]
    pieces: tuple[tuple[Piece, ...], ...]
    ask: Any
    on: Any
    null: Any
    best: Any
    above: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """Likeness of every piece (rows) to every item (columns)."""

    plain: Any
    context: Any
    parts: Any
    words: Any
    listed: Any
    manner: Any


def gather(transcript: Transcript, guide: Guide, similarity: SentenceSimilarity) -> Evidence:
    """Compare every piece of every turn with every askable item."""
    import numpy as np

    pieces = pieces_of(transcript)
    references = references_of(guide, (turn.text for turn in transcript.turns))
    compared = _compared(pieces, references, similarity)
    ask = np.zeros((len(pieces), len(references), len(ASK_FEATURES)))
    best = np.full((len(pieces), len(references)), -1, dtype=np.int64)
    first = 0
    for index, parts in enumerate(pieces):
        rows = slice(first, first + len(parts))
        first += len(parts)
        if parts and references:
            best[index] = _of_turn(ask[index], parts, compared, rows)
        else:
            ask[index][:, [_PLAIN, _CONTEXT, _PART]] = ABSENT
    together = ask[:, :, [_PLAIN, _CONTEXT]].max(axis=2)
    ask[:, :, _MARGIN] = _margin(together)
    ask[:, :, _PEAK] = _margin(together.T).T
    _conversation(ask, transcript, references)
    ask[:, :, _LATE] = _late(transcript, guide)
    heads = heads_of(transcript)
    place = {reference.item.id: at for at, reference in enumerate(references)}
    return Evidence(
        references=references,
        pieces=pieces,
        ask=ask,
        on=subjects(transcript, heads, references, similarity),
        null=beside_the_guide(transcript, heads, similarity),
        best=best,
        above=tuple(place.get(reference.item.parent or "", -1) for reference in references),
    )


def _of_turn(ask: Any, parts: tuple[Piece, ...], compared: _Compared, rows: slice) -> Any:
    """Fill in what the pieces of one turn say; which piece says most for each item."""
    import numpy as np

    marks = np.array([piece.asking for piece in parts])
    places = np.array([piece.place for piece in parts])
    plain, words = compared.plain[rows], compared.words[rows]
    context = compared.context[rows]
    total = np.maximum(plain, 0.9 * context) + 0.3 * words + 0.1 * marks[:, None]
    chosen = total.argmax(axis=0)
    ask[:, _PLAIN] = plain.max(axis=0)
    ask[:, _CONTEXT] = context.max(axis=0)
    ask[:, _PART] = compared.parts[rows].max(axis=0)
    ask[:, _WORDS] = words[chosen, np.arange(len(chosen))]
    ask[:, _LISTED] = compared.listed[rows].max(axis=0)
    ask[:, _ASKING] = marks[chosen]
    ask[:, _PLACE] = places[chosen]
    ask[:, _MANNER] = compared.manner[rows][chosen, np.arange(len(chosen))]
    return chosen


def _margin(values: Any) -> Any:
    """Each value less the best of the others along the last axis."""
    import numpy as np

    if values.shape[-1] < 2:
        return np.zeros_like(values)
    order = np.sort(values, axis=-1)
    others = np.where(values == order[..., -1:], order[..., -2:-1], order[..., -1:])
    return values - others


def _conversation(ask: Any, transcript: Transcript, references: tuple[Reference, ...]) -> None:
    """Fill in what a turn says about the course of the conversation."""
    sizes = [len(turn.text.split()) for turn in transcript.turns]
    total = max(sum(sizes), 1)
    instruction = [1.0 if part.item.kind == INSTRUCTION else 0.0 for part in references]
    known = {stem for part in references for stem in (*part.weights, *part.section)}
    before = 0
    for index, turn in enumerate(transcript.turns):
        head = 1.0 if before < OPENING * total else 0.0
        before += sizes[index]
        ask[index, :, _INSTRUCTION] = instruction
        ask[index, :, _OPENING] = [head * part for part in instruction]
        if transcript.role(turn) == INTERVIEWEE:
            ask[index, :, _INTERVIEWEE] = 1.0
            continue
        previous = transcript.turns[index - 1].text if index else ""
        heard = " ".join([*previous.split()[-6:], *turn.text.split()[:12]])
        turning = turns_over(turn.text)
        ask[index, :, _THANKS] = float(acknowledges(heard))
        ask[index, :, _FOREIGN] = _foreign(turn.text, known)
        ask[index, :, _FOLLOW_UP] = float(follows_up(turn.text))
        ask[index, :, _TURNING] = float(turning)
        if turning:
            said = set(stems(turn.text))
            ask[index, :, _SECTION] = [
                sum(stem in said for stem in part.section) / max(len(part.section), 1)
                for part in references
            ]


def _foreign(text: str, known: set[str]) -> float:
    """Share of a turn's content words that the guide does not know."""
    words = stems(spoken(text))[-CONTENT_WORDS:]
    return sum(word not in known for word in words) / len(words) if words else 0.0


def _late(transcript: Transcript, guide: Guide) -> Any:
    """Whether an item stands in the last section, towards the end of the conversation."""
    import numpy as np

    sections = outer_sections(guide)
    last = np.array([section == sections[-1] for section in sections], dtype=np.float64)
    return (passed(transcript) > LATE)[:, None] * last


def _compared(
    pieces: tuple[tuple[Piece, ...], ...],
    references: tuple[Reference, ...],
    similarity: SentenceSimilarity,
) -> _Compared:
    """Compare all pieces with all items, by meaning and by words.

    The gate question of a condition counts as a form of the first question under it.
    """
    import numpy as np

    texts = [piece.text for parts in pieces for piece in parts]
    ways: list[list[tuple[str, ...]]] = [
        [(*part.plain, part.gate) if part.gate else part.plain for part in references],
        [(part.context,) for part in references],
        [part.parts for part in references],
    ]
    forms = list(dict.fromkeys(form for way in ways for group in way for form in group))
    column = {form: at for at, form in enumerate(forms)}
    values = np.array(similarity.similarities(texts, forms), dtype=np.float64)
    values = values.reshape(len(texts), len(forms))
    found = []
    for way in ways:
        best = np.full((len(texts), len(references)), ABSENT)
        for at, group in enumerate(way):
            if group:
                best[:, at] = values[:, [column[form] for form in group]].max(axis=1)
        found.append(best)
    words = words_said(texts, [part.weights for part in references])
    gates = words_said(texts, [part.gate_weights for part in references])
    short = np.array([0 < len(part.weights) <= SHORT for part in references], dtype=bool)
    return _Compared(
        plain=found[0],
        context=found[1],
        parts=found[2],
        words=np.maximum(words, gates),
        listed=(words > 0.99) & short,
        manner=alike_in_manner(texts, [part.plain[0] for part in references]),
    )
