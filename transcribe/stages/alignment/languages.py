"""Whether the interview is in another language than its guide."""

from __future__ import annotations

import re

from transcribe.core.guide import Guide
from transcribe.core.transcript import Transcript

NAMES = {
    "en": "English",
    "fr": "French",
    "de": "German",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
}
_FREQUENT = {
    "en": "the and you of to is that what how do have your with are this was it they",
    "fr": "le la les et vous de des est que pour dans une avez pas qui sur ce nous votre",
    "de": "der die das und sie ist nicht wie mit ein eine haben zu auf für wir ihre es auch",
    "es": "el la los y usted de que es en para con una no por su como qué se las",
    "it": "il la di e che è per non con una sono come si del gli ha della lei cosa",
    "pt": "o a os e de que é em para com uma não por você como do da se na",
    "nl": "de het en van een is dat u wat niet hoe met voor op zijn heeft we ook",
}
FEWEST_WORDS = 12
CLEAR = 1.5
"""How many times as many frequent words as the next language, to be told."""


def language_of(text: str) -> str:
    """ISO 639-1 code by frequent words, or empty when it is not clear."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(words) < FEWEST_WORDS:
        return ""
    counts = {
        code: sum(word in frequent for word in words)
        for code, frequent in ((code, set(line.split())) for code, line in _FREQUENT.items())
    }
    first, second = sorted(counts, key=lambda code: (-counts[code], code))[:2]
    clear = counts[first] >= max(3, CLEAR * counts[second])
    return first if clear else ""


def languages_of(transcript: Transcript, guide: Guide) -> tuple[str, str]:
    """Languages of the interview and of its guide; empty where they are not clear."""
    written = language_of(" ".join(item.text for item in guide.items))
    said = language_of(" ".join(turn.text for turn in transcript.turns)) or transcript.language
    return said[:2], written


def other_language(transcript: Transcript, guide: Guide) -> tuple[str, ...]:
    """A notice when the guide's language is clearly not the interview's; else nothing."""
    said, written = languages_of(transcript, guide)
    if not written or not said or said == written:
        return ()
    spoken = NAMES.get(said, said)
    return (
        f"the interview is in {spoken}, its guide in {NAMES[written]}: check which questions "
        "the turns were tied to, or give a guide in the language of the interview",
    )
