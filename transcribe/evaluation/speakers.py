"""How right speakers are: diarization error rate, number of speakers, roles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from transcribe.core.diarization import SpeakerRegion
from transcribe.core.time import Seconds
from transcribe.evaluation.conversation import Conversation
from transcribe.evaluation.normal import normal_words
from transcribe.evaluation.timeline import Timeline, moments, speech_moments
from transcribe.evaluation.words import Figures

COLLAR: Seconds = 0.25
"""Seconds on each side of a reference border that the lenient figure leaves out."""


def diarization_error_rate(
    ref: Iterable[SpeakerRegion],
    hyp: Iterable[SpeakerRegion],
    *,
    duration: Seconds,
    collar: Seconds = 0.0,
) -> Figures:
    """Diarization error rate by pyannote.metrics, overlapped speech counted.

    Parameters
    ----------
    duration
        Seconds of audio, all of which is judged.
    collar
        Seconds left out on each side of every border of the reference. (pyannote.metrics counts
        both sides together: its ``collar`` is twice this.)

    Returns
    -------
    dict
        ``der``, ``missed``, ``false_alarm`` and ``confusion`` as shares of reference speech, and
        ``seconds`` of it.
    """
    from pyannote.core import Segment
    from pyannote.core import Timeline as Judged
    from pyannote.metrics.diarization import DiarizationErrorRate

    # Two seconds of error in the numerator are not to be lost to a reference at the very edge.
    judged = Judged([Segment(0.0, max(duration, 0.01))])
    metric = DiarizationErrorRate(collar=2 * collar, skip_overlap=False)
    found = metric(_annotation(ref), _annotation(hyp), uem=judged, detailed=True)
    total = float(found["total"])
    if total <= 0:
        return {"der": None, "seconds": 0.0, "false_alarm_seconds": float(found["false alarm"])}
    return {
        "der": float(found["diarization error rate"]),
        "missed": float(found["missed detection"]) / total,
        "false_alarm": float(found["false alarm"]) / total,
        "confusion": float(found["confusion"]) / total,
        "seconds": total,
    }


def _annotation(regions: Iterable[SpeakerRegion]) -> Any:
    from pyannote.core import Annotation, Segment

    annotation = Annotation()
    for index, region in enumerate(regions):
        if region.end > region.start:
            annotation[Segment(region.start, region.end), index] = region.speaker
    return annotation


def speaker_figures(ref: Conversation, hyp: Conversation) -> Figures:
    """DER with and without a collar, and the number of speakers of both."""
    duration = max(ref.end, hyp.end)
    lenient = diarization_error_rate(ref.regions, hyp.regions, duration=duration, collar=COLLAR)
    return {
        **diarization_error_rate(ref.regions, hyp.regions, duration=duration),
        "der_collar": lenient["der"],
        "speakers": len({region.speaker for region in ref.regions}),
        "speakers_found": len({region.speaker for region in hyp.regions}),
    }


def role_accuracy(ref: Conversation, hyp: Conversation) -> Figures:
    """Share of reference words, and of reference speech time, whose role is right.

    With times on both sides, a word's role is that of the turn standing at its middle; otherwise
    words are aligned, and a word with no counterpart counts as wrong.

    Returns
    -------
    dict
        ``by_words``, and ``by_time`` where there are times.
    """
    if ref.has_times and hyp.has_times:
        line = Timeline(hyp)
        return {
            "by_words": _agreeing(ref, moments(ref), line),
            "by_time": _agreeing(ref, speech_moments(ref), line),
        }
    return {"by_words": _aligned_roles(ref, hyp)}


def _agreeing(ref: Conversation, at: list[tuple[int, Seconds]], line: Timeline) -> float | None:
    judged = right = 0
    for index, moment in at:
        if not ref.turns[index].role:
            continue
        found = line.turn_at(moment)
        judged += 1
        right += found is not None and found.role == ref.turns[index].role
    return right / judged if judged else None


def _aligned_roles(ref: Conversation, hyp: Conversation) -> float | None:
    import jiwer

    said = [(word, turn.role) for turn in ref.turns for word in normal_words(turn.text)]
    heard = [(word, turn.role) for turn in hyp.turns for word in normal_words(turn.text)]
    if not said or not heard:
        return None
    measured = jiwer.process_words(
        " ".join(word for word, _ in said), " ".join(word for word, _ in heard)
    )
    right = 0
    for chunk in measured.alignments[0]:
        if chunk.type in ("equal", "substitute"):
            left = said[chunk.ref_start_idx : chunk.ref_end_idx]
            other = heard[chunk.hyp_start_idx : chunk.hyp_end_idx]
            right += sum(a[1] == b[1] for a, b in zip(left, other, strict=True))
    return right / len(said)
