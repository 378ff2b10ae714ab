"""Two columns on a page of a PDF: where they part, and in which order its boxes are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LINE_STEP = 3.0
"""Words whose tops are this near, in points, stand on one line."""
NARROWEST_GUTTER = 10.0
FEWEST_LINES = 5
MOST_CROSSING = 0.3
"""Share of lines that may run over the gutter: titles, running heads."""
MIDDLE = (0.3, 0.7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A part of a page that is read from top to bottom; lengths in points.

    Attributes
    ----------
    shift
        How far its left edge stands right of the first column's.
    right
        Right edge of its text, less the shift.
    """

    left: float
    top: float
    end: float
    bottom: float
    shift: float = 0.0
    right: float = 0.0


def reading_order(page: Any) -> list[Box]:
    """Boxes of a page in the order of reading; empty where it has no columns."""
    words = page.extract_words()
    gutter = _gutter(words, page.width)
    if gutter is None:
        return []
    crossing = [word for word in words if word["x0"] < gutter - 1 and word["x1"] > gutter + 1]
    lines = _bands(_over(words, gutter, crossing))
    left = [word for word in words if word["x1"] <= gutter]
    right = [word for word in words if word["x0"] >= gutter]
    shift = min(word["x0"] for word in right) - min(word["x0"] for word in left)
    edges = (max(word["x1"] for word in left), max(word["x1"] for word in right) - shift)
    x0, top, x1, bottom = page.bbox
    boxes: list[Box] = []
    for start, end in [*lines, (bottom, bottom)]:
        if start > top:
            boxes.append(Box(left=x0, top=top, end=gutter, bottom=start, right=edges[0]))
            boxes.append(
                Box(left=gutter, top=top, end=x1, bottom=start, shift=shift, right=edges[1])
            )
        if end > start:
            boxes.append(Box(left=x0, top=start, end=x1, bottom=end, right=x1))
        top = end
    return boxes


def _over(words: list[Any], gutter: float, crossing: list[Any]) -> list[Any]:
    """Words of the lines that run over the gutter: of which one crosses, or that leave no gap."""
    lines: dict[int, list[Any]] = {}
    for word in sorted(words, key=lambda word: word["top"]):
        near = [top for top in lines if abs(top - word["top"]) <= LINE_STEP]
        lines.setdefault(near[0] if near else round(word["top"]), []).append(word)
    found: list[Any] = []
    for line in lines.values():
        before = max((word["x1"] for word in line if word["x1"] <= gutter), default=0.0)
        after = min((word["x0"] for word in line if word["x0"] >= gutter), default=1e6)
        if any(word in crossing for word in line) or after - before < NARROWEST_GUTTER / 2:
            found += line
    return found


def _bands(words: list[Any]) -> list[tuple[float, float]]:
    bands: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda word: word["top"]):
        start, end = word["top"] - 0.5, word["bottom"] + 0.5
        if bands and start <= bands[-1][1]:
            bands[-1] = (bands[-1][0], max(end, bands[-1][1]))
        else:
            bands.append((start, end))
    return bands


def _gutter(words: list[Any], width: float) -> float | None:
    """Middle of the strip that parts a page in two columns: fewest lines over it, then widest."""
    best: tuple[int, float, float] | None = None
    tops = {round(word["top"] / LINE_STEP) for word in words}
    for step in range(round(width * MIDDLE[0]), round(width * MIDDLE[1]), 4):
        over = {round(word["top"] / LINE_STEP) for word in words if word["x0"] < step < word["x1"]}
        kept = [word for word in words if round(word["top"] / LINE_STEP) not in over]
        left = [word for word in kept if word["x1"] <= step]
        right = [word for word in kept if word["x0"] >= step]
        if len(over) > MOST_CROSSING * len(tops) or not _columns(left, right):
            continue
        edge = max(word["x1"] for word in left), min(word["x0"] for word in right)
        found = (-len(over), edge[1] - edge[0], (edge[0] + edge[1]) / 2)
        if found[1] >= NARROWEST_GUTTER and (best is None or found > best):
            best = found
    return best[2] if best else None


def _columns(left: list[Any], right: list[Any]) -> bool:
    """Whether both sides are columns: lines enough, and a left edge that several share."""
    for side in (left, right):
        starts: dict[int, float] = {}
        for word in side:
            top = round(word["top"] / LINE_STEP)
            starts[top] = min(word["x0"], starts.get(top, 1e6))
        edge = min(starts.values(), default=0.0)
        if len(starts) < FEWEST_LINES or sum(x - edge < 2 for x in starts.values()) < 3:
            return False
    return True
