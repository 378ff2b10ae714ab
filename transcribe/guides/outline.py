"""Where each line of a flattened outline belongs.

Text that came out of a PDF keeps numbers, toggles and a little indentation, but not its nesting.
A line is placed by, in this order: the list its number continues, the alternative its condition
belongs to, its indentation beside the lines of the same block, and what its parent's words promise
(a title ``One closing question`` holds one question). Whatever was inferred is written down in
``guessed``.
"""

from __future__ import annotations

from dataclasses import replace

from transcribe.core.guide import CONDITION, INSTRUCTION, NOTE, QUESTION, SECTION
from transcribe.guides import cues
from transcribe.guides.labels import goes_on, label_of, stem
from transcribe.guides.lines import DOTTED, Line, Number
from transcribe.guides.opened import LEAVES, Opened
from transcribe.guides.tree import Draft


class Outline:
    """An outline that grows line by line.

    Parameters
    ----------
    trusted
        Whether indentation is the nesting wherever two lines differ in it; False for a flattened
        text, in which only lines of one block are compared.
    """

    def __init__(self, *, trusted: bool) -> None:
        self.at = Opened(trusted=trusted)
        self._headings: list[tuple[int, Draft]] = []
        self._counted: dict[str, int] = {}

    def heading(self, line: Line, *, level: int = 0, guessed: str = "") -> Draft:
        """Open a section of a given level; at level 0 its place is told from what is open."""
        if level:
            while self._headings and self._headings[-1][0] >= level:
                self._headings.pop()
            parent = self.section
        else:
            last = self.at.last
            empty = last.kind == SECTION and not last.children and not _is_toggle(last)
            parent = last if empty and last.parent is self.at.root else self._heading_parent()
        kind = CONDITION if cues.is_condition(line.text) else SECTION
        draft = Draft(kind=kind, text=title_of(line.text), line=line, guessed=guessed)
        self.at.last = parent.add(draft)
        self._headings.append((level, draft))
        return draft

    @property
    def root(self) -> Draft:
        """What everything stands under."""
        return self.at.root

    @property
    def section(self) -> Draft:
        """The innermost heading still open, or the root."""
        return self._headings[-1][1] if self._headings else self.at.root

    def _heading_parent(self) -> Draft:
        """Parent of the open heading: headings without marks are all of one level."""
        for node in self.at.last.path():
            if node.kind == SECTION and not _is_toggle(node) and node.parent is not None:
                return node.parent
        return self.at.root

    def place(self, line: Line, *, under_notes: bool = False) -> None:
        """Place one line (two, when it holds a condition and a question)."""
        parts = cues.split_condition(line.text)
        if parts is not None:
            self._place(replace(line, text=parts[0], label=None), under_notes=under_notes)
            rest = replace(line, text=parts[1], number=None, toggle=False, indent=line.indent + 1)
            self._put(self.at.last, rest, guessed="", under_notes=under_notes)
            return
        self._place(line, under_notes=under_notes)

    def _place(self, line: Line, *, under_notes: bool) -> None:
        condition = cues.is_condition(line.text)
        if line.number is not None:
            parent, line, guessed = self._numbered(line)
            if line.number is not None:
                self._counted[line.number.style] = line.number.ordinal
        elif line.label is not None and not condition:
            parent, guessed = self._labelled(line)
        elif cues.is_probe(line.text) and not line.marked:
            parent, guessed = self._probed(), ""
        elif condition:
            parent, guessed = self._condition(line)
        elif line.toggle:
            parent, guessed = self._toggle(line)
        elif line.bullet:
            parent, guessed = self._bullet(line)
        else:
            parent, guessed = self._paragraph(line)
        self._put(parent, line, guessed=guessed, under_notes=under_notes)

    def _put(self, parent: Draft, line: Line, *, guessed: str, under_notes: bool) -> None:
        if parent.kind in LEAVES and parent.parent is not None:
            parent = parent.parent
        kind = cues.kind_of(
            line.text,
            parent=parent.kind or None,
            numbered=line.number is not None or line.label is not None,
            under_notes=under_notes,
        )
        if line.toggle and kind in (QUESTION, NOTE) and not line.text.endswith(("?", ".")):
            kind = SECTION
        text = title_of(line.text) if kind in (SECTION, CONDITION) else line.text
        self.at.last = parent.add(Draft(kind=kind, text=text, line=line, guessed=guessed))

    def _numbered(self, line: Line) -> tuple[Draft, Line, str]:
        readings = [number for number in (line.number, line.alternative) if number is not None]
        for number in readings:
            if number.style == DOTTED:
                return *self._dotted(line, number), ""
        for number in readings:
            parent, guessed = self._continues(line, number)
            if parent is not None:
                return parent, replace(line, number=number), guessed
        first = [number for number in readings if number.ordinal == 1]
        chosen = replace(line, number=first[0] if first else readings[-1])
        if first:
            return self._first_of_list(line), chosen, ""
        if self._counted.get(readings[-1].style) == readings[-1].ordinal - 1:
            return self._first_of_list(line), chosen, ""  # Numbers that run on over headings.
        for node in self.at.above(line):
            if node.number is not None and node.number.style == readings[-1].style and node.parent:
                return node.parent, chosen, "the number does not follow the one before it"
        return self._first_of_list(line), chosen, "a list that does not start with its first number"

    def _first_of_list(self, line: Line) -> Draft:
        told = self.at.last.kind == INSTRUCTION and not self.at.last.text.endswith(":")
        if told and self.at.last.line and not self.at.last.line.marked and self.at.last.parent:
            return self.at.last.parent
        last = self.at.last.line
        beside = (
            last is not None
            and last.bullet
            and not last.toggle
            and last.number is None
            and last.indent >= line.indent
            and self.at.last.kind in (QUESTION, *LEAVES)
            and self.at.last.parent is not None
        )
        return self.at.last.parent if beside and self.at.last.parent else self.at.container(line)

    def _continues(self, line: Line, number: Number) -> tuple[Draft | None, str]:
        """Parent of the open list whose next number this is."""
        lists = [
            node
            for node in self.at.above(line)
            if node.number is not None
            and node.number.style == number.style
            and node.number.ordinal == number.ordinal - 1
        ]
        if not lists:
            return None, ""
        if len(lists) > 1 and cues.closes_a_section(line.text):
            return lists[-1].parent, "it could continue an inner list; it asks for anything else"
        return lists[0].parent, "it could continue an outer list too" if len(lists) > 1 else ""

    def _dotted(self, line: Line, number: Number) -> tuple[Draft, Line]:
        above = number.written.rsplit(".", 1)[0]
        for node in self.at.last.path():
            if node.number is None or node.parent is None:
                continue
            if node.number.written == above:
                return node, line
            if node.number.style == DOTTED and node.number.written.rsplit(".", 1)[0] == above:
                return node.parent, line
        for node in self.at.last.path():
            if node.kind == SECTION:
                return node, line
        return self.at.root, line

    def _probed(self) -> Draft:
        """What an unmarked ``Probes:`` belongs to: the last question that is no bullet."""
        for node in self.at.last.path():
            bullet = node.line is not None and node.line.bullet and node.number is None
            if node.kind in (SECTION, CONDITION) and not cues.is_probe(node.text):
                return node
            if node.kind == QUESTION and not bullet and not cues.is_probe(node.text):
                return node
        return self.at.root

    def _labelled(self, line: Line) -> tuple[Draft, str]:
        """Place a line by its label: ``Q2.1.a`` under ``Q2.1``, ``Q2.2`` beside it."""
        label, last = line.label or "", self.at.last
        above = next((node for node in last.path() if goes_on(label_of(node), label)), None)
        if last.kind == CONDITION and not last.children:
            if above is not None and last.parent is not None and above is not last.parent:
                last.parent.children.remove(last)
                above.add(last)
            return last, ""
        if above is not None:
            return above, ""
        level = [
            node
            for node in self.at.above(line)
            if stem(label_of(node)) == stem(label) and label_of(node) and node.parent
        ]
        if level and level[-1].parent is not None:
            unsure = len(level) > 1 and not (self.at.trusted and level[0].line)
            return level[-1].parent, "the condition before it may still hold" if unsure else ""
        if self.at.deeper(line):
            return last, ""
        for node in self.at.above(line):
            if node.kind in (SECTION, CONDITION):
                return node, "" if node.kind == SECTION else "it follows a condition"
        return self.at.root, ""

    def _condition(self, line: Line) -> tuple[Draft, str]:
        beside = self._alternative(line)
        if beside is not None:
            return beside, ""
        last = self.at.last
        if self.at.deeper(line) or last.kind in (SECTION, CONDITION):
            return last, ""
        answer = cues.lead(line.text).endswith("yes/no")
        beside = self.at.beside(line)
        after = last.kind == QUESTION and last.line is not None
        numbered = after and last.number is not None
        if beside is not None and not answer and not (numbered and not line.marked):
            return beside, ""
        if after and (numbered or not ((last.line and last.line.bullet) or line.bullet)):
            return last, ""
        if answer and after:
            return last, "an answer to the question before it"
        return self._bullet(line)

    def _alternative(self, line: Line) -> Draft | None:
        """Parent of the open condition that begins like this one: they are alternatives."""
        if self.at.last.kind == CONDITION and not self.at.last.children:
            return None
        lead = cues.lead(line.text)
        for node in self.at.above(line):
            same = node.kind == CONDITION and cues.lead(node.text) == lead
            if same and node.parent is not None and not self.at.deeper(line):
                return node.parent
        return None

    def _toggle(self, line: Line) -> tuple[Draft, str]:
        if self.at.deeper(line) and self.at.last.kind in (SECTION, CONDITION):
            return self.at.last, ""
        for node in self.at.above(line):
            if node.kind == SECTION and not _is_toggle(node):
                return node, ""
        return self.at.root, ""

    def _bullet(self, line: Line) -> tuple[Draft, str]:
        last = self.at.last
        if (
            self.at.deeper(line)
            or last.kind == SECTION
            or (last.kind == CONDITION and not self.at.shallower(line))
        ):
            return last, ""
        hosts = last.line is not None and not last.line.bullet and not self.at.shallower(line)
        if hosts and not line.toggle and (last.kind == QUESTION or last.text.endswith(":")):
            return last, ""
        beside = self.at.beside(line)
        if beside is not None:
            return beside, ""
        for node in self.at.above(line):
            bullet = node.line is not None and node.line.bullet and node.line.number is None
            if bullet and node.kind != SECTION and node.parent:
                return node.parent, ""
            listed = any(child.number is not None for child in node.children)
            if node.kind == SECTION or (node.kind == CONDITION and not listed):
                return node, ""
        return self.at.container(line), ""

    def _paragraph(self, line: Line) -> tuple[Draft, str]:
        for node in self.at.above(line):
            full = (
                node.kind == SECTION
                and cues.announces_one_question(node.text)
                and any(child.kind == QUESTION for child in node.children)
            )
            if full and node.parent is not None:
                return node.parent, "the title before it announces one question"
            if node.kind in (SECTION, CONDITION):
                return node, "" if node.kind == SECTION else "it follows a condition"
        return self.at.root, ""


def _is_toggle(node: Draft) -> bool:
    return node.line is not None and node.line.toggle


def title_of(text: str) -> str:
    """A title or condition without the colon at its end and brackets around it."""
    text = cues.unbracketed(text) if cues.is_condition(text) else text
    return text.rstrip().removesuffix(":").rstrip()
