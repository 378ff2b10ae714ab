"""The names that readers see: roles, numbered in order of speaking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from transcribe.core.transcript import INTERVIEWEE, UNKNOWN, Speaker


def name_speakers(speakers: Iterable[Speaker]) -> tuple[Speaker, ...]:
    """Name speakers, given in order of speaking: ``Interviewer 1``, ``Interviewee``, ``Speaker 3``.

    The one interviewee of an interview needs no number.
    """
    found = tuple(speakers)
    totals = Counter(speaker.role for speaker in found)
    numbers: Counter[str] = Counter()
    named = []
    for place, speaker in enumerate(found, start=1):
        numbers[speaker.role] += 1
        if speaker.role == UNKNOWN:
            name = f"Speaker {place}"
        elif speaker.role == INTERVIEWEE and totals[speaker.role] == 1:
            name = "Interviewee"
        else:
            name = f"{speaker.role.capitalize()} {numbers[speaker.role]}"
        named.append(replace(speaker, name=name))
    return tuple(named)
