"""Voices of windows into speakers, with an estimate of how many there are.

Two windows of one voice are alike by about the same amount all through a recording (0.86 for
synthetic speech, 0.75 for read speech, less in noise). That amount is measured on neighbouring
windows, and all likeness is taken relative to it, so one limit serves clean and noisy recordings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transcribe.backends.embedded_filling import SHORTEST, made_up_to
from transcribe.backends.embedded_groups import LARGE, Labels, agglomerate, alike, own_alike
from transcribe.backends.embedded_splitting import centres, part_hidden, unit
from transcribe.backends.embedded_voice import WINDOW, WINDOW_STEP, Floats

MIXTURE, FLEETING = 0.90, 0.92
"""Relative likeness to a sum of larger groups above which a group is a mixture of them, where it
lasts, and (less 0.7 over its size) where it does not; lower for small groups."""
SUSTAINED = 5
"""Overlapping windows in a row, 3.2 s of speech, that no change of speaker lasts."""
BLOCK = 800
"""Windows clustered at once, five minutes of speech; speakers of blocks are then joined."""
SHORTEST_SPEAKER = 3
"""Windows a voice must fill to count as a speaker: 2.4 s of speech, or two short remarks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """Windows by speaker.

    Attributes
    ----------
    labels
        Shape ``(windows,)``: index of the speaker.
    centroids
        Shape ``(speakers, 256)``, rows of length 1.
    """

    labels: Labels
    centroids: Floats


def cluster_voices(
    embeddings: Floats,
    windows: list[tuple[int, int]],
    *,
    speakers: tuple[int, int] | None = None,
) -> Voices:
    """Group windows by voice.

    Average linkage on likeness relative to what one voice shows, first within blocks of the
    recording and then over the blocks' groups; groups too small to be a speaker go to the nearest;
    groups that hold two like voices are parted; then a few rounds of spherical k-means.

    Parameters
    ----------
    embeddings
        Shape ``(windows, 256)``, rows of length 1.
    windows
        First and last frame of each.
    speakers
        Smallest and largest number of speakers, or None to estimate.
    """
    lengths = np.array([last - first for first, last in windows])
    whole = _whole(lengths)
    likeness = own_likeness(embeddings, windows)
    groups = _over_blocks(embeddings, windows, whole, likeness)
    groups, short = _settle(embeddings, windows, groups, likeness, speakers)
    if short:
        whole = np.flatnonzero(lengths >= SHORTEST)
    return _refine(embeddings, whole, centres(embeddings, groups))


def _whole(lengths: NDArray[Any]) -> Labels:
    """Windows long enough to tell voices by: full ones, or at least one second where few are."""
    for shortest in (160, 100):
        whole = np.flatnonzero(lengths >= shortest)
        if len(whole) >= 20:
            return whole
    return np.flatnonzero(lengths >= min(100, int(lengths.max())))


def own_likeness(embeddings: Floats, windows: list[tuple[int, int]]) -> float:
    """Typical likeness of two windows of one voice that share no sound, 0 to 1."""
    apart = round(WINDOW / WINDOW_STEP)
    starts = np.array([first for first, _ in windows])
    ends = np.array([last for _, last in windows])
    near = [
        float(embeddings[i] @ embeddings[i + apart])
        for i in range(len(windows) - apart)
        if 0 <= starts[i + apart] - ends[i] <= 10 and ends[i] - starts[i] >= 160
    ]
    return float(np.clip(np.median(near), 0.55, 0.9)) if len(near) >= 3 else 0.75


def _over_blocks(
    embeddings: Floats, windows: list[tuple[int, int]], whole: Labels, likeness: float
) -> list[Labels]:
    """Groups of windows of the whole recording.

    Who is a speaker is asked within each block: over hours, windows over changes of speaker come to
    so many that they would pass for one.
    """
    groups: list[Labels] = []
    blocks = np.array_split(whole, -(-len(whole) // BLOCK))
    for block in blocks:
        found = [block[group] for group in alike(embeddings[block], likeness)]
        found = agglomerate(embeddings, found, likeness)
        if len(blocks) > 1:
            found = sorted(found, key=lambda group: (-len(group), int(group[0])))
            found, _ = _speakers_only(embeddings, windows, found, likeness)
        groups += found
    return agglomerate(embeddings, groups, likeness) if len(blocks) > 1 else groups


def _settle(
    embeddings: Floats,
    windows: list[tuple[int, int]],
    groups: list[Labels],
    likeness: float,
    speakers: tuple[int, int] | None,
) -> tuple[list[Labels], bool]:
    """Leave out groups too small to be a speaker, and keep to the given number.

    Also tells whether windows shorter than whole ones came in to make up the number.
    """
    groups = sorted(groups, key=lambda group: (-len(group), int(group[0])))
    low, high = speakers or (1, len(windows))
    blocks = max(1.0, sum(len(group) for group in groups) / BLOCK)
    kept, doubtful = _speakers_only(embeddings, windows, groups, likeness, blocks=blocks)
    kept = part_hidden(embeddings, windows, kept, likeness, high=high)
    if len(kept) < low:
        return made_up_to(embeddings, windows, kept, doubtful, low=low, likeness=likeness)
    return (_join_cheapest(embeddings, kept, high) if len(kept) > high else kept), False


def _sustained(group: Labels, windows: list[tuple[int, int]]) -> int:
    """Length of the longest stretch of overlapping windows in a group."""
    longest = run = 0
    last_end = -1
    for index in group:
        first, last = windows[int(index)]
        run = run + 1 if first < last_end - 100 else 1
        longest, last_end = max(longest, run), last
    return longest


def _speakers_only(
    embeddings: Floats,
    windows: list[tuple[int, int]],
    groups: list[Labels],
    likeness: float,
    *,
    blocks: float = 1.0,
) -> tuple[list[Labels], list[Labels]]:
    """Groups that are a voice of their own, larger ones first, and those that may be, likely first.

    Windows over a change of speaker resemble both sides and gather in a small group between
    them: such a group is explained by a sum of the larger ones, and never holds more than the few
    windows in a row that a change lasts. Drawn-out hesitations sound unlike the rest of a voice,
    too. So a group of fleeting windows must be the clearer, the fewer they are in a block of the
    recording: over hours, chance gathers many.
    """
    kept, doubtful = groups[:1], []
    for group in groups[1:]:
        if len(group) < SHORTEST_SPEAKER:
            continue
        explained = _explained(embeddings, group, kept, likeness)
        steady = _sustained(group, windows) >= SUSTAINED
        size = min(len(group) / blocks, LARGE)
        limit = MIXTURE - 0.04 * (1 - size / LARGE) if steady else FLEETING - 0.7 / size
        if explained < limit:
            kept.append(group)
        else:
            doubtful.append((explained, group))
    doubtful.sort(key=lambda pair: pair[0])
    return kept, [group for _, group in doubtful]


def _explained(embeddings: Floats, group: Labels, larger: list[Labels], likeness: float) -> float:
    """Relative likeness of a group to the best sum, none negative, of larger groups."""
    from scipy.optimize import nnls

    parts = np.stack([unit(embeddings[other].sum(axis=0)) for other in larger])
    mean = embeddings[group].mean(axis=0)
    weights, _ = nnls(parts.T.astype(np.float64), mean.astype(np.float64))
    likest = float(mean @ unit((weights @ parts).astype(np.float32)))
    own = own_alike(np.array([len(group)]), np.array([float(mean @ mean)]), likeness)
    return likest / float(np.sqrt(own[0]))


def _join_cheapest(embeddings: Floats, groups: list[Labels], high: int) -> list[Labels]:
    """Join groups by Ward's cost until there are ``high``."""
    groups = list(groups)
    while len(groups) > high:
        means = np.stack([embeddings[group].mean(axis=0) for group in groups])
        counts = np.array([len(group) for group in groups], dtype=np.float64)
        gap = ((means[:, None] - means[None]) ** 2).sum(axis=2)
        cost = gap * np.outer(counts, counts) / np.add.outer(counts, counts)
        np.fill_diagonal(cost, np.inf)
        a, b = divmod(int(np.argmin(cost)), len(groups))
        a, b = min(a, b), max(a, b)
        groups[a] = np.sort(np.concatenate([groups[a], groups[b]]))
        del groups[b]
    return groups


def _refine(embeddings: Floats, whole: Labels, centroids: Floats, *, rounds: int = 5) -> Voices:
    """Spherical k-means from given centroids; a speaker is never emptied."""
    for _ in range(rounds):
        labels = np.argmax(embeddings[whole] @ centroids.T, axis=1)
        moved = centroids.copy()
        for k in range(len(centroids)):
            members = whole[labels == k]
            if len(members):
                moved[k] = unit(embeddings[members].sum(axis=0))
        if np.allclose(moved, centroids, atol=1e-6):
            break
        centroids = moved
    return Voices(labels=np.argmax(embeddings @ centroids.T, axis=1), centroids=centroids)
