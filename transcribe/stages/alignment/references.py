"""What of each guide item the pieces of a turn are compared with.

An item is more than its words: ``Which issues have you faced?`` says nothing without the condition
it stands under, and a condition (``If they use public datasets``) is itself asked about
(``do you use public datasets?``) before its questions are.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from transcribe.core.guide import (
    ASKABLE,
    CONDITION,
    EXAMPLE,
    INSTRUCTION,
    NOTE,
    SECTION,
    Guide,
    GuideItem,
)

_PARENTHESES = re.compile(r"\s*\([^()]*\)")
_INSIDE = re.compile(r"\(([^()]*)\)")
_LISTED = re.compile(r"\s*[;,/]\s+|\s+/\s+|;|\s+(?:and|or)\s+(?:how|what|which|why)\b")
_SENTENCE = re.compile(r"(?<=[.?!:])\s+")
_IF = re.compile(
    r"^(?:if|when)\s+(?:they|the\s+\w+|it|there|participants?|interviewees?)\s+", re.IGNORECASE
)
_YES_NO = re.compile(
    r"^(?:if|si|wenn|falls)?\s*(?:so|yes|no|not|oui|non|ja|nein|sí)\W*$", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+")
_ACRONYM = re.compile(r"\b(?=[A-Z]*[A-Z][A-Z])[A-Z]{2,6}(?=s?\b)")
_COMMON = frozenset(
    "a an the of and or in on for to with from by at as is are was were be been do does did "
    "have has had how what which who whom why where when it its this that these those there "
    "you your they their we our i me my us any some other else so far if not no yes can could "
    "would will should may might about into than then them he she his her ever also most more "
    "very just all one two up out get got use used using usually please tell".split()
)
_TITLE_WORDS = frozenset(("quest", "secti", "body", "part", "inter"))
MOST_PARTS = 8
STEM = 5
"""Letters a word is cut to before it is compared: recognizers and inflections err at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What an askable item is compared with.

    Attributes
    ----------
    section
        Stems of the titles of the sections around it.
    plain
        Its words, in each form they may be said in (with and without what stands in brackets,
        acronyms written out).
    parts
        Pieces of it that may be said alone: what its brackets list, the notes under it.
    context
        Its words after its section's and condition's.
    gate
        What is asked to find out whether its condition holds; empty unless it is the first
        question under a condition or a narrower section.
    gate_weights
        The same of its gate, told from the other gates.
    weights
        Stems of its content words, each with how telling it is among the items of the guide.
    """

    item: GuideItem
    section: tuple[str, ...] = field(repr=False)
    plain: tuple[str, ...] = field(repr=False)
    parts: tuple[str, ...] = field(repr=False)
    context: str = field(repr=False)
    gate: str = field(repr=False)
    weights: dict[str, float] = field(repr=False)
    gate_weights: dict[str, float] = field(repr=False)


def stems(text: str) -> list[str]:
    """Content words cut to their first letters, in order."""
    words = (word.lower().replace("'s", "") for word in _WORD.findall(text))
    return [word[:STEM] for word in words if word not in _COMMON and len(word) > 1]


def words_said(texts: Sequence[str], bags: Sequence[dict[str, float]]) -> Any:
    """Share of the telling words of each bag that a text says, shape ``(texts, bags)``."""
    import numpy as np

    column_of: dict[str, int] = {}
    for bag in bags:
        for stem in bag:
            column_of.setdefault(stem, len(column_of))
    weights = np.zeros((len(column_of), len(bags)))
    for column, bag in enumerate(bags):
        for stem, weight in bag.items():
            weights[column_of[stem], column] = weight
    said = np.zeros((len(texts), len(column_of)))
    for row, text in enumerate(texts):
        for stem in stems(text):
            if stem in column_of:
                said[row, column_of[stem]] = 1.0
    totals = weights.sum(axis=0)
    return said @ weights / np.where(totals > 0, totals, 1.0)


def references_of(guide: Guide, spoken: Iterable[str]) -> tuple[Reference, ...]:
    """References of all askable items, in order.

    Parameters
    ----------
    spoken
        What was said, from which acronyms of the guide are written out.
    """
    by_id = {item.id: item for item in guide.items}
    written_out = _acronyms([item.text for item in guide.items], spoken)
    askable = [item for item in guide.items if item.kind in ASKABLE]
    bags = [set(stems(item.text)) for item in askable]
    below: dict[str, list[str]] = {}
    for item in guide.items:
        if item.kind in (NOTE, EXAMPLE) and item.parent is not None:
            below.setdefault(item.parent, []).append(item.text)
    counts = Counter(stem for bag in bags for stem in bag)
    opening = _gates(askable, by_id)
    gates = _gate_weights(opening)
    found = []
    for item, bag in zip(askable, bags, strict=True):
        enclosing = _enclosing(item, by_id)
        weights = {stem: math.log((1 + len(askable)) / counts[stem]) for stem in sorted(bag)}
        bare = _PARENTHESES.sub("", item.text).strip(" :") or item.text
        forms = dict.fromkeys(
            [bare, _write_out(bare, written_out), _write_out(item.text, written_out)]
        )
        heads = [_PARENTHESES.sub("", node.text).strip() for node in enclosing[:2]]
        if item.parent and by_id[item.parent].kind in ASKABLE and len(bag) < 4:
            heads.insert(0, _PARENTHESES.sub("", by_id[item.parent].text))
        context = _write_out(": ".join([*reversed(heads), bare]), written_out)
        found.append(
            Reference(
                item=item,
                section=tuple(
                    dict.fromkeys(
                        stem
                        for node in enclosing
                        if node.kind == SECTION
                        for stem in stems(node.text)
                        if stem not in _TITLE_WORDS
                    )
                ),
                plain=tuple(forms),
                parts=_parts(item, below.get(item.id, ()), written_out),
                context=context,
                gate=_write_out(opening.get(item.id, ""), written_out),
                weights=weights,
                gate_weights=gates.get(item.id, {}),
            )
        )
    return tuple(found)


def _parts(item: GuideItem, notes: Iterable[str], written_out: dict[str, str]) -> tuple[str, ...]:
    listed = [part for inside in _INSIDE.findall(item.text) for part in _LISTED.split(inside)]
    if item.kind == INSTRUCTION:
        listed += _LISTED.split(_PARENTHESES.sub("", item.text))
    listed += [sentence for note in notes for sentence in _SENTENCE.split(note)[:2]]
    kept = [_write_out(part.strip(), written_out) for part in listed if len(part.split()) >= 2]
    return tuple(dict.fromkeys(kept))[:MOST_PARTS]


def _enclosing(item: GuideItem, by_id: dict[str, GuideItem]) -> list[GuideItem]:
    """Sections and telling conditions around an item, innermost first."""
    found = []
    parent = by_id.get(item.parent or "")
    while parent is not None:
        if parent.kind == SECTION or (parent.kind == CONDITION and not _YES_NO.match(parent.text)):
            found.append(parent)
        parent = by_id.get(parent.parent or "")
    return found


def _gates(askable: list[GuideItem], by_id: dict[str, GuideItem]) -> dict[str, str]:
    """Gate questions by the first item under each condition or narrower section."""
    opened: set[str] = set()
    found = {}
    for item in askable:
        enclosing = _enclosing(item, by_id)
        gate = _gate(enclosing)
        if gate and enclosing[0].id not in opened:
            opened.add(enclosing[0].id)
            found[item.id] = gate
    return found


def _gate_weights(gates: dict[str, str]) -> dict[str, dict[str, float]]:
    bags = {item: set(stems(gate)) for item, gate in gates.items()}
    counts = Counter(stem for bag in bags.values() for stem in bag)
    return {
        item: {stem: math.log((1 + len(bags)) / counts[stem]) for stem in sorted(bag)}
        for item, bag in bags.items()
    }


def _gate(enclosing: list[GuideItem]) -> str:
    if not enclosing:
        return ""
    inner = enclosing[0]
    bare = _PARENTHESES.sub("", inner.text).strip()
    if inner.kind == CONDITION:
        if not _IF.match(bare):
            return bare
        said = re.sub(r"\btheir\b", "your", _IF.sub("", bare))
        return f"do you {said}?"
    if ":" in bare:
        return f"do you use {bare.split(':', 1)[1].strip()}?"
    return ""


def _acronyms(texts: list[str], spoken: Iterable[str]) -> dict[str, str]:
    """Acronyms of the guide with the words they stand for, as heard or written elsewhere."""
    wanted = {found for text in texts for found in _ACRONYM.findall(text)}
    if not wanted:
        return {}
    seen: dict[str, Counter[str]] = {acronym: Counter() for acronym in wanted}
    for text in [*texts, *spoken]:
        words = [word.lower() for word in _WORD.findall(text)]
        initials = "".join(word[0] for word in words)
        for acronym in wanted:
            at = initials.find(acronym.lower())
            while at >= 0:
                run = words[at : at + len(acronym)]
                if min(map(len, run)) > 3:
                    seen[acronym][" ".join(run)] += 1
                at = initials.find(acronym.lower(), at + 1)
    return {
        acronym: min(runs, key=lambda run: (-runs[run], run))
        for acronym, runs in sorted(seen.items())
        if runs
    }


def _write_out(text: str, written_out: dict[str, str]) -> str:
    for acronym in sorted(written_out, key=len, reverse=True):
        text = re.sub(rf"\b{acronym}s?\b", written_out[acronym], text)
    return text
