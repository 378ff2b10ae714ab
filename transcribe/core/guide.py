"""The interview guide as a tree, and what of it a conversation covered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

SECTION, CONDITION, QUESTION = "section", "condition", "question"
INSTRUCTION, NOTE, EXAMPLE = "instruction", "note", "example"
KINDS = (SECTION, CONDITION, QUESTION, INSTRUCTION, NOTE, EXAMPLE)
ASKABLE = (QUESTION, INSTRUCTION)
"""Kinds that a turn can ask and that coverage lists."""

ASKED, PARAPHRASED, ANSWERED = "asked", "paraphrased", "answered"
NOT_APPLICABLE, SKIPPED = "not_applicable", "skipped"
STATUSES = (ASKED, PARAPHRASED, ANSWERED, NOT_APPLICABLE, SKIPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideItem:
    """One line of thought of a guide.

    Attributes
    ----------
    id
        Stable: the guide's own label or TSV id, else a readable path
        (``data-collection/internal/1a``).
    label
        The guide's own label (``Q2.1``), or None.
    text
        Without bullets, numbers, labels and toggles.
    condition
        Enclosing conditions joined by `` > ``, or None.
    parent
        Id of the item it stands under, or None.
    depth
        0 at the top.
    line
        First line in the source, from 1; 0 when unknown.
    guessed
        What the reader inferred rather than read, for ``guide check``; empty when nothing.
    number
        Its numbering as written (``1``, ``a``, ``2.1``), without brackets and dots; or empty.
    """

    id: str
    label: str | None = None
    kind: str
    text: str
    condition: str | None = None
    parent: str | None = None
    depth: int = 0
    line: int = 0
    guessed: str = ""
    number: str = ""


def marks_of(items: Iterable[GuideItem]) -> dict[str, str]:
    """Item id to its label, or to its number after those of the questions it stands under."""
    made: dict[str, str] = {}
    under: dict[str, str] = {}
    for item in items:
        own, above = item.number, under.get(item.parent or "", "")
        whole = not above or own.startswith(f"{above}.")
        alike = above[-1:].isdigit() == own[:1].isdigit()
        made[item.id] = item.label or (own if whole or not own else above + "." * alike + own)
        under[item.id] = "" if item.kind == SECTION else made[item.id]
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A whole guide, items in the order of the source.

    Attributes
    ----------
    file
        Name of the file it was read from.
    sha256
        Digest of that file's bytes.
    """

    title: str
    items: tuple[GuideItem, ...]
    file: str = ""
    sha256: str = ""

    @property
    def askable(self) -> tuple[GuideItem, ...]:
        """Questions and instructions, in order."""
        return tuple(item for item in self.items if item.kind in ASKABLE)

    @property
    def marks(self) -> dict[str, str]:
        """Item id to what the guide calls it: its label, or its number after those it stands under.

        >>> three = GuideItem(id="q/3", kind=QUESTION, text="Who?", number="3")
        >>> b = GuideItem(id="q/3b", kind=QUESTION, text="Why?", number="b", parent="q/3")
        >>> Guide(title="", items=(three, b)).marks
        {'q/3': '3', 'q/3b': '3b'}
        """
        return marks_of(self.items)

    def item(self, item_id: str) -> GuideItem:
        """The item of an id; KeyError when there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedTurn:
    """What one turn is about.

    Attributes
    ----------
    topic
        Id of the item under discussion, or None.
    asks
        Ids of the items newly asked in this turn.
    score
        Calibrated probability that the topic is right, 0 to 1.
    """

    turn: str
    topic: str | None
    asks: tuple[str, ...] = ()
    score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedItem:
    """What became of one question or instruction of the guide: one of `STATUSES`."""

    item: str
    status: str
    question_turns: tuple[str, ...] = ()
    answer_turns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideAlignment:
    """Every turn's item and every item's turns."""

    turns: tuple[AlignedTurn, ...]
    coverage: tuple[AlignedItem, ...]
    model: str = ""
    notices: tuple[str, ...] = ()
