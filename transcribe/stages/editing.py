"""Turns cut and joined, and times for words that a person changed."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field, replace

from transcribe.core.time import Seconds
from transcribe.core.transcript import Turn

_TOKEN = re.compile(r"\S+")
LARGE = 2000
"""Changed words from which common ones are passed over when a text is compared."""
_PLAIN = re.compile(r"[^\w']+")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedToken:
    """A word of a turn's text as it now stands, with the time at which it is heard.

    Attributes
    ----------
    start_char, end_char
        Code points into the turn's text, half-open.
    start, end
        Seconds, or None where the turn has no times.
    word
        Place of the recognized word it stands for, or None where a person added it.
    """

    start_char: int
    end_char: int
    text: str = field(repr=False)
    start: Seconds | None
    end: Seconds | None
    word: int | None


def timed_tokens(turn: Turn) -> tuple[TimedToken, ...]:
    """Words of a turn's text with times, however the text was edited.

    Words left as they were keep their times. Changed ones share the interval of what they
    replaced, evenly; added ones have the moment between their neighbours.
    """
    tokens = [(found.start(), found.end(), found.group()) for found in _TOKEN.finditer(turn.text)]
    if not turn.words:
        return tuple(
            TimedToken(start_char=a, end_char=b, text=text, start=None, end=None, word=None)
            for a, b, text in tokens
        )
    if turn.edited is None and len(tokens) == len(turn.words):
        return tuple(
            TimedToken(
                start_char=a, end_char=b, text=text, start=word.start, end=word.end, word=place
            )
            for place, ((a, b, text), word) in enumerate(zip(tokens, turn.words, strict=True))
        )
    heard = [_plain(word.text) for word in turn.words]
    written = [_plain(text) for _, _, text in tokens]
    placed: list[TimedToken] = []
    for kind, low, high, first, last in _differences(heard, written):
        for place in range(first, last):
            a, b, text = tokens[place]
            word: int | None
            if kind == "equal":
                word = low + place - first
                begin, end = turn.words[word].start, turn.words[word].end
            else:
                word = _counterpart(place - first, last - first, low, high)
                begin, end = _share(turn, low, high, place - first, last - first)
            placed.append(
                TimedToken(start_char=a, end_char=b, text=text, start=begin, end=end, word=word)
            )
    return tuple(placed)


def _differences(heard: list[str], written: list[str]) -> list[tuple[str, int, int, int, int]]:
    """`difflib` opcodes; what is the same at both ends is set aside, as its time grows squared."""
    least = min(len(heard), len(written))
    head = next((at for at in range(least) if heard[at] != written[at]), least)
    tail = next(
        (at for at in range(least - head) if heard[-1 - at] != written[-1 - at]), least - head
    )
    last_heard, last_written = len(heard) - tail, len(written) - tail
    matcher = difflib.SequenceMatcher(
        a=heard[head:last_heard],
        b=written[head:last_written],
        autojunk=max(last_heard, last_written) - head > LARGE,
    )
    found = [("equal", 0, head, 0, head)] if head else []
    found += [
        (kind, a + head, b + head, c + head, d + head) for kind, a, b, c, d in matcher.get_opcodes()
    ]
    if tail:
        found.append(("equal", last_heard, len(heard), last_written, len(written)))
    return found


def _plain(text: str) -> str:
    return _PLAIN.sub("", text.casefold())


def _counterpart(place: int, count: int, low: int, high: int) -> int | None:
    return low + place if high - low == count else None


def _share(turn: Turn, low: int, high: int, place: int, count: int) -> tuple[Seconds, Seconds]:
    """Interval of one of ``count`` written words that stand for heard words low to high."""
    if low < high:
        begin, end = turn.words[low].start, max(word.end for word in turn.words[low:high])
    else:
        begin = turn.words[low - 1].end if low else turn.words[0].start
        end = max(begin, turn.words[low].start if low < len(turn.words) else begin)
    step = (end - begin) / count
    return round(begin + place * step, 3), round(begin + (place + 1) * step, 3)


def cut(turn: Turn, at: int, *, new_id: str) -> tuple[Turn, Turn] | None:
    """Cut a turn before a code point of its text; None where a side would be empty.

    The cut falls between words: a place inside a word means before that word.
    """
    tokens = timed_tokens(turn)
    second = [token for token in tokens if token.end_char > at]
    if not second or len(second) == len(tokens):
        return None
    border = second[0].start_char
    if turn.edited is None and turn.words:
        place = second[0].word
        if place is None:
            return None
        return replace(turn, words=turn.words[:place]), replace(
            turn, id=new_id, words=turn.words[place:]
        )
    place = _first_word(turn, tokens, border)
    head_text, tail_text = turn.text[:border].rstrip(), turn.text[border:]
    head = replace(turn, words=turn.words[:place], edited=head_text)
    tail = replace(turn, id=new_id, words=turn.words[place:], edited=tail_text)
    if turn.given and not turn.words:
        middle = _middle(turn.given, share=border / max(1, len(turn.text)))
        head = replace(head, given=(turn.given[0], middle))
        tail = replace(tail, given=(middle, turn.given[1]))
    return head, tail


def _first_word(turn: Turn, tokens: tuple[TimedToken, ...], border: int) -> int:
    """Place of the first recognized word that belongs behind a border in the text."""
    behind = [
        token.word for token in tokens if token.start_char >= border and token.word is not None
    ]
    if behind:
        return min(behind)
    ahead = [token.word for token in tokens if token.start_char < border and token.word is not None]
    return max(ahead) + 1 if ahead else len(turn.words)


def _middle(given: tuple[Seconds, Seconds], *, share: float) -> Seconds:
    return round(given[0] + (given[1] - given[0]) * share, 3)


def join(turn: Turn, following: Turn) -> Turn:
    """Two turns as one, under the id and speaker of the first; no word and no time is lost."""
    words = (*turn.words, *following.words)
    plain = turn.edited is None and following.edited is None
    if plain and words and _joins(words[len(turn.words) :]):
        return replace(turn, words=words, margin=min(turn.margin, following.margin))
    given = None
    if turn.given and following.given:
        given = (turn.given[0], max(turn.given[1], following.given[1]))
    return replace(
        turn,
        words=words,
        edited=" ".join(part for part in (turn.text, following.text) if part),
        margin=min(turn.margin, following.margin),
        given=given or turn.given or following.given,
    )


def _joins(words: tuple[object, ...]) -> bool:
    """Whether words bring the space before them along, as recognized ones do."""
    return not words or str(getattr(words[0], "text", "")).startswith(" ")
