"""Labels that a guide gives its questions: ``Q2.1`` and what goes on from it."""

from __future__ import annotations

import re

from transcribe.guides.tree import Draft


def label_of(node: Draft) -> str:
    """The guide's own label of an item, or nothing."""
    return (node.line.label or "") if node.line else ""


def stem(label: str) -> str:
    """A label without its last part: ``Q2`` of ``Q2.1``, ``Q2.1`` of ``Q2.1a``."""
    return re.sub(r"(?:[.\-_ ]\w+|(?<=\d)[a-z]+|(?<=[A-Za-z])\d+)$", "", label)


def goes_on(above: str, label: str) -> bool:
    """Whether a label goes on another: ``Q2.1a`` and ``Q2.1.a`` on ``Q2.1``, not ``Q2.10``."""
    if not above or not label.startswith(above) or len(label) <= len(above):
        return False
    following = label[len(above)]
    return not following.isalnum() or (above[-1].isdigit() and following.isalpha())
