"""In which manner something is asked: by how, what, why, or whether."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

_MANNERS = {
    "how": re.compile(r"\bhow\b(?!\s+(?:long|much|many|often|do you mean))"),
    "amount": re.compile(r"\bhow\s+(?:long|much|many|often)\b"),
    "what": re.compile(r"\b(?:what|which)\b"),
    "why": re.compile(
        r"\bwhy\b|\b(?:what|which) (?:is|are|was|were) the (?:\w+ )?(?:reason|cause)"
    ),
    "who": re.compile(r"\bwho\b"),
    "where": re.compile(r"\bwhere\b"),
    "whether": re.compile(
        r"^\W*(?:(?:and|so|okay|ok|um|uh|also|then|now)\W+)*"
        r"(?:do|does|did|have|has|is|are|was|were|can|will)"
        r"\s+(?:you|your|the|there|any|it|they|some|this|that)\b"
    ),
}


def manners(text: str) -> frozenset[str]:
    """In which manners a text asks: how, amount, what, why, who, where, whether."""
    lowered = text.lower()
    return frozenset(name for name, pattern in _MANNERS.items() if pattern.search(lowered))


def alike_in_manner(texts: Sequence[str], questions: Sequence[str]) -> Any:
    """Whether each text asks in the manner of each question, shape ``(texts, questions)``.

    1 where both ask alike, -1 where both ask and differ, 0 where one of them does not tell. Two
    questions of one subject (what went wrong? how did you handle it?) often differ in nothing else.
    """
    import numpy as np

    asked = [manners(text) for text in texts]
    wanted = [manners(question) for question in questions]
    values = np.zeros((len(asked), len(wanted)))
    for row, one in enumerate(asked):
        for column, other in enumerate(wanted):
            if one and other:
                values[row, column] = 1.0 if one & other else -1.0
    return values
