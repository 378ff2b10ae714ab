"""From drafts, as a reader places them, to the values of a guide: ids, conditions, depths."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from transcribe.core.guide import CONDITION, EXAMPLE, NOTE, QUESTION, SECTION, Guide, GuideItem
from transcribe.guides.lines import DECIMAL, DOTTED, Line, Number

_GENERIC = frozenset(
    "a an the of and or in on for to with your our their this that these those is are do does did "
    "if it they you we when question questions any used use uses have has be been les des du de la "
    "le un une et der die das ein eine und el los las una y".split()
)
SLUG_WORDS = 4


@dataclass(slots=True, eq=False)
class Draft:
    """An item while a reader still places it; the root of a guide has kind ``""``."""

    kind: str
    text: str = ""
    line: Line | None = None
    guessed: str = ""
    given_id: str | None = None
    children: list[Draft] = field(default_factory=list)
    parent: Draft | None = None

    @property
    def number(self) -> Number | None:
        """Its numbering, if it has one."""
        return self.line.number if self.line else None

    def add(self, child: Draft) -> Draft:
        """Place a child last and give it back; what stands under a note stands beside it."""
        if self.kind in (NOTE, EXAMPLE) and self.parent is not None:
            return self.parent.add(child)
        child.parent = self
        self.children.append(child)
        return child

    def path(self) -> Iterator[Draft]:
        """Itself, its parent, and on up to the root."""
        node: Draft | None = self
        while node is not None:
            yield node
            node = node.parent


def slug(text: str, words: int = SLUG_WORDS) -> str:
    """First words that say something, in ASCII, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", re.sub(r"\([^()]*\)", " ", text).lower())
    ascii_text = "".join(mark for mark in plain if not unicodedata.combining(mark))
    parts = re.findall(r"[^\W_]+", ascii_text.replace("'", "").replace("’", ""))
    telling = [part for part in parts if part not in _GENERIC] or parts
    return "-".join(telling[:words]) or "item"


def build(root: Draft, *, title: str, file: str = "", sha256: str = "") -> Guide:
    """Make a guide of what stands under a root."""
    taken: set[str] = {name for draft in _preorder(root) if (name := _own_id(draft)) is not None}
    items: list[GuideItem] = []
    given: set[str] = set()
    for child in root.children:
        _emit(child, items, taken=taken, given=given, parent=None, prefix="", conditions=())
    return Guide(title=title, items=tuple(items), file=file, sha256=sha256)


def _preorder(draft: Draft) -> Iterator[Draft]:
    for child in draft.children:
        yield child
        yield from _preorder(child)


def _own_id(draft: Draft) -> str | None:
    return draft.given_id or (draft.line.label if draft.line else None)


def _emit(
    draft: Draft,
    items: list[GuideItem],
    *,
    taken: set[str],
    given: set[str],
    parent: GuideItem | None,
    prefix: str,
    conditions: tuple[str, ...],
) -> None:
    own = _own_id(draft)
    path = _path(draft, prefix)
    unused = own is not None and own not in given
    item_id = own if own is not None and unused else _unused(path, taken | given)
    given.add(item_id)
    item = GuideItem(
        id=item_id,
        label=draft.line.label if draft.line else None,
        kind=draft.kind,
        text=draft.text,
        condition=" > ".join(conditions) or None,
        parent=parent.id if parent else None,
        depth=parent.depth + 1 if parent else 0,
        line=draft.line.at if draft.line else 0,
        guessed=draft.guessed,
        number=draft.number.written if draft.number else "",
    )
    items.append(item)
    under = (*conditions, draft.text) if draft.kind == CONDITION else conditions
    for child in draft.children:
        _emit(child, items, taken=taken, given=given, parent=item, prefix=item_id, conditions=under)


def _path(draft: Draft, prefix: str) -> str:
    number = draft.number
    if draft.kind == SECTION:
        return slug(draft.text)
    if number is None or draft.kind == CONDITION:
        name = slug(draft.text)
    elif number.style == DOTTED:
        return f"{prefix.split('/', maxsplit=1)[0]}/{number.written}" if prefix else number.written
    else:
        name = number.written
        above = draft.parent.number if draft.parent else None
        if above is not None and draft.parent is not None and draft.parent.kind == QUESTION:
            glue = "" if number.style != DECIMAL and above.style == DECIMAL else "."
            return f"{prefix}{glue}{name}"
    return f"{prefix}/{name}" if prefix else name


def _unused(path: str, taken: set[str]) -> str:
    if path not in taken:
        return path
    count = 2
    while f"{path}-{count}" in taken:
        count += 1
    return f"{path}-{count}"
