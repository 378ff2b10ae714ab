"""Small pure choices about words: which to listen for, and which hesitations to drop."""

from __future__ import annotations

import re
from dataclasses import replace

from transcribe.core.asr import AsrResult, Segment
from transcribe.core.guide import Guide
from transcribe.core.recording import Identifiers
from transcribe.stages.lexicon import zipf

FILLERS = frozenset(
    "um umm uhm uh uhh er erm hm hmm mm mmm mhm mm-hmm uh-huh euh heu ben hum ähm äh".split()
)
"""Hesitations and backchannels of English, French and German speech."""

MOST_HOTWORDS = 60
# Whisper's prompt holds 224 tokens; names take two to four each.

RARE, MOST_RARE = 3.5, 20
"""Zipf frequency under which a word of the guide is worth listening for, and how many are."""

ENGLISH = 0.6
"""Share of everyday words from which a guide counts as English: the lists of words are."""

_WORD = re.compile(r"\b[^\W\d_]{5,}\b")
_TERM = re.compile(r"\b(?:[A-Z]{2,}[a-z]?|[A-Z]?[a-z]+[A-Z]\w*|[A-Z]\w+(?:-[A-Z]\w+)+)\b")


def hotwords(
    guide: Guide | None, identifiers: Identifiers, chosen: tuple[str, ...]
) -> tuple[str, ...]:
    """Words worth listening for: the study's own, the sidecar's names, the guide's terms
    and its rare words.

    Parameters
    ----------
    chosen
        ``asr.hotwords`` of the study; they come first.

    Returns
    -------
    At most `MOST_HOTWORDS` distinct words or names, the most wanted first.
    """
    names = (
        *identifiers.people,
        *identifiers.organizations,
        *identifiers.products,
        *identifiers.places,
    )
    terms = (
        sorted({term for item in guide.items for term in _TERM.findall(item.text)}) if guide else []
    )
    known = {term.lower() for term in terms}
    rare = [word for word in _rare_words(guide) if word not in known] if guide else []
    return tuple(dict.fromkeys((*chosen, *names, *terms, *rare)))[:MOST_HOTWORDS]


def _rare_words(guide: Guide) -> tuple[str, ...]:
    """Words of an English guide that are seldom heard elsewhere, the rarest first."""
    words = {word.lower() for item in guide.items for word in _WORD.findall(item.text)}
    frequencies = {word: zipf(word) for word in sorted(words)}
    everyday = sum(frequency >= RARE for frequency in frequencies.values())
    if everyday < ENGLISH * len(words):
        return ()
    rare = [word for word in frequencies if 0 < frequencies[word] < RARE]
    return tuple(sorted(rare, key=lambda word: (frequencies[word], word))[:MOST_RARE])


def is_filler(text: str) -> bool:
    """Whether a word is nothing but a hesitation."""
    return re.sub(r"[^\w-]", "", text.casefold()) in FILLERS


def drop_fillers(result: AsrResult) -> AsrResult:
    """The same result without hesitations; the artefact of asr keeps them."""

    def cleaned(segment: Segment) -> Segment:
        return replace(
            segment, words=tuple(word for word in segment.words if not is_filler(word.text))
        )

    return replace(result, segments=tuple(cleaned(segment) for segment in result.segments))
