"""The ways a known name is written: whole, in part, joined, turned round, with initials, in short.

A person's name is taken apart into units: words held together by a hyphen or an apostrophe, and
particles with the word they belong to (``van der Berg``, ``O'Neill``, ``Jean-Luc``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from transcribe.stages.lexicon import COMMON, ORDINARY, is_common, zipf
from transcribe.stages.mentions import KnownName
from transcribe.stages.nicknames import nicknames_of
from transcribe.stages.tokens import tokenize
from transcribe.stages.writings import SPELT_OUT, writings

GENERIC = frozenset(
    "inc ltd llc corp corporation company co gmbh sa sarl plc group the and of de la le les du des "
    "labs lab university college institute school hospital bank consulting solutions systems "
    "technologies technology analytics software services health insurance studio studios project "
    "team tool platform street avenue road saint st dr mr mrs ms prof professor van von der den el "
    "al bin".split()
)
"""Words of names that never stand for the whole."""

TITLES = frozenset("dr mr mrs ms miss mx prof professor sir dame herr frau monsieur madame".split())

PARTICLES = frozenset(
    "van von der den de della di da do dos das del du des la le el al ter ten zu zur af av bin ibn "
    "ben bint abu mac mc o d l st saint san santa".split()
)
"""Words that belong to the name after them."""

LISTED, FOUND = "a listed identifier", "a name found in the study"
PART, SHORT = "part of a longer name", "short form of a longer name"
INITIAL, INITIALS = "initial and family name", "initials of a longer name"
HEAD = "a common word that a listed name begins with"
NICKNAME = "a short form of a known given name"

COMMON_HEAD = 5.0
"""Zipf frequency from which the first word of a company's name says nothing alone."""


words_of = lru_cache(maxsize=4096)(tokenize)
"""Words of a name, which every way of writing it asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One way of writing a name.

    Attributes
    ----------
    tokens
        How many words it is when written with spaces.
    sure
        Replaced without asking; else a person is asked.
    capital
        Sure only with a capital inside a sentence.
    alike
        Whether what is merely like it is worth a question.
    """

    name: KnownName
    whole: bool
    score: float
    reason: str
    tokens: int
    sure: bool = True
    capital: bool = False
    alike: bool = False


def whole_forms(name: KnownName, *, language: str) -> Iterator[tuple[str, Form]]:
    """The name as it stands, as it is spoken, and with its accents spelt out (``mueller``)."""
    reason = LISTED if name.listed else FOUND
    for text in writings(name.text):
        words = [token.fold for token in words_of(text)]
        common = [is_common(word, language) for word in words]
        ordinary = all(
            one or zipf(word, language) >= ORDINARY for one, word in zip(common, words, strict=True)
        )
        # A listed name that is one common word ("Will", "Target") would take the whole text along.
        capital = (len(words) == 1 and all(common)) if name.listed else ordinary
        yield (
            "".join(words),
            Form(
                name=name,
                whole=True,
                score=1.0,
                reason=reason,
                tokens=len(words),
                capital=capital,
                alike=True,
            ),
        )


def part_forms(name: KnownName, *, language: str) -> Iterator[tuple[str, Form]]:
    """What stands for a longer name: one of its words, several of them, initials."""
    if name.type in ("EMAIL", "PHONE"):
        return
    for text in dict.fromkeys((name.text, name.text.translate(SPELT_OUT))):
        words = [token.fold for token in words_of(text)]
        if len(words) < 2:
            continue
        person = name.type == "PERSON"
        for place, word in enumerate(words):
            form = _part(word, name=name, person=person, language=language)
            if form is None and place == 0 and name.listed:
                form = _common_head(word, name=name, language=language)
            if form is not None:
                yield word, form
        yield from _person_forms(name, text) if person else _thing_forms(name, words, language)


def _part(word: str, *, name: KnownName, person: bool, language: str) -> Form | None:
    """How far one word of a longer name stands for it; None when it says nothing."""
    if len(word) < 2 or word in GENERIC or word in TITLES or word.isdigit():
        return None
    if person:
        # Two letters are a word of some language ("Li", "Bo", "An").
        capital = len(word) == 2 or is_common(word, language)
        return Form(
            name=name,
            whole=False,
            score=0.95,
            reason=PART,
            tokens=1,
            capital=capital,
            alike=True,
        )
    frequency = zipf(word, language)
    if len(word) < 4 or frequency >= COMMON:
        return None
    sure = frequency < ORDINARY
    score = 0.95 if sure else 0.6
    return Form(name=name, whole=False, score=score, reason=PART, tokens=1, sure=sure, alike=True)


def _common_head(word: str, *, name: KnownName, language: str) -> Form | None:
    """The common word that a listed company's name begins with (``Silver`` of Silver Brook)."""
    if len(word) < 4 or word in GENERIC or not COMMON <= zipf(word, language) < COMMON_HEAD:
        return None
    return Form(name=name, whole=False, score=0.5, reason=HEAD, tokens=1, sure=False, capital=True)


def _thing_forms(
    name: KnownName, words: Sequence[str], language: str
) -> Iterator[tuple[str, Form]]:
    core = [word for word in words if word not in GENERIC]
    for few in [core, *_joined(name.text, core)] if len(core) > 1 else []:
        if few != [*words]:
            short = Form(
                name=name, whole=False, score=0.95, reason=SHORT, tokens=len(few), alike=True
            )
            yield "".join(few), short
    initials = "".join(word[:1] for word in words if word not in ("of", "the", "and", "de"))
    if len(initials) >= 3 and zipf(initials, language) < 3.0:
        made = Form(name=name, whole=False, score=0.9, reason=INITIALS, tokens=len(initials))
        yield initials, made


def _joined(text: str, core: Sequence[str]) -> Iterator[list[str]]:
    """``smythe and daughters`` of ``Smythe & Daughters Ltd.``."""
    for word in ("and", "et") if "&" in text else ():
        words = [token.fold for token in tokenize(text.replace("&", f" {word} "))]
        places = [at for at, one in enumerate(words) if one in core]
        yield words[places[0] : places[-1] + 1]


Unit = tuple[str, ...]


def units(text: str) -> tuple[Unit, ...]:
    """Words of a person's name that belong together, folded; titles left out.

    >>> units("Dr. Jean-Luc van der Berg"), units("Sean O'Neill")
    ((('jean', 'luc'), ('van', 'der', 'berg')), (('sean',), ('o', 'neill')))
    """
    groups: list[list[str]] = []
    last = 0
    for token in words_of(text):
        gap = text[last : token.start]
        joined = bool(groups) and (not any(char.isspace() or char == "." for char in gap))
        held = bool(groups) and groups[-1][-1] in PARTICLES and len(groups) > 1
        if joined or held:
            groups[-1].append(token.fold)
        else:
            groups.append([token.fold])
        last = token.end
    return tuple(tuple(group) for group in groups if not set(group) <= TITLES)


def _person_forms(name: KnownName, text: str) -> Iterator[tuple[str, Form]]:
    found = units(text)
    seen: set[str] = set()

    def form(words: Sequence[str], reason: str, *, alike: bool = False) -> tuple[str, Form]:
        return (
            "".join(words),
            Form(
                name=name,
                whole=False,
                score=0.95,
                reason=reason,
                tokens=len(words),
                alike=alike,
            ),
        )

    for words, reason in _orders(found):
        made = form(words, reason, alike=reason == PART)
        if made[0] not in seen:
            seen.add(made[0])
            yield made
    yield from (form(words, INITIAL) for words in _with_initials(found))
    if len(found) > 1:
        yield form([unit[0][:1] for unit in found], INITIALS)


def _orders(found: Sequence[Unit]) -> Iterator[tuple[list[str], str]]:
    """Single units of several words, pairs of units, and the family name first."""
    for unit in found:
        if len(unit) > 1:
            yield list(unit), PART
    if len(found) < 2:
        return
    first, last = found[0], found[-1]
    yield [*last, *(word for unit in found[:-1] for word in unit)], SHORT
    yield [*first, *last], SHORT
    yield [*last, *first], SHORT
    cores = [[word for word in unit if word not in PARTICLES] or list(unit) for unit in found]
    yield [*cores[0], *cores[-1]], SHORT
    yield [*cores[-1], *cores[0]], SHORT
    for index in range(1, len(found)):
        yield [*found[index - 1], *found[index]], SHORT
        yield [*first, *found[index]], SHORT
        yield [*first, *cores[index]], SHORT


def _with_initials(found: Sequence[Unit]) -> Iterator[list[str]]:
    """Initials before the family name: ``m lopez``, ``j r smith``, ``j van der berg``."""
    if len(found) < 2:
        return
    initial = found[0][0][:1]
    for unit in found[1:]:
        yield [initial, *unit]
        core = [word for word in unit if word not in PARTICLES]
        if core and len(core) < len(unit):
            yield [initial, *core]
    if len(found) > 2:
        yield [*(unit[0][:1] for unit in found[:-1]), *found[-1]]
        # The middle name as an initial: "maria c lopez".
        yield [*found[0], *(unit[0][:1] for unit in found[1:-1]), *found[-1]]


def nickname_forms(name: KnownName, *, language: str) -> Iterator[tuple[str, Form]]:
    """Other names that go with a listed person's given name: a person is asked about them."""
    if name.type != "PERSON" or not name.listed:
        return
    found = units(name.text)
    if not found:
        return
    for nickname in sorted(nicknames_of(found[0][0])):
        capital = len(nickname) < 4 or is_common(nickname, language)
        yield (
            nickname,
            Form(
                name=name,
                whole=False,
                score=0.5,
                reason=NICKNAME,
                tokens=1,
                sure=False,
                capital=capital,
            ),
        )
        family = [word for unit in found[1:] for word in unit]
        if family:
            words = [nickname, *family]
            yield (
                "".join(words),
                Form(name=name, whole=False, score=0.9, reason=SHORT, tokens=len(words)),
            )
