"""The most probable course of a conversation through the guide.

A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001). A state is the item
under discussion, or off-guide talk after it, so that the place in the guide is never lost. A turn
stays, moves to another item on the evidence that it asks for it and at the price of the jump, or
leaves the guide; staying and moving also weigh what the turn speaks of. Only the likeliest sources
of a move are followed, so that the cost grows with turns × items.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from transcribe.stages.alignment.evidence import ASK_FEATURES, Evidence
from transcribe.stages.alignment.weights import BACK_FROM_NULL, Weights

LISTED = ASK_FEATURES.index("listed")
PEAK = ASK_FEATURES.index("peak")
SOURCES = 48
"""States from which moves are followed at each turn."""
ABOVE_MARGIN = 3.0
ALSO = 5.0
_NEVER = -1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A decoded conversation.

    Attributes
    ----------
    item
        Index of the item at each turn of the best course, -1 for none.
    moved
        Whether the turn moved to its item.
    topic
        Index of the item that is likeliest at each turn over all courses, -1 for none: it differs
        from ``item`` where two courses are about as likely.
    score
        Posterior probability of ``topic``, 0 to 1.
    ask
        Evidence that each turn asks each item, on the scale of log-odds, shape ``(turns, items)``.
    """

    item: tuple[int, ...]
    moved: tuple[bool, ...]
    topic: tuple[int, ...]
    score: tuple[float, ...]
    ask: Any


def decode(evidence: Evidence, jumps: Any, weights: Weights) -> Course:
    """Find the course and how sure each of its turns is.

    Parameters
    ----------
    jumps
        From `transcribe.stages.alignment.order.jumps`.
    """
    import numpy as np

    ask = evidence.ask @ np.array(weights.ask) + weights.ask_bias
    on = evidence.on @ np.array(weights.on)
    off = evidence.null @ np.array(weights.null) + weights.null_bias
    cost = jumps @ np.array(weights.jump)
    count = ask.shape[1]
    cost[np.arange(count), np.arange(count)] = _NEVER
    chain = _Chain(ask=ask, on=on, off=off, cost=cost, weights=weights)
    items, moved = chain.best()
    topics, score = chain.likeliest()
    return Course(item=items, moved=moved, topic=topics, score=score, ask=ask)


def also_asked(evidence: Evidence, course: Course, turn: int) -> tuple[int, ...]:
    """Further items that a turn asks beside the one it moves to.

    Items named in a list with it, the question it is a choice of, and what another sentence of the
    turn asks for clearly enough, and no other turn more.
    """
    item = course.item[turn]
    listed = evidence.ask[turn, :, LISTED] > 0
    found = {int(at) for at in listed.nonzero()[0]} if listed[item] and listed.sum() > 1 else set()
    ask = course.ask[turn]
    above = evidence.above[item]
    if above >= 0 and ask[above] > ask[item] - ABOVE_MARGIN:
        found.add(above)
    best = evidence.best[turn]
    peak = evidence.ask[turn, :, PEAK]
    for at in range(len(ask)):
        if ask[at] > ALSO and best[at] != best[item] and peak[at] >= 0:
            found.add(at)
    return tuple(sorted(found - {item}))


class _Chain:
    """States ``0 … n-1``: on an item; ``n … 2n``: off the guide after it (``2n``: at the start)."""

    def __init__(self, *, ask: Any, on: Any, off: Any, cost: Any, weights: Weights) -> None:
        self.on, self.off, self.cost, self.weights = on, off, cost, weights
        self.move = ask + on
        self.turns, self.count = ask.shape

    def _start(self) -> Any:
        import numpy as np

        start = np.full(2 * self.count + 1, _NEVER)
        start[-1] = 0.0
        return start

    def _parts(self, before: Any, turn: int) -> tuple[Any, Any, Any, Any, Any, Any]:
        """Scores of the ways into each state, before they are compared or added up."""
        import numpy as np

        count = self.count
        on = np.append(before[:count], _NEVER)
        off = before[count:]
        stay = before[:count] + self.on[turn]
        back = off[:count] + self.on[turn] + self.weights.leave_null + BACK_FROM_NULL
        source = np.logaddexp(on, off + self.weights.leave_null)
        kept = np.sort(np.argsort(-source, kind="stable")[:SOURCES])
        move = source[kept, None] + self.cost[kept] + self.move[turn]
        left = on + self.off[turn]
        remained = off + self.off[turn] + self.weights.stay_null
        return stay, back, kept, move, left, remained

    def best(self) -> tuple[tuple[int, ...], tuple[bool, ...]]:
        """Items and moves of the single best path."""
        import numpy as np

        score, count = self._start(), self.count
        trace = []
        for turn in range(self.turns):
            stay, back, kept, move, left, remained = self._parts(score, turn)
            chosen = move.argmax(axis=0)
            ways = np.stack([stay, back, move.max(axis=0)])
            trace.append((ways.argmax(axis=0), kept[chosen], remained > left, score))
            score = np.concatenate([ways.max(axis=0), np.maximum(left, remained)])
        return self._walk_back(int(score.argmax()), trace, count)

    @staticmethod
    def _walk_back(
        state: int, trace: list[tuple[Any, Any, Any, Any]], count: int
    ) -> tuple[tuple[int, ...], tuple[bool, ...]]:
        items, moved = [], []
        for way, source, remained, before in reversed(trace):
            if state >= count:
                items.append(-1)
                moved.append(False)
                state = state if remained[state - count] else state - count
                continue
            items.append(state)
            moved.append(bool(way[state] == 2))
            if way[state] == 1:
                state += count
            elif way[state] == 2:
                at = int(source[state])
                on = before[at] if at < count else _NEVER
                state = at if on >= before[count + at] else count + at
        return tuple(reversed(items)), tuple(reversed(moved))

    def likeliest(self) -> tuple[tuple[int, ...], tuple[float, ...]]:
        """The likeliest item (-1: off the guide) at each turn, and its probability."""
        import numpy as np

        forward = [self._start()]
        for turn in range(self.turns):
            stay, back, _, move, left, remained = self._parts(forward[-1], turn)
            into = np.logaddexp(np.logaddexp(stay, back), _log_sum(move, axis=0))
            forward.append(np.concatenate([into, np.logaddexp(left, remained)]))
        after = np.zeros(2 * self.count + 1)
        items, scores = [], []
        for turn in range(self.turns - 1, -1, -1):
            both = forward[turn + 1] + after
            states = np.exp(both - _log_sum(both, axis=0))
            share = np.append(states[: self.count], states[self.count :].sum())
            item = int(share.argmax())
            items.append(item if item < self.count else -1)
            scores.append(float(min(share[item], 1.0)))
            after = self._before(forward[turn], after, turn)
        return tuple(reversed(items)), tuple(reversed(scores))

    def _before(self, forward: Any, after: Any, turn: int) -> Any:
        import numpy as np

        count = self.count
        on_after, off_after = after[:count], after[count:]
        source = np.logaddexp(
            np.append(forward[:count], _NEVER), forward[count:] + self.weights.leave_null
        )
        kept = np.sort(np.argsort(-source, kind="stable")[:SOURCES])
        move = np.full(count + 1, _NEVER)
        move[kept] = _log_sum(self.cost[kept] + self.move[turn] + on_after, axis=1)
        off = off_after + self.off[turn]
        stay = on_after + self.on[turn]
        on = np.logaddexp(np.logaddexp(stay, move[:count]), off[:count])
        back = np.append(stay + self.weights.leave_null + BACK_FROM_NULL, _NEVER)
        gone = np.logaddexp(
            np.logaddexp(back, move + self.weights.leave_null), off + self.weights.stay_null
        )
        return np.concatenate([on, gone])


def _log_sum(values: Any, *, axis: int) -> Any:
    import numpy as np

    top = values.max(axis=axis)
    return top + np.log(np.exp(values - np.expand_dims(top, axis)).sum(axis=axis))
