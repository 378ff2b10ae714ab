"""Groups of windows parted in two: like voices that hid in one, and numbers that were given.

In half a minute on the telephone, joining the most alike windows first ends with both voices in
one group: every join is small. Seen from the other end, the best division of the group in two parts
the voices; whether they are two is asked of windows that share no sound, since neighbours are
alike by what they share.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from transcribe.backends.embedded_voice import FRAME_STEP, WINDOW, Floats

ONE_VOICE, ALONE = 0.80, 0.865
"""Likeness of the halves over likeness within them, below which they are two voices; the second
where nobody else was found, since few recordings hold one speaker. Set on mixes of 25 to 180 s."""
LEAST = 4
"""Windows of a half, at least."""
SAMPLE = 600
"""Windows of a group looked at, at most."""
STARTS, ROUNDS = 8, 12

Labels = NDArray[np.int64]


def part_hidden(
    embeddings: Floats,
    windows: list[tuple[int, int]],
    groups: list[Labels],
    likeness: float,
    *,
    high: int,
) -> list[Labels]:
    """Part groups that hold two voices, until there are ``high``.

    Parameters
    ----------
    likeness
        Of two windows of one voice in this recording: what is taken of a half too small to tell.
    """
    starts = np.array([first for first, _ in windows])
    parted, todo = list(groups), list(range(len(groups)))
    while todo and len(parted) < high:
        at = todo.pop()
        group = parted[at]
        if len(group) < 2 * LEAST:
            continue
        sample = group[:: max(1, len(group) // SAMPLE)]
        side = in_two(embeddings[sample])
        if min(int(side.sum()), int((~side).sum())) < LEAST:
            continue
        limit = ALONE if len(parted) == 1 else ONE_VOICE
        if _halves_alike(embeddings[sample], starts[sample], side, likeness) >= limit:
            continue
        second = _nearer_second(embeddings[group], embeddings[sample], side)
        if not 0 < second.sum() < len(group):
            continue
        parted[at] = group[~second]
        todo += [at, len(parted)]
        parted.append(group[second])
    return parted


def split_loosest(embeddings: Floats, groups: list[Labels]) -> list[Labels]:
    """Part the group whose windows differ most in two."""
    loosest = _loosest(embeddings, groups)
    group = groups[loosest]
    if len(group) < 2:
        return [*groups, group]
    sample = group[:: max(1, len(group) // SAMPLE)]
    side = in_two(embeddings[sample])
    second = _nearer_second(embeddings[group], embeddings[sample], side)
    if not 0 < second.sum() < len(group):
        second = np.arange(len(group)) == 0
    return [*groups[:loosest], group[~second], group[second], *groups[loosest + 1 :]]


def halves_of_loosest(
    embeddings: Floats, windows: list[tuple[int, int]], groups: list[Labels], likeness: float
) -> float:
    """How alike the halves of the group are that `split_loosest` would part; 1 if it is small."""
    group = groups[_loosest(embeddings, groups)]
    if len(group) < 2 * LEAST:
        return 1.0
    sample = group[:: max(1, len(group) // SAMPLE)]
    side = in_two(embeddings[sample])
    if min(int(side.sum()), int((~side).sum())) < LEAST:
        return 1.0
    starts = np.array([windows[int(index)][0] for index in sample])
    return _halves_alike(embeddings[sample], starts, side, likeness)


def _loosest(embeddings: Floats, groups: list[Labels]) -> int:
    """Number of the group whose windows differ most."""
    spread = [len(g) - float(np.linalg.norm(embeddings[g].sum(axis=0))) for g in groups]
    return int(np.argmax(spread))


def in_two(embeddings: Floats) -> NDArray[np.bool_]:
    """The best of several divisions in two by spherical k-means: which windows are the second's."""
    rng = np.random.default_rng(0)
    best, found = -np.inf, np.zeros(len(embeddings), dtype=bool)
    for _ in range(STARTS):
        centres = embeddings[rng.choice(len(embeddings), 2, replace=False)]
        for _ in range(ROUNDS):
            side = np.asarray((embeddings @ centres.T).argmax(axis=1), dtype=bool)
            if side.all() or not side.any():
                break
            sums = np.stack([embeddings[~side].sum(axis=0), embeddings[side].sum(axis=0)])
            centres = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        nearest = embeddings @ centres.T
        fit = float(nearest.max(axis=1).sum())
        side = nearest.argmax(axis=1).astype(bool)
        if fit > best and 0 < side.sum() < len(side):
            best, found = fit, side
    return found


def centres(embeddings: Floats, groups: list[Labels]) -> Floats:
    """Mean direction of each group, rows of length 1."""
    return np.stack([unit(embeddings[group].sum(axis=0)) for group in groups])


def unit(vector: Floats) -> Floats:
    """The same direction at length 1."""
    scaled: Floats = vector / max(float(np.linalg.norm(vector)), 1e-9)
    return scaled


def fit_of(embeddings: Floats, centroids: Floats) -> float:
    """How alike windows are to the nearest of centroids that were moved to their own, summed."""
    for _ in range(ROUNDS):
        nearest = (embeddings @ centroids.T).argmax(axis=1)
        sums = np.stack(
            [embeddings[nearest == k].sum(axis=0) + 1e-6 * row for k, row in enumerate(centroids)]
        )
        centroids = sums / np.linalg.norm(sums, axis=1, keepdims=True)
    return float((embeddings @ centroids.T).max(axis=1).sum())


def _nearer_second(rows: Floats, sample: Floats, side: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which rows are nearer to the second half of a sample than to the first."""
    if side.all() or not side.any():
        return np.zeros(len(rows), dtype=bool)
    centres = np.stack([sample[~side].sum(axis=0), sample[side].sum(axis=0)])
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    return np.asarray((rows @ centres.T).argmax(axis=1), dtype=bool)


def _halves_alike(
    embeddings: Floats, starts: NDArray[Any], side: NDArray[np.bool_], likeness: float
) -> float:
    """Likeness of two halves over that within them, of windows that share no sound."""
    apart = np.abs(starts[:, None] - starts[None]) >= round(WINDOW / FRAME_STEP)
    alike = embeddings @ embeddings.T

    def mean(one: NDArray[np.bool_], other: NDArray[np.bool_], otherwise: float) -> float:
        pairs = apart & one[:, None] & other[None]
        return float(alike[pairs].mean()) if pairs.sum() >= LEAST else otherwise

    within = mean(side, side, likeness) * mean(~side, ~side, likeness)
    return mean(side, ~side, 1.0) / max(float(np.sqrt(max(within, 0.0))), 1e-6)
