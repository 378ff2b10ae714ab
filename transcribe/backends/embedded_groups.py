"""Groups of windows that are alike as one voice is, joined step by step."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from transcribe.backends.embedded_voice import Floats

SAME_VOICE, SAME_VOICE_LARGE = 0.82, 0.90
SMALL, LARGE = 10, 60
"""Relative likeness of two groups of windows above which they are one voice, where the smaller has
few windows, and where it has many: the mean of many is surer."""
CLOSE = 0.95
"""Relative likeness within the small groups that everything starts from."""

Labels = NDArray[np.int64]


def alike(embeddings: Floats, likeness: float) -> list[Labels]:
    """Small groups of one voice without doubt, which everything starts from."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(embeddings) == 1:
        return [np.array([0])]
    distance = 1.0 - embeddings @ embeddings.T
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform(np.maximum(distance, 0.0), checks=False), method="average")
    labels = fcluster(tree, 1.0 - CLOSE * likeness, criterion="distance")
    return [np.flatnonzero(labels == label) for label in range(1, labels.max() + 1)]


def _relative(embeddings: Floats, groups: list[Labels], likeness: float) -> Floats:
    """Mean likeness between groups, over what each group's own voice shows."""
    sums = np.stack([embeddings[group].sum(axis=0) for group in groups])
    counts = np.array([len(group) for group in groups], dtype=np.float64)
    between = (sums @ sums.T) / np.outer(counts, counts)
    own = own_alike(counts, np.array([float(row @ row) for row in sums]) / counts**2, likeness)
    relative: Floats = between / np.sqrt(np.outer(own, own))
    np.fill_diagonal(relative, -np.inf)
    return relative


def own_alike(counts: NDArray[Any], squares: NDArray[np.float64], likeness: float) -> Floats:
    """Mean likeness within groups, from their sizes and the squared lengths of their means.

    Windows' likeness to themselves is left out; a small group's figure is drawn towards the
    recording's.
    """
    counts = np.asarray(counts, dtype=np.float64)
    inner = np.where(counts > 1, (squares * counts - 1) / np.maximum(counts - 1, 1), likeness)
    trust = counts / (counts + 20.0)
    own: Floats = np.clip(trust * inner + (1 - trust) * likeness, 0.4, 0.95)
    return own


def agglomerate(embeddings: Floats, groups: list[Labels], likeness: float) -> list[Labels]:
    """Join the two most alike groups until none are as alike as one voice is."""
    groups = list(groups)
    while len(groups) > 1:
        relative = _relative(embeddings, groups, likeness)
        sizes = np.array([len(group) for group in groups])
        surplus = relative - _limit(np.minimum.outer(sizes, sizes))
        a, b = divmod(int(np.argmax(surplus)), len(groups))
        if surplus[a, b] < 0:
            break
        groups[a] = np.sort(np.concatenate([groups[a], groups[b]]))
        del groups[b]
    return groups


def _limit(sizes: NDArray[Any]) -> NDArray[np.float64]:
    """Relative likeness that one voice shows, by the size of the smaller group in windows."""
    share = np.clip((sizes - SMALL) / (LARGE - SMALL), 0.0, 1.0)
    limit: NDArray[np.float64] = SAME_VOICE + (SAME_VOICE_LARGE - SAME_VOICE) * share
    return limit
