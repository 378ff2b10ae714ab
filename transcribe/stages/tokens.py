"""Words of a text with their places, in a form that does not care how a recognizer wrote them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from transcribe.stages.lookalikes import FILLERS, INVISIBLE, LOOKALIKES

_INSIDE = f"\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f{INVISIBLE}"
_LETTER = r"[^\W_]|[\u24b6-\u24e9\U0001f130-\U0001f149\U0001f150-\U0001f169\U0001f170-\U0001f189]"
# Combining marks and invisible characters do not end a word: they must not hide a name either.
# Nor must letters in circles and squares, which are symbols to Unicode.
WORD = re.compile(rf"(?:{_LETTER})(?:{_LETTER}|[{_INSIDE}])*")

_SQUARED = {
    first + letter: chr(ord("A") + letter) for first in (0x1F150, 0x1F170) for letter in range(26)
}
# White letters on black: the only ones in frames that do not decompose.

DIGIT_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
}
_FRENCH = "deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt"
# But for "un", which is an article more often; "six" is English as well.
DIGIT_WORDS |= dict(
    zip(_FRENCH.split(), "2 3 4 5 7 8 9 10 11 12 13 14 15 16 20".split(), strict=True)
)

_PAIRED = str.maketrans(
    {"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D"}
)
# Letters that Unicode does not take apart and that are written with plain ones.


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A run of letters or digits.

    Attributes
    ----------
    start, end
        Code points into the text, half-open.
    fold
        Case and accents gone, small number words as digits: what names are compared by.
    opens
        Whether it begins a sentence, so that a capital says nothing.
    """

    start: int
    end: int
    text: str = field(repr=False)
    fold: str = field(repr=False)
    opens: bool = False

    @property
    def capital(self) -> bool:
        """Whether it is written with a capital first."""
        return self.text[:1].isupper()


def fold(word: str) -> str:
    """Reduce a word to what names are compared by.

    >>> fold("José"), fold("Two")
    ('jose', '2')
    """
    plain = strip_accents(word).casefold()
    return DIGIT_WORDS.get(plain, plain)


def strip_accents(text: str) -> str:
    """Leave out combining marks and invisible characters; letters become those they look like.

    >>> strip_accents("Sо\u200breń")  # with a Cyrillic o
    'Soren'
    """
    if text.isascii():
        return text
    letters = text.translate(_SQUARED).translate(_PAIRED)
    decomposed = unicodedata.normalize("NFKD", letters).translate(LOOKALIKES)
    return "".join(
        char
        for char in decomposed
        if unicodedata.category(char) not in ("Mn", "Cf") and char not in FILLERS
    )


def tokenize(text: str) -> tuple[Token, ...]:
    """Split a text into its words; apostrophes, hyphens and underscores separate."""
    tokens: list[Token] = []
    last = 0
    for match in WORD.finditer(text):
        gap = text[last : match.start()]
        opens = not tokens or any(mark in gap for mark in '.?!:;\n…"“«') or " - " in gap
        last = match.end()
        tokens.append(
            Token(
                start=match.start(),
                end=match.end(),
                text=match.group(),
                fold=fold(match.group()),
                opens=opens,
            )
        )
    return tuple(tokens)


def compact(text: str) -> str:
    """All words of a text folded and joined: equal for joined, split and hyphenated writing.

    >>> compact("Bright-Water Two") == compact("brightwater 2")
    True
    """
    return "".join(token.fold for token in tokenize(text))
