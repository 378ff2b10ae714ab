"""Words as they are compared: case, punctuation, hesitations and ways of writing numbers gone.

Rules, in order:

1. NFKC, lower case, ’ as '; hyphens, dashes, slashes, underscores, @ and dots inside words part
   them;
2. all other punctuation goes, but for apostrophes inside a word;
3. hesitations go (um, uh, er, erm, hmm, mm, mhm and their like): whether to write them is the
   study's choice (``fillers``), not an error; yeah, okay and right stay;
4. a stretch of number words or digits becomes its digits, joined ("twenty twenty one" and "2021",
   "five five five" and "555"); a lone "a" is never a number, "and" only inside one;
5. ok is okay;
6. the mark ``[inaudible]`` goes: it says that there are no words.
"""

from __future__ import annotations

import re
import unicodedata

_HESITATION = re.compile(r"(?:u+[hm]+|e+r+m*|e+hm*|a+hm*|h+m+|mm+|m+h+m+|uhm|uh+u+h+|huh|hem)")
_PARTERS = re.compile(r"[-‐‑‒–—―/_@.]+")
_MARK = re.compile(r"\[inaudible\]")
_OTHER = re.compile(r"[^\w\s']|(?<!\w)'|'(?!\w)")

_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_UNITS["oh"] = 0
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}


def normal_words(text: str) -> list[str]:
    """Words of a text as they are compared.

    >>> normal_words("Um, we had twenty-one of them in 2021 — OK?")
    ['we', 'had', '21', 'of', 'them', 'in', '2021', 'okay']
    >>> normal_words("so [inaudible] yes")
    ['so', 'yes']
    """
    folded = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    # A decimal point or thousands' comma belongs to its number.
    folded = re.sub(r"(?<=\d),(?=\d{3}\b)", "", folded)
    parted = _OTHER.sub(" ", _PARTERS.sub(" ", _MARK.sub(" ", folded)))
    words = [word for word in parted.split() if not _HESITATION.fullmatch(word)]
    return ["okay" if word == "ok" else word for word in _numbers(words)]


def _numbers(words: list[str]) -> list[str]:
    """Stretches of number words and digits as one token of digits each."""
    result: list[str] = []
    at = 0
    while at < len(words):
        end = _number_end(words, at)
        if end == at:
            result.append(words[at])
            at += 1
        else:
            result.append(_digits(words[at:end]))
            at = end
    return result


def _number_end(words: list[str], at: int) -> int:
    """Index after the number that begins at a word; the same index where none does."""
    if not _is_number(words[at]) or words[at] in _SCALES or words[at] == "oh":
        return at
    end = at + 1
    while end < len(words):
        joins = words[end] == "and" and end + 1 < len(words) and words[end - 1] in _SCALES
        if _is_number(words[end]):
            end += 1
        elif joins and _is_number(words[end + 1]):
            end += 2
        else:
            break
    return end


def _is_number(word: str) -> bool:
    return word.isdecimal() or word in _UNITS or word in _TENS or word in _SCALES


def _digits(words: list[str]) -> str:
    """Digits of a number as read: groups that cannot add up follow one another."""
    groups: list[int | str] = []
    for word in words:
        last = groups[-1] if groups else None
        if word == "and":
            continue
        if word.isdecimal():
            groups.append(word)
        elif word in _SCALES and isinstance(last, int):
            groups[-1] = _scaled(last, _SCALES[word])
        elif word in _SCALES:
            groups.append(str(_SCALES[word]) if last is None else str(_SCALES[word])[1:])
        else:
            value = _UNITS.get(word, _TENS.get(word, 0))
            if isinstance(last, int) and _takes(last, value):
                groups[-1] = last + value
            else:
                groups.append(value)
    return "".join(str(group) for group in groups)


def _scaled(last: int, scale: int) -> int:
    """Three hundred; two thousand three hundred: only the part under the scale is multiplied."""
    below = last % scale if last >= scale else last
    return last - below + max(below, 1) * scale


def _takes(last: int, value: int) -> bool:
    """Whether a value is said as part of the number before it (twenty | one, 300 | twelve)."""
    if last == 0:
        return False
    if last % 1000 == 0 or last % 100 == 0:
        return value < 100
    return last % 10 == 0 and last % 100 >= 20 and 0 < value < 10
