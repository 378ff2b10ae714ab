"""How far apart two items stand in the guide: what a jump from one to the other costs."""

from __future__ import annotations

from typing import Any

from transcribe.core.guide import SECTION, Guide, GuideItem

JUMP_FEATURES = ("forward", "backward", "back", "same_section", "down", "next", "from_start")


def jumps(guide: Guide) -> Any:
    """Features of a move from every askable item (and from the start, last row) to every other.

    Returns
    -------
    ``numpy.float64`` of shape ``(items + 1, items, len(JUMP_FEATURES))``. ``forward`` and ``back``
    are logarithms of the questions passed over, where a follow-up or a question under a condition
    counts for less than one that every interview should reach.
    """
    import numpy as np

    items = guide.askable
    by_id = {item.id: item for item in guide.items}
    count = len(items)
    size = np.array([_weight(item, by_id) for item in items])
    upto = np.concatenate([[0.0], np.cumsum(size)])
    sections = np.array(outer_sections(guide))
    at = np.arange(count)
    values = np.zeros((count + 1, count, len(JUMP_FEATURES)))
    ahead = at[None, :] > at[:, None]
    passed = np.where(
        ahead, upto[:-1][None, :] - upto[1:][:, None], upto[:-1][:, None] - upto[1:][None, :]
    )
    passed = np.log1p(np.clip(passed, 0.0, None))
    behind = at[None, :] < at[:, None]
    values[:count, :, 0] = np.where(ahead, passed, 0.0)
    values[:count, :, 1] = behind
    values[:count, :, 2] = np.where(behind, passed, 0.0)
    values[:count, :, 3] = sections[None, :] == sections[:, None]
    values[:count, :, 4] = _below(items, by_id)
    values[:count, :, 5] = at[None, :] == at[:, None] + 1
    values[count, :, 0] = np.log1p(upto[:-1])
    values[count, :, 6] = 1.0
    return values


def outer_sections(guide: Guide) -> tuple[str, ...]:
    """Id of the section around each askable item, leaving out one that holds everything."""
    by_id = {item.id: item for item in guide.items}
    return tuple(_section(item, by_id) for item in guide.askable)


def _weight(item: GuideItem, by_id: dict[str, GuideItem]) -> float:
    """What it means to pass an item over: a follow-up or a conditional one little."""
    parent = by_id.get(item.parent or "")
    follow_up = parent is not None and parent.kind != SECTION
    return 0.25 if follow_up or item.condition else 1.0


def _section(item: GuideItem, by_id: dict[str, GuideItem]) -> str:
    """Outermost section but one that holds everything: the innermost without narrower ones."""
    found = ""
    parent = by_id.get(item.parent or "")
    while parent is not None:
        if parent.kind == SECTION and (not found or ":" in by_id[found].text):
            found = parent.id
        parent = by_id.get(parent.parent or "")
    return found


def _below(items: tuple[GuideItem, ...], by_id: dict[str, GuideItem]) -> Any:
    import numpy as np

    place = {item.id: at for at, item in enumerate(items)}
    values = np.zeros((len(items), len(items)))
    for column, item in enumerate(items):
        parent = by_id.get(item.parent or "")
        while parent is not None:
            if parent.id in place:
                values[place[parent.id], column] = 1.0
            parent = by_id.get(parent.parent or "")
    return values
