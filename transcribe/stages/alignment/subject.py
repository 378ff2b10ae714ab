"""What a turn speaks of, whether or not it asks: the guide's subjects, or what is beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from transcribe.core.transcript import INTERVIEWEE, Transcript
from transcribe.stages.alignment.references import Reference, words_said
from transcribe.stages.alignment.segments import FEWEST, spoken
from transcribe.stages.similarity import SentenceSimilarity

SMALL_TALK = (
    "Thank you very much for your time and your answers, goodbye.",
    "Sorry, can you hear me? The connection was interrupted.",
    "How much time do we have left? Is it okay for you to continue?",
    "That's all for the questions, it was great to talk to you, have a good day.",
)
"""What is said beside the guide in any interview."""

HEAD = 24
"""Words at the beginning of a turn from which its subject and small talk are told."""
SUBJECT = 80
"""The same, for the words it shares with a question."""
LONG = 60
"""Words of a turn of the interviewee that is no small talk, and whose beginning nobody looks at."""
ON_FEATURES = ("answer_words", "question", "question_words")
NULL_FEATURES = ("small_talk", "end", "start", "short", "interviewee")


def heads_of(transcript: Transcript) -> tuple[str, ...]:
    """The first words of every turn; nothing for a long answer."""
    return tuple(
        ""
        if transcript.role(turn) == INTERVIEWEE and len(turn.text.split()) > LONG
        else " ".join(spoken(turn.text).split()[:HEAD])
        for turn in transcript.turns
    )


def passed(transcript: Transcript) -> Any:
    """Share of the conversation's words before each turn, 0 to 1."""
    import numpy as np

    sizes = np.array([len(turn.text.split()) for turn in transcript.turns], dtype=np.float64)
    return (np.cumsum(sizes) - sizes) / max(sizes.sum(), 1.0)


def subjects(
    transcript: Transcript,
    heads: Sequence[str],
    references: tuple[Reference, ...],
    similarity: SentenceSimilarity,
) -> Any:
    """How much more a turn speaks of each item than of the others, by meaning and by words.

    Answers and questions are weighed apart, answers by their words alone.

    Returns
    -------
    ``numpy.float64`` of shape ``(turns, items, len(ON_FEATURES))``.
    """
    import numpy as np

    values = np.zeros((len(heads), len(references), len(ON_FEATURES)))
    if not heads or not references:
        return values
    beginnings = [" ".join(spoken(turn.text).split()[:SUBJECT]) for turn in transcript.turns]
    answers = np.array([transcript.role(turn) == INTERVIEWEE for turn in transcript.turns])
    asked = [head for head, answer in zip(heads, answers, strict=True) if not answer]
    forms = [form for part in references for form in (part.context, part.plain[-1])]
    near = np.array(similarity.similarities(asked, forms), dtype=np.float64)
    meaning = np.zeros((len(heads), len(references)))
    meaning[~answers] = near.reshape(len(asked), len(references), 2).max(axis=2)
    words = words_said(beginnings, [part.weights for part in references])
    telling = np.array([len(text.split()) > FEWEST for text in beginnings])[:, None]
    meaning, words = (
        (value - value.mean(axis=1, keepdims=True)) * telling for value in (meaning, words)
    )
    values[:, :, 0] = words * answers[:, None]
    values[:, :, 1] = meaning
    values[:, :, 2] = words * ~answers[:, None]
    return values


def beside_the_guide(
    transcript: Transcript, heads: Sequence[str], similarity: SentenceSimilarity
) -> Any:
    """Evidence that a turn is off the guide, shape ``(turns, len(NULL_FEATURES))``."""
    import numpy as np

    count = len(transcript.turns)
    values = np.zeros((count, len(NULL_FEATURES)))
    if count:
        told = np.array([at for at, head in enumerate(heads) if head], dtype=np.int64)
        if len(told):
            near = similarity.similarities([heads[at] for at in told], SMALL_TALK)
            values[told, 0] = np.array(near).max(axis=1)
        share = passed(transcript)
        sizes = np.array([len(turn.text.split()) for turn in transcript.turns], dtype=np.float64)
        values[:, 1] = np.clip((share - 0.97) / 0.03, 0.0, 1.0)
        values[:, 2] = np.clip(1 - share / 0.05, 0.0, 1.0)
        values[:, 3] = np.clip(1 - sizes / 30, 0.0, 1.0)
        roles = [transcript.role(turn) for turn in transcript.turns]
        values[:, 4] = [1.0 if role == INTERVIEWEE else 0.0 for role in roles]
    return values
