"""Models of names of others, opened from a folder: spaCy pipelines and GLiNER models."""

from __future__ import annotations

import os
from pathlib import Path

from transcribe.backends.pii.names_model import Name
from transcribe.core.pii import entity_type

SPACY_TYPES = ("PERSON", "PER", "ORG", "GPE", "LOC", "FAC", "PRODUCT")
SPACY_SCORE = 0.85
"""Of every hit of a spaCy pipeline, which says no more than that it is one."""

GLINER_LABELS = {
    "person": "PERSON",
    "organization": "ORGANIZATION",
    "company": "ORGANIZATION",
    "university": "UNIVERSITY",
    "city": "LOCATION",
    "location": "LOCATION",
    "product": "PRODUCT",
    "street address": "ADDRESS",
}
"""What a GLiNER model is asked for, in its words, and what that is here."""

GLINER_LIMIT = 0.4
"""Score from which a GLiNER model's hit is heard; who is asked depends on the type as well."""


class SpacyNames:
    """A spaCy pipeline (``en_core_web_lg``, ``en_core_web_trf``, ``fr_core_news_lg``)."""

    def __init__(self, folder: Path) -> None:
        import spacy

        self._nlp = spacy.load(folder, exclude=["lemmatizer", "attribute_ruler", "parser"])

    def find(self, text: str, *, cased: bool) -> tuple[Name, ...]:
        """Names of a text; how it is cased makes no difference to the pipeline."""
        return tuple(
            Name(
                start=span.start_char, end=span.end_char, type=entity_type(span.label_),
                score=SPACY_SCORE,
            )
            for span in self._nlp(text).ents
            if span.label_ in SPACY_TYPES
        )  # fmt: skip


class GlinerNames:
    """A GLiNER model (Zaratiana et al. 2024), run by presidio's own recognizer of that name.

    Raises
    ------
    ImportError
        When the package ``gliner`` (the extra ``gliner``) is not installed.
    """

    def __init__(self, folder: Path) -> None:
        os.environ["HF_HUB_OFFLINE"] = "1"
        from presidio_analyzer.predefined_recognizers import GLiNERRecognizer

        self._recognizer = GLiNERRecognizer(
            model_name=str(folder),
            entity_mapping=GLINER_LABELS,
            threshold=GLINER_LIMIT,
            local_files_only=True,
        )

    def find(self, text: str, *, cased: bool) -> tuple[Name, ...]:
        """Names of a text, in order; the surer of two that overlap."""
        found: list[Name] = []
        hits = self._recognizer.analyze(text, sorted(set(GLINER_LABELS.values())))
        for hit in sorted(hits, key=lambda hit: (-hit.score, hit.start, -hit.end)):
            if all(hit.end <= one.start or one.end <= hit.start for one in found):
                found.append(
                    Name(
                        start=hit.start, end=hit.end, type=hit.entity_type,
                        score=round(float(hit.score), 3),
                    )
                )  # fmt: skip
        return tuple(sorted(found, key=lambda name: name.start))
