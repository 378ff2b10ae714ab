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
from transcribe.stages.alignment.evidence import ASK_FEATURES, Evidence, gather
from transcribe.stages.alignment.order import JUMP_FEATURES, jumps
from transcribe.stages.alignment.subject import NULL_FEATURES, ON_FEATURES
from transcribe.stages.alignment.weights import BACK_FROM_NULL, Weights
from transcribe.stages.similarity import SentenceSimilarity

NEVER = -1e4
LEAST = 1e-300
"""Below it a summed weight is nothing; its logarithm must still be finite."""
STEPS = 40
SIZES = (len(ASK_FEATURES), 1, len(ON_FEATURES), len(NULL_FEATURES), 1, 1, 1, len(JUMP_FEATURES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An interview with its evidence, and what the annotation allows as additive penalties."""

    interview: Annotated
    evidence: Evidence
    jumps: Any
    stay: Any
    move: Any
    gone: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """Interviews side by side, filled up to the longest and to the guide with most items."""

    ask: torch.Tensor
    on: torch.Tensor
    null: torch.Tensor
    jump: torch.Tensor
    same: torch.Tensor
    absent: torch.Tensor
    live: torch.Tensor
    stay: torch.Tensor
    move: torch.Tensor
    gone: torch.Tensor


def prepare(interview: Annotated, similarity: SentenceSimilarity) -> Prepared:
    """Gather the evidence of one interview."""
    evidence = gather(interview.transcript, interview.guide, similarity)
    place = {reference.item.id: at for at, reference in enumerate(evidence.references)}
    shape = (len(interview.gold), len(place))
    stay, move = np.full(shape, NEVER), np.full(shape, NEVER)
    gone = np.full(shape[0], NEVER)
    for turn, truth in enumerate(interview.gold):
        accepted = [place[item] for item in truth["accept"] if item in place]
        asked = [*truth["asks"], *truth.get("asks_optional", ())]
        moved = [place[item] for item in asked if place.get(item) in accepted]
        if truth["topic"] is None:
            gone[turn] = 0.0
        elif truth["asks"]:
            move[turn, moved or accepted] = 0.0
        else:
            stay[turn, accepted] = move[turn, accepted] = 0.0
    return Prepared(
        interview=interview,
        evidence=evidence,
        jumps=jumps(interview.guide),
        stay=stay,
        move=move,
        gone=gone,
    )


def fit(interviews: Sequence[Prepared], *, penalty: float) -> Weights:
    """Fit the weights by L-BFGS under an L2 penalty; the same input gives the same weights."""
    batch = _together(interviews)
    flat = torch.zeros(sum(SIZES), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([flat], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        total = penalty * (flat**2).sum() + _surprise(batch, flat).mean()
        total.backward()
        return total

    optimizer.step(loss)
    return _weights(flat.detach())


def surprise(interview: Prepared, weights: Weights) -> float:
    """Negative logarithm of the likelihood of what the annotation allows."""
    flat = [
        *weights.ask, weights.ask_bias, *weights.on, *weights.null, weights.null_bias,
        weights.stay_null, weights.leave_null, *weights.jump,
    ]  # fmt: skip
    return float(_surprise(_together([interview]), torch.tensor(flat, dtype=torch.float64))[0])


def _weights(flat: torch.Tensor) -> Weights:
    ask, ask_bias, on, null, null_bias, stay, leave, jump = (
        tuple(round(value, 2) for value in part.tolist()) for part in torch.split(flat, SIZES)
    )
    return Weights(
        ask=ask,
        ask_bias=ask_bias[0],
        on=on,
        null=null,
        null_bias=null_bias[0],
        stay_null=stay[0],
        leave_null=leave[0],
        jump=jump,
    )


def _together(interviews: Sequence[Prepared]) -> _Batch:
    turns = max(one.stay.shape[0] for one in interviews)
    items = max(one.stay.shape[1] for one in interviews)
    count = len(interviews)
    parts: dict[str, Any] = {
        "ask": np.zeros((count, turns, items, len(ASK_FEATURES))),
        "on": np.zeros((count, turns, items, len(ON_FEATURES))),
        "null": np.zeros((count, turns, len(NULL_FEATURES))),
        "jump": np.zeros((count, items + 1, items, len(JUMP_FEATURES))),
        "same": np.full((count, items + 1, items), NEVER),
        "absent": np.full((count, items), NEVER),
        "live": np.zeros((count, turns), dtype=bool),
        "stay": np.full((count, turns, items), NEVER),
        "move": np.full((count, turns, items), NEVER),
        "gone": np.full((count, turns), NEVER),
    }
    for at, one in enumerate(interviews):
        long, wide = one.stay.shape
        for name in ("ask", "on"):
            parts[name][at, :long, :wide] = getattr(one.evidence, name)
        for name in ("stay", "move"):
            parts[name][at, :long, :wide] = getattr(one, name)
        parts["null"][at, :long], parts["gone"][at, :long] = one.evidence.null, one.gone
        parts["jump"][at, :wide, :wide] = one.jumps[:wide]
        parts["jump"][at, items, :wide] = one.jumps[wide]
        parts["same"][at, :wide, :wide] = np.eye(wide) * NEVER
        parts["same"][at, items, :wide] = 0.0
        parts["absent"][at, :wide] = 0.0
        parts["live"][at, :long] = True
    return _Batch(**{name: torch.tensor(part) for name, part in parts.items()})


def _surprise(batch: _Batch, flat: torch.Tensor) -> torch.Tensor:
    """How much likelier all courses are than those the annotation allows, by interview."""
    ask, ask_bias, on, null, null_bias, stay_null, leave_null, jump = torch.split(flat, SIZES)
    here = batch.on @ on
    moves = batch.ask @ ask + ask_bias + here + batch.absent[:, None]
    away = batch.null @ null + null_bias
    cost = torch.exp(batch.jump @ jump + batch.same)
    count, turns, items = moves.shape
    # All courses first, those the annotation allows second.
    moves = torch.stack([moves, moves + batch.move])
    stays = torch.stack([here, here + batch.stay])
    leaves = torch.stack([away, away + batch.gone])
    on_item = torch.full((2, count, items), NEVER, dtype=torch.float64)
    never = torch.full((2, count, 1), NEVER, dtype=torch.float64)
    off = torch.cat([on_item, torch.zeros_like(never)], 2)
    for turn in range(turns):
        extended = torch.cat([on_item, never], 2)
        source = torch.logaddexp(extended, off + leave_null)
        top = source.max(2, keepdim=True).values.detach()
        reached = torch.einsum("abn,bnk->abk", torch.exp(source - top), cost)
        move = top + torch.log(torch.clamp(reached, min=LEAST)) + moves[:, :, turn]
        back = off[:, :, :items] + leave_null + BACK_FROM_NULL
        stay = torch.logaddexp(on_item, back) + stays[:, :, turn]
        gone = torch.logaddexp(extended, off + stay_null) + leaves[:, :, turn, None]
        live = batch.live[:, turn][None, :, None]
        on_item = torch.where(live, torch.logaddexp(move, stay), on_item)
        off = torch.where(live, gone, off)
    total = torch.logsumexp(torch.cat([on_item, off], 2), 2)
    return total[0] - total[1]
