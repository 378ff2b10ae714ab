"""Interview guides in Markdown: headings, nested lists, quotes, tables.

The clean form that `transcribe.guides.write` makes is read back exactly; ``<!-- question -->`` at
the end of an item says its kind where its words do not.
"""

from __future__ import annotations

import re
from dataclasses import replace

from transcribe.core.guide import CONDITION, EXAMPLE, KINDS, NOTE, QUESTION, SECTION
from transcribe.guides import cues, table
from transcribe.guides.lines import Line, read_line
from transcribe.guides.outline import title_of
from transcribe.guides.plain import is_front_matter
from transcribe.guides.tree import Draft

_HEADING = re.compile(r"^\s{0,3}(?P<level>#{1,6})\s+(?P<text>.*?)\s*#*\s*$")
_BOLD_LINE = re.compile(r"^\s{0,3}(?:\*\*|__)(?P<text>[^*_]+?)(?::?(?:\*\*|__):?)\s*$")
_QUOTE = re.compile(r"^(?P<indent>\s*)>\s?(?P<text>.*)$")
_KIND = re.compile(rf"\s*<!--\s*(?P<kind>{'|'.join(KINDS)})\s*-->\s*$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FRONT_MATTER = re.compile(r"\A---\s*\n(?P<body>.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
_TITLE_KEY = re.compile(r"^title\s*:\s*[\"']?(?P<title>.*?)[\"']?\s*$", re.MULTILINE)
_UNDERLINED = re.compile(
    r"^(?P<text>(?!\d+[.)])[^\s>#|*+-][^\n|]*)\n(?P<line>={3,}|-{3,})[ \t]*$", re.MULTILINE
)
_CHECKBOX = re.compile(r"^(\s*[-*+]\s+)\[[ xX]\]\s+")
_RULE = re.compile(r"^\s{0,3}(?:-\s*){3,}$|^\s{0,3}(?:\*\s*){3,}$|^\s{0,3}(?:_\s*){3,}$")
BOLD_LEVEL = 7


def read_markdown(text: str) -> tuple[str, Draft]:
    """Read Markdown into its title and the root of its tree."""
    reader = _Reader()
    front = _FRONT_MATTER.match(text)
    if front:
        title = _TITLE_KEY.search(front["body"])
        reader.title = title["title"] if title else ""
        text = "\n" * front[0].count("\n") + text[front.end() :]
    kept = _COMMENT.sub(
        lambda found: found[0] if _KIND.match(found[0]) else "\n" * found[0].count("\n"), text
    )
    kept = _UNDERLINED.sub(
        lambda found: f"{'#' if found['line'][0] == '=' else '##'} {found['text']}\n", kept
    )
    reader.read(kept.splitlines())
    return reader.title, reader.root


class _Reader:
    """The state of one reading."""

    def __init__(self) -> None:
        self.title = ""
        self.root = Draft(kind="")
        self.headings: list[tuple[int, Draft]] = []
        self.open: list[Draft] = []
        self.paragraph: Draft | None = None
        self.quote: Draft | None = None
        self.blank = True
        self.seen_heading = False
        self.headed = False

    @property
    def section(self) -> Draft:
        """The draft of the innermost open heading."""
        return self.headings[-1][1] if self.headings else self.root

    def read(self, lines: list[str]) -> None:
        """Read line by line."""
        self.headed = sum(1 for line in lines if _HEADING.match(line)) > 1
        position = 0
        while position < len(lines):
            raw = lines[position]
            rows = table.markdown_rows(lines, position)
            if rows:
                self.open, self.paragraph, self.quote = [], None, None
                table.place_rows(self.section, rows, first_line=position + 1)
                position += rows.source_lines
                continue
            self._line(raw, at=position + 1)
            self.blank = not raw.strip()
            position += 1

    def _line(self, raw: str, *, at: int) -> None:
        if not raw.strip() or _RULE.match(raw):
            self.quote = None
            self.paragraph = self.paragraph if self._waits() else None
            return
        heading = _HEADING.match(raw)
        if heading:
            self._heading(heading["text"], level=len(heading["level"]), at=at)
            return
        bold = _BOLD_LINE.match(raw)
        if bold and self.blank and not cues.asks(bold["text"]):
            self._heading(bold["text"], level=BOLD_LEVEL, at=at)
            return
        quote = _QUOTE.match(raw)
        if quote:
            self._quote(quote["text"], indent=len(quote["indent"].expandtabs(4)), at=at)
            return
        self._text(_CHECKBOX.sub(r"\1", raw), at=at)

    def _waits(self) -> bool:
        """Whether the list after the open paragraph stands under it."""
        last = self.paragraph
        return last is not None and (
            last.kind == CONDITION or (last.kind == QUESTION and last.text.endswith(("?", ":")))
        )

    def _heading(self, text: str, *, level: int, at: int) -> None:
        forced, text = _forced_kind(text)
        line = read_line(text, at=at, block=0)
        self.open, self.paragraph, self.quote = [], None, None
        if level == 1 and not self.seen_heading and not self.title and not self.root.children:
            self.title, self.seen_heading = title_of(line.text), True
            return
        self.seen_heading = True
        while self.headings and self.headings[-1][0] >= level:
            self.headings.pop()
        kind = forced or (CONDITION if cues.is_condition(line.text) else SECTION)
        line = replace(line, number=line.number if line.label is None else None)
        draft = self.section.add(Draft(kind=kind, text=title_of(line.text), line=line))
        self.headings.append((level, draft))

    def _quote(self, text: str, *, indent: int, at: int) -> None:
        forced, text = _forced_kind(text)
        line = read_line(text, at=at, block=0)
        if not line.text:
            self.quote = None
            return
        if self.quote is not None and not line.marked:
            self.quote.text = f"{self.quote.text} {line.text}"
            return
        kind = forced or (
            EXAMPLE
            if cues.kind_of(line.text, parent=None, numbered=False, under_notes=False) == EXAMPLE
            else NOTE
        )
        parent = self._parent(indent)
        draft = parent.add(Draft(kind=kind, text=line.text, line=line))
        self.quote = draft if forced is None else None

    def _host(self, line: Line, *, bullet: bool) -> Draft | None:
        """The label or condition without a bullet whose list a line level with it is in."""
        for at in range(len(self.open) - 1, -1, -1):
            own = self.open[at].line
            if own is None or own.indent != line.indent:
                continue
            labelled = bullet and own.label is not None and not own.bullet and own.number is None
            if labelled or (self.open[at].kind == CONDITION and not own.marked):
                del self.open[at + 1 :]
                return self.open[at]
        return None

    def _parent(self, indent: int) -> Draft:
        while self.open and self.open[-1].line is not None and self.open[-1].line.indent >= indent:
            self.open.pop()
        if self.open:
            return self.open[-1]
        return self.paragraph if self.paragraph is not None and self._waits() else self.section

    def _text(self, raw: str, *, at: int) -> None:
        forced, raw = _forced_kind(raw)
        line = read_line(raw, at=at, block=0)
        if not line.text:
            return
        if not line.marked and not self.blank and self._join(line):
            return
        self.quote = None
        if line.marked:
            bullet = line.bullet and line.number is None and line.label is None
            parent = self._host(line, bullet=bullet) or self._parent(line.indent)
            self.open.append(self._item(parent, line, forced=forced))
            return
        if line.indent and self.open:
            parent = self._parent(line.indent)
            draft = self._item(parent, line, forced=forced)
            self.open += [draft] if draft.kind == CONDITION else []
            return
        self.open = []
        self.paragraph = None
        front = forced is None and self.headed and not self.headings and is_front_matter(line)
        self.paragraph = self._item(self.section, line, forced=NOTE if front else forced)

    def _join(self, line: Line) -> bool:
        """Add a further line to the item, quote or paragraph it goes on."""
        last = self.quote or (self.open[-1] if self.open else None) or self.paragraph
        if last is None or last.kind == SECTION:
            return False
        if last.kind == CONDITION and last is self.paragraph:
            return False
        last.text = f"{last.text} {line.text}"
        return True

    def _item(self, parent: Draft, line: Line, *, forced: str | None) -> Draft:
        parts = None if forced else cues.split_condition(line.text)
        if parts is not None:
            named = replace(line, label=None)
            condition = parent.add(Draft(kind=CONDITION, text=title_of(parts[0]), line=named))
            rest = replace(line, text=parts[1], number=None)
            self._item(condition, rest, forced=None)
            return condition
        kind = forced or cues.kind_of(
            line.text,
            parent=parent.kind or None,
            numbered=line.number is not None or line.label is not None,
            under_notes=_under_notes(parent),
        )
        text = title_of(line.text) if kind in (SECTION, CONDITION) else line.text
        return parent.add(Draft(kind=kind, text=text, line=line))


def _forced_kind(text: str) -> tuple[str | None, str]:
    found = _KIND.search(text)
    return (found["kind"], text[: found.start()]) if found else (None, text)


def _under_notes(parent: Draft) -> bool:
    return any(node.kind == SECTION and cues.NOTES_TITLE.match(node.text) for node in parent.path())
