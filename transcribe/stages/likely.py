"""Words that are like a known name: a small edit distance, or the same sound (Metaphone).

Recognizers misspell names; what is found here waits for a person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from transcribe.core.pii import normalize
from transcribe.stages.forms import Form
from transcribe.stages.letters import Letters
from transcribe.stages.lexicon import COMMON, ORDINARY, zipf
from transcribe.stages.mentions import KnownName, Match
from transcribe.stages.tokens import Token, tokenize
from transcribe.stages.writing import Half, half_heard, halves

FUZZY_LIMIT = 80.0
"""Smallest likeness (rapidfuzz ratio, 0 to 100) of a fuzzy variant."""

COMMON_LIMIT = 84.0
"""The same for several words of which one is common."""

SOUND_LIMIT = 62.0
"""Smallest likeness of a variant that sounds the same."""

MEANT_LIMIT, SHORTEST_MEANT = 60.0, 4
"""Likeness and letters of a name, heard as one, that sounds as a listed person's does."""

SHORTEST_FUZZY = 5
"""Letters that a name needs before likeness says anything."""

SHORTEST_SOUND = 3
"""The same for the letters of a sound."""


class Likeness:
    """Finds words that are like known names.

    Parameters
    ----------
    forms
        Folded writing to what it stands for.
    names
        In an order that does not depend on how they were given.
    """

    def __init__(
        self, forms: Mapping[str, Form], names: Sequence[KnownName], *, language: str
    ) -> None:
        self._forms, self.language = forms, language
        self._fuzzy = {
            text: known
            for text, known in forms.items()
            if len(text) >= SHORTEST_FUZZY
            if known.alike and known.sure and known.name.alike and not known.capital
            if not text.isdigit()
        }
        self._people = {
            text: known
            for text, known in forms.items()
            if known.name.listed and known.name.type == "PERSON" and known.sure
            if len(text) >= SHORTEST_MEANT and text.isalpha()
        }
        self._cache: dict[str, tuple[str, float, str] | None] = {}
        self._letters: Letters | None = None
        self._sounds: dict[str, list[str]] = {}
        self._halves: dict[str, list[Half]] = {}
        for name in names:
            if name.listed and name.type not in ("EMAIL", "PHONE"):
                words = [token.fold for token in tokenize(name.text)]
                for word, half in halves(words, "".join(words), language=language):
                    self._halves.setdefault(word, []).append(half)

    def find(self, tokens: Sequence[Token]) -> list[Match]:
        """Every likeness; they may overlap."""
        matches = []
        for first in range(len(tokens)):
            matches += self._half_heard(tokens, first)
            for window, form in windows(tokens, first, language=self.language):
                best = self._nearest(form)
                if best is None:
                    continue
                if len(window) > 1 and (
                    self._sub_window(window, best) or self._loose(window, best)
                ):
                    continue
                known = self._forms[best[0]]
                if len(window) == 1 and not known.name.listed and self._usual(form):
                    continue
                matches.append(
                    Match(
                        start=window[0].start,
                        end=window[-1].end,
                        type=known.name.type,
                        identity=normalize(known.name.text),
                        score=round(best[1] / 100, 3),
                        exact=False,
                        reason=f"{best[2]} {known.reason}",
                    )
                )
        return matches

    @property
    def compared(self) -> Collection[str]:
        """Forms of names that words are compared with."""
        return self._fuzzy.keys()

    def meant(self, mention: str) -> Match | None:
        """The listed person that a name, heard as one, may be: the same sound or nearly.

        Its place is that of the mention in itself.
        """
        import jellyfish
        from rapidfuzz import fuzz

        form = "".join(token.fold for token in tokenize(mention))
        if len(form) < SHORTEST_MEANT or form in self._forms:
            return None
        sound, best = jellyfish.metaphone(form), None
        for text, known in sorted(self._people.items()):
            ratio = fuzz.ratio(form, text)
            same = text[0] == form[0] and sound == jellyfish.metaphone(text)
            if ratio >= (MEANT_LIMIT if same else FUZZY_LIMIT) and (not best or ratio > best[0]):
                best = (ratio, known)
        if best is None:
            return None
        ratio, known = best
        return Match(
            start=0, end=len(mention), type="PERSON", identity=normalize(known.name.text),
            score=round(ratio / 100, 3), exact=False, reason=f"sounds like {known.reason}",
        )  # fmt: skip

    def _half_heard(self, tokens: Sequence[Token], index: int) -> list[Match]:
        matches = []
        for half in self._halves.get(tokens[index].fold, ()):
            ratio = half_heard(tokens, index, half)
            known = self._forms[half.form]
            if ratio is not None:
                first = index - half.heard
                matches.append(
                    Match(
                        start=tokens[first].start,
                        end=tokens[first + len(half.words) - 1].end,
                        type=known.name.type,
                        identity=normalize(known.name.text),
                        score=round(ratio / 100, 3),
                        exact=False,
                        reason="partly a listed identifier",
                    )
                )
        return matches

    def _usual(self, form: str) -> bool:
        """Whether a word is too usual to be asked about for being like a name that was found."""
        return zipf(form, self.language) >= ORDINARY

    def _loose(self, window: Sequence[Token], best: tuple[str, float, str]) -> bool:
        """Whether a window with a common word is not like enough to count that word in."""
        common = any(zipf(token.fold, self.language) >= COMMON for token in window)
        return common and best[1] < COMMON_LIMIT

    def _sub_window(self, window: Sequence[Token], best: tuple[str, float, str]) -> bool:
        """Whether one word less is at least as like the same form."""
        for part in (window[1:], window[:-1]):
            nearest = self._nearest("".join(token.fold for token in part))
            if nearest is not None and nearest[0] == best[0] and nearest[1] >= best[1]:
                return True
        return False

    def _nearest(self, form: str) -> tuple[str, float, str] | None:
        if form not in self._cache:
            self._cache[form] = self._look_up(form)
        return self._cache[form]

    def _look_up(self, form: str) -> tuple[str, float, str] | None:
        """The most alike of all names that are like a form; of several the first by letter.

        So a name can come or go without a look at the others.
        """
        import jellyfish
        from rapidfuzz import fuzz

        if len(form) < SHORTEST_FUZZY or not self._fuzzy:
            return None
        if self._letters is None:
            self._letters = Letters(self._fuzzy)
            for text in self._fuzzy:
                self._sounds.setdefault(jellyfish.metaphone(text), []).append(text)
        candidates = self._letters.near(form, least=FUZZY_LIMIT - 2)
        sound = jellyfish.metaphone(form)
        if len(sound) >= SHORTEST_SOUND:
            candidates += self._sounds.get(sound, [])
        found = []
        for candidate in candidates:
            ratio = fuzz.ratio(form, candidate, score_cutoff=SOUND_LIMIT)
            likeness = _likeness(form, candidate, ratio) if ratio else None
            if likeness is not None:
                found.append((-ratio, candidate, likeness))
        if not found:
            return None
        ratio, candidate, likeness = min(found)
        return (candidate, -ratio, likeness)


def like_any(candidates: Collection[str], forms: Sequence[str]) -> set[str]:
    """Those of some forms that are like any of some names."""
    from rapidfuzz import fuzz, process

    return {
        form
        for candidate in candidates
        if len(candidate) >= SHORTEST_FUZZY
        for form, ratio, _ in process.extract(
            candidate, forms, scorer=fuzz.ratio, score_cutoff=SOUND_LIMIT, limit=None
        )
        if _likeness(form, candidate, ratio) is not None
    }


def _likeness(form: str, candidate: str, ratio: float) -> str | None:
    """In which way a form is like a name; None where it is not."""
    import jellyfish

    limit = FUZZY_LIMIT if len(candidate) < 8 else FUZZY_LIMIT - 2
    if ratio >= limit:
        return "spelled like"
    sound = jellyfish.metaphone(form)
    same = len(sound) >= SHORTEST_SOUND and sound == jellyfish.metaphone(candidate)
    return "sounds like" if same and ratio >= SOUND_LIMIT else None


def windows(
    tokens: Sequence[Token], first: int, *, language: str
) -> Iterator[tuple[Sequence[Token], str]]:
    """One to three words from a place on that may be like a name, and their form."""
    for length in (1, 2, 3):
        window = tokens[first : first + length]
        if len(window) < length:
            return
        form = "".join(token.fold for token in window)
        if len(form) >= SHORTEST_FUZZY and not _ordinary(window, language=language):
            yield window, form


def asked_forms(tokens: Sequence[Token], *, language: str) -> frozenset[str]:
    """All forms that may be compared with names, whatever names are known."""
    asked = set()
    for first in range(len(tokens)):
        for window, form in windows(tokens, first, language=language):
            parts = (window[1:], window[:-1]) if len(window) > 1 else ()
            asked |= {form, *("".join(token.fold for token in part) for part in parts)}
    return frozenset(form for form in asked if len(form) >= SHORTEST_FUZZY)


def _ordinary(window: Sequence[Token], *, language: str) -> bool:
    """Whether every word is common, or the window begins or ends with a function word."""
    if len(window) == 1:
        return zipf(window[0].fold, language) >= 4.0
    edges = (window[0].fold, window[-1].fold)
    if any(zipf(word, language) >= 5.8 for word in edges):
        return True
    return all(zipf(token.fold, language) >= 4.5 for token in window)
