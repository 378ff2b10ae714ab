"""Who asks and who answers: roles of speakers from what they say and how much."""

from __future__ import annotations

import re
from dataclasses import dataclass

from transcribe.core.guide import Guide
from transcribe.core.recording import Interview
from transcribe.core.transcript import INTERVIEWEE, INTERVIEWER, UNKNOWN, Speaker, Turn
from transcribe.stages.naming import name_speakers
from transcribe.stages.similarity import SentenceSimilarity

LEAST_MARGIN = 0.15
"""Evidence under which a role is unknown."""
CHUNK = 25
"""Words compared with the guide at once."""
ALIKE = 0.45
"""Likeness to a question from which a stretch counts as asking it."""

FEW, PRIOR = 40, 1.0
"""Words that count as few, and the score those are drawn to."""
CUT = 0.4
"""Where between the likeliest interviewee (0) and interviewer (1) a third speaker changes role."""

_QUESTION = re.compile(
    r"\b(what|which|why|how|where|when|who|"
    r"(?:can|could|would|will|do|did|does|are|is|have|has|were|was) (?:you|your|there|it|they)|"
    r"tell (?:me|us)|describe|talk about|walk (?:me|us) through|let me ask|next question|"
    r"quel(?:le)?s?|comment|pourquoi|quand|combien|est ce que|est-ce que|pouvez vous|pouvez-vous|"
    r"avez vous|avez-vous|parlez|wie|warum|wann|welche[rsn]?|können sie|haben sie|"
    r"cómo|qué|por qué|cuándo|cuál(?:es)?|puede)\b"
)
_FIRST_PERSON = re.compile(
    r"\b(i|i'm|i've|my|we|we're|we've|our|us|je|j'ai|nous|notre|nos|mon|ma|ich|wir|unser\w*|"
    r"yo|nosotros|nuestr\w+)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks for a speaker being an interviewer.

    Attributes
    ----------
    likeness
        Share of their words in stretches like a question of the guide, 0 to 1; 0 without one.
    questions
        Question words and marks a hundred words.
    own
        Words of the first person a hundred words.
    talk
        Share of all words, 0 to 1.
    opens
        Whether they speak first.
    words
        How many they say.
    """

    likeness: float
    questions: float
    own: float
    talk: float
    opens: bool
    words: int

    @property
    def score(self) -> float:
        """Weighed evidence; higher for interviewers. Only differences mean anything.

        Someone who says little is more often a second interviewer than a second interviewee:
        few words are drawn to `PRIOR`.
        """
        said = (
            4.0 * self.likeness
            + 0.25 * min(self.questions, 12.0)
            - 0.15 * min(self.own, 12.0)
            - 1.5 * self.talk
            + (0.5 if self.opens else 0.0)
        )
        return (self.words * said + FEW * PRIOR) / (self.words + FEW)


def assign_roles(
    turns: tuple[Turn, ...],
    *,
    guide: Guide | None,
    similarity: SentenceSimilarity | None,
    interview: Interview,
) -> tuple[Speaker, ...]:
    """Role and name of every speaker that has a turn, in order of speaking.

    Parameters
    ----------
    guide, similarity
        Both are needed for likeness to the guide's questions.
    interview
        ``interviewers`` fixes how many ask.
    """
    labels = tuple(dict.fromkeys(turn.speaker for turn in turns))
    if not labels:
        return ()
    evidence = gather(turns, guide=guide, similarity=similarity)
    scores = {label: evidence[label].score for label in labels}
    roles = _decide(scores, interviewers=interview.interviewers)
    return name_speakers(
        Speaker(label=label, role=role, name="", margin=margin)
        for label, (role, margin) in ((label, roles[label]) for label in labels)
    )


def gather(
    turns: tuple[Turn, ...], *, guide: Guide | None, similarity: SentenceSimilarity | None
) -> dict[str, Evidence]:
    """Evidence of every speaker."""
    texts: dict[str, list[str]] = {}
    for turn in turns:
        texts.setdefault(turn.speaker, []).append(turn.text)
    total = sum(len(text.split()) for parts in texts.values() for text in parts) or 1
    likeness = _likeness(texts, guide, similarity)
    found = {}
    for label, parts in texts.items():
        joined = " ".join(parts).lower().replace("’", "'")
        count = max(1, len(joined.split()))
        # A few words say little: ten imagined ones of no kind are added.
        asked = len(_QUESTION.findall(joined)) + joined.count("?")
        found[label] = Evidence(
            likeness=likeness[label],
            questions=100 * asked / (count + 10),
            own=100 * len(_FIRST_PERSON.findall(joined)) / (count + 10),
            talk=count / total,
            opens=label == turns[0].speaker,
            words=count,
        )
    return found


def _likeness(
    texts: dict[str, list[str]], guide: Guide | None, similarity: SentenceSimilarity | None
) -> dict[str, float]:
    """Share of each speaker's words in stretches like a question of the guide."""
    asked = [item.text for item in guide.askable if item.text] if guide else []
    if similarity is None or not asked:
        return dict.fromkeys(texts, 0.0)
    found = {}
    for label, parts in texts.items():
        chunks = [chunk for part in parts for chunk in _chunks(part)]
        if not chunks:
            found[label] = 0.0
            continue
        rows = similarity.similarities(chunks, asked)
        weights = [len(chunk.split()) for chunk in chunks]
        asking = sum(
            weight * min(1.0, max(0.0, (max(row) - ALIKE) / 0.2))
            for weight, row in zip(weights, rows, strict=True)
        )
        found[label] = asking / (sum(weights) + 10)
    return found


def _chunks(text: str) -> list[str]:
    """Stretches of about `CHUNK` words, none under three."""
    words = text.split()
    count = max(1, round(len(words) / CHUNK))
    size = -(-len(words) // count)
    parts = [words[at : at + size] for at in range(0, len(words), size)] if words else []
    return [" ".join(part) for part in parts if len(part) >= 3]


def _decide(scores: dict[str, float], *, interviewers: int | None) -> dict[str, tuple[str, float]]:
    """Role and margin of every speaker."""
    ranked = sorted(scores, key=lambda label: -scores[label])
    if len(ranked) == 1:
        only = ranked[0]
        if interviewers is None:
            return {only: (UNKNOWN, 0.0)}
        return {only: (INTERVIEWEE if interviewers == 0 else INTERVIEWER, 0.5)}
    if interviewers is None:
        return _decide_freely(scores, ranked)
    asking = max(0, min(interviewers, len(ranked) - 1))
    roles = {}
    for rank, label in enumerate(ranked):
        role = INTERVIEWER if rank < asking else INTERVIEWEE
        # Distance to the nearest speaker of the other role.
        others = ranked[asking:] if role == INTERVIEWER else ranked[:asking]
        gap = min((abs(scores[label] - scores[other]) for other in others), default=1.0)
        roles[label] = _with_margin(role, gap)
    return roles


def _decide_freely(scores: dict[str, float], ranked: list[str]) -> dict[str, tuple[str, float]]:
    """Roles when nobody said how many ask: the likeliest asks, the unlikeliest answers."""
    highest, lowest = scores[ranked[0]], scores[ranked[-1]]
    cut = lowest + CUT * (highest - lowest)
    roles = {}
    for label in ranked:
        asks = scores[label] > cut
        role = INTERVIEWER if asks else INTERVIEWEE
        gap = abs(scores[label] - cut) / ((1 - CUT) if asks else CUT)
        roles[label] = _with_margin(role, gap)
    return roles


def _with_margin(role: str, gap: float) -> tuple[str, float]:
    margin = round(gap / (1.0 + gap), 4)
    return (role if margin >= LEAST_MARGIN else UNKNOWN, margin)
