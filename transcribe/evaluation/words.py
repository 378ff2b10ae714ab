"""How right words are: word error rate, and with speakers cpWER and word diarization error."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from transcribe.evaluation.conversation import Conversation
from transcribe.evaluation.normal import normal_words

Figures = dict[str, Any]


def word_error_rate(ref: Conversation, hyp: Conversation) -> Figures:
    """Word error rate of normalized words in order of turns, by jiwer.

    Returns
    -------
    dict
        ``wer`` (a share of reference words; may exceed 1), ``substitutions``, ``deletions``,
        ``insertions``, ``words``.
    """
    import jiwer

    said, heard = _words(ref), _words(hyp)
    if not said:
        return {"wer": None, "words": 0}
    measured = jiwer.process_words(" ".join(said), " ".join(heard))
    return {
        "wer": measured.wer,
        "substitutions": measured.substitutions,
        "deletions": measured.deletions,
        "insertions": measured.insertions,
        "words": len(said),
    }


def cp_word_error_rate(ref: Conversation, hyp: Conversation) -> Figures:
    """Concatenated minimum-permutation word error rate, by meeteval.

    Each speaker's words are joined; speakers are paired so that errors are fewest (Watanabe et
    al. 2020, CHiME-6). Words given to the wrong speaker count twice: missing here, extra there.
    """
    from meeteval.wer import cp_word_error_rate as measure

    said, heard = _by_speaker(ref), _by_speaker(hyp)
    if not said or not heard:
        return {"cpwer": None}
    result = measure(reference=said, hypothesis=heard, reference_sort=False, hypothesis_sort=False)
    return {
        "cpwer": result.error_rate,
        "errors": result.errors,
        "words": result.length,
        "speakers_missed": result.missed_speaker,
        "speakers_invented": result.falarm_speaker,
    }


def word_diarization_error(ref: Conversation, hyp: Conversation) -> Figures:
    """Share of recognized words that have the wrong speaker (Shafey et al. 2019).

    Words are aligned by jiwer, matches and substitutions count; speakers are paired so that the
    most words agree.
    """
    import jiwer

    said, sayers = _with_speakers(ref)
    heard, hearers = _with_speakers(hyp)
    if not said or not heard:
        return {"wder": None, "words": 0}
    pairs: list[tuple[str, str]] = []
    for chunk in jiwer.process_words(" ".join(said), " ".join(heard)).alignments[0]:
        if chunk.type in ("equal", "substitute"):
            left = sayers[chunk.ref_start_idx : chunk.ref_end_idx]
            right = hearers[chunk.hyp_start_idx : chunk.hyp_end_idx]
            pairs += list(zip(left, right, strict=True))
    if not pairs:
        return {"wder": None, "words": 0}
    paired = best_pairing(pairs)
    wrong = sum(paired.get(right) != left for left, right in pairs)
    return {"wder": wrong / len(pairs), "words": len(pairs), "wrong": wrong}


def best_pairing(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Which reference speaker each hypothesis speaker is, so that the most pairs agree."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    left = sorted({a for a, _ in pairs})
    right = sorted({b for _, b in pairs})
    counts = np.zeros((len(left), len(right)))
    for a, b in pairs:
        counts[left.index(a), right.index(b)] += 1
    rows, columns = linear_sum_assignment(-counts)
    return {right[column]: left[row] for row, column in zip(rows, columns, strict=True)}


def _words(conversation: Conversation) -> list[str]:
    return [word for turn in conversation.turns for word in normal_words(turn.text)]


def _by_speaker(conversation: Conversation) -> dict[str, str]:
    parts: dict[str, list[str]] = defaultdict(list)
    for turn in conversation.turns:
        parts[turn.speaker] += normal_words(turn.text)
    return {speaker: " ".join(words) for speaker, words in parts.items() if words}


def _with_speakers(conversation: Conversation) -> tuple[list[str], list[str]]:
    words, speakers = [], []
    for turn in conversation.turns:
        normal = normal_words(turn.text)
        words += normal
        speakers += [turn.speaker] * len(normal)
    return words, speakers
