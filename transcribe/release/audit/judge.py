"""How sure an audit is of what the detector found, and what is only noise to a reader."""

from __future__ import annotations

import re

from transcribe.core.pii import AUTO, Entity
from transcribe.release.audit.values import CERTAIN, LIKELY, POSSIBLE
from transcribe.stages.lexicon import zipf
from transcribe.stages.tokens import tokenize

ORDINARY_WORD = 3.0
"""Zipf frequency from which a word with a capital is an odd capital rather than a name."""

SURE_MODEL = 0.9
"""Score from which a model is believed about a name without a capital."""

_BY_MODEL = "the recognizer of names"
_CODES = ("CREDIT_CARD", "IBAN_CODE", "CRYPTO", "MAC_ADDRESS", "US_SSN", "IP_ADDRESS")
_BY_FORM = {f"presidio-{code.lower()}" for code in _CODES}
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}|\b\d{1,2}(?:st|nd|rd|th)?\b")


def judge(entity: Entity) -> tuple[str, str] | None:
    """Confidence and reason of a detector's entity, or None for what is not worth a line."""
    model_alone = entity.decision != AUTO and entity.reason.startswith(_BY_MODEL)
    rule = _modelled if model_alone else _RULES.get(entity.type, _other)
    confidence = rule(entity)
    return None if confidence is None else (confidence, _reason(entity))


def _reason(entity: Entity) -> str:
    if entity.type == "PERSON" and "introduction" in entity.recognizers:
        return "introduced by name"
    if entity.type == "EMAIL" and "@" in entity.text:
        return "an e-mail address"
    if entity.type == "PHONE" and any(char.isdigit() for char in entity.text):
        return "a phone number"
    return entity.reason


def _modelled(entity: Entity) -> str | None:
    """What only a model takes for a name: it errs most on slips without a capital."""
    capital = all(word.capital for word in tokenize(entity.text))
    return POSSIBLE if capital or entity.score >= SURE_MODEL else None


def _person(entity: Entity) -> str | None:
    words = tokenize(entity.text)
    found = set(entity.recognizers)
    if entity.decision == AUTO:
        # In capitals throughout, a pair of names may be a heading.
        full = len(words) > 1 and not entity.text.isupper()
        return CERTAIN if full or found & {"introduction", "person-title"} else LIKELY
    if entity.text.isupper() and len(entity.text) <= 4:
        return None
    cued = bool(found - {"name-list"})
    if not cued and len(words) == 1 and words[0].opens and zipf(words[0].fold) >= 3.5:
        return None
    capital = all(word.capital for word in words)
    if "introduction" in found and any(zipf(word.fold) < ORDINARY_WORD for word in words):
        # "they call me doctor okonkwo", as a machine wrote it down.
        return LIKELY
    return LIKELY if capital and (cued or len(words) > 1) else POSSIBLE


_OF_FILE = re.compile(
    r"(?!www\.)[\w/-]+\.(?:md|py|sh|rs|pl|cc|ps|so|zip|mov|app|csv|txt|json|vtt|srt|docx?|pdf|html?)"
)
_EVERYBODYS = re.compile(
    r"(?:https?://)?(?:www\.)?(?:creativecommons|w3|w3id|purl|schema|spdx|datacite|refi-qda|tei-c)\.org\b"
    r"|(?:https?://)?(?:dx\.)?doi\.org\b|(?:https?://)?citation-file-format\.github\.io\b"
    r"|(?:https?://)?schemas\.(?:openxmlformats\.org|microsoft\.com)\b",
    re.IGNORECASE,
)
"""Addresses that licences and formats hold."""

_DIGEST = re.compile(r"(?=(?:\d*[a-f]){3})[0-9a-f]{12,}")
"""The digest of a file or of a version, whole or shortened: it names nobody."""

_ISO_DAY = re.compile(r"\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")


def _contact(entity: Entity) -> str | None:
    text = entity.text
    if entity.decision != AUTO:
        return None if _is_everybodys(entity) else POSSIBLE
    if entity.type == "URL":
        return None if _is_everybodys(entity) else LIKELY
    if entity.type == "PHONE":
        digits = sum(char.isdigit() for char in text)
        sure = LIKELY if 0 < digits < 9 else CERTAIN
        return None if _ISO_DAY.search(text) else sure
    if entity.type == "ID_NUMBER":
        number = None if _DIGEST.fullmatch(text) else LIKELY
        return CERTAIN if _BY_FORM & set(entity.recognizers) else number
    if entity.type == "ADDRESS":
        return LIKELY if "postal" in entity.reason else CERTAIN
    return CERTAIN


def _is_everybodys(entity: Entity) -> bool:
    """Whether an address is that of a licence or a format, or only a file's name."""
    said = entity.type == "URL" and (
        _OF_FILE.fullmatch(entity.text) or _EVERYBODYS.match(entity.text)
    )
    return bool(said)


def _named(entity: Entity) -> str | None:
    return LIKELY if entity.decision == AUTO else POSSIBLE


def _date(entity: Entity) -> str | None:
    whole = re.search(r"(?:19|20)\d\d", entity.text) and _DAY.search(
        re.sub(r"(?:19|20)\d\d", " ", entity.text)
    )
    return LIKELY if whole else POSSIBLE


def _detail(entity: Entity) -> str | None:
    return POSSIBLE


def _other(entity: Entity) -> str | None:
    if "spelled" in entity.recognizers:
        return LIKELY if entity.decision == AUTO else POSSIBLE
    if "unknown-word" in entity.recognizers:
        # In speech that a machine wrote down nearly all of them are slips.
        return None
    words = tokenize(entity.text)
    if all(zipf(word.fold) >= ORDINARY_WORD or len(word.fold) < 4 for word in words):
        return None
    return POSSIBLE


_RULES = {
    "PERSON": _person,
    "EMAIL": _contact,
    "PHONE": _contact,
    "URL": _contact,
    "ID_NUMBER": _contact,
    "ADDRESS": _contact,
    "ORGANIZATION": _named,
    "UNIVERSITY": _named,
    "PRODUCT": _named,
    "LOCATION": _named,
    "DATE": _date,
    "AGE": _detail,
    "QUANTITY": _detail,
    "JOB": _detail,
}

DETAILS = ("DATE", "AGE", "QUANTITY", "JOB")
"""Kinds that name nobody, and together may point at somebody."""
