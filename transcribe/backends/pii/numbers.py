"""What a run of digits is the number of, when its form alone looks like a telephone's."""

from __future__ import annotations

import re
from dataclasses import replace

from transcribe.stages.detect import Candidate
from transcribe.stages.propagate import LISTED

_CARD = re.compile(r"\b(?:card|account|iban|carte|compte)\b", re.IGNORECASE)
_OTHER_NUMBER = re.compile(
    r"\b(?:order|invoice|tracking|reference|ref|booking|ticket|case|nhs|vat|tax|serial|isbn|siret|"
    r"registration|plate|iban|ssn|sin|social security|passport|licen[cs]e|member|membership|policy|"
    r"insurance|employee|student|patient|customer|account|badge|dossier|facture|commande)"
    r"(?: (?:number|no|nr|id|code|card|numero))?\W{0,3}(?:(?:is|est|was|number|no)\W{1,2}){0,2}$",
    re.IGNORECASE,
)
"""Right before a number: what it is the number of, if of no telephone."""


_MOMENT = re.compile(r"(?:19|20)\d\d(?: \d\d){2,5}")
"""A day, and a time of it, whose marks are gone."""

_SECURITY = re.compile(r"\d{3} \d\d \d{4}")

_BYTE = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_MACHINE = re.compile(rf"\b{_BYTE}(?: {_BYTE}){{3}}\b")
_MACHINE_CUE = re.compile(
    r"(?:\b|_)(?:ip|address|server|host|client|site|blocked|ping|router|network)\b", re.IGNORECASE
)
"""What is said around the address of a machine on the network, four numbers up to 255."""


def as_number(candidate: Candidate, text: str) -> Candidate:
    """What was taken for a phone number, as what it is: of an account, a machine, or a day."""
    if candidate.type != "PHONE" or candidate.recognizer == LISTED:
        return candidate
    said = text[candidate.start : candidate.end]
    if _MOMENT.fullmatch(said):
        return replace(candidate, type="DATE", reason="a day and time")
    around = text[max(0, candidate.start - 40) : candidate.end + 20]
    if _SECURITY.fullmatch(said) or (_MACHINE.search(said) and _MACHINE_CUE.search(around)):
        return replace(candidate, type="ID_NUMBER", reason="a number of a person or machine")
    digits = sum(char.isdigit() for char in said)
    cued = _CARD.search(text, max(0, candidate.start - 40), candidate.start)
    head = text[max(0, candidate.start - 40) : candidate.start]
    if digits > 15 or (digits >= 11 and cued) or _OTHER_NUMBER.search(head):
        return replace(candidate, type="ID_NUMBER", reason="a number of an account or card")
    return candidate
