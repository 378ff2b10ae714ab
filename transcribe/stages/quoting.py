"""Quotes: words that a person collected, found again in the transcript as it is now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from transcribe.core.pii import REJECTED
from transcribe.stages.passages import left_out

LEAST_ELSEWHERE = 12
"""Letters of a quote that is looked for outside its turn; set, not measured: shorter words may
well be said by somebody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of one turn, as they were when a person collected them.

    Attributes
    ----------
    turn
        Id of the turn.
    before
        What the turn said then.
    start_char, end_char
        Code points into ``before``, half-open.
    """

    turn: str
    before: str = field(repr=False)
    start_char: int
    end_char: int

    @property
    def text(self) -> str:
        """The words themselves."""
        return self.before[self.start_char : self.end_char].strip()


def find_quote(quote: Quote, texts: Mapping[str, str]) -> tuple[str, int] | None:
    """Turn and first code point where a quote stands now; None where its words are gone.

    It is looked for in its own turn, nearest to where it stood, then in the parts of that turn
    after a split, then wherever it stands just once, as after a join.
    """
    if not quote.text:
        return None
    own = texts.get(quote.turn, "")
    here = list(_places(quote.text, own))
    if here:
        return quote.turn, min(here, key=lambda at: abs(at - quote.start_char))
    root = quote.turn.split(".", maxsplit=1)[0]
    for turn, text in texts.items():
        if turn.startswith(f"{root}.") and quote.text in text:
            return turn, text.index(quote.text)
    if len(quote.text) < LEAST_ELSEWHERE:
        return None
    found = [(turn, at) for turn, text in texts.items() for at in _places(quote.text, text)]
    return found[0] if len(found) == 1 else None


def only_quotes(
    document: Mapping[str, Any], quotes: Iterable[Quote]
) -> tuple[Mapping[str, Any], int]:
    """A private transcript that says nothing but its quotes, and how many it says no more.

    A quote that cuts into a name holds the whole of it, so that it can be replaced. Quotes in
    passages that are left out are no part of it, and are not counted either. The second quote of
    ``t0002`` is called ``t0002-q2``.
    """
    texts = {str(turn["id"]): str(turn["text"]) for turn in document["turns"]}
    order = {turn: place for place, turn in enumerate(texts)}
    by_id = {str(turn["id"]): turn for turn in document["turns"]}
    gone, lost = left_out(document), 0
    kept: set[tuple[int, int, int]] = set()
    for quote in quotes:
        place = find_quote(quote, texts)
        if place is None:
            lost += 1
        elif place[0] not in gone:
            turn, at = place
            kept.add((order[turn], *_whole_names(by_id[turn], at, at + len(quote.text))))
    ids, turns, used = tuple(by_id), [], Counter[str]()
    for turn_place, start, end in sorted(kept):
        own = ids[turn_place]
        used[own] += 1
        name = own if used[own] == 1 else f"{own}-q{used[own]}"
        turns.append({**_cut(by_id[own], start, end), "id": name})
    return {**document, "turns": turns, "coverage": [], "passages": []}, lost


def _places(words: str, text: str) -> Iterable[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _whole_names(turn: Mapping[str, Any], start: int, end: int) -> tuple[int, int]:
    for entity in sorted(turn["entities"], key=lambda one: int(one["start_char"])):
        if entity["decision"] != REJECTED and entity["start_char"] < end:
            if entity["end_char"] <= start:
                continue
            start = min(start, int(entity["start_char"]))
            end = max(end, int(entity["end_char"]))
    return start, end


def _cut(turn: Mapping[str, Any], start: int, end: int) -> dict[str, Any]:
    """A turn that says only a part of what it says; it keeps its times, and asks nothing."""
    entities = [
        {**one, "start_char": one["start_char"] - start, "end_char": one["end_char"] - start}
        for one in turn["entities"]
        if start <= one["start_char"] and one["end_char"] <= end
    ]
    return {
        **turn,
        "text": turn["text"][start:end],
        "words": [],
        "entities": entities,
        "guide": {**turn["guide"], "asks": []},
    }
