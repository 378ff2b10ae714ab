"""Known names and the detector over pieces, with every hit brought back to the text as written."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from transcribe.core.pii import Entity, normalize
from transcribe.core.recording import Identifiers
from transcribe.core.transcript import UNKNOWN, Speaker, Transcript, Turn
from transcribe.release.audit.labels import find_labels, without_labels
from transcribe.release.audit.values import (
    BYTES,
    CERTAIN,
    CONFIDENCES,
    LIKELY,
    POSSIBLE,
    TEXT,
    Piece,
)
from transcribe.stages.detect import Detector
from transcribe.stages.tokens import tokenize
from transcribe.stages.uncover import Reading, uncover, unpacked
from transcribe.stages.variants import KnownNames

_BAND = re.compile(r"\[(?:over )?\d[^\[\]\n]{0,30}\]")

SEAM_WORDS = 4
"""Words on each side of a border between pieces over which a known name may reach."""

LEAST_IN_BYTES = 6
"""Letters of a known name that is looked for in bytes of any kind: chance spells shorter ones."""

_SPEAKERS = (Speaker(label="S", role=UNKNOWN, name="S"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something found in a piece.

    Attributes
    ----------
    start, end
        Code points into the piece's text, half-open.
    rank
        Of two that touch and are equally sure, the higher one stays.
    """

    start: int
    end: int
    kind: str
    confidence: str = POSSIBLE
    reason: str = ""
    name: str = field(default="", repr=False)
    exact: bool = False
    rank: int = 1


def readings(piece: Piece) -> Iterator[Reading]:
    """A piece as it stands and, where that is another text, behind what hides its words."""
    plain = without_labels(piece.text)
    yield Reading(text=plain, origins=tuple((at, at + 1) for at in range(len(plain))))
    other = uncover(plain, markup=piece.markup)
    if other.text != plain:
        yield other
    for word, span in unpacked(plain):
        yield Reading(text=word, origins=(span,) * len(word))


def find_known(piece: Piece, known: KnownNames) -> Iterator[Found]:
    """Known names in a piece: exact ones are certain, likenesses likely."""
    for reading in readings(piece):
        for match in known.find(reading.text, fuzzy=piece.sort != BYTES):
            if piece.sort == BYTES and match.end - match.start < LEAST_IN_BYTES:
                continue
            start, end = reading.span(match.start, match.end)
            doubtful = not match.exact and match.score <= 0.6
            yield Found(
                start=start,
                end=end,
                kind=match.type,
                confidence=CERTAIN if match.exact else POSSIBLE if doubtful else LIKELY,
                reason=_reason(match.reason, piece.text[start:end], reading.text[match.start :]),
                name=match.identity,
                exact=match.exact,
                rank=3,
            )


def _reason(reason: str, written: str, read: str) -> str:
    """The reason in an audit's words; says so where the name was disguised."""
    words = reason.replace("a listed identifier", "a known name").replace("listed ", "known ")
    words = words.replace("a name found in the study", "a name found in these files")
    disguised = not read.startswith(written) and " ".join(written.split()) not in read
    return f"{words}, behind markup or look-alike letters" if disguised else words


def crossing(pieces: Sequence[Piece], known: KnownNames) -> Iterator[tuple[int, Found]]:
    """Known names that reach from one piece of text into the next: over cues, lines, runs."""
    texts = [index for index, piece in enumerate(pieces) if piece.sort == TEXT]
    for left, right in itertools.pairwise(texts):
        if pieces[left].part != pieces[right].part:
            continue
        before = tokenize(without_labels(pieces[left].text))[-SEAM_WORDS:]
        after = tokenize(without_labels(pieces[right].text))[:SEAM_WORDS]
        if not before or not after:
            continue
        tail = pieces[left].text[before[0].start : before[-1].end]
        head = pieces[right].text[after[0].start : after[-1].end]
        for match in known.find(f"{tail} {head}", fuzzy=False):
            if match.exact and match.start < len(tail) < match.end:
                yield (
                    left,
                    Found(
                        start=before[0].start + match.start,
                        end=before[-1].end,
                        kind=match.type,
                        confidence=CERTAIN,
                        reason="a known name, parted over two cues or paragraphs",
                        name=match.identity,
                        exact=True,
                        rank=4,
                    ),
                )


def detect(
    pieces: Sequence[Piece], detector: Detector, *, language: str
) -> Iterator[tuple[int, Entity, Found]]:
    """What the detector finds in the pieces that are text, each with its piece."""
    read: dict[str, tuple[int, Reading]] = {}
    replaced: dict[str, frozenset[int]] = {}
    turns: list[Turn] = []
    for index, piece in enumerate(pieces):
        if piece.sort != TEXT or not piece.text.strip():
            continue
        reading = uncover(piece.text, markup=piece.markup)
        turn = f"t{len(turns) + 1:06d}"
        read[turn] = (index, reading)
        replaced[turn] = _replaced(reading.text)
        turns.append(Turn(id=turn, speaker="S", edited=open_brackets(reading.text)))
    if not turns:
        return
    transcript = Transcript(
        language=language, duration=None, speakers=_SPEAKERS, turns=tuple(turns)
    )
    for entity in detector.detect(transcript, identifiers=Identifiers(), keep=()).entities:
        index, reading = read[entity.turn]
        if not replaced[entity.turn].isdisjoint(range(entity.start_char, entity.end_char)):
            continue
        start, end = reading.span(entity.start_char, entity.end_char)
        found = Found(start=start, end=end, kind=entity.type, name=normalize(entity.text))
        yield index, entity, found


def _replaced(text: str) -> frozenset[int]:
    """Places that placeholders in brackets hold, and bands as this tool writes them."""
    spans = [(one.start, one.end) for one in find_labels(text) if one.form != "no brackets"]
    spans += [band.span() for band in _BAND.finditer(text)]
    return frozenset(at for start, end in spans for at in range(start, end))


def open_brackets(text: str) -> str:
    """The text with the brackets that hold no placeholder blotted out: ``[Maria laughs]``."""
    labels = _replaced(text)
    return "".join(
        " " if char in "[]{}⟦⟧" and at not in labels else char for at, char in enumerate(text)
    )


def settle(found: Iterable[Found]) -> tuple[Found, ...]:
    """The surest of those that touch, then the longest; in order."""
    chosen: list[Found] = []
    order = sorted(
        set(found),
        key=lambda one: (
            CONFIDENCES.index(one.confidence),
            -one.rank,
            one.start - one.end,
            one.start,
            one.kind,
            one.reason,
        ),
    )
    for one in order:
        if all(one.end <= other.start or other.end <= one.start for other in chosen):
            chosen.append(one)
    return tuple(sorted(chosen, key=lambda one: one.start))
