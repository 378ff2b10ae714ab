"""Our recognizers as presidio's: what an `AnalyzerEngine` runs over a line of a transcript.

Imported only where presidio is opened, because importing presidio takes seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

from transcribe.backends.pii.apposed import find_apposed, find_ours
from transcribe.backends.pii.contact import find_contacts
from transcribe.backends.pii.finders import NameFinder
from transcribe.backends.pii.firms import find_firms
from transcribe.backends.pii.geography import find_places
from transcribe.backends.pii.handles import find_handles
from transcribe.backends.pii.line import Line
from transcribe.backends.pii.listed import listed
from transcribe.backends.pii.modelled import find_modelled
from transcribe.backends.pii.organizations import find_organizations
from transcribe.backends.pii.people import find_people
from transcribe.backends.pii.quasi import find_quasi
from transcribe.backends.pii.times import find_times
from transcribe.backends.pii.titles import find_titles
from transcribe.backends.pii.universities import find_universities
from transcribe.backends.pii.unknown import find_unknown
from transcribe.backends.pii.written import find_written
from transcribe.backends.pii.written_names import find_written_names
from transcribe.core.pii import ENTITY_TYPES
from transcribe.stages.detect import Candidate
from transcribe.stages.propagate import LISTED
from transcribe.stages.variants import KnownNames

Find = Callable[[Line], Iterator[Candidate]]

RULES: tuple[tuple[str, Find, tuple[str, ...]], ...] = (
    ("people", find_people, ("PERSON",)),
    ("apposed people", find_apposed, ("PERSON",)),
    ("what is theirs", find_ours, ("PRODUCT", "ORGANIZATION")),
    ("organizations", find_organizations, ("ORGANIZATION", "PRODUCT", "UNIVERSITY")),
    ("firms", find_firms, ("ORGANIZATION",)),
    ("written names", find_written_names, ("PERSON",)),
    ("universities", find_universities, ("UNIVERSITY",)),
    ("places", find_places, ("LOCATION", "ORGANIZATION")),
    ("handles", find_handles, ("OTHER",)),
    ("contacts", find_contacts, ("EMAIL", "URL", "PHONE", "ADDRESS", "OTHER")),
    ("times", find_times, ("DATE", "AGE")),
    ("sizes and durations", find_quasi, ("QUANTITY",)),
    ("titles", find_titles, ("JOB",)),
    ("unknown words", find_unknown, ("OTHER",)),
    ("written numbers", find_written, ("PHONE", "ID_NUMBER", "ADDRESS")),
)
"""Name, finder and types of every recognizer made of rules and lists."""


class Finding(RecognizerResult):  # type: ignore[misc]
    """A candidate on its way through presidio."""

    def __init__(self, candidate: Candidate) -> None:
        super().__init__(
            entity_type=candidate.type,
            start=candidate.start,
            end=candidate.end,
            score=candidate.score,
            recognition_metadata={RecognizerResult.RECOGNIZER_NAME_KEY: candidate.recognizer},
        )
        self.candidate = candidate

    def contained_in(self, other: RecognizerResult) -> bool:
        """Never: presidio would keep the better score; `settle_turn` chooses by rank."""
        return False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Finding) and self.candidate == other.candidate

    def __hash__(self) -> int:
        return hash(self.candidate)

    def __deepcopy__(self, memo: object) -> Finding:
        # Presidio copies all results before it weighs context words, which ours do themselves.
        return self


class LineArtifacts(NlpArtifacts):  # type: ignore[misc]
    """What presidio hands to every recognizer: the line, cut into words once."""

    def __init__(self, line: Line) -> None:
        super().__init__(
            entities=[], tokens=[], tokens_indices=[], lemmas=[], nlp_engine=None,
            language=line.language,
        )  # fmt: skip
        self.line = line


class LineEngine(NlpEngine):  # type: ignore[misc]
    """Presidio's seat for a pipeline of spaCy's, which it would download: words of ours instead."""

    def __init__(self, language: str) -> None:
        self.language = language

    def load(self) -> None:
        """Nothing to load."""

    def is_loaded(self) -> bool:
        """Always."""
        return True

    def process_text(self, text: str, language: str) -> LineArtifacts:
        """A text as a line of its own."""
        cased = any(char.isupper() for char in text)
        return LineArtifacts(Line(text=text, cased=cased, language=language))

    def process_batch(
        self, texts: Iterable[str], language: str, batch_size: int = 1, n_process: int = 1,
        **kwargs: Any,
    ) -> Iterator[tuple[str, LineArtifacts]]:  # fmt: skip
        """Texts, one after another."""
        for text in texts:
            yield text, self.process_text(text, language)

    def is_stopword(self, word: str, language: str) -> bool:
        """Not asked: no context words are weighed."""
        return False

    def is_punct(self, word: str, language: str) -> bool:
        """Not asked, either."""
        return False

    def get_supported_entities(self) -> list[str]:
        """None: recognizers find them."""
        return []

    def get_supported_languages(self) -> list[str]:
        """The one it was made for."""
        return [self.language]


class Recognizer(EntityRecognizer):  # type: ignore[misc]
    """Anything of ours that finds candidates in a line."""

    def __init__(self, name: str, find: Find, *, entities: Sequence[str], language: str) -> None:
        self._find = find
        super().__init__(supported_entities=list(entities), name=name, supported_language=language)

    def load(self) -> None:
        """Loaded when it is made."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: LineArtifacts
    ) -> list[Finding]:
        """Candidates of the asked types."""
        return [
            Finding(candidate)
            for candidate in self._find(nlp_artifacts.line)
            if candidate.type in entities
        ]


def _fluently(find: Find) -> Find:
    """A finder that does not see hesitations."""
    return lambda line: find(line.fluent)


def rule_recognizers(language: str) -> list[Recognizer]:
    """All that are made of rules and lists."""
    return [
        Recognizer(name, _fluently(find), entities=entities, language=language)
        for name, find, entities in RULES
    ]


def model_recognizer(name: str, finder: NameFinder, *, language: str) -> Recognizer:
    """A model of names."""

    def find(line: Line) -> Iterator[Candidate]:
        yield from find_modelled(line, finder.find(line.text, cased=line.cased), by=name)

    entities = ("PERSON", "ORGANIZATION", "UNIVERSITY", "LOCATION", "PRODUCT", "ADDRESS")
    return Recognizer(name, find, entities=entities, language=language)


def listed_recognizer(known: KnownNames, *, language: str) -> Recognizer:
    """Names of the sidecars of a study."""
    return Recognizer(
        LISTED, lambda line: listed(line.text, known), entities=ENTITY_TYPES, language=language
    )
