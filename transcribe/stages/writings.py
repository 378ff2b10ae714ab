"""A name in other letters: marks as they are spoken, accents as two letters."""

from __future__ import annotations

from collections.abc import Iterator

_SPOKEN = tuple(
    str.maketrans(dict(zip("@._-+&", (f" {word} " for word in words.split()), strict=True)))
    for words in ("at dot underscore dash plus and", "arobase point underscore tiret plus et")
)
"""How marks are spoken, in English and in French."""

SPELT_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue",
     "Ø": "Oe", "Å": "Aa"}
)  # fmt: skip
"""Accented letters as those do who have none on the keyboard."""


def writings(text: str) -> Iterator[str]:
    """A name as it stands, as its marks are spoken, and with its accents spelt out.

    >>> list(writings("a.b@c"))
    ['a.b@c', 'a dot b at c', 'a point b arobase c']
    """
    yield text
    yield from dict.fromkeys(
        spoken for marks in _SPOKEN if (spoken := text.translate(marks)) != text
    )
    spelt = text.translate(SPELT_OUT)
    if spelt != text:
        yield spelt
