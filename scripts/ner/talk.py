"""Interview talk with invented names between real talk that has none, and written texts."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from scripts.ner.corpora import SHARED, Passage
from scripts.ner.fillers import Fillers
from scripts.ner.national import National
from transcribe.backends.pii.lists import family_names, given_names, is_clear_name
from transcribe.stages.lexicon import AMBIGUOUS, zipf
from transcribe.stages.tokens import fold

SLOT = re.compile(r"\{(\w+)\}")
KINDS = {
    "given": "PERSON", "family": "PERSON", "person": "PERSON", "org": "ORGANIZATION",
    "university": "ORGANIZATION", "product": "PRODUCT", "place": "LOCATION", "city": "LOCATION",
    "address": "ADDRESS", "street": "ADDRESS", "postcode": "ADDRESS", "town": "LOCATION",
    "country": "LOCATION",
}  # fmt: skip
HESITATIONS = ("uh,", "um,", "you know,", "like,", "so", "yeah,", "I mean,", "well,")


def sentences() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sentences that name something, and sentences that only look so."""
    named, plain = [], []
    into = named
    for line in (Path(__file__).parent / "sentences.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            into = named if line == "## names" else plain
        elif line.strip() and not line.startswith("#"):
            into.append(line)
    return tuple(named), tuple(plain)


@lru_cache(maxsize=1)
def nameless_talk() -> tuple[str, ...]:
    """Sentences of real meetings and consultations in which no word looks like a name."""
    found = []
    for path in sorted((SHARED / "data/diarization/ami-transcripts").glob("*.txt")):
        found += re.split(r"(?<=[.?!]) +", path.read_text(encoding="utf-8"))
    for path in sorted((SHARED / "data/text-interviews").rglob("*.TextGrid")):
        text = path.read_text(encoding="utf-8", errors="replace")
        for spoken in re.findall(r'text = "([^"]{15,})"', text):
            found += re.split(r"(?<=[.?!]) +", spoken)
    return tuple(one for one in found if 8 <= len(one) <= 220 and _is_nameless(one))


def _is_nameless(sentence: str) -> bool:
    words = re.findall(r"[^\W\d_]+", sentence)
    for index, word in enumerate(words):
        form = fold(word)
        capital = index > 0 and word[0].isupper() and form != "i"
        listed = form in given_names() or form in family_names()
        rare = listed and (zipf(form) < 4.2 or (is_clear_name(form) and form not in AMBIGUOUS))
        if capital or (rare and zipf(form) < 5.3) or zipf(form) < 2.0:
            return False
    return "<" not in sentence and bool(words)


@lru_cache(maxsize=1)
def written_templates() -> tuple[str, ...]:
    """Letters, cards, forms and news."""
    path = Path(__file__).parent / "written.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(
        line.replace("\\n", "\n") for line in lines if line.strip() and not line.startswith("#")
    )


def written(count: int, *, seed: int) -> Iterator[Passage]:
    """Written texts with names of many countries; the same for the same seed."""
    chance = random.Random(seed)
    fillers = National(chance)
    for _ in range(count):
        fillers.move()
        text, names = filled(chance.choice(written_templates()), fillers)
        yield Passage(corpus="written", text=text, names=tuple(names))


def filled(template: str, fillers: Fillers) -> tuple[str, list[tuple[int, int, str]]]:
    """A sentence with its slots filled, and where the names are."""
    text, last, names = "", 0, []
    for slot in SLOT.finditer(template):
        text += template[last : slot.start()]
        kind = slot.group(1)
        number = str(fillers.chance.randint(1, 9))
        name = number if kind == "number" else getattr(fillers, kind)()
        start = len(text)
        text += name
        if names and names[-1][1:] == (start - 1, "PERSON") and KINDS.get(kind) == "PERSON":
            # A given and a family name are one.
            start = names.pop()[0]
        if kind in KINDS:
            names.append((start, len(text), KINDS[kind]))
        last = slot.end()
    return text + template[last:], names


def talk(count: int, *, seed: int) -> Iterator[Passage]:
    """Turns of invented interviews; the same for the same seed."""
    chance = random.Random(seed)
    fillers = Fillers(chance)
    named, plain = sentences()
    background = nameless_talk()
    for _ in range(count):
        text, names = "", []
        for _ in range(chance.choice((1, 1, 2, 3, 4, 5))):
            roll = chance.random()
            if roll < 0.42:
                part, found = filled(chance.choice(named), fillers)
            elif roll < 0.58:
                part, found = filled(chance.choice(plain), fillers)
            else:
                part, found = chance.choice(background), []
            if chance.random() < 0.15:
                hesitation = chance.choice(HESITATIONS) + " "
                part = hesitation + part
                found = [(a + len(hesitation), b + len(hesitation), kind) for a, b, kind in found]
            glue = " " if text else ""
            shift = len(text) + len(glue)
            names += [(a + shift, b + shift, kind) for a, b, kind in found]
            text += glue + part
        yield Passage(corpus="talk", text=text, names=tuple(names))
