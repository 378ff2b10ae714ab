"""Which of many words may be like another, by their letters alone: most need no closer look."""

from __future__ import annotations

from collections.abc import Iterable

BUCKETS = 32
"""Letters fall in so many; two bits of each tell whether it holds one, and more than one."""


class Letters:
    """Words by their letters.

    Turning one word into another takes an insertion or a deletion for each letter that only one
    of them has. Such a bound (Jokinen et al. 1996) rules nearly all words out a hundred times
    faster than they are compared.
    """

    def __init__(self, words: Iterable[str]) -> None:
        import numpy as np

        self._words = sorted(words, key=len)
        self._lengths = np.array([len(word) for word in self._words], dtype=np.int64)
        self._signs = np.array([_sign(word) for word in self._words], dtype=np.uint64)

    def near(self, word: str, *, least: float) -> list[str]:
        """Words whose ratio (rapidfuzz, 0 to 100) to this one may be ``least``, and some others."""
        import numpy as np

        apart = 1 - least / 100
        # |a - b| <= apart * (a + b) bounds the lengths that are worth a look.
        most = (1 + apart) / (1 - apart)
        first = np.searchsorted(self._lengths, len(word) / most - 1)
        last = np.searchsorted(self._lengths, len(word) * most + 1, side="right")
        differ = np.bitwise_count(self._signs[first:last] ^ np.uint64(_sign(word)))
        may = differ <= apart * (self._lengths[first:last] + len(word)) + 1e-9
        return [self._words[first + at] for at in np.flatnonzero(may)]


def _sign(word: str) -> int:
    once = twice = 0
    for letter in word:
        bit = 1 << ord(letter) % BUCKETS
        twice |= once & bit
        once |= bit
    return once | twice << BUCKETS
