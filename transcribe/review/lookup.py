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
            at = text.casefold().find(needle)
            if at < 0:
                continue
            low, high = max(0, at - AROUND), at + len(needle) + AROUND
            found.append(
                {
                    "recording": name,
                    "turn": turn,
                    "name": speaker,
                    "start": start,
                    "before": text[low:at],
                    "hit": text[at : at + len(needle)],
                    "after": text[at + len(needle) : high],
                }
            )
            if len(found) == MOST_FOUND:
                return found
    return found


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
