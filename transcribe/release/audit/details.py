"""What files say beside their text: speakers' labels, authors, paths with an account's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcribe.core.guide import STATUSES
from transcribe.core.labels import names_in
from transcribe.core.pii import AUTO, normalize
from transcribe.core.recording import Identifiers
from transcribe.core.transcript import UNKNOWN, Speaker, Transcript, Turn
from transcribe.readers.speakers import is_role_label
from transcribe.release.audit.labels import find_labels
from transcribe.release.audit.search import Found
from transcribe.release.audit.values import (
    CERTAIN,
    LIKELY,
    PROPERTY,
    SPEAKER,
    TEXT,
    Piece,
)
from transcribe.stages.detect import Detector
from transcribe.stages.tokens import tokenize
from transcribe.stages.uncover import uncover

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ACCOUNT = re.compile(
    r"(?:/Users/|/home/|\\Users\\|[A-Za-z]:/Users/|Documents and Settings\\)"
    r"(?P<who>[^/\\\s:;\"'<>|\[\]]+)"
)
_NOBODY = frozenset(
    "admin administrator user users default public shared guest root runner ubuntu owner none null "
    "unknown anonymous author test student".split()
)
_PROGRAMS = re.compile(
    r"python-docx|openpyxl|microsoft|office|word|excel|powerpoint|libreoffice|openoffice|google|"
    r"zoom|teams|otter|adobe|pdf|latex|pandoc|unknown|anonymous|user|admin|author|un-?named|"
    r"interviewe[er]|researcher|transcri|lavf|generated|www|http|mutool|reportlab",
    re.IGNORECASE,
)
_AUTHORS = re.compile(
    r"author|creator|lastModifiedBy|last-modified-by|manager|company|artist|owner|displayName|"
    r"initials|userId|copyright|rights|performer|composer|contact|encoded_by|account|speaker",
    re.IGNORECASE,
)
_SPEAKERS = (Speaker(label="S", role=UNKNOWN, name="S"),)


def find_details(piece: Piece, *, detector: Detector) -> Iterator[Found]:
    """Identifiers in what is not running text."""
    for match in _ACCOUNT.finditer(piece.text):
        if match["who"].casefold() not in _NOBODY:
            yield Found(
                start=match.start("who"),
                end=match.end("who"),
                kind="PERSON",
                confidence=LIKELY,
                reason="the name of somebody's account, in a path",
            )
    if piece.sort == TEXT:
        return
    for match in _EMAIL.finditer(piece.text):
        yield Found(
            start=match.start(),
            end=match.end(),
            kind="EMAIL",
            confidence=CERTAIN,
            reason="an e-mail address",
        )
    if piece.sort == SPEAKER:
        yield from _label(piece, detector=detector)
    elif piece.sort == PROPERTY:
        yield from _property(piece, detector=detector)


def _label(piece: Piece, *, detector: Detector) -> Iterator[Found]:
    """A speaker called by name."""
    shown = uncover(piece.text).text.strip()
    if not shown or is_role_label(shown) or any(True for _ in find_labels(shown)):
        return
    if shown.casefold().replace(" ", "_") in STATUSES:  # Our own list of the guide's questions.
        return
    people, others = names_in(shown)
    if not people and not others:
        return
    listed = is_person(shown, detector=detector)
    if piece.part != "speaker" and not listed:
        return
    for kind, names in (("PERSON", people), ("ORGANIZATION", others)):
        for name in names:
            at = piece.text.find(name.split()[0])
            end = piece.text.rfind(name.split()[-1]) + len(name.split()[-1])
            start, end = (at, end) if at >= 0 else (0, len(piece.text))
            yield Found(
                start=start,
                end=end,
                kind=kind,
                confidence=CERTAIN if listed and kind == "PERSON" else LIKELY,
                reason="a speaker is called by name"
                if kind == "PERSON"
                else "stands beside a speaker's name",
                name=normalize(name),
            )


def _property(piece: Piece, *, detector: Detector) -> Iterator[Found]:
    """Who made a file, as the file says; a place it was made at."""
    text = piece.text.strip()
    start = piece.text.find(text)
    if piece.part == "GPS":
        yield Found(
            start=start,
            end=start + len(text),
            kind="LOCATION",
            confidence=CERTAIN,
            reason="where a picture was taken",
        )
        return
    if "SerialNumber" in piece.part or "location" in piece.part.lower():
        place = "location" in piece.part.lower()
        yield Found(
            start=start,
            end=start + len(text),
            kind="LOCATION" if place else "ID_NUMBER",
            confidence=LIKELY,
            reason="where it was recorded" if place else "the number of somebody's camera",
        )
        return
    if not any(char.isalpha() for char in text) or any(True for _ in find_labels(text)):
        return
    if is_person(text, detector=detector):
        confidence, kind = CERTAIN, "PERSON"
    elif _AUTHORS.search(piece.part) and not _PROGRAMS.search(text):
        company = "company" in piece.part.lower()
        confidence, kind = LIKELY, "ORGANIZATION" if company else "PERSON"
    else:
        return
    yield Found(
        start=start,
        end=start + len(text),
        kind=kind,
        confidence=confidence,
        reason=f"{piece.part} names somebody" if kind == "PERSON" else f"{piece.part} names a firm",
    )


def is_person(text: str, *, detector: Detector) -> bool:
    """Whether the lists of names take a short text for somebody's name, whatever its case."""
    words = [word.text for word in tokenize(uncover(text).text)]
    if not words or len(words) > 6:
        return False
    # Inside a sentence, so that the capital says something.
    said = "we met " + " ".join(word.capitalize() for word in words) + " there."
    transcript = Transcript(
        language="en",
        duration=None,
        speakers=_SPEAKERS,
        turns=(Turn(id="t0001", speaker="S", edited=said),),
    )
    entities = detector.detect(transcript, identifiers=Identifiers(), keep=()).entities
    return any(entity.type == "PERSON" and entity.decision == AUTO for entity in entities)
