"""What a report is made of: figures of each interview, and what is known of how it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from transcribe.core.pii import ACCEPTED, AUTO, QUEUED, REJECTED
from transcribe.core.time import Seconds

KEPT = "kept"
OUTCOMES = (AUTO, ACCEPTED, REJECTED, KEPT, QUEUED)
"""What became of a mention: a decision, or ``kept`` where the study's settings show the type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One speaker.

    Attributes
    ----------
    seconds
        How long they speak; None without times.
    """

    name: str = field(repr=False)
    role: str
    seconds: Seconds | None
    words: int
    turns: int

    @property
    def pace(self) -> float | None:
        """Words a minute; None where it cannot be said (under three seconds of speech)."""
        if self.seconds is None or self.seconds < 3.0:
            return None
        return self.words / (self.seconds / 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of speech, in seconds.

    Attributes
    ----------
    voice
        Place in the interview's voices.
    turn
        Place of its turn, from 0.
    item
        Guide item it is about, or None.
    """

    start: Seconds
    end: Seconds
    voice: int
    turn: int
    item: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Successive turns about one item of the guide; ``item`` is None where they are about none."""

    number: int
    item: str | None
    turns: tuple[int, ...]
    start: Seconds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One question in one interview.

    Attributes
    ----------
    status
        One of `transcribe.core.guide.STATUSES`; empty where coverage does not say.
    seconds
        Speech about it; None without times.
    passages
        Numbers of the passages about it; where none is, of those in which it was asked or
        answered.
    """

    status: str
    seconds: Seconds | None
    words: int
    passages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Minute:
    """How sure the recognizer was in one stretch of time.

    Attributes
    ----------
    start
        Seconds.
    words
        Words that it gave a probability.
    doubtful
        Those under `transcribe.report.measure.DOUBTFUL_WORD`.
    passage
        The passage that begins there or runs there; None where nobody speaks.
    """

    start: Seconds
    words: int
    doubtful: int
    passage: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One turn to read, of the private tier alone."""

    name: str = field(repr=False)
    start: Seconds | None
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """What a stage was done by; ``libraries`` are names with versions."""

    stage: str
    name: str
    model: str = ""
    draft: bool = False
    device: str = ""
    libraries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What people did with a transcript.

    Attributes
    ----------
    state
        ``unsigned``, ``signed`` or ``stale``.
    open_names, open_passages
        Decisions that wait.
    decided
        Mentions that a person decided.
    edits
        Edits that hold.
    words
        Words as the machine gave them.
    changed
        Words that people changed, took out or added; None where that cannot be compared.
    """

    state: str = "unsigned"
    signed_on: str = ""
    released: bool = False
    open_names: int = 0
    open_passages: int = 0
    decided: int = 0
    edits: int = 0
    words: int = 0
    changed: int | None = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of an interview beside its turns.

    Attributes
    ----------
    mentions
        Entity type to counts by `OUTCOMES`.
    overlap
        Seconds in which two or more speak; None where the diarizer does not mark it.
    made_on
        Day on which its words were recognized; private.
    """

    review: Review = Review()
    mentions: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    engines: tuple[Engine, ...] = ()
    overlap: Seconds | None = None
    draft: tuple[str, ...] = ()
    made_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """One interview in figures.

    Attributes
    ----------
    length
        Seconds; None without times.
    silence
        Seconds in which nobody speaks; None without times.
    minutes
        Of the private tier alone, where words have probabilities.
    lines, passages
        ``lines`` are of the private tier alone.
    """

    id: str
    language: str
    length: Seconds | None
    silence: Seconds | None
    turns: int
    voices: tuple[Voice, ...] = ()
    spans: tuple[Span, ...] = ()
    cells: Mapping[str, Cell] = field(default_factory=dict)
    elsewhere: Cell = Cell(status="", seconds=None, words=0)
    passages: tuple[Passage, ...] = ()
    minutes: tuple[Minute, ...] = ()
    bin: Seconds = 60.0
    lines: tuple[Line, ...] = field(default=(), repr=False)
    facts: Facts = Facts()

    @property
    def words(self) -> int:
        """All words."""
        return sum(voice.words for voice in self.voices)

    @property
    def speech(self) -> Seconds | None:
        """Seconds of all voices together; None without times."""
        known = [voice.seconds for voice in self.voices if voice.seconds is not None]
        return sum(known) if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One question or instruction of a guide.

    Attributes
    ----------
    number
        How a reader finds it: its own label, or its place in its section (``2.4``).
    section
        Place in the guide's sections.
    """

    item: str
    number: str
    text: str
    condition: str | None
    section: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Interviews that were held with one guide.

    Attributes
    ----------
    sections
        Words of its sections, in order; an empty one holds what stands in none.
    section_of
        Any item to the place of its section.
    members
        Places of the interviews in the report.
    """

    file: str
    sha256: str = ""
    sections: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    section_of: Mapping[str, int] = field(default_factory=dict)
    members: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole study.

    Attributes
    ----------
    settings
        Names and values of settings that shaped the result.
    limits
        What is known to go wrong with the engines in use.
    missing
        Recordings of the study that are not in the report; of the private tier alone.
    signers
        How many people signed off.
    """

    title: str
    tier: str
    tool: str
    interviews: tuple[Portrait, ...]
    blocks: tuple[Block, ...]
    settings: tuple[tuple[str, str], ...] = ()
    limits: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    signers: int = 0
