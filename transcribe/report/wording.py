"""How figures and states are said to a reader."""

from __future__ import annotations

from transcribe.core.guide import ANSWERED, ASKED, NOT_APPLICABLE, PARAPHRASED, SKIPPED
from transcribe.core.pii import ACCEPTED, AUTO, LABELS, QUEUED, REJECTED
from transcribe.core.time import Seconds, format_clock
from transcribe.report.values import KEPT, Portrait, Voice

NONE = "–"
"""Stands where a figure cannot be said."""

STATUS = {
    ASKED: "asked in the guide's words",
    PARAPHRASED: "asked in other words",
    ANSWERED: "answered unasked, it seems",
    NOT_APPLICABLE: "did not apply, it seems",
    SKIPPED: "not asked",
    "": "not in this interview's guide, or left out",
}
MARK = {ASKED: "●", PARAPHRASED: "◐", ANSWERED: "◇", NOT_APPLICABLE: "–", SKIPPED: "○", "": ""}
"""What stands in a cell of the matrix, so that it is read without colour; as on the review page."""

OUTCOME = {
    AUTO: "replaced without asking",
    ACCEPTED: "replaced, a person decided",
    REJECTED: "left, a person decided",
    KEPT: "kept by the study's settings",
    QUEUED: "waits for a decision",
}
STATE = {"signed": "signed off", "stale": "changed since it was signed off", "unsigned": ""}
STAGE = {
    "decode": "sound decoded",
    "asr": "words recognized",
    "diarize": "speakers told apart",
    "read": "read from a ready-made transcript",
    "attribute": "words given to speakers, and roles",
    "link": "open roles by voices of other recordings",
    "revise": "edits applied",
    "align": "turns given to the questions of the guide",
    "hold": "requests to hold something back looked for",
    "detect": "identifying details looked for",
}


def minutes(seconds: Seconds | None) -> str:
    """Minutes with one decimal: ``12.4``, ``<0.1``.

    >>> minutes(744), minutes(2), minutes(0), minutes(None)
    ('12.4', '<0.1', '0', '–')
    """
    if seconds is None:
        return NONE
    if seconds == 0:
        return "0"
    return "<0.1" if seconds < 3.0 else f"{seconds / 60:.1f}"


def time_words(seconds: Seconds) -> str:
    """A length to read: minutes, from two hours on hours.

    >>> time_words(700), time_words(96000)
    ('11.7 min', '26.7 h')
    """
    return f"{seconds / 3600:.1f} h" if seconds >= 7200 else f"{minutes(seconds)} min"


def clock(seconds: Seconds | None) -> str:
    """A time as on a player: ``1:02:03``, ``4:05``.

    >>> clock(245), clock(3723)
    ('4:05', '1:02:03')
    """
    return NONE if seconds is None else format_clock(seconds)


def share(part: float | None, whole: float | None, *, digits: int = 0) -> str:
    """A part in percent: ``37 %``.

    >>> share(1, 3), share(1, 300), share(0, 3), share(1, 0)
    ('33 %', '<1 %', '0 %', '–')
    """
    if part is None or not whole:
        return NONE
    percent = 100 * part / whole
    least = 10.0**-digits
    if 0 < percent < least / 2:
        return f"<{least:.{digits}f} %"
    return f"{percent:.{digits}f} %"


def pace(voice: Voice) -> str:
    """Words a minute, or a dash."""
    return NONE if voice.pace is None else f"{voice.pace:.0f}"


def count(number: int, noun: str, several: str = "") -> str:
    """A number with its noun; thousands apart.

    >>> count(1, "word"), count(1234, "word")
    ('1 word', '1,234 words')
    """
    return f"{number:,} {noun if number == 1 else several or noun + 's'}"


def listed(words: list[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def type_name(kind: str) -> str:
    """An entity type as a release labels it."""
    return LABELS.get(kind, kind).lower()


def voice_kinds(one: Portrait) -> list[str]:
    """The kind of fill of each voice: by role, further ones of a role with another pattern."""
    seen = {"interviewer": 0, "interviewee": 0, "unknown": 0}
    kinds = {
        "interviewer": ("interviewer", "interviewer-2"),
        "interviewee": ("interviewee", "interviewee-2", "interviewee-3"),
        "unknown": ("unknown",),
    }
    found = []
    for voice in one.voices:
        role = voice.role if voice.role in seen else "unknown"
        several = kinds[role]
        found.append(several[min(seen[role], len(several) - 1)])
        seen[role] += 1
    return found
