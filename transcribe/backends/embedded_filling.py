"""A given number of speakers made up to: a few remarks of another voice, or halves of a voice.

Somebody who says "good morning" and little else is too short to be found by clustering whole
windows. Where the number given says there is one more, the search is for windows of any length that
no voice found so far explains; a voice is divided only where its halves are unlike. Halved all
the same, one talker would be cut up at random.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transcribe.backends.embedded_groups import Labels
from transcribe.backends.embedded_splitting import (
    centres,
    fit_of,
    halves_of_loosest,
    split_loosest,
)
from transcribe.backends.embedded_voice import FRAME_STEP, WINDOW, WINDOW_STEP, Floats

STRANGE = 0.17
"""Likeness that a strange voice has to itself beyond what it has to the others, weighed down by how
little it says, from which it is found before any division is thought of."""
ONE_VOICE_GIVEN = 0.92
"""Likeness of halves, over likeness within them, from which a division is arbitrary. Two voices on
the telephone came to 0.92, and halves of one voice to 0.88 to 0.97."""
SHORTEST = 50
"""Frames of the shortest window listened to: half a second is a remark of two words."""
SEEDS = 100
"""Windows least like any voice, that a strange voice may grow from."""
OWN = 0.8
"""Likeness of a window alone to its voice, over that of whole windows."""
ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Strange:
    """Windows that may be one more voice, and how strange they are to the others."""

    group: Labels
    strength: float


def made_up_to(
    embeddings: Floats,
    windows: list[tuple[int, int]],
    kept: list[Labels],
    doubtful: list[Labels],
    *,
    low: int,
    likeness: float,
) -> tuple[list[Labels], bool]:
    """As many groups as were given, and whether shorter windows came in.

    Parameters
    ----------
    kept, doubtful
        Groups of windows that are a voice, and that may be one.
    low
        How many are wanted.
    likeness
        Of two windows of one voice in this recording.
    """
    lengths = np.array([last - first for first, last in windows])
    heard = np.flatnonzero(lengths >= SHORTEST)
    groups, short = list(kept), False
    while len(groups) < low:
        strange = _strangest(embeddings, lengths, heard, groups, likeness)
        unlike = halves_of_loosest(embeddings, windows, groups, likeness) < ONE_VOICE_GIVEN
        if strange is None or (strange.strength < STRANGE and (unlike or doubtful)):
            break
        left = [np.setdiff1d(group, strange.group) for group in groups]
        if not all(len(group) for group in left):
            break
        groups, short = [*left, strange.group], True
    return _of_whole_windows(embeddings, groups, doubtful, low), short


def _of_whole_windows(
    embeddings: Floats, groups: list[Labels], doubtful: list[Labels], low: int
) -> list[Labels]:
    """As many groups as were given: doubtful ones, or parts of the others, as fits better."""
    if len(groups) == low:
        return groups
    heard = embeddings[np.concatenate([*groups, *doubtful])]
    chances = []
    for found in ([*groups, *doubtful][:low], groups) if doubtful else (groups,):
        filled = found
        while len(filled) < low:
            filled = split_loosest(embeddings, filled)
        chances.append(filled)
    return max(chances, key=lambda chance: fit_of(heard, centres(embeddings, chance)))


def _strangest(
    embeddings: Floats,
    lengths: NDArray[np.int64],
    heard: Labels,
    groups: list[Labels],
    likeness: float,
) -> _Strange | None:
    """The windows that a voice of their own explains best, for how much they say."""
    rows = embeddings[heard]
    step = round(WINDOW_STEP / FRAME_STEP)
    # Whole windows share their sound with their neighbours; shorter ones stand alone.
    full = round(WINDOW / FRAME_STEP)
    said = np.where(lengths[heard] >= full, step, lengths[heard]) * FRAME_STEP
    known = (rows @ centres(embeddings, groups).T).max(axis=1)
    best: _Strange | None = None
    for seed in np.argsort(known, kind="stable")[:SEEDS]:
        members = _grown(rows, said, known, rows[seed])
        if not len(members):
            continue
        weighted = said[members, None] * rows[members]
        rest = weighted.sum(axis=0) - weighted
        length = np.linalg.norm(rest, axis=1)
        own = np.full(len(members), OWN * likeness)
        company = length > 1e-3
        own[company] = (rows[members] * rest).sum(axis=1)[company] / length[company]
        beyond = float((said[members] * (own - known[members])).sum())
        strength = beyond / (float(said[members].sum()) + 1.0)
        if best is None or strength > best.strength:
            best = _Strange(group=heard[members], strength=strength)
    return best


def _grown(rows: Floats, said: NDArray[np.float64], known: Floats, seed: Floats) -> Labels:
    """Rows nearer to a voice, grown from a seed, than to any that is known."""
    centre, members = seed, np.zeros(0, dtype=np.int64)
    for _ in range(1 + ROUNDS):
        nearer = np.flatnonzero(rows @ centre > known)
        if not len(nearer):
            break
        members = nearer
        total = (said[members, None] * rows[members]).sum(axis=0)
        centre = (total / max(float(np.linalg.norm(total)), 1e-9)).astype(np.float32)
    return members
