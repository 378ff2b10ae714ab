"""Which recordings a name can touch that came or went: the others need no second look.

What a search for names finds in a text depends on those names alone of which a form stands there
or is like one that does. So when a few names of a study of hundreds of hours change, only texts
that hold one of their forms are searched again, and the outcome is that of searching them all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from transcribe.core.transcript import Transcript
from transcribe.stages.likely import asked_forms, like_any
from transcribe.stages.mentions import KnownName
from transcribe.stages.spelling import spelled_runs
from transcribe.stages.spoken_numbers import number_readings
from transcribe.stages.tokens import tokenize
from transcribe.stages.variants import GLUED, SHORTEST_GLUED, KnownNames
from transcribe.stages.writing import is_unspaced

_BREAK = "\x1f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What was said in a recording, ready to be searched.

    Attributes
    ----------
    texts
        Turn id to its text.
    folds
        Of each turn its folded words, spelled letters and numbers, a break before and after each.
    asked
        Forms that may be compared with names.
    """

    language: str
    texts: Mapping[str, str] = field(repr=False)
    folds: tuple[str, ...] = field(repr=False)
    asked: tuple[str, ...] = field(repr=False)


def spoken(transcript: Transcript) -> Spoken:
    """What was said in a recording."""
    return searchable(
        {turn.id: turn.text for turn in transcript.turns}, language=transcript.language
    )


def searchable(texts: Mapping[str, str], *, language: str) -> Spoken:
    """Texts by turn, ready to be searched."""
    folds: list[str] = []
    asked: set[str] = set()
    for text in texts.values():
        tokens = tokenize(text)
        runs = [tokens, *spelled_runs(tokens), *number_readings(tokens)]
        words = (_BREAK.join(token.fold for token in run) for run in runs)
        folds.append("".join(f"{_BREAK}{run}{_BREAK}" for run in words))
        asked |= asked_forms(tokens, language=language)
    return Spoken(language=language, texts=texts, folds=tuple(folds), asked=tuple(sorted(asked)))


class Changed:
    """Names that came or went.

    Parameters
    ----------
    names
        Each is looked for by itself: none hides another.
    """

    def __init__(self, names: Iterable[KnownName]) -> None:
        self._names = sorted(names, key=lambda name: (name.type, name.text, name.alike))
        self._finders: dict[str, list[_Finder]] = {}

    def __len__(self) -> int:
        return len(self._names)

    def turns(self, said: Spoken, *, others: Collection[str] | None = None) -> frozenset[str]:
        """Turns in which a search can find anything else than before.

        Parameters
        ----------
        others
            Forms of all names that are known now; None where nobody knows.
        """
        finders = self._of(said.language) if self._names else ()
        times = Counter(form for finder in finders for form in finder.names.forms)

        def hides(form: str) -> bool:
            return others is None or form in others or times[form] > 1

        compared = {form for finder in finders for form in finder.names.compared}
        like = like_any({*compared, *filter(hides, times)}, said.asked)
        joined = [folds.replace(_BREAK, "") for folds in said.folds]
        touched = {
            turn
            for turn, folds in zip(said.texts, joined, strict=True)
            if like and any(form in folds for form in like)
        }
        everything = "\n".join(joined)
        for finder in finders:
            touched |= finder.turns(said, everything, hides=hides)
        return frozenset(touched)

    def touch(self, text: str, *, language: str) -> bool:
        """The same of one text that is searched by itself."""
        return bool(self._names and self.turns(searchable({"": text}, language=language)))

    def _of(self, language: str) -> Sequence[_Finder]:
        if language not in self._finders:
            self._finders[language] = [_Finder(name, language) for name in self._names]
        return self._finders[language]


class _Finder:
    """Looks for one name."""

    def __init__(self, name: KnownName, language: str) -> None:
        self.names = KnownNames([name], language=language)
        self._unspaced = name.text if is_unspaced(name.text) else None
        self._patterns = {form: _standing(form) for form in self.names.forms}

    def turns(self, said: Spoken, joined: str, *, hides: Callable[[str], bool]) -> set[str]:
        """Turns where a form of the name stands, in words of its own or glued to others.

        One that is no way of writing the name there (a word without its capital) still hides a
        form of another name that is written alike, or a name glued into the word.
        """
        there = {form for form in self._patterns if form in joined}
        sure = {form for form in there if len(form) >= SHORTEST_GLUED or hides(form)}
        touched = set()
        for (turn, text), folds in zip(said.texts.items(), said.folds, strict=True):
            stands = (form for form in there if self._may_stand(form, folds))
            if (self._unspaced is not None and self._unspaced in text) or any(
                form in sure or self.names.touches(text) for form in stands
            ):
                touched.add(turn)
        return touched

    def _may_stand(self, form: str, folds: str) -> bool:
        glued = len(form) >= GLUED and form in folds
        return glued or self._patterns[form].search(folds) is not None


def _standing(form: str) -> re.Pattern[str]:
    """A form in whole words, however many, with or without digits at its ends."""
    letters = f"{_BREAK}?".join(map(re.escape, form))
    return re.compile(rf"{_BREAK}\d*{_BREAK}?{letters}{_BREAK}?\d*{_BREAK}")
