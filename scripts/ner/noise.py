"""How a recognizer writes: no capitals, no marks, names misheard, split and joined."""

from __future__ import annotations

import random
import re

_SOUNDS = (
    ("ph", "f"), ("ck", "k"), ("c", "k"), ("k", "c"), ("ie", "y"), ("y", "i"), ("ei", "ee"),
    ("ou", "oo"), ("oo", "u"), ("th", "t"), ("sh", "ch"), ("ch", "sh"), ("z", "s"), ("s", "z"),
    ("v", "f"), ("b", "p"), ("d", "t"), ("g", "j"), ("j", "g"), ("h", ""), ("a", "e"), ("e", "a"),
    ("i", "e"), ("o", "a"), ("u", "o"), ("ll", "l"), ("l", "ll"), ("nn", "n"), ("n", "nn"),
    ("qu", "k"), ("x", "ks"), ("eau", "o"), ("aine", "en"), ("m", "n"), ("r", "rr"),
)  # fmt: skip


def misheard(word: str, chance: random.Random) -> str:
    """A name as a recognizer may have spelled it: one or two sounds changed, perhaps split."""
    heard = word
    for _ in range(chance.choice((1, 1, 2))):
        places = [
            (match.start(), old, new)
            for old, new in _SOUNDS
            for match in re.finditer(old, heard)
            if match.start() > 0 or len(old) == len(new)
        ]
        if places:
            at, old, new = chance.choice(places)
            heard = heard[:at] + new + heard[at + len(old) :]
    if len(heard) >= 7 and chance.random() < 0.25:
        cut = chance.randint(3, len(heard) - 3)
        heard = f"{heard[:cut]} {heard[cut:]}"
    return heard


Name = tuple[int, int, str]


def without_capitals(text: str, names: tuple[Name, ...]) -> tuple[str, tuple[Name, ...]]:
    """Lower case, marks turned to spaces; offsets stay."""
    lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return re.sub(r"[^\w\s']", " ", lower), names


def without_marks(text: str, names: tuple[Name, ...]) -> tuple[str, tuple[Name, ...]]:
    """Capitals stay, marks are gone."""
    return re.sub(r"[^\w\s']", " ", text), names


def names_lowered(
    text: str, names: tuple[Name, ...], chance: random.Random
) -> tuple[str, tuple[Name, ...]]:
    """Text with capitals in which some names have none."""
    for start, end, _ in names:
        if chance.random() < 0.7:
            part = text[start:end].lower()
            if len(part) == end - start:
                text = text[:start] + part + text[end:]
    return text, names


def names_misheard(
    text: str, names: tuple[Name, ...], chance: random.Random, *, share: float = 0.6
) -> tuple[str, tuple[Name, ...]]:
    """Words of names changed as a recognizer changes them; offsets follow."""
    out, moved, last = "", [], 0
    for start, end, kind in names:
        words = text[start:end].split(" ")
        if kind in ("PERSON", "ORGANIZATION", "LOCATION", "PRODUCT"):
            words = [
                _cased_like(word, misheard(word.lower(), chance))
                if word.isalpha() and len(word) > 3 and chance.random() < share
                else word
                for word in words
            ]
        out += text[last:start]
        moved.append((len(out), len(out) + len(" ".join(words)), kind))
        out += " ".join(words)
        last = end
    return out + text[last:], tuple(moved)


def _cased_like(word: str, heard: str) -> str:
    return heard.title() if word[:1].isupper() else heard
