"""Roles from a voice heard in other recordings of the study, where what was said left them open.

Only likenesses come in here: the voices themselves stay inside the backend that compares them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from transcribe.core.recording import Interview
from transcribe.core.time import Interval, Seconds
from transcribe.core.transcript import INTERVIEWEE, INTERVIEWER, UNKNOWN, Speaker, Transcript
from transcribe.stages.engines import Engine
from transcribe.stages.ready import rename_speakers

VERSION = 1

SURE = 0.3
"""Margin from which roles are sure enough to compare with: twice the one they are known from."""
NEEDED = 2
"""Recordings in which a voice must have asked before it says anything."""
MOST = 8
"""Recordings that are compared with, the surest."""
BY_VOICE = 0.5
"""Margin of a role that a voice settled, however clearly: what a person says is more."""
LEAST_VOICE: Seconds = 4.0
LONGEST: Seconds = 40.0
"""Speech of one speaker that is too little to know a voice by, and that is enough."""
SHORTEST_STRETCH: Seconds = 0.8
JOIN: Seconds = 0.3
CERTAIN = 0.5
"""Margin of a turn from which it is its speaker's."""

Excerpt = Sequence[Any]
"""Stretches of one speaker's sound: arrays of ``float32`` at 16 kHz, mono."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceLimits:
    """When two excerpts are one voice, for one encoder.

    Attributes
    ----------
    alike
        Likeness from which a voice may be a speaker's.
    apart
        How much less alike the voice must be to every other speaker of the recording.
    """

    alike: float
    apart: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How alike each voice is to each speaker, -1 to 1, and what that means.

    Attributes
    ----------
    rows
        One a voice, one number a speaker.
    by
        Name of the encoder that compared them.
    """

    rows: tuple[tuple[float, ...], ...]
    limits: VoiceLimits
    by: str


class VoiceComparer(Protocol):
    """An opened encoder of voices."""

    engine: Engine

    def compare(self, voices: Sequence[Excerpt], speakers: Sequence[Excerpt]) -> Likeness:
        """How alike every voice is to every speaker; nothing of either is kept."""

    def close(self) -> None:
        """Let go of the model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardVoice:
    """The voice of a sure interviewer of another recording, and how alike each speaker is."""

    recording: str
    likeness: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A transcript with the roles that voices settled.

    Attributes
    ----------
    recordings
        Label of each such speaker to the recordings relied on.
    margin
        By how much the voice was more alike to its speaker than to the next one, at the least.
    """

    transcript: Transcript
    recordings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    margin: float = 0.0


def doubtful(roles: Mapping[str, str], interview: Interview) -> bool:
    """Whether voices could settle something: an open role, two voices, somebody who asks."""
    return len(roles) > 1 and UNKNOWN in roles.values() and interview.interviewers != 0


def asking(speakers: Sequence[Speaker]) -> tuple[str, ...]:
    """Labels of the interviewers, if every role is known and theirs are sure; else none."""
    if any(speaker.role == UNKNOWN for speaker in speakers):
        return ()
    found = [speaker for speaker in speakers if speaker.role == INTERVIEWER]
    if len(found) == len(speakers) or any(speaker.margin < SURE for speaker in found):
        return ()
    return tuple(speaker.label for speaker in found)


def stretches(transcript: Transcript, label: str) -> tuple[Interval, ...]:
    """Where a speaker's voice is to be heard best: their longest stretches, up to `LONGEST`.

    None where all of them together are too short to know a voice by.
    """
    found: list[Interval] = []
    for turn in transcript.turns:
        if turn.speaker != label or turn.margin < CERTAIN:
            continue
        first = len(found)
        for word in turn.words:
            last = found[-1] if len(found) > first else None
            if last is not None and word.start - last.end <= JOIN:
                found[-1] = Interval(start=last.start, end=max(last.end, word.end))
            else:
                found.append(Interval(start=word.start, end=word.end))
    long = [one for one in found if one.end - one.start >= SHORTEST_STRETCH]
    chosen: list[Interval] = []
    left = LONGEST
    for one in sorted(long, key=lambda one: (one.start - one.end, one.start)):
        if left < SHORTEST_STRETCH:
            break
        end = min(one.end, one.start + left)
        chosen.append(Interval(start=round(one.start, 3), end=round(end, 3)))
        left -= end - one.start
    if LONGEST - left < LEAST_VOICE:
        return ()
    return tuple(sorted(chosen, key=lambda one: one.start))


def link(
    transcript: Transcript,
    voices: Sequence[HeardVoice],
    *,
    limits: VoiceLimits,
    interview: Interview,
) -> Linked:
    """Settle open roles by voices of interviewers heard in other recordings.

    A voice speaks for the one speaker it is like. One that is like two of them, or like none, says
    nothing. Roles that are known stay; where voices contradict them, or the number of interviewers
    that was given, nothing is settled.

    Parameters
    ----------
    voices
        Compared with the same speakers each, two at least; who says too little is left out.
    """
    told = _spoken_for(voices, limits)
    known = {one.label: one.role for one in transcript.speakers if one.role != UNKNOWN}
    new = {label: INTERVIEWER for label in told if label not in known}
    given = interview.interviewers
    roles = {**known, **new}
    asked = sum(role == INTERVIEWER for role in roles.values())
    against = any(known.get(label) == INTERVIEWEE for label in told)
    if not new or against or asked == len(transcript.speakers):
        return Linked(transcript=transcript)
    if given is not None and asked > given:
        return Linked(transcript=transcript)
    if len(transcript.speakers) == 2 or asked == given:
        left = (one.label for one in transcript.speakers if one.label not in roles)
        new |= dict.fromkeys(left, INTERVIEWEE)
    speakers = tuple(
        replace(one, role=new[one.label], margin=BY_VOICE) if one.label in new else one
        for one in transcript.speakers
    )
    everybody = tuple(sorted({name for heard in told.values() for name in heard}))
    return Linked(
        transcript=replace(transcript, speakers=rename_speakers(speakers)),
        recordings={
            label: tuple(sorted(told[label])) if label in told else everybody for label in new
        },
        margin=round(min(gap for heard in told.values() for gap in heard.values()), 4),
    )


def _spoken_for(voices: Sequence[HeardVoice], limits: VoiceLimits) -> dict[str, dict[str, float]]:
    """Speakers that voices of enough recordings speak for: recording to the clearest margin."""
    told: dict[str, dict[str, float]] = {}
    torn: dict[str, set[str]] = {}
    for voice in voices:
        ranked = sorted(voice.likeness, key=lambda label: (-voice.likeness[label], label))
        first, second = ranked[:2]
        if voice.likeness[first] < limits.alike:
            continue
        gap = voice.likeness[first] - voice.likeness[second]
        if gap < limits.apart:
            torn.setdefault(first, set()).add(voice.recording)
            continue
        heard = told.setdefault(first, {})
        heard[voice.recording] = max(gap, heard.get(voice.recording, 0.0))
    return {
        label: heard
        for label, heard in told.items()
        if len(heard) >= NEEDED and len(heard) > len(torn.get(label, ()))
    }
