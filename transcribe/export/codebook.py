"""The guide of one or several interviews as codes, each name once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transcribe.core.guide import GuideItem
from transcribe.export.interview import Interview

MOST_LETTERS = 100
"""Letters of a code's name; the whole question stands in its description."""

SPEAKERS = "speakers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code; ``parent`` is the key of another, or empty."""

    key: str
    name: str
    description: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """Codes in the order of the guide, then one for each speaker."""

    codes: tuple[Code, ...]

    def item(self, interview: Interview, item: str) -> str:
        """Key of the code of a guide item."""
        return _key(interview, item)

    def speaker(self, interview: Interview, name: str) -> str:
        """Key of the code of a speaker."""
        return f"{SPEAKERS}/{interview.tier}/{interview.id}/{name}"


def codebook_of(interviews: Sequence[Interview]) -> Codebook:
    """Codes for all that the guides of some interviews ask, and all that turns point to."""
    codes: dict[str, Code] = {}
    guides = list(dict.fromkeys(one.shown.guide_sha256 or "" for one in interviews if _used(one)))
    for interview in interviews:
        root = ""
        used = _used(interview)
        if used and len(guides) > 1:
            root = f"guide/{interview.shown.guide_sha256}"
            codes.setdefault(root, Code(key=root, name=interview.shown.guide_file or "Guide"))
        known = {item.id: item for item in interview.items}
        for name in used:
            key, item = _key(interview, name), known.get(name)
            parent = root
            if item is not None and item.parent in known:
                parent = _key(interview, item.parent or "")
            codes.setdefault(
                key,
                Code(
                    key=key,
                    name=_name(name, item),
                    description=_description(item),
                    parent=parent,
                ),
            )
    codes[SPEAKERS] = Code(key=SPEAKERS, name="Speakers")
    book = Codebook(codes=())
    for interview in interviews:
        for speaker in dict.fromkeys(turn.name for turn in interview.turns):
            key = book.speaker(interview, speaker)
            codes[key] = Code(key=key, name=f"{interview.id} · {speaker}", parent=SPEAKERS)
    return Codebook(codes=_each_name_once(tuple(codes.values())))


def _used(interview: Interview) -> tuple[str, ...]:
    """Guide items: those of the guide, and any that a turn names and the guide lacks."""
    found = [item.id for item in interview.items]
    for turn in interview.turns:
        found += [*([turn.topic] if turn.topic else []), *turn.asks]
    return tuple(dict.fromkeys(found))


def _key(interview: Interview, item: str) -> str:
    return f"item/{interview.shown.guide_sha256 or ''}/{item}"


def _name(item_id: str, item: GuideItem | None) -> str:
    if item is None:
        return item_id
    text, mark = " ".join(item.text.split()), item.label or item.number
    name = f"{mark} {text}" if mark else text
    return name if len(name) <= MOST_LETTERS else f"{name[: MOST_LETTERS - 1].rstrip()}…"


def _description(item: GuideItem | None) -> str:
    if item is None:
        return ""
    said = [" ".join(item.text.split()), f"Kind: {item.kind}. Id: {item.id}."]
    return "\n".join([*said, *([f"Condition: {item.condition}"] if item.condition else [])])


def _each_name_once(codes: tuple[Code, ...]) -> tuple[Code, ...]:
    """Programs refuse two codes of one name, whatever the case of its letters."""
    seen: set[str] = set()
    found = []
    for code in codes:
        name, number = code.name or "–", 1
        while name.casefold() in seen:
            number += 1
            name = f"{code.name or '–'} ({number})"
        seen.add(name.casefold())
        found.append(
            Code(key=code.key, name=name, description=code.description, parent=code.parent)
        )
    return tuple(found)
