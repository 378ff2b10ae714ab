"""Which language a text is in, from its commonest words: enough to say that it is not English."""

from __future__ import annotations

import re
from collections.abc import Iterable

UNDETERMINED = "und"
"""ISO 639-2 for a language nobody knows."""

_COMMON = {
    "en": "the and you that it of to is was have this what with they for not are were there would",
    "fr": "le les des est et que vous je dans pour qui une pas sur ça avec c'est mais nous très",
    "de": "der die das und ist nicht ich wir ein eine auch mit auf sie es haben wie aber dann noch",
    "es": "el los que y es en una por con para no se lo como pero muy más está esto porque",
    "it": "il che di è non una per con sono gli ma anche più come questo della nel perché abbiamo",
    "pt": "o os que e é não uma um para com em do da mas como mais isso você então muito",
    "nl": "het een van dat niet zijn ik we maar ook met voor op wat hebben heel dus wel naar deze",
}
_SETS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_ENOUGH = 10


def language_of(texts: Iterable[str]) -> str:
    """ISO 639-1 code of the likeliest language, `UNDETERMINED` when the evidence is thin."""
    counts = dict.fromkeys(_SETS, 0)
    total = 0
    for text in texts:
        for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.casefold().replace("’", "'")):
            total += 1
            for language, common in _SETS.items():
                counts[language] += word in common
        if total > 20_000:
            break
    first, second = sorted(counts.values(), reverse=True)[:2]
    if first < _ENOUGH or first < 0.08 * total or first < 1.3 * second:
        return UNDETERMINED
    return max(counts, key=lambda language: counts[language])
