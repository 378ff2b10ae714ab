"""Known names behind what hides them: markup, references, escapes, look-alikes, packed bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from transcribe.stages.mentions import Match
from transcribe.stages.uncover import Reading, uncover, unpacked
from transcribe.stages.variants import KnownNames

_HIDES = re.compile(r"[^\x00-\x7f]|[<&%\\=*_`~]")
"""Without one of these a text reads as it is written."""


def hidden_matches(text: str, known: KnownNames) -> Iterator[Match]:
    """Names that a reader, a browser or a machine sees, with the places that hide them.

    Only exact variants: the gate would refuse just these.
    """
    reading = _uncovered(text) if _HIDES.search(text) else None
    if reading is not None and reading.text != text:
        for match in known.find(reading.text, fuzzy=False):
            if match.exact:
                start, end = reading.span(match.start, match.end)
                yield replace(match, start=start, end=end)
    for word, (start, end) in unpacked(text):
        held = next((match for match in known.find(word, fuzzy=False) if match.exact), None)
        if held is not None:
            yield replace(held, start=start, end=end)


def _uncovered(text: str) -> Reading:
    """What is uncovered twice: what one program escaped, another may have escaped again."""
    once = uncover(text)
    twice = uncover(once.text)
    if twice.text == once.text:
        return once
    origins = tuple(once.span(start, end) for start, end in twice.origins)
    return Reading(text=twice.text, origins=origins)
