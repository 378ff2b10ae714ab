"""Looking through the whole study: search over all text, and all notes and quotes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from transcribe.review.summary import Texts
from transcribe.run.notes import place_note, read_notes
from transcribe.run.store import Workspace

MOST_FOUND = 300
"""Hits of a search that are shown."""
AROUND = 60
"""Characters shown around a hit."""

TextsOf = Callable[[str], Texts]


def search_texts(
    recordings: Iterable[str], wanted: str, *, texts_of: TextsOf
) -> list[dict[str, Any]]:
    """Where words occur, whatever their case; one hit a turn."""
    needle = wanted.casefold().strip()
    found: list[dict[str, Any]] = []
    if not needle:
        return found
    for name in recordings:
        for turn, speaker, start, text in texts_of(name):
            place = _find(needle, text)
            if place is None:
                continue
            at, end = place
            found.append(
                {
                    "recording": name,
                    "turn": turn,
                    "name": speaker,
                    "start": start,
                    "before": _tail(text[:at]),
                    "hit": text[at:end],
                    "after": _tail(text[end:][::-1])[::-1],
                }
            )
            if len(found) == MOST_FOUND:
                return found
    return found


def _find(needle: str, text: str) -> tuple[int, int] | None:
    """Where folded words stand in a text; folding may lengthen it (``ß``)."""
    folded = text.casefold()
    at = folded.find(needle)
    if at < 0:
        return None
    if len(folded) == len(text):
        return at, at + len(needle)
    origin = [place for place, char in enumerate(text) for _ in char.casefold()]
    return origin[at], origin[at + len(needle) - 1] + 1


def _tail(text: str) -> str:
    """The end of a text, from a whole word on where there is one."""
    if len(text) <= AROUND:
        return text
    _, space, rest = text[-AROUND:].partition(" ")
    return f"… {rest}" if space else f"…{text[-AROUND:]}"


def all_notes(
    workspace: Workspace, recordings: Iterable[str], *, texts_of: TextsOf
) -> list[dict[str, Any]]:
    """Notes and quotes of all recordings, where they stand now."""
    told: list[dict[str, Any]] = []
    for name in recordings:
        noted = read_notes(workspace, name)
        if not noted:
            continue
        turns = {turn: (who, start, text) for turn, who, start, text in texts_of(name)}
        texts = {turn: text for turn, (_, _, text) in turns.items()}
        for placed in (place_note(one, texts) for one in noted):
            who, start, _ = turns.get(placed.turn, ("", None, ""))
            told.append(
                {
                    "recording": name,
                    "turn": placed.turn,
                    "op": placed.op,
                    "name": who,
                    "start": start,
                    "text": placed.text,
                    "found": placed.found == "here",
                }
            )
    return told
