"""What a sidecar cannot mean, though each of its keys is right by itself."""

from __future__ import annotations

from datetime import date

from transcribe.core.recording import Consent, Interview

MADE = date(2026, 11, 29)
"""A clock that is before this day is wrong: it proves no date to be in the future."""


def today() -> date:
    """The day, as far as the clock can be believed."""
    return max(date.today(), MADE)


def not_yet(given: date | None) -> bool:
    """Whether consent is dated later than today."""
    return given is not None and given > today()


def nonsense(consent: Consent, interview: Interview) -> str | None:
    """Why a sidecar cannot be right, or None."""
    given, deadline = consent.given, consent.deadline
    if given is not None and deadline is not None and deadline < given:
        return (
            f"says that consent could be taken back until {deadline.isoformat()}, before it was "
            f"given ({given.isoformat()})"
        )
    most, asking = interview.speakers, interview.interviewers
    if most is not None and asking is not None and asking > most[1]:
        return f"says that there are {asking} interviewers among {most[1]} speakers"
    return None
