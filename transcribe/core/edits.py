"""What a person changed in a transcript: edits laid over what the machine made, never into it.

Every edit names the turn it was made on and what that turn said then. So an edit made before a
re-run finds its turn again, and one whose turn is gone is known as stale instead of hitting
another.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from transcribe.core.time import Seconds

ONE, ONWARD, EVERYWHERE = "one", "onward", "everywhere"
REACHES = (ONE, ONWARD, EVERYWHERE)
"""How far a change of speaker goes: this turn, from here on, all turns of that speaker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change.

    Attributes
    ----------
    id
        Of its line in the review log.
    turn
        Id of the turn it was made on.
    before
        What the turn said when the edit was made.
    start
        Seconds at which that turn began, or None without times; tells equal turns apart.
    """

    id: str
    turn: str
    before: str = field(repr=False)
    start: Seconds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetText(Edit):
    """The turn says this; the times of its words stay."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSpeaker(Edit):
    """Somebody else speaks; an unknown label makes a new speaker.

    Attributes
    ----------
    reach
        One of `REACHES`.
    role
        Role of a speaker that is new with this edit.
    """

    speaker: str
    reach: str = ONE
    role: str = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRole(Edit):
    """The speaker of the turn has this role, everywhere."""

    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetName(Edit):
    """The speaker of the turn is shown under this name, everywhere; empty: the numbered role."""

    name: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split(Edit):
    """The turn ends before a code point of its text; the rest becomes a turn of its own.

    Attributes
    ----------
    speaker
        Who speaks the rest; empty: the same.
    """

    char: int
    speaker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(Edit):
    """The turn that follows is joined to this one.

    Attributes
    ----------
    following
        What the following turn said.
    """

    following: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetGuide(Edit):
    """The turn is about this item of the guide and asks these.

    Attributes
    ----------
    topic, asks
        Either may be None: as the machine says.
    no_topic
        The turn is about no item.
    """

    topic: str | None = None
    asks: tuple[str, ...] | None = None
    no_topic: bool = False


TEXT_EDITS = (SetText, SetSpeaker, SetRole, SetName, Split, Merge)
"""Edits that change what the stages after ``revise`` read."""
