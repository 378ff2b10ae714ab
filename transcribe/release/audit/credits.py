"""Makers of a data set, as its citation names them: they are to be known, and no leak."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from transcribe.release.audit.values import POSSIBLE, Finding, Source
from transcribe.stages.tokens import tokenize
from transcribe.stages.variants import KnownNames

CREDITING = (
    "CITATION.cff", "datacite.json", "ro-crate-metadata.json", "codemeta.json", ".zenodo.json",
)  # fmt: skip
"""Files in which the makers of a data set are named on purpose."""

ABOUT = (*CREDITING, "README.md", "README.txt", "README", "LICENSE", "LICENSE.txt", "CHANGES.md")
"""Files that may repeat them."""

_MAKERS = ("PERSON", "ORGANIZATION", "UNIVERSITY")
_LINE = re.compile(
    r"^[\s-]*(?:family-names|given-names|name|alias|affiliation)\s*:\s*(.+)$", re.MULTILINE
)
_FIELD = re.compile(r"^(?:creators|authors?|contributors|@graph|maintainer|publisher)\b.*[Nn]ame$")


def credited(
    found: Iterable[Finding], sources: Sequence[Source], *, known: KnownNames
) -> Iterator[Finding]:
    """Findings in which a maker, named in a file about the data set, is hardly worth a look.

    A known name stays what it is, and so does a maker's in any other file: somebody who asked the
    questions is called by name in them as easily as anybody.
    """
    makers = {word.fold for text in _named(sources) for word in tokenize(text)}
    for one in found:
        about = _base(one.place.file) in ABOUT
        listed = about and any(match.exact for match in known.find(one.text, fuzzy=False))
        words = {word.fold for word in tokenize(one.text)}
        if about and not listed and one.kind in _MAKERS and words <= makers:
            reason = "a maker of the data set, as its citation says"
            yield replace(one, confidence=POSSIBLE, reason=reason)
        elif about and not listed and one.kind == "DATE":
            yield replace(one, confidence=POSSIBLE)
        else:
            yield one


def _named(sources: Sequence[Source]) -> Iterator[str]:
    for source in sources:
        if _base(source.name) not in CREDITING:
            continue
        for piece in source.pieces:
            yield from _LINE.findall(piece.text)
            if _FIELD.match(piece.spots[0].unit):
                yield piece.text


def _base(name: str) -> str:
    return re.split(r"[/\\]| » ", name)[-1]
