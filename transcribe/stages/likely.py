"""Words that are like a known name: a small edit distance, or the same sound (Metaphone).

Recognizers misspell names; what is found here waits for a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from transcribe.core.pii import normalize
from transcribe.stages.forms import Form
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
            for length in (1, 2, 3):
                window = tokens[first : first + length]
                if len(window) < length:
                    break
                form = "".join(token.fold for token in window)
                if len(form) < SHORTEST_FUZZY or self._ordinary(window):
                    continue
                best = self._nearest(form)
                if best is None:
                    continue
                if length > 1 and (self._sub_window(window, best) or self._loose(window, best)):
                    continue
                known = self._forms[best[0]]
                if length == 1 and not known.name.listed and self._usual(form):
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

    def _ordinary(self, window: Sequence[Token]) -> bool:
        """Whether every word is common, or the window begins or ends with a function word."""
        common = [zipf(token.fold, self.language) >= 4.5 for token in window]
        if len(window) == 1:
            return zipf(window[0].fold, self.language) >= 4.0
        edges = (window[0].fold, window[-1].fold)
        return all(common) or any(zipf(word, self.language) >= 5.8 for word in edges)

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
        import jellyfish
        from rapidfuzz import fuzz, process

        if len(form) < SHORTEST_FUZZY:
            return None
        sound = jellyfish.metaphone(form)
        found = process.extract(
            form, self._fuzzy.keys(), scorer=fuzz.ratio, score_cutoff=SOUND_LIMIT, limit=5
        )
        for candidate, ratio, _ in sorted(found, key=lambda hit: (-hit[1], hit[0])):
            limit = FUZZY_LIMIT if len(candidate) < 8 else FUZZY_LIMIT - 2
            if ratio >= limit:
                return (candidate, ratio, "spelled like")
            if len(sound) >= 3 and sound == jellyfish.metaphone(candidate):
                return (candidate, ratio, "sounds like")
        return None
