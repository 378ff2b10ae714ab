"""The decoder's chain once more, in torch, to fit its weights by maximum conditional likelihood.

The likelihood is that of all courses that the annotation allows: every accepted topic, moves where
something was asked, moves or not where the topic changed without a question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from scripts.alignment.annotated import Annotated
from transcribe.stages.alignment.evidence import ASK_FEATURES, NULL_FEATURES, Evidence, gather
from transcribe.stages.alignment.order import JUMP_FEATURES, jumps
from transcribe.stages.alignment.weights import BACK_FROM_NULL, Weights
from transcribe.stages.similarity import SentenceSimilarity

NEVER = -1e4
STEPS = 25
SIZE = len(ASK_FEATURES) + 1 + len(NULL_FEATURES) + 3 + len(JUMP_FEATURES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An interview with its evidence, and what the annotation allows as additive penalties."""

    interview: Annotated
    evidence: Evidence
    jumps: Any
    ask: torch.Tensor
    null: torch.Tensor
    jump: torch.Tensor
    stay_allowed: torch.Tensor
    move_allowed: torch.Tensor
    null_allowed: torch.Tensor


def prepare(interview: Annotated, similarity: SentenceSimilarity) -> Prepared:
    """Gather the evidence of one interview."""
    evidence = gather(interview.transcript, interview.guide, similarity)
    place = {reference.item.id: at for at, reference in enumerate(evidence.references)}
    shape = (len(interview.gold), len(place))
    stay, move = np.full(shape, NEVER), np.full(shape, NEVER)
    null = np.full(shape[0], NEVER)
    for turn, truth in enumerate(interview.gold):
        accepted = [place[item] for item in truth["accept"] if item in place]
        asked = [*truth["asks"], *truth.get("asks_optional", ())]
        moved = [place[item] for item in asked if place.get(item) in accepted]
        if truth["topic"] is None:
            null[turn] = 0.0
        elif truth["asks"]:
            move[turn, moved or accepted] = 0.0
        else:
            stay[turn, accepted] = move[turn, accepted] = 0.0
    distances = jumps(interview.guide)
    return Prepared(
        interview=interview,
        evidence=evidence,
        jumps=distances,
        ask=torch.tensor(evidence.ask),
        null=torch.tensor(evidence.null),
        jump=torch.tensor(distances),
        stay_allowed=torch.tensor(stay),
        move_allowed=torch.tensor(move),
        null_allowed=torch.tensor(null),
    )


def fit(interviews: Sequence[Prepared], *, penalty: float) -> Weights:
    """Fit the weights by L-BFGS under an L2 penalty."""
    flat = torch.zeros(SIZE, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([flat], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        total = penalty * (flat**2).sum()
        for interview in interviews:
            surprise = _log_sum(interview, flat) - _log_sum(interview, flat, allowed=True)
            total = total + surprise / len(interviews)
        total.backward()
        return total

    optimizer.step(loss)
    return _weights(flat.detach())


def _split(flat: torch.Tensor) -> tuple[Any, ...]:
    sizes = [len(ASK_FEATURES), 1, len(NULL_FEATURES), 1, 1, 1, len(JUMP_FEATURES)]
    return torch.split(flat, sizes)


def _weights(flat: torch.Tensor) -> Weights:
    ask, ask_bias, null, null_bias, stay, leave, jump = (
        [round(value, 2) for value in part.tolist()] for part in _split(flat)
    )
    return Weights(
        ask=tuple(ask),
        ask_bias=ask_bias[0],
        null=tuple(null),
        null_bias=null_bias[0],
        stay_null=stay[0],
        leave_null=leave[0],
        jump=tuple(jump),
    )


def _log_sum(interview: Prepared, flat: torch.Tensor, *, allowed: bool = False) -> torch.Tensor:
    """Logarithm of the summed weight of all courses, or of those the annotation allows."""
    ask, ask_bias, null, null_bias, stay_null, leave_null, jump = _split(flat)
    asks = interview.ask @ ask + ask_bias
    away = interview.null @ null + null_bias
    turns, count = asks.shape
    same = torch.cat([torch.eye(count), torch.zeros(1, count)]).to(torch.float64) * NEVER
    cost = interview.jump @ jump + same
    never = torch.tensor([NEVER], dtype=torch.float64)
    on = torch.full((count,), NEVER, dtype=torch.float64)
    off = torch.cat([on, torch.zeros(1, dtype=torch.float64)])
    for turn in range(turns):
        extended = torch.cat([on, never])
        source = torch.logaddexp(extended, off + leave_null)
        move = torch.logsumexp(source[:, None] + cost, 0) + asks[turn]
        stay = torch.logaddexp(on, off[:count] + leave_null + BACK_FROM_NULL)
        gone = torch.logaddexp(extended + away[turn], off + away[turn] + stay_null)
        if allowed:
            move = move + interview.move_allowed[turn]
            stay = stay + interview.stay_allowed[turn]
            gone = gone + interview.null_allowed[turn]
        on, off = torch.logaddexp(move, stay), gone
    return torch.logsumexp(torch.cat([on, off]), 0)
