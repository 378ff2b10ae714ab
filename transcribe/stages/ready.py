"""A ready-made transcript on its way in: roles settled, names of speakers out of sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from transcribe.core.guide import Guide
from transcribe.core.labels import names_in, number_in, plain
from transcribe.core.recording import Identifiers, Interview
from transcribe.core.transcript import (
    INTERVIEWEE,
    INTERVIEWER,
    UNKNOWN,
    Speaker,
    Transcript,
)
from transcribe.stages.roles import assign_roles, gather
from transcribe.stages.similarity import SentenceSimilarity

VERSION = 2
MOST_NUMBER = 9
BY_EXCLUSION = 0.5
"""Margin of a role that follows from the other speakers' labels alone."""


def names_as_identifiers(transcript: Transcript) -> Identifiers:
    """Names that the labels of a transcript, as it was read, give away; see `names_in`.

    Display names of meetings are real names: whoever is called so in a label is called so in the
    conversation, too. Role words, numbers and initials are no names.
    """
    people: dict[str, None] = {}
    other: dict[str, None] = {}
    for speaker in transcript.speakers:
        named, beside = names_in(speaker.name)
        people.update(dict.fromkeys(named))
        other.update(dict.fromkeys(beside))
    return Identifiers(people=tuple(people), other=tuple(other))


def assign_roles_ready(
    transcript: Transcript,
    *,
    guide: Guide | None,
    similarity: SentenceSimilarity | None,
    interview: Interview,
) -> Transcript:
    """Settle the roles that labels do not say, and rename every speaker.

    A role that a label says stays. Names as written go: speakers become ``Interviewer 1``,
    ``Interviewee`` or, with a role that stays unknown, ``Speaker 2``; numbers as written are
    kept. Speakers, turns and text are otherwise those of ``transcript``.

    Parameters
    ----------
    guide, similarity, interview
        As for `transcribe.stages.roles.assign_roles`; not looked at where every label says a role.
    """
    speakers = transcript.speakers
    if any(speaker.role == UNKNOWN for speaker in speakers):
        speakers = _settle(transcript, guide=guide, similarity=similarity, interview=interview)
    return replace(transcript, speakers=rename_speakers(speakers))


def _settle(
    transcript: Transcript,
    *,
    guide: Guide | None,
    similarity: SentenceSimilarity | None,
    interview: Interview,
) -> tuple[Speaker, ...]:
    speaking = {turn.speaker for turn in transcript.turns}
    known = {s.label: s.role for s in transcript.speakers if s.role != UNKNOWN}
    left = [s.label for s in transcript.speakers if s.role == UNKNOWN and s.label in speaking]
    if not left:
        return transcript.speakers
    roles = _by_exclusion(known, left, interview=interview)
    if not roles:
        found = assign_roles(
            transcript.turns, guide=guide, similarity=similarity, interview=interview
        )
        roles = {s.label: (s.role, s.margin) for s in found}
        roles = _agree(roles, known, left, transcript)
    return tuple(
        replace(speaker, role=roles[speaker.label][0], margin=roles[speaker.label][1])
        if speaker.label in left and speaker.label in roles
        else speaker
        for speaker in transcript.speakers
    )


def _by_exclusion(
    known: dict[str, str], left: Sequence[str], *, interview: Interview
) -> dict[str, tuple[str, float]]:
    """Roles that need no evidence: all who ask are known, or the one left is the only to answer."""
    asking = sum(role == INTERVIEWER for role in known.values())
    answering = len(known) - asking
    if asking and interview.interviewers is not None and asking >= interview.interviewers:
        return dict.fromkeys(left, (INTERVIEWEE, 1.0))
    if len(left) == 1 and asking and not answering:
        return {left[0]: (INTERVIEWEE, BY_EXCLUSION)}
    if len(left) == 1 and answering and not asking:
        return {left[0]: (INTERVIEWER, BY_EXCLUSION)}
    return {}


def _agree(
    roles: dict[str, tuple[str, float]],
    known: dict[str, str],
    left: Sequence[str],
    transcript: Transcript,
) -> dict[str, tuple[str, float]]:
    """Evidence that contradicts the labels is not believed; somebody answers in every interview."""
    judged = [roles[label][0] for label in known if label in roles]
    said = [role for label, role in known.items() if label in roles]
    if any(UNKNOWN != one != other for one, other in zip(judged, said, strict=True)):
        return dict.fromkeys(left, (UNKNOWN, 0.0))
    everybody = [*known.values(), *(roles[label][0] for label in left)]
    if known and INTERVIEWEE not in everybody:
        # The model is not asked again: only the order of the scores matters here.
        evidence = gather(transcript.turns, guide=None, similarity=None)
        likeliest = min(left, key=lambda label: evidence[label].score)
        return {**roles, likeliest: (INTERVIEWEE, BY_EXCLUSION / 2)}
    return roles


def rename_speakers(speakers: Sequence[Speaker]) -> tuple[Speaker, ...]:
    """House names: a number that a label bears is kept, the others fill the gaps in order."""
    names: dict[str, str] = {}
    for role in (INTERVIEWER, INTERVIEWEE):
        group = [speaker for speaker in speakers if speaker.role == role]
        numbers = _numbers(group)
        for speaker in group:
            single = role == INTERVIEWEE and len(group) == 1
            number = numbers[speaker.label]
            names[speaker.label] = role.capitalize() + ("" if single else f" {number}")
    for place, speaker in enumerate(speakers, start=1):
        names.setdefault(speaker.label, f"Speaker {place}")
    return tuple(replace(speaker, name=names[speaker.label]) for speaker in speakers)


def _numbers(group: Sequence[Speaker]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for speaker in group:
        # Numbers of participants are their ids in the study, which no release shows.
        own = plain(speaker.name).split(" ")[0] == speaker.role
        written = number_in(speaker.name) if own else None
        if written and written <= MOST_NUMBER and written not in numbers.values():
            numbers[speaker.label] = written
    free = iter(number for number in range(1, 1000) if number not in set(numbers.values()))
    for speaker in group:
        if speaker.label not in numbers:
            numbers[speaker.label] = next(free)
    return numbers
