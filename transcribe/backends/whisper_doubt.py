"""Signs that Whisper went wrong on a piece: loops, low certainty, speech without words.

Thresholds of compression and log-probability are Whisper's own (Radford et al. 2022, section 4.5);
the batched mode of faster-whisper 1.2 accepts them and does not apply them.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from transcribe.core.time import Interval, Seconds

HIGHEST_COMPRESSION = 2.4
LOWEST_LOG_PROBABILITY = -1.0
SILENT_PROBABILITY = 0.6
MOST_REPEATS = 8
LONGEST_WITHOUT_WORDS: Seconds = 1.0
FASTEST_WORDS_A_SECOND = 8.0


def doubts(heard: list[Any], piece: Interval) -> tuple[str, ...]:
    """What looks wrong about segments of faster-whisper that cover one piece; empty when nothing.

    Parameters
    ----------
    heard
        ``faster_whisper.transcribe.Segment`` values.
    """
    words = [word.word for segment in heard for word in segment.words or ()]
    if not words:
        return ("speech without words",) if piece.duration > LONGEST_WITHOUT_WORDS else ()
    found = []
    compression = max(segment.compression_ratio for segment in heard)
    if compression > HIGHEST_COMPRESSION or repeats(words) >= MOST_REPEATS:
        found.append("repeats itself")
    certainty = mean_log_probability(heard)
    if certainty < LOWEST_LOG_PROBABILITY:
        found.append("uncertain")
        if max(segment.no_speech_prob for segment in heard) > SILENT_PROBABILITY:
            found.append("perhaps no speech")
    if len(words) > 5 + FASTEST_WORDS_A_SECOND * piece.duration:
        found.append("more words than can be said")
    return tuple(found)


def repeats(words: list[str]) -> int:
    """How often the commonest run of three words comes."""
    plain = [word.strip().lower() for word in words]
    runs = Counter(zip(plain, plain[1:], plain[2:], strict=False))
    return max(runs.values(), default=0)


def mean_log_probability(heard: list[Any]) -> float:
    """Mean log-probability of tokens, by the length of the segments."""
    weights = [max(1, len(segment.tokens)) for segment in heard]
    pairs = zip(heard, weights, strict=True)
    return float(sum(segment.avg_logprob * weight for segment, weight in pairs) / sum(weights))


def better_of(first: list[Any], second: list[Any], piece: Interval) -> list[Any]:
    """The one of two decodings of a piece with fewer doubts, then the more certain one."""

    def badness(heard: list[Any]) -> tuple[int, float]:
        return (len(doubts(heard, piece)), -mean_log_probability(heard) if heard else 0.0)

    return second if badness(second) < badness(first) else first
