"""Known names in a text: exact variants, which are replaced, and likely ones, which a person sees.

Exact is: any case, accents or none, possessive, plural, words joined, split or spelled letter by
letter, numbers as words; part of a name that is rare enough to stand for it; initials.
Fuzzy is: a small edit distance, or the same sound (Metaphone), as recognizers misspell names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from transcribe.core.pii import normalize
from transcribe.stages.lexicon import COMMON, ORDINARY, is_common, zipf
from transcribe.stages.mentions import KnownName, Match, choose
from transcribe.stages.tokens import Token, tokenize
from transcribe.stages.writing import (
    DOUBTFUL_PART,
    GENERIC,
    Form,
    Half,
    half_heard,
    halves,
    is_doubtful_part,
    is_plausible,
    is_unspaced,
)

FUZZY_LIMIT = 80.0
"""Smallest likeness (rapidfuzz ratio, 0 to 100) of a fuzzy variant."""

COMMON_LIMIT = 84.0
"""The same for several words of which one is common."""

SOUND_LIMIT = 62.0
"""Smallest likeness of a variant that sounds the same."""

SHORTEST_FUZZY = 5
"""Letters that a name needs before likeness says anything."""

_SPOKEN = {"@": " at ", ".": " dot ", "_": " underscore ", "-": " dash ", "+": " plus "}


class KnownNames:
    """Finds known names and their variants.

    Parameters
    ----------
    names
        In any order; the result does not depend on it.
    language
        Whose words are ordinary.
    """

    def __init__(self, names: Iterable[KnownName], *, language: str = "en") -> None:
        self.language = language
        ordered = sorted(
            set(names), key=lambda name: (-len(name.text), name.type, name.text, not name.alike)
        )
        self._forms: dict[str, Form] = {}
        for name in ordered:
            self._add_whole(name)
        for name in ordered:
            self._add_parts(name)
        self._inside = {
            name.text: name for name in ordered if len(name.text) > 1 and is_unspaced(name.text)
        }
        self._longest = max((len(form) for form in self._forms), default=0)
        self._fuzzy = {
            form: known
            for form, known in self._forms.items()
            if len(form) >= SHORTEST_FUZZY
            if known.sure and known.name.alike and not known.capital
            if not form.isdigit()
        }
        self._cache: dict[str, tuple[str, float, str] | None] = {}
        self._halves: dict[str, list[Half]] = {}
        for name in ordered:
            if name.listed and name.type not in ("EMAIL", "PHONE"):
                words = [token.fold for token in tokenize(name.text)]
                for word, half in halves(words, "".join(words), language=language):
                    self._halves.setdefault(word, []).append(half)

    # -- what to look for ---------------------------------------------------------------------

    def _add(self, form: str, known: Form) -> None:
        """Keep a form, with an s for the plural and the possessive that lost its apostrophe."""
        if form:
            self._forms.setdefault(form, known)
        if len(form) >= 4 and not form.endswith("s") and form.isalpha():
            self._forms.setdefault(form + "s", known)

    def _add_whole(self, name: KnownName) -> None:
        spoken = name.text
        for mark, word in _SPOKEN.items():
            spoken = spoken.replace(mark, word)
        for text in (name.text, spoken):
            words = [token.fold for token in tokenize(text)]
            ordinary = all(
                is_common(word, self.language) or zipf(word, self.language) >= ORDINARY
                for word in words
            )
            reason = "a listed identifier" if name.listed else "a name found in the study"
            known = Form(
                name=name,
                whole=True,
                score=1.0,
                reason=reason,
                capital=ordinary and not name.listed,
            )
            self._add("".join(words), known)

    def _add_parts(self, name: KnownName) -> None:
        words = [token.fold for token in tokenize(name.text)]
        if len(words) < 2 or name.type in ("EMAIL", "PHONE"):
            return
        person = name.type == "PERSON"
        for word in words:
            part = self._part(word, name=name, person=person)
            if part is not None:
                self._add(word, part)
        short = Form(name=name, whole=False, score=0.95, reason="short form of a longer name")
        core = [word for word in words if word not in GENERIC]
        if 1 < len(core) < len(words):
            self._add("".join(core), short)
        if person:
            initial = Form(name=name, whole=False, score=0.95, reason="initial and family name")
            self._add(words[0][:1] + "".join(words[1:]), initial)
        initials = "".join(word[:1] for word in words if word not in ("of", "the", "and", "de"))
        if not person and len(initials) >= 3 and zipf(initials, self.language) < 3.0:
            reason = "initials of a longer name"
            self._add(initials, Form(name=name, whole=False, score=0.9, reason=reason))

    def _part(self, word: str, *, name: KnownName, person: bool) -> Form | None:
        """How far one word of a longer name stands for it; None when it says nothing."""
        if len(word) < 3 or word in GENERIC or word.isdigit():
            return None
        reason = "part of a longer name"
        if person:
            capital = is_common(word, self.language)
            return Form(name=name, whole=False, score=0.95, reason=reason, capital=capital)
        frequency = zipf(word, self.language)
        if len(word) < 4 or frequency >= COMMON:
            return None
        sure = frequency < ORDINARY
        return Form(name=name, whole=False, score=0.95 if sure else 0.6, reason=reason, sure=sure)

    # -- looking ------------------------------------------------------------------------------

    def find(self, text: str, *, fuzzy: bool = True) -> tuple[Match, ...]:
        """All matches in a text, ordered, none overlapping; exact and longer ones win."""
        if not self._forms:
            return ()
        tokens = tokenize(text)
        found = choose(self._exact(tokens, text))
        if not fuzzy:
            return found
        taken = [(match.start, match.end) for match in found]
        likely = [
            match
            for match in self._likely(tokens)
            if all(match.end <= start or match.start >= end for start, end in taken)
        ]
        return tuple(sorted((*found, *choose(likely)), key=lambda match: match.start))

    def _exact(self, tokens: Sequence[Token], text: str) -> list[Match]:
        matches = []
        for first, token in enumerate(tokens):
            form = ""
            for last in range(first, len(tokens)):
                form += tokens[last].fold
                if len(form) > self._longest:
                    break
                known = self._forms.get(form)
                if known is not None and is_doubtful_part(token, known, tokens):
                    known = replace(known, **DOUBTFUL_PART)
                if known is None or not is_plausible(tokens[first : last + 1], known, text):
                    continue
                matches.append(
                    Match(
                        start=token.start,
                        end=tokens[last].end,
                        type=known.name.type,
                        identity=normalize(known.name.text),
                        score=known.score,
                        exact=known.sure,
                        reason=known.reason,
                    )
                )
        matches += self._without_spaces(text)
        return matches

    def _without_spaces(self, text: str) -> list[Match]:
        """Names in scripts that do not part words, wherever their letters stand."""
        return [
            Match(
                start=found.start(),
                end=found.end(),
                type=name.type,
                identity=normalize(name.text),
                score=1.0,
                exact=True,
                reason="a listed identifier" if name.listed else "a name found in the study",
            )
            for form, name in self._inside.items()
            for found in re.finditer(re.escape(form), text)
        ]

    def _likely(self, tokens: Sequence[Token]) -> list[Match]:
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
                known = self._forms[best[0]]
                if length > 1 and (self._sub_window(window, best) or self._loose(window, best)):
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
