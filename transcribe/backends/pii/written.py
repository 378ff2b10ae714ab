"""Numbers and addresses as they are written, beyond presidio's patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcribe.backends.pii.line import Line
from transcribe.stages.detect import Candidate

PHONE = re.compile(r"(?<![\w./-])(?<!\d,)\+?\(?\d[\d ().-]{5,18}\d(?![\w/]|-\d|[.,]\d)")
GROUPED = re.compile(r"\+\d|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}|0\d{1,4}[ -]\d{3,4}[ -]\d{3,4}")
PHONE_CUE = re.compile(
    r"\b(?:phone|number is|call|reach|cell|mobile|tel|telephone|fax|text|whatsapp|dial|contact|"
    r"registered|numero|appelez|joindre|portable)\b",
    re.IGNORECASE,
)
DATE = re.compile(
    r"(?:19|20)\d\d[-/]\d\d[-/]\d\d(?!\d)|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d(?!\d)"
)
SOCIAL = re.compile(r"\d{3}-\d{2}-\d{4}")
LABEL = re.compile(r"[\s,(-]{0,3}(?:office|fax|mobile|cell|home|work|tel|bureau)\b", re.IGNORECASE)
"""What is written right after a phone number on a card."""

LONG_NUMBER = re.compile(
    r"(?<![\w.,])(?:\d{12,19}|(?=[A-Z]*\d)(?=(?:\w*\d){6})[A-Z0-9]{8,34})\b", re.IGNORECASE
)
NUMBER = re.compile(
    r"(?<![\w.,$€£-])(?:[A-Z]{1,3}-?\d{3,18}(?:-\d{2,6}){0,3}|[A-Z]{0,2}\d[\d-]{4,18})\b"
)
ID_CUE = re.compile(
    r"\b(?:card|account|iban|ssn|social security|passport|licen[cs]e|member|customer number|"
    r"employee number|student number|insurance number|patient|id|case number|policy|badge|"
    r"dossier|permis|assurance sociale)\b",
    re.IGNORECASE,
)

_UNIT = (
    r"(?:apt|apartment|suite|unit|floor|room|bldg|building|flat|interior|int|depto|dept|edif|box)\b"
    r"\.? ?#?\d+[a-z]?"
)
_STREET = (
    r"(?:street|st|avenue|ave|av|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|square|sq|"
    r"way|place|pl|terrace|highway|hwy|parkway|pkwy|close|crescent|squares|rue|chemin|allee|"
    r"circle|trail|pike|plaza|mews|grove|gardens|row|loop|alley|crossing|turnpike|freeway|"
    r"expressway|motorway|bypass|esplanade|promenade|quay|wharf|heights|hill|ridge|walk)\b\.?"
)
_TOWN = r"(?:[\s,]+[\w.'’-]+){0,7}?"
_CODE = (
    r"(?:\d{5}(?:-\d{3,4})?|(?!(?:19|20)\d\d\b)\d{4}(?! ?\d)|"
    r"\d{3} \d{2}|\d{2}-\d{3}|[A-Z]\d[A-Z] ?\d[A-Z]\d|"
    r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})"
)
_REST = rf"{_TOWN}[\s,]+{_CODE}\b"
_PREFIX = (
    r"(?i:rue|avenue|av\.?|boulevard|bd|allée|allee|chemin|quai|place|impasse|cours|via|viale|piazza|"
    r"corso|strada|vicolo|calle|avenida|avda\.?|paseo|plaza|camino|carrera|carretera|callejón|"
    r"pasaje|rua|travessa|largo|praça|alameda|ulica|ul\.|aleja|al\.|os\.|jalan|jl\.|strada|"
    r"bulevardul|intrarea|aleea|calea|cesta|trg|đường|phố)"
)
_NAME = (
    r"(?:\s+(?:(?:de|du|des|la|le|les|del|della|di|da|do|dos|das|von|van|der)\s+)*(?:d'|l')?"
    r"[A-ZÀ-ÞŚŁŻČŠŽĆĐŐŰ][\w.'’-]*)"
)
_COMPOUND = (
    r"[^\W\d_][\w.’'-]*(?:straße|strasse|str\.|gasse|weg|platz|allee|ring|damm|ufer|steig|straat|"
    r"laan|plein|gracht|kade|singel|dreef|pad|hof|baan|gatan|gata|vägen|väg|gränd|torget|stigen|"
    r"vej|gade|allé|stræde|veien|vegen|gate|katu|tie|kuja|polku|tänav|iela|gatvė)"
)
CORNER = re.compile(
    r"\bcorner of (?:[^\s.,?!]+\.?\s+){1,6}?and\s+(?:[\dA-ZÀ-Þ][\w'’-]*[ ]?){1,5}(?<! )"
)
"""Where two streets meet; capitals say that they are streets."""

_HOUSE = r"\d{1,5}(?: ?[a-zA-Z]\b|[/-]\d{1,3})?"
NATIONAL = re.compile(
    rf"\b{_PREFIX}{_NAME}{{1,4}},?\s+(?:n[°º]? ?|nr\.? ?|no\.? ?|#)?{_HOUSE}"
    rf"|\b\d{{1,5}}(?:\s?(?:bis|ter))?,?\s+{_PREFIX}{_NAME}{{1,4}}"
    rf"|\b(?:\d{{1,6}} +)?{_COMPOUND}\s+{_HOUSE}"
    rf"|\b(?:\d{{1,6}} +)?[^\W\d_][\w.’'-]*(?:\s[^\W\d_][\w.’'-]*)?\s"
    rf"(?:utca|út|tér|körút|ulice|ulica|náměstí|sokak|caddesi|cd\.|sk\.|street|road|straat|weg|platz|plein|vägen|gatan|vej|gade|tee|mnt)\s"
    rf"{_HOUSE}\.?"
)
"""Streets as other countries write them: ``rue de la Paix 5``, ``Hauptstraße 12``."""

TAIL = re.compile(
    rf"(?:[\s,]+{_UNIT})*(?:[\s,]+(?:[A-Z]{{1,2}}-)?{_CODE}(?:\s+[A-ZÀ-Þ][\w.'’-]*){{1,4}}(?=[\s,.?!)]|$)"
    rf"|(?:[ ,]+[A-ZÀ-Þ][\w.'’-]*){{1,5}}?,?\s+(?:[A-Z]{{2}} )?{_CODE})?",
)
"""Unit, postal code and town after such a street."""

ADDRESS = re.compile(
    rf"\b(?:\d{{1,6}}\s+)?\d{{1,6}}(?:[\s,]+[^\W\d][\w.'’-]*){{1,4}}?[\s,]+(?:{_STREET}|\d{{1,5}}\w?)"
    rf"(?:[\s,]+{_UNIT})+(?:{_REST})?"
    rf"|\b(?:\d{{1,6}}\s+)?\d{{1,6}}(?:\s+[^\W\d][\w.'’-]*){{1,4}}?\s+{_STREET}"
    rf"(?:[\s,]+{_UNIT})*(?:{_REST})?"
    r"|\bp\.? ?o\.? box \d+(?:[\s,]+\w+){0,4}?(?:[\s,]+\d{4,5})?"
    r"|\b(?:unit|psc) \d+,? box \d+\s+[ADF]PO [A-Z]{2} \d{5}",
    re.IGNORECASE,
)
_DOUBTFUL = re.compile(
    r"^\d{1,2} [^A-Z]*\b(?:close|way|place|drive|court|square|st|dr|av)$"
    r"|^\d+ [^A-Z]*\b(?:circle|trail|pike|plaza|mews|grove|gardens|row|loop|alley|crossing|quay|"
    r"wharf|heights|hill|ridge|walk|bypass|promenade|freeway|turnpike)$"
)
"""No address: ``7 we came that close``."""

POSTCODE = re.compile(
    r"\b(?:\d{5}(?:-\d{4})?|\d{4}|\d{3} ?\d{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|"
    r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b"
)
SURE_POSTCODE = re.compile(
    r"(?<![\w-])(?:[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2})"
    r"(?![\w-])",
    re.IGNORECASE,
)
"""Canadian and British codes look like nothing else."""

ADDRESS_CUE = re.compile(
    r"\b(?:address|zip|zip code|postal|postcode|ship|deliver|mail it|mailing|billing|live at|"
    r"lives at|apt|suite|box|adresse|code postal)\b",
    re.IGNORECASE,
)


def find_written(line: Line) -> Iterator[Candidate]:
    """Candidates of type PHONE, ID_NUMBER and ADDRESS in digits."""
    text = line.text
    for match in CORNER.finditer(text):
        yield _found(match, kind="ADDRESS", reason="a corner of two streets", rank=4)
    if not any(char.isdigit() for char in text):
        return
    yield from _addresses(text)
    for match in PHONE.finditer(text):
        if _is_phone(text, match):
            yield _found(match, kind="PHONE", reason="a phone number", rank=4)
    for match in LONG_NUMBER.finditer(text):
        yield _found(match, kind="ID_NUMBER", reason="a long number", rank=2)
    for match in NUMBER.finditer(text):
        if ID_CUE.search(text, max(0, match.start() - 50), match.start()):
            yield _found(match, kind="ID_NUMBER", reason="a number of an account or card", rank=2)


def _addresses(text: str) -> Iterator[Candidate]:
    """Streets, corners and postal codes."""
    for match in ADDRESS.finditer(text):
        if not _DOUBTFUL.search(match.group()):
            yield _found(match, kind="ADDRESS", reason="a street address", rank=4)
    for match in NATIONAL.finditer(text):
        if match.group()[:1].isdigit() or any(char.isupper() for char in match.group()):
            tail = TAIL.match(text, match.end())
            end = tail.end() if tail else match.end()
            end -= end > match.end() and text[end - 1] == "."
            yield _found(match, kind="ADDRESS", reason="a street address", rank=4, end=end)
    if ADDRESS_CUE.search(text):
        for match in POSTCODE.finditer(text):
            if not re.fullmatch(r"(?:19|20)\d\d", match.group()):
                yield _found(match, kind="ADDRESS", reason="a postal code", rank=2)
    for match in SURE_POSTCODE.finditer(text):
        yield _found(match, kind="ADDRESS", reason="a postal code", rank=2)


def _is_phone(text: str, match: re.Match[str]) -> bool:
    """Whether digits are a phone's: by how they are grouped, or by what is said around them."""
    said = match.group()
    digits = sum(char.isdigit() for char in said)
    if DATE.match(said) or SOCIAL.fullmatch(said.strip()):
        return False
    line_end = text.find("\n", match.end())
    after = text[match.end() : line_end if line_end >= 0 else None]
    if digits >= 6 and LABEL.match(after):
        return True
    before = text[max(0, match.start() - 60) : match.start()]
    identity = [found.end() for found in ID_CUE.finditer(before)]
    phone = [found.end() for found in PHONE_CUE.finditer(before)]
    if identity and not (phone and phone[-1] > identity[-1] and "number is" not in before):
        return False
    return (digits >= 7 and bool(phone or GROUPED.match(said))) or (digits >= 6 and bool(phone))


def _found(
    match: re.Match[str], *, kind: str, reason: str, rank: int, end: int | None = None
) -> Candidate:
    return Candidate(
        start=match.start(),
        end=match.end() if end is None else end,
        type=kind,
        score=0.8,
        recognizer=f"written-{kind.lower().replace('_', '-')}",
        sure=True,
        reason=reason,
        rank=rank,
    )
