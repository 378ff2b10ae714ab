"""What of each guide item the pieces of a turn are compared with.

An item is more than its words: ``Which issues have you faced?`` says nothing without the condition
it stands under, and a condition (``If they use public datasets``) is itself asked about
(``do you use public datasets?``) before its questions are.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from transcribe.core.guide import ASKABLE, CONDITION, SECTION, Guide, GuideItem

_PARENTHESES = re.compile(r"\s*\([^()]*\)")
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
STEM = 5
"""Letters a word is cut to before it is compared: recognizers and inflections err at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What an askable item is compared with.

    Attributes
    ----------
    plain
        Its words, in each form they may be said in (with and without what stands in brackets,
        acronyms written out).
    context
        Its words after its section's and condition's.
    gate
        What is asked to find out whether its condition holds; empty unless it is the first
        question under a condition or a narrower section.
    weights
        Stems of its content words, each with how telling it is among the items of the guide.
    """

    item: GuideItem
    plain: tuple[str, ...] = field(repr=False)
    context: str = field(repr=False)
    gate: str = field(repr=False)
    weights: dict[str, float] = field(repr=False)


def stems(text: str) -> list[str]:
    """Content words cut to their first letters, in order."""
    words = (word.lower().replace("'s", "") for word in _WORD.findall(text))
    return [word[:STEM] for word in words if word not in _COMMON and len(word) > 1]


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
    counts = Counter(stem for bag in bags for stem in bag)
    found = []
    gated: set[str] = set()
    for item, bag in zip(askable, bags, strict=True):
        enclosing = _enclosing(item, by_id)
        gate = _gate(enclosing)
        opened = gate and enclosing[0].id not in gated
        if opened:
            gated.add(enclosing[0].id)
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
                plain=tuple(forms),
                context=context,
                gate=_write_out(gate, written_out) if opened else "",
                weights=weights,
            )
        )
    return tuple(found)


def _enclosing(item: GuideItem, by_id: dict[str, GuideItem]) -> list[GuideItem]:
    """Sections and telling conditions around an item, innermost first."""
    found = []
    parent = by_id.get(item.parent or "")
    while parent is not None:
        if parent.kind == SECTION or (parent.kind == CONDITION and not _YES_NO.match(parent.text)):
            found.append(parent)
        parent = by_id.get(parent.parent or "")
    return found


def _gate(enclosing: list[GuideItem]) -> str:
    if not enclosing:
        return ""
    inner = enclosing[0]
    bare = _PARENTHESES.sub("", inner.text).strip()
    if inner.kind == CONDITION:
        return f"do you {_IF.sub('', bare)}?" if _IF.match(bare) else bare
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
        for acronym in wanted:
            size = len(acronym)
            initials = acronym.lower()
            for at in range(len(words) - size + 1):
                run = words[at : at + size]
                if "".join(word[0] for word in run) == initials and min(map(len, run)) > 3:
                    seen[acronym][" ".join(run)] += 1
    return {
        acronym: min(runs, key=lambda run: (-runs[run], run))
        for acronym, runs in sorted(seen.items())
        if runs
    }


def _write_out(text: str, written_out: dict[str, str]) -> str:
    for acronym in sorted(written_out, key=len, reverse=True):
        text = re.sub(rf"\b{acronym}s?\b", written_out[acronym], text)
    return text
