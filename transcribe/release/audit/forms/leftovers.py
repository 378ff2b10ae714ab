"""What an XML part holds beside its text: attributes, comments, declarations, names of elements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from transcribe.release.audit.forms.markup import local
from transcribe.release.audit.values import CODE, Piece

MOST_VALUES = 200
"""Values that are read as one piece."""

_WORDS = re.compile(r"[^\W\d_]{2,}")
_FONTS = frozenset("typeface panose ascii hAnsi eastAsia cs font-name font-family".split())
_STANDARD = frozenset("lsdException font sig altName panose1 Default Override".split())
"""Elements whose attributes every document of a program has: fonts, built-in styles."""


def leftovers(root: Any, *, part: str, read: Sequence[Piece] = ()) -> Iterator[Piece]:
    """Every string of an XML part that was not read as text, for known names.

    Parameters
    ----------
    read
        What was read of the same part: it is not told twice.
    """
    known = "\n".join(piece.text for piece in read)
    values = [value for value in dict.fromkeys(_values(root)) if value.strip() not in known]
    for at in range(0, len(values), MOST_VALUES):
        text = "\n|\n".join(values[at : at + MOST_VALUES])
        yield Piece(text=text, sort=CODE, part=part, markup=True)


def _values(root: Any) -> Iterator[str]:
    yield from _around(root)
    for element in root.iter():
        name = local(element)
        texts = [element.text, element.tail]
        if name and name not in _STANDARD:
            texts += [name, *_attributes(element)]
        for text in texts:
            if text and _WORDS.search(text):
                yield text


def _attributes(element: Any) -> Iterator[str]:
    for key, value in element.attrib.items():
        attribute = str(key).rsplit("}", 1)[-1]
        if attribute not in _FONTS:
            yield value
        yield attribute


def _around(root: Any) -> Iterator[str]:
    """Comments, instructions and declarations before and after the root."""
    for preceding in (True, False):
        for beside in root.itersiblings(preceding=preceding):
            yield beside.text or ""
    declared = root.getroottree().docinfo.internalDTD
    for entity in declared.iterentities() if declared is not None else ():
        yield from (entity.name or "", entity.content or "")
