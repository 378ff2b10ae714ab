"""What holds a passage back, as the lists of such words give it."""

from __future__ import annotations

import re
from dataclasses import dataclass

BEFORE, AFTER, HERE = "before", "after", "here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words that hold a passage back.

    Attributes
    ----------
    says
        What they mean, for the person who settles it.
    about
        `BEFORE`, `AFTER` or `HERE`: which neighbours they may speak of.
    by
        ``anyone``; ``interviewee`` (all but the interviewer, who speaks of it in the opening); or
        ``interviewer``.
    opens
        Whether they mean it only where a clause begins: "between us, he drinks", not "the gap
        between us".
    """

    says: str
    pattern: re.Pattern[str]
    about: str
    by: str = "anyone"
    opens: bool = False


def cue_of(says: str, pattern: str, about: str, by: str = "anyone", *, opens: bool = False) -> Cue:
    """Make a cue of a pattern over folded words, which it matches whole."""
    compiled = re.compile(rf"\b(?:{pattern})\b")
    return Cue(says=says, pattern=compiled, about=about, by=by, opens=opens)
