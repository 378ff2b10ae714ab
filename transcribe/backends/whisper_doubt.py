"""Signs that Whisper went wrong on a piece, and which of two decodings is the better.

Thresholds of compression and log-probability are Whisper's own (Radford et al. 2022, section 4.5);
the batched mode of faster-whisper 1.2 accepts them and does not apply them. The score of strange
words is that of faster-whisper's sequential mode.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from transcribe.core.asr import Word
from transcribe.core.time import Interval, Seconds
from transcribe.stages.inaudible import unheard
from transcribe.stages.tokens import fold

HIGHEST_COMPRESSION = 2.4
LOWEST_LOG_PROBABILITY = -1.0
SILENT_PROBABILITY = 0.6
MOST_REPEATS = 8
FASTEST_WORDS_A_SECOND = 8.0
FAR_FROM_SPEECH: Seconds = 0.4
FIRST_WORDS, STRANGEST = 8, 3.0
ECHOED = 5
"""Words of the prompt in a row that nobody says by chance."""

MUTE = "speech without words"
REPEATS = "repeats itself"
UNCERTAIN = "uncertain"
SILENT = "perhaps no speech"
TOO_MANY = "more words than can be said"
ON_SILENCE = "words on silence"
STRANGE = "words too short, too long or too unlikely"
ECHO = "repeats what it was told to listen for"
CUT_OFF = "more text than the model writes at once"
SWITCHED = "another language"

FAILED = frozenset({REPEATS, UNCERTAIN, TOO_MANY, ECHO, CUT_OFF})
"""Doubts against which Whisper samples at rising temperatures; it helps little against others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One segment as the model gave it, with times from the start of its piece.

    Attributes
    ----------
    tokens
        How many tokens the model wrote.
    temperature
        At which it was sampled; 0 for the likeliest words.
    """

    words: tuple[Word, ...]
    tokens: int
    log_probability: float
    compression: float
    no_speech: float
    temperature: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One decoding of a piece.

    Attributes
    ----------
    language
        In which it was decoded.
    """

    lines: tuple[Line, ...]
    language: str

    @property
    def words(self) -> tuple[Word, ...]:
        """All words in order."""
        return tuple(word for line in self.lines for word in line.words)

    @property
    def certainty(self) -> float:
        """Mean log-probability of tokens; minus infinity without any."""
        weights = [max(1, line.tokens) for line in self.lines]
        if not weights:
            return -inf
        pairs = zip(self.lines, weights, strict=True)
        return sum(line.log_probability * weight for line, weight in pairs) / sum(weights)

    @property
    def temperature(self) -> float:
        """The highest at which a line was sampled."""
        return max((line.temperature for line in self.lines), default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known about a piece beside its words.

    Attributes
    ----------
    duration
        Seconds.
    speech
        Where speech is, from the start of the piece.
    prompt
        Folded words of the prompt and the hotwords.
    most_tokens
        How many the model can write after that prompt.
    language
        What the piece sounds like, where that is clear and the model can tell; else empty.
    """

    duration: Seconds
    speech: tuple[Interval, ...]
    prompt: tuple[str, ...] = ()
    most_tokens: int = 448
    language: str = ""


def doubts(heard: Heard, context: Context) -> tuple[str, ...]:
    """What looks wrong about a decoding; empty when nothing does."""
    words = heard.words
    found = []
    if unheard(words, context.speech):
        found.append(MUTE)
    if context.language and context.language != heard.language:
        found.append(SWITCHED)
    if not words:
        return tuple(found)
    texts = [fold(word.text.strip(" .,!?;:…\"'“”«»")) for word in words]
    if (
        max(line.compression for line in heard.lines) > HIGHEST_COMPRESSION
        or repeats(texts) >= MOST_REPEATS
    ):
        found.append(REPEATS)
    if heard.certainty < LOWEST_LOG_PROBABILITY:
        found.append(UNCERTAIN)
        if max(line.no_speech for line in heard.lines) > SILENT_PROBABILITY:
            found.append(SILENT)
    if len(words) > 5 + FASTEST_WORDS_A_SECOND * context.duration:
        found.append(TOO_MANY)
    if _on_silence(words, context.speech):
        found.append(ON_SILENCE)
    if any(strangeness(line.words) >= STRANGEST for line in heard.lines):
        found.append(STRANGE)
    if _echoes(texts, context.prompt):
        found.append(ECHO)
    if max(line.tokens for line in heard.lines) >= context.most_tokens:
        found.append(CUT_OFF)
    return tuple(found)


def repeats(words: Sequence[str]) -> int:
    """How often the commonest run of three words comes."""
    runs = Counter(zip(words, words[1:], words[2:], strict=False))
    return max(runs.values(), default=0)


def strangeness(words: Sequence[Word]) -> float:
    """Score of the first words of a line: a point for each that is improbable, and more the
    shorter than 0.13 s or the longer than 2 s it is.
    """
    score = 0.0
    for word in words[:FIRST_WORDS]:
        duration = word.end - word.start
        score += word.probability < 0.15
        score += 15 * max(0.0, 0.133 - duration) + max(0.0, duration - 2.0)
    return score


def better_of(first: Heard, second: Heard, context: Context) -> Heard:
    """The one with fewer doubts, then the more certain one; the first where they are alike."""

    def badness(heard: Heard) -> tuple[int, float]:
        return (len(doubts(heard, context)), -heard.certainty)

    return second if badness(second) < badness(first) else first


def _on_silence(words: Sequence[Word], speech: Iterable[Interval]) -> bool:
    """Whether two words or more lie where no speech is near."""
    near = [
        Interval(start=region.start - FAR_FROM_SPEECH, end=region.end + FAR_FROM_SPEECH)
        for region in speech
    ]
    far = [
        word
        for word in words
        if not any(word.end >= region.start and word.start <= region.end for region in near)
    ]
    return len(far) > 1


def _echoes(texts: Sequence[str], prompt: Sequence[str]) -> bool:
    """Whether words follow one another as they do in the prompt."""
    if len(prompt) < ECHOED:
        return False
    told = set(zip(*(prompt[at:] for at in range(ECHOED)), strict=False))
    said = zip(*(texts[at:] for at in range(ECHOED)), strict=False)
    return any(run in told for run in said)
