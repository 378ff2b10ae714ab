"""The detector: every recognizer over every turn, and what they found settled."""

from __future__ import annotations

from collections.abc import Iterable

from transcribe.backends.pii.addresses import join_addresses
from transcribe.backends.pii.agreement import agreed, one_type
from transcribe.backends.pii.common_nouns import counted_nouns, is_noun
from transcribe.backends.pii.finders import ABSENT, NamesFolder, open_finder
from transcribe.backends.pii.line import Line
from transcribe.backends.pii.listed import suggested
from transcribe.backends.pii.numbers import as_number
from transcribe.backends.pii.place_evidence import weighed
from transcribe.backends.pii.presidio import Analyzer
from transcribe.backends.pii.type_evidence import typed
from transcribe.core.pii import Entity, EntitySet, normalize
from transcribe.core.recording import Identifiers
from transcribe.core.transcript import Transcript, Turn
from transcribe.stages.detect import settle_turn
from transcribe.stages.engines import Engine
from transcribe.stages.mentions import known_names
from transcribe.stages.propagate import LISTED
from transcribe.stages.variants import KnownNames

LANGUAGES = ("en", "fr")
"""Languages with cues of their own."""


def writes_capitals(texts: Iterable[str]) -> bool:
    """Whether a transcript writes capitals: more than one word in a hundred has one."""
    words = capitals = 0
    for text in texts:
        for word in text.split():
            words += 1
            capitals += word[0].isupper()
    return capitals * 100 > words


UNSURE = 0.4
"""Probability of a word under which a recognizer did not hear it well."""


def unheard_words(turn: Turn) -> tuple[tuple[int, int], ...]:
    """Characters of words that the recognizer was unsure of; none where a person wrote the text."""
    if turn.edited is not None:
        return ()
    found = []
    joined = "".join(word.text for word in turn.words)
    place = len(joined.lstrip()) - len(joined)
    for word in turn.words:
        end = place + len(word.text)
        if word.probability < UNSURE:
            found.append((max(0, place), end))
        place = end
    return tuple(found)


class RuleDetector:
    """Detector of listed names, patterns, cues, name lists, and models of names.

    Parameters
    ----------
    folders
        Models of names to use together, as `finders.find_folders` found them.
    """

    def __init__(
        self, engine: Engine, *, language: str, folders: tuple[NamesFolder, ...] = ()
    ) -> None:
        self.engine = engine
        self.language = language
        finders = tuple((folder.name, open_finder(folder)) for folder in folders)
        self._analyzer = Analyzer(language=language, finders=finders)
        self._shipped = any(folder.kind == "shipped" for folder in folders)

    def detect(
        self, transcript: Transcript, *, identifiers: Identifiers, keep: tuple[str, ...]
    ) -> EntitySet:
        """Find identifying spans in every turn."""
        known = KnownNames(known_names(identifiers), language=self.language)
        kept = {normalize(name) for name in keep}
        cased = writes_capitals(turn.text for turn in transcript.turns)
        entities: list[Entity] = []
        lines = [
            Line(text=turn.text, cased=cased, language=self.language, unheard=unheard_words(turn))
            for turn in transcript.turns
        ]
        nouns = counted_nouns(lines)
        for turn, line in zip(transcript.turns, lines, strict=True):
            candidates = [
                as_number(candidate, turn.text)
                for candidate in self._analyzer.candidates(line, known)
                if candidate.recognizer == LISTED
                or not (
                    normalize(turn.text[candidate.start : candidate.end]) in kept
                    or line.is_hesitation(candidate.start, candidate.end)
                    or is_noun(line, candidate, nouns)
                )
            ]
            settled = settle_turn(turn, agreed(line, weighed(line, typed(line, candidates))))
            entities += join_addresses(turn.text, settled)
        notices = _notices(self.language)
        if self.language in LANGUAGES and not self._shipped:
            notices = (*notices, ABSENT)
        found = tuple(suggested(one, known) for one in one_type(entities))
        return EntitySet(entities=found, notices=notices)

    def close(self) -> None:
        """Nothing is held."""


def _notices(language: str) -> tuple[str, ...]:
    if language in LANGUAGES:
        return ()
    return (
        f"Identifiers in this language ({language}) are found by the sidecars' names, patterns and "
        "lists only: read this transcript with more care.",
    )
