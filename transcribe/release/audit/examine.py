"""Looking through what was gathered: known names, what the detector finds, names, placeholders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from transcribe.core.pii import NAME_TYPES, normalize
from transcribe.release.audit.credits import credited
from transcribe.release.audit.details import find_details
from transcribe.release.audit.judge import judge
from transcribe.release.audit.naming import in_names
from transcribe.release.audit.placeholders import Mark, check_placeholders, gaps, placeholders_of
from transcribe.release.audit.search import Found, crossing, detect, find_known, settle
from transcribe.release.audit.values import (
    BYTES,
    CERTAIN,
    CONFIDENCES,
    LIKELY,
    SPEAKER,
    TEXT,
    Finding,
    Piece,
    Place,
    Report,
    Source,
    Unreadable,
)
from transcribe.stages.detect import Detector
from transcribe.stages.mentions import KnownName
from transcribe.stages.tokens import tokenize
from transcribe.stages.variants import KnownNames

BY_FORM, BY_FORM_RANK = ("EMAIL", "PHONE", "ID_NUMBER", "URL", "ADDRESS"), 5
"""Kinds that are told by their form: shown whole, though a known name stands in them."""

AROUND = 40
"""Characters of context on each side of a mention."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examiner:
    """What an audit looks with.

    Attributes
    ----------
    open_detector
        Opens the detector of a language.
    language_of
        Guesses the language of texts; ``und`` where it cannot.
    is_public
        Whether a folded word is the name of a tool or vendor that everybody knows.
    known
        Names that must not be there.
    progress
        Told the share that is done, 0 to 1.
    """

    open_detector: Callable[[str], Detector] = field(repr=False)
    language_of: Callable[[Iterable[str]], str]
    is_public: Callable[[str], bool]
    known: tuple[KnownName, ...] = field(default=(), repr=False)
    progress: Callable[[float], None] = lambda share: None


def examine(gathered: Iterable[Source | Unreadable], *, examiner: Examiner) -> Report:
    """Look through everything that was gathered.

    Returns
    -------
    The report; the same files give the same one.
    """
    sources: list[Source] = []
    unreadable: list[Unreadable] = []
    for one in gathered:
        if isinstance(one, Source):
            sources.append(one)
        else:
            unreadable.append(one)
    rooms = {language: _Room(examiner, language) for language in ("en",)}
    found: list[Finding] = []
    seen: set[str] = set()
    total = sum(len(piece.text) for source in sources for piece in source.pieces) or 1
    done = 0
    kept: list[tuple[Source, tuple[tuple[Piece, tuple[Found, ...]], ...]]] = []
    for source in sources:
        language = _language(source, examiner)
        room = rooms.setdefault(language, _Room(examiner, language))
        found += in_names(source, known=room.known, detector=room.detector, seen=seen)
        kept.append((source, room.look(source)))
        done += sum(len(piece.text) for piece in source.pieces)
        examiner.progress(done / total)
    found += _findings(kept)
    found += _placeholder_findings(sources, examiner)
    found = list(credited(found, sources, known=rooms["en"].known))
    said = placeholders_of(_texts(sources))
    notes = [f"{source.name}: {note}" for source in sources for note in source.notes]
    for room in rooms.values():
        room.close()
    return Report(
        files=len({source.name for source in sources} | {one.file for one in unreadable}),
        words=sum(len(tokenize(piece.text)) for _, piece in _spoken(sources)),
        findings=tuple(_ordered(found)),
        hints=(*gaps(said), *dict.fromkeys(notes)),
        unreadable=tuple(unreadable),
    )


class _Room:
    """The detector and the known names of one language."""

    def __init__(self, examiner: Examiner, language: str) -> None:
        self.language = language
        self.detector = examiner.open_detector(language)
        self.known = KnownNames(examiner.known, language=language)

    def look(self, source: Source) -> tuple[tuple[Piece, tuple[Found, ...]], ...]:
        """Everything found in the pieces of one file."""
        by_piece: list[list[Found]] = [list(find_known(p, self.known)) for p in source.pieces]
        for index, spotted in crossing(source.pieces, self.known):
            by_piece[index].append(spotted)
        for index, entity, spotted in detect(source.pieces, self.detector, language=self.language):
            judged = judge(entity)
            if judged is not None and source.pieces[index].sort == TEXT:
                confidence, reason = judged
                rank = BY_FORM_RANK if entity.type in BY_FORM else spotted.rank
                by_piece[index].append(
                    replace(spotted, confidence=confidence, reason=reason, rank=rank)
                )
        for index, piece in enumerate(source.pieces):
            by_piece[index] += find_details(piece, detector=self.detector)
        return tuple(
            (piece, settle(spotted)) for piece, spotted in zip(source.pieces, by_piece, strict=True)
        )

    def close(self) -> None:
        self.detector.close()


def _language(source: Source, examiner: Examiner) -> str:
    guessed = examiner.language_of(piece.text for piece in source.pieces if piece.sort == TEXT)
    return guessed if guessed in ("en", "fr") else "en"


def _findings(
    kept: Sequence[tuple[Source, tuple[tuple[Piece, tuple[Found, ...]], ...]]],
) -> Iterator[Finding]:
    """Findings of all pieces, with further mentions of the names that were found."""
    names = KnownNames(_study_names(kept))
    for source, looked in kept:
        reported: set[tuple[str, str]] = set()
        for piece, spotted in looked:
            more = (
                replace(one, confidence=LIKELY, reason="named elsewhere in these files", rank=0)
                for one in find_known(piece, names)
                if one.exact and piece.sort in (TEXT, SPEAKER)
            )
            for one in settle((*spotted, *more)):
                finding = _finding(source.name, piece, one)
                unit = (finding.place.unit, finding.name)
                if "tracked change" in piece.part and unit in reported:
                    continue
                # What a page shows stands in its bytes too: that is the same leak.
                if piece.sort == BYTES and any(finding.name == name for _, name in reported):
                    continue
                reported.add(unit)
                yield finding


def _study_names(
    kept: Sequence[tuple[Source, tuple[tuple[Piece, tuple[Found, ...]], ...]]],
) -> Iterator[KnownName]:
    """Names found with certainty, or likely ones of people: looked for everywhere."""
    for _, looked in kept:
        for _, spotted in looked:
            for one in spotted:
                sure = one.confidence == CERTAIN or (
                    one.confidence == LIKELY and one.kind == "PERSON"
                )
                if sure and one.kind in NAME_TYPES and len(normalize(one.name)) >= 4:
                    yield KnownName(type=one.kind, text=one.name, listed=False, alike=False)


def _finding(file: str, piece: Piece, found: Found) -> Finding:
    spot = piece.spot(found.start)
    start, end = found.start, found.end
    before, after = piece.text[max(0, start - AROUND) : start], piece.text[end : end + AROUND]
    context = (
        f"{'…' if start > AROUND else ''}{before}⟦{piece.text[start:end]}⟧{after}"
        f"{'…' if end + AROUND < len(piece.text) else ''}"
    )
    return Finding(
        kind=found.kind,
        confidence=found.confidence,
        text=piece.text[start:end],
        name=found.name or normalize(piece.text[start:end]),
        reason=found.reason,
        place=Place(file=file, part=piece.part, unit=spot.unit, line=spot.line, column=spot.column),
        context=" ".join(context.split()),
    )


def _spoken(sources: Sequence[Source]) -> Iterator[tuple[Source, Piece]]:
    for source in sources:
        for piece in source.pieces:
            if piece.sort == TEXT:
                yield source, piece


def _texts(sources: Sequence[Source]) -> list[tuple[int, str, str]]:
    return [
        (index, source.name, piece.text) for index, (source, piece) in enumerate(_spoken(sources))
    ]


def _placeholder_findings(sources: Sequence[Source], examiner: Examiner) -> Iterator[Finding]:
    spoken = list(_spoken(sources))
    marks: dict[tuple[int, int, int, str], Mark] = {}
    for mark in check_placeholders(placeholders_of(_texts(sources)), is_public=examiner.is_public):
        marks.setdefault((mark.piece, mark.start, mark.end, mark.kind), mark)
    for mark in marks.values():
        source, piece = spoken[mark.piece]
        found = Found(
            start=mark.start,
            end=mark.end,
            kind=mark.kind,
            confidence=mark.confidence,
            reason=mark.reason,
            name=mark.name,
        )
        yield _finding(source.name, piece, found)


def _ordered(found: Iterable[Finding]) -> Iterator[Finding]:
    """Each once, the most certain first, then names with the most mentions."""
    unique: dict[tuple[Place, str], Finding] = {}
    for finding in sorted(found, key=lambda one: CONFIDENCES.index(one.confidence)):
        unique.setdefault((finding.place, finding.text), finding)
    counts: dict[tuple[str, str], int] = {}
    best: dict[tuple[str, str], int] = {}
    for finding in unique.values():
        key = (finding.kind, finding.name)
        counts[key] = counts.get(key, 0) + 1
        best[key] = min(best.get(key, 9), CONFIDENCES.index(finding.confidence))

    def order(one: Finding) -> tuple[object, ...]:
        key = (one.kind, one.name)
        place = one.place
        return (best[key], -counts[key], *key, place.file, place.line, place.unit, place.column)

    return iter(sorted(unique.values(), key=order))
