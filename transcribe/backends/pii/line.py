"""One turn as the recognizers read it: words, their folded form as one string, what is public."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from transcribe.backends.pii.fluency import without_fillers
from transcribe.backends.pii.lists import family_names, given_names, is_clear_name, public_forms
from transcribe.backends.pii.person_cues import GREETING, MEDIUM, METHODS, STRONG, TITLES
from transcribe.stages.detect import Candidate
from transcribe.stages.lexicon import AMBIGUOUS, zipf
from transcribe.stages.tokens import Token, tokenize

MOST_PUBLIC_WORDS = 4

_BRACKETED = re.compile(r"[\[⟦]([^\]⟧\n]{1,40})[\]⟧]")
_LABEL_WORDS = frozenset(
    """
    person people name names first last given family surname company organization organisation
    employer client customer product project tool team platform place location city town country
    region street address university school institute lab department date year years month months
    day age email e mail phone telephone link url website number id job title role position
    quantity duration amount other speaker interviewer interviewee participant researcher audio
    inaudible unintelligible unclear indistinct laughs laughter laughing laugh chuckles sighs music
    noise pause silence crosstalk overlapping cough coughs applause redacted removed anonymized
    anonymised deleted censored bleep sic blank passage left out foreign language end beginning of
    recording employees personne nom prenom entreprise ville pays lieu universite ecole adresse
    rires inaudibles silence and the a x y z
    """.split()
)
"""Words of placeholders and of remarks that transcribers put between brackets."""

_PLACEHOLDER = re.compile(
    r"\b(?:company|copmany|compnay|school|university|institute|country|"
    r"city|place|person|name|product|project|tool|team|client|customer|interviewer|interviewee|"
    r"platform|organi[sz]ation|department|speaker|participant|dataset|technology)[ _-]?"
    r"(?:\d{1,2}|[A-Z])\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A turn's text.

    Attributes
    ----------
    cased
        Whether the transcript writes capitals at all.
    unheard
        Characters of words that the recognizer was unsure of: names, more often than others.
    """

    text: str = field(repr=False)
    cased: bool
    language: str = "en"
    unheard: tuple[tuple[int, int], ...] = ()

    @cached_property
    def fluent(self) -> Line:
        """The same without hesitations; all characters keep their places."""
        text = without_fillers(self.text, language=self.language)
        return self if text == self.text else replace(self, text=text)

    def is_hesitation(self, start: int, end: int) -> bool:
        """Whether nothing but hesitations stands there."""
        return not self.fluent.text[start:end].strip()

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Its words."""
        return tokenize(self.text)

    @cached_property
    def _starts(self) -> dict[int, int]:
        starts, place = {}, 0
        for index, token in enumerate(self.tokens):
            starts[place] = index
            place += len(token.fold) + 1
        return starts

    @cached_property
    def folded(self) -> str:
        """Folded words joined by a space, ending in one: what cues are looked for in."""
        return "".join(token.fold + " " for token in self.tokens)

    def index_at(self, place: int) -> int | None:
        """Index of the word that begins at a place of `folded`; None past the end."""
        return self._starts.get(place)

    def word_index(self, place: int) -> int:
        """Index of the word that holds a place of `folded`."""
        return self.folded.count(" ", 0, place)

    @cached_property
    def public(self) -> frozenset[int]:
        """Indices of words that belong to public names or are placeholders already."""
        indices: set[int] = set()
        forms = public_forms()
        for first in range(len(self.tokens)):
            form = ""
            for last in range(first, min(len(self.tokens), first + MOST_PUBLIC_WORDS)):
                form += self.tokens[last].fold
                if form in forms and not self._clear_name_alone(first, last):
                    indices.update(range(first, last + 1))
        for match in _PLACEHOLDER.finditer(self.text):
            indices.update(self.touched(match.start(), match.end()))
        for match in _BRACKETED.finditer(self.text):
            inside = self.touched(match.start(), match.end())
            words = (self.tokens[index].fold for index in inside)
            # A name between brackets is a name still.
            if all(word in _LABEL_WORDS or word.isdigit() or len(word) == 1 for word in words):
                indices.update(inside)
        return frozenset(indices)

    def touched(self, start: int, end: int) -> list[int]:
        """Indices of words that touch some characters: those of a name in the line."""
        return [
            index
            for index, token in enumerate(self.tokens)
            if token.start < end and start < token.end
        ]

    def _clear_name_alone(self, first: int, last: int) -> bool:
        """Whether a public name is one word that may be a person's here (``Julia``, ``Weber``)."""
        if first != last:
            return False
        word = self.tokens[first].fold
        if is_clear_name(word):
            return not self._of_method(first)
        if word not in given_names() and word not in family_names():
            return False
        return not self._of_method(first) and (first in self._addressed or self._paired(first))

    def _of_method(self, index: int) -> bool:
        """Whether the word after says that a method bears the name (``Huber loss``)."""
        after = index + 1
        if after < len(self.tokens) and self.tokens[after].fold == "s":
            after += 1
        return after < len(self.tokens) and self.tokens[after].fold in METHODS

    @cached_property
    def _addressed(self) -> frozenset[int]:
        """Indices of words that stand where a person is introduced, greeted or mentioned."""
        return frozenset(
            index for pattern in (STRONG, MEDIUM, GREETING) for _, index in self.cued(pattern)
        )

    def _paired(self, index: int) -> bool:
        """Whether a word stands beside a given or family name, both with capitals."""
        if not self.tokens[index].capital:
            return False
        for other, names in ((index - 1, given_names()), (index + 1, family_names())):
            if 0 <= other < len(self.tokens) and self.adjacent(max(index, other)):
                token = self.tokens[other]
                if token.capital and token.fold in names and token.fold not in public_forms():
                    return True
        return False

    def capital(self, index: int) -> bool:
        """Whether a word's capital says something: not at a sentence's start, nor in ``I``."""
        token = self.tokens[index]
        # The full stop of "Mr." ends no sentence.
        opens = token.opens and not (index and self.tokens[index - 1].fold in TITLES)
        return self.cased and token.capital and not opens and token.fold != "i"

    def adjacent(self, index: int) -> bool:
        """Whether a word follows the one before it without a mark that ends a phrase."""
        before, token = self.tokens[index - 1], self.tokens[index]
        gap = self.text[before.end : token.start]
        return not any(mark in gap for mark in '.,?!:;()"\n') and " - " not in gap

    def is_method(self, index: int) -> bool:
        """Whether what follows a name on its line makes it that of a method (``Kalman filter``)."""
        after = index + 1
        if after >= len(self.tokens) or self.tokens[after].fold not in METHODS:
            return False
        return "\n" not in self.text[self.tokens[index].end : self.tokens[after].start]

    def is_unheard(self, index: int) -> bool:
        """Whether the recognizer was unsure of a word."""
        token = self.tokens[index]
        return any(start < token.end and token.start < end for start, end in self.unheard)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Characters of words ``first`` to ``last``, both in."""
        return self.tokens[first].start, self.tokens[last].end

    def candidate(
        self,
        first: int,
        last: int,
        *,
        kind: str,
        recognizer: str,
        sure: bool,
        reason: str,
        score: float,
        rank: int = 1,
        extends: bool = False,
    ) -> Candidate:
        """A candidate over words ``first`` to ``last``, both in."""
        start, end = self.span(first, last)
        return Candidate(
            start=start,
            end=end,
            type=kind,
            score=score,
            recognizer=recognizer,
            sure=sure,
            reason=reason,
            rank=rank,
            extends=extends,
        )

    def cued(self, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], int]]:
        """Matches of a cue and the index of the word right after it."""
        for match in pattern.finditer(self.folded):
            index = self.index_at(match.end())
            if index is not None:
                yield match, index


@lru_cache(maxsize=65536)
def rarity(word: str, language: str = "en") -> float:
    """Zipf frequency of a folded word or of its stem, whichever is more common."""
    best = zipf(word, language)
    for suffix, put in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            best = max(best, zipf(word[: -len(suffix)] + put, language) - 0.5)
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 4:
            best = max(best, zipf(word[len(prefix) :], language) - 0.7)
    return best


_SUFFIXES = (
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("d", ""),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("er", "e"),
    ("ers", ""),
    ("ers", "e"),
    ("or", ""),
    ("ly", ""),
    ("ness", ""),
    ("able", ""),
    ("able", "e"),
    ("ability", ""),
    ("ability", "e"),
    ("ability", "able"),
    ("ization", "ize"),
    ("ization", "al"),
    ("ization", ""),
    ("isation", ""),
    ("ation", "e"),
    ("ation", ""),
    ("ational", "ation"),
    ("ize", ""),
    ("izing", "ize"),
    ("izing", ""),
    ("ized", ""),
    ("ity", ""),
    ("wise", ""),
    ("less", ""),
    ("ful", ""),
    ("ish", ""),
    ("ment", ""),
)
_PREFIXES = (
    "re un over under pre non multi sub super inter hyper micro macro mis dis de out auto co meta "
    "para semi anti cross back fore up down data web soft hard work"
).split()


def is_ambiguous(word: str) -> bool:
    """Whether a folded word is an ordinary one that is also a name."""
    return word in AMBIGUOUS
