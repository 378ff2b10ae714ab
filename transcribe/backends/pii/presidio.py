"""Presidio's analyzer: its own patterns and our recognizers in one registry, nothing downloaded."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any

from transcribe.backends.pii.finders import NameFinder
from transcribe.backends.pii.line import Line
from transcribe.core.pii import ENTITY_TYPES, entity_type
from transcribe.stages.detect import Candidate
from transcribe.stages.variants import KnownNames

LIMIT = 0.4
"""Smallest score of a pattern of presidio's that is replaced."""

FEWEST_DIGITS = 7
"""Digits of a telephone number; presidio takes postal codes of some countries for one."""

PATTERNS = (
    "EMAIL_ADDRESS PHONE_NUMBER URL IP_ADDRESS CREDIT_CARD IBAN_CODE CRYPTO MAC_ADDRESS US_SSN"
).split()
"""Types of presidio's own recognizers; ours find `ENTITY_TYPES`."""


class Analyzer:
    """Presidio's analyzer engine, opened for one language.

    Parameters
    ----------
    finders
        Opened models of names, by name.
    """

    def __init__(self, *, language: str, finders: Sequence[tuple[str, NameFinder]] = ()) -> None:
        # Its decision log would hold the text, and its loggers name what they load.
        logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)
        self.language = language
        self.engine = _open_engine(language, finders)

    def candidates(self, line: Line, known: KnownNames) -> Iterator[Candidate]:
        """What all recognizers find in a line, in no order; spans may overlap.

        Parameters
        ----------
        known
            Names of the sidecars, for this request only.
        """
        from transcribe.backends.pii.recognizers import Finding, LineArtifacts, listed_recognizer

        # Presidio's patterns are the slow part, and have something to find in few lines only.
        written = any(char.isdigit() or char in "@./" for char in line.text)
        for result in self.engine.analyze(
            text=line.text,
            language=self.language,
            entities=[*ENTITY_TYPES, *(PATTERNS if written else ())],
            ad_hoc_recognizers=[listed_recognizer(known, language=self.language)],
            nlp_artifacts=LineArtifacts(line),
        ):
            if isinstance(result, Finding):
                yield result.candidate
            else:
                yield from _pattern(line.text, result)


def _pattern(text: str, result: Any) -> Iterator[Candidate]:
    """What one of presidio's own recognizers found."""
    kind, span = entity_type(result.entity_type), text[result.start : result.end]
    if result.score < LIMIT or (kind == "URL" and ("@" in span or not _link(span))):
        return
    if kind == "PHONE" and sum(char.isdigit() for char in span) < FEWEST_DIGITS:
        return
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


def _open_engine(language: str, finders: Sequence[tuple[str, NameFinder]]) -> Any:
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry

    from transcribe.backends.pii.recognizers import (
        LineEngine,
        model_recognizer,
        rule_recognizers,
    )

    registry = RecognizerRegistry(
        recognizers=[
            *_predefined(language),
            *rule_recognizers(language),
            *(model_recognizer(name, finder, language=language) for name, finder in finders),
        ],
        supported_languages=[language],
    )
    return AnalyzerEngine(
        registry=registry,
        nlp_engine=LineEngine(language),
        supported_languages=[language],
        log_decision_process=False,
    )


_INNER = frozenset("example test invalid local localhost internal intranet lan corp home".split())
"""Endings without an owner (RFC 2606, RFC 6762) and those that firms use inside."""


def _predefined(language: str) -> list[Any]:
    """Presidio's recognizers of what any language writes alike, kept from the network."""
    import tldextract
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
            host = pattern_text.rsplit("@", 1)[-1]
            return bool(endings(host).suffix) or host.rsplit(".", 1)[-1].lower() in _INNER

    class OfflineUrl(UrlRecognizer):  # type: ignore[misc]
        def validate_result(self, pattern_text: str) -> bool:
            return bool(endings(pattern_text).suffix)

    regions = ("US", "CA", "GB", "FR", "DE")
    plain = (
        OfflineEmail, OfflineUrl, IpRecognizer, CreditCardRecognizer, IbanRecognizer,
        CryptoRecognizer, MacAddressRecognizer, UsSsnRecognizer,
    )  # fmt: skip
    return [
        PhoneRecognizer(supported_regions=regions, leniency=1, supported_language=language),
        *(made(supported_language=language) for made in plain),
    ]
