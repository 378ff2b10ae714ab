"""Known names in a text: exact variants, which are replaced, and likely ones, which a person sees.

Exact is: any case, accents or none, possessive, plural, words joined, split, hyphenated, turned
round or spelled letter by letter, numbers as words; part of a name that is rare enough to stand
for it; initials. What is only like a name is looked for in `transcribe.stages.likely`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from transcribe.core.pii import normalize
from transcribe.stages.forms import HEAD, Form, nickname_forms, part_forms, whole_forms
from transcribe.stages.full_names import join_names
from transcribe.stages.lexicon import ORDINARY, zipf
from transcribe.stages.likely import Likeness
from transcribe.stages.mentions import KnownName, Match, choose
from transcribe.stages.spelling import spelled_runs
from transcribe.stages.spoken_numbers import number_readings
from transcribe.stages.tokens import Token, compact, tokenize
from transcribe.stages.writing import (
    DOUBTFUL_PART,
    is_doubtful_part,
    is_plausible,
    is_unspaced,
)

GLUED = 8
"""Letters of a whole name that is recognized inside a longer word (``marialopezphd``)."""

GLUED_WORD = 6
"""The same for one rare word of a listed name (``lucpicard77``)."""

SHORTEST_GLUED = 5
"""Letters of a word in which anything glued is looked for."""

_DIGITS = re.compile(r"^\d+|\d+$")


def inflections(form: str) -> tuple[str, ...]:
    """A form, its plural, and the possessive that lost its apostrophe."""
    if len(form) < 4 or not form.isalnum():
        return (form,)
    if form.endswith("s"):
        return (form, form + "es")
    hisses = form.endswith(("x", "z", "ch", "sh"))
    return (form, form + "s", form + "es") if hisses else (form, form + "s")


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
        self._owners: dict[str, set[tuple[str, str]]] = {}
        for made in (whole_forms, part_forms, nickname_forms):
            for name in ordered:
                for text, form in made(name, language=language):
                    self._add(text, form)
        self._inside = {
            name.text: name for name in ordered if len(name.text) > 1 and is_unspaced(name.text)
        }
        self._longest = max((len(form) for form in self._forms), default=0)
        # Numbers said in words are read for these alone: what a name matches hangs on no other.
        self._numbered = {
            text: form
            for text, form in self._forms.items()
            if sum(char.isdigit() for char in text) > 1
        }
        self._whole = sorted(
            text
            for text, form in self._forms.items()
            if form.sure and not form.capital and _is_worded(text)
            if (form.tokens > 1 and len(text) >= GLUED)
            or (form.name.listed and len(text) >= GLUED_WORD and zipf(text, language) < ORDINARY)
        )
        self._likeness = Likeness(self._forms, ordered, language=language)

    def _add(self, text: str, form: Form) -> None:
        """Keep a form with its inflections."""
        if not text:
            return
        owner = (form.name.type, normalize(form.name.text))
        for inflected in inflections(text):
            self._forms.setdefault(inflected, form)
            if form.sure:
                self._owners.setdefault(inflected, set()).add(owner)

    def owners(self, mention: str) -> frozenset[tuple[str, str]]:
        """Type and normalized text of every known name that a mention may stand for."""
        return frozenset(self._owners.get(compact(mention), ()))

    @property
    def forms(self) -> Collection[str]:
        """Every folded writing that is looked for."""
        return self._forms.keys()

    @property
    def sure_forms(self) -> Collection[str]:
        """Those that `owners` knows."""
        return self._owners.keys()

    def touches(self, text: str) -> bool:
        """Whether a text may hold a known name, likenesses left out."""
        tokens = tokenize(text)
        return bool(self._exact(tokens, text)) or any(self._without_spaces(text))

    @property
    def compared(self) -> Collection[str]:
        """Forms that words are compared with; see `transcribe.stages.likely`."""
        return self._likeness.compared

    def meant(self, mention: str) -> Match | None:
        """The listed person that a name in a transcript may be, misheard; None for no other."""
        return self._likeness.meant(mention)

    # -- looking ------------------------------------------------------------------------------

    def find(self, text: str, *, fuzzy: bool = True) -> tuple[Match, ...]:
        """All matches in a text, ordered, none overlapping; sure ones win, then longer ones."""
        if not self._forms:
            return ()
        tokens = tokenize(text)
        matches = self._exact(tokens, text)
        matches += self._without_spaces(text)
        found = join_names(choose(match for match in matches if match.exact), text)
        doubtful = _beside(found, (match for match in matches if not match.exact))
        found = (*found, *choose(match for match in doubtful if match.reason != HEAD))
        # "Silver brick" is looked at as a whole, before its first word is.
        alike = [match for match in doubtful if match.reason == HEAD]
        alike += self._likeness.find(tokens) if fuzzy else []
        found = (*found, *choose(_beside(found, alike)))
        return tuple(sorted(found, key=lambda match: match.start))

    def _exact(self, tokens: Sequence[Token], text: str) -> list[Match]:
        matches = self._in_words(tokens, text, self._forms)
        for token in tokens:
            known = self._glued(token)
            if known is not None:
                matches.append(_match(known, token.start, token.end))
        for run in spelled_runs(tokens):
            matches += self._in_words(run, text, self._forms)
        for reading in number_readings(tokens) if self._numbered else ():
            matches += self._in_words(reading, text, self._numbered)
        return matches

    def _in_words(
        self, tokens: Sequence[Token], text: str, forms: Mapping[str, Form]
    ) -> list[Match]:
        matches = []
        for first, token in enumerate(tokens):
            form = ""
            for last in range(first, len(tokens)):
                form += tokens[last].fold
                if len(form) > self._longest:
                    break
                known = forms.get(form)
                if known is not None and last == first and is_doubtful_part(token, known, tokens):
                    doubt = DOUBTFUL_PART if known.sure else {"capital": False}
                    known = replace(known, **doubt)
                if known is not None and is_plausible(tokens[first : last + 1], known, text):
                    matches.append(_match(known, token.start, tokens[last].end))
        return matches

    def _glued(self, token: Token) -> Form | None:
        """A name with digits or other letters stuck to it, as in the name of an account."""
        if len(token.fold) < SHORTEST_GLUED or token.fold in self._forms:
            return None
        bare = _DIGITS.sub("", token.fold)
        known = self._forms.get(bare) if bare != token.fold and len(bare) >= 4 else None
        if known is not None and known.sure and not known.capital:
            return known
        if len(token.fold) <= GLUED or zipf(token.fold, self.language) > 0:
            return None
        held = next((form for form in self._whole if form in token.fold), None)
        return self._forms[held] if held else None

    def _without_spaces(self, text: str) -> Iterator[Match]:
        """Names in scripts that do not part words, wherever their letters stand."""
        for form, name in self._inside.items():
            reason = "a listed identifier" if name.listed else "a name found in the study"
            known = Form(name=name, whole=True, score=1.0, reason=reason, tokens=1)
            for found in re.finditer(re.escape(form), text):
                yield _match(known, found.start(), found.end())


def _is_worded(text: str) -> bool:
    """Whether a form has letters enough to be told inside a longer word (``7sparrows``)."""
    letters = sum(char.isalpha() for char in text)
    return text.isalpha() or (text.isalnum() and letters >= GLUED_WORD)


def _beside(taken: Sequence[Match], matches: Iterable[Match]) -> list[Match]:
    """Matches that touch none of those taken."""
    return [
        match
        for match in matches
        if all(match.end <= one.start or match.start >= one.end for one in taken)
    ]


def _match(known: Form, start: int, end: int) -> Match:
    return Match(
        start=start,
        end=end,
        type=known.name.type,
        identity=normalize(known.name.text),
        score=known.score,
        exact=known.sure,
        reason=known.reason,
    )
