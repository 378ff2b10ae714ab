"""Turns in which somebody may have asked for discretion, as an encoder of sentences sees it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """A turn that may ask to be held back.

    Attributes
    ----------
    score
        Above 0; the higher, the likelier.
    """

    turn: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """All hints of a recording, in the order of its turns.

    Attributes
    ----------
    notices
        What a person should know of how they were looked for.
    """

    hints: tuple[Hint, ...] = ()
    notices: tuple[str, ...] = ()
