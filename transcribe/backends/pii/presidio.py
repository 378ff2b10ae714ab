"""Presidio's own patterns (e-mail, phone, cards, accounts, links), opened without any download."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from transcribe.core.pii import entity_type
from transcribe.stages.detect import Candidate

LIMIT = 0.4
"""Smallest score of a pattern that is replaced."""

ENTITIES = (
    "EMAIL_ADDRESS PHONE_NUMBER URL IP_ADDRESS CREDIT_CARD IBAN_CODE CRYPTO MAC_ADDRESS US_SSN"
).split()


class Patterns:
    """Presidio's analyzer over a blank tokenizer: patterns and checksums, no model."""

    def __init__(self) -> None:
        # Its decision log would hold the text, and its loggers name what they load.
        logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)
        self._analyzer = _open_analyzer()

    def find(self, text: str) -> Iterator[Candidate]:
        """Candidates of one text; always English patterns, which hold for any language."""
        if not any(char.isdigit() or char in "@./" for char in text):
            return
        for result in self._analyzer.analyze(
            text=text, language="en", entities=ENTITIES, score_threshold=LIMIT
        ):
            span = text[result.start : result.end]
            kind = entity_type(result.entity_type)
            if kind == "URL" and ("@" in span or not _link(span)):
                continue
            yield Candidate(
                start=result.start,
                end=result.end,
                type=kind,
                score=float(result.score),
                recognizer=f"presidio-{result.entity_type.lower()}",
                sure=True,
                reason=f"looks like {kind.lower().replace('_', ' ')}",
                rank=4,
            )


def _link(span: str) -> bool:
    """Whether a match is a link rather than a full stop without its space (``done.So``)."""
    return "/" in span or span.lower().startswith("www.") or span.islower()


def _open_analyzer() -> Any:
    import spacy
    import tldextract
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SpacyNlpEngine
    from presidio_analyzer.predefined_recognizers import (
        CreditCardRecognizer,
        CryptoRecognizer,
        EmailRecognizer,
        IbanRecognizer,
        IpRecognizer,
        MacAddressRecognizer,
        PhoneRecognizer,
        UrlRecognizer,
        UsSsnRecognizer,
    )

    # The list of endings that comes with the package: the default one is fetched.
    endings = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)

    class OfflineEmail(EmailRecognizer):  # type: ignore[misc]
        def validate_result(self, pattern_text: str) -> bool:
            return bool(endings(pattern_text.rsplit("@", 1)[-1]).suffix)

    class OfflineUrl(UrlRecognizer):  # type: ignore[misc]
        def validate_result(self, pattern_text: str) -> bool:
            return bool(endings(pattern_text).suffix)

    class BlankEngine(SpacyNlpEngine):  # type: ignore[misc]
        """A tokenizer of spaCy; the model that presidio would fetch is not needed by patterns."""

        def load(self) -> None:
            self.nlp = {"en": spacy.blank("en")}

    engine = BlankEngine(models=[{"lang_code": "en", "model_name": "blank"}])
    engine.load()
    recognizers = [
        OfflineEmail(),
        OfflineUrl(),
        PhoneRecognizer(supported_regions=("US", "CA", "GB", "FR", "DE"), leniency=1),
        IpRecognizer(),
        CreditCardRecognizer(),
        IbanRecognizer(),
        CryptoRecognizer(),
        MacAddressRecognizer(),
        UsSsnRecognizer(),
    ]
    registry = RecognizerRegistry(recognizers=recognizers, supported_languages=["en"])
    return AnalyzerEngine(
        registry=registry, nlp_engine=engine, supported_languages=["en"], log_decision_process=False
    )
