"""Text by lines: labelled turns, paragraphs, Markdown; cues with their voices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from transcribe.errors import TranscriptError
from transcribe.readers.speakers import Line, believed, labels_of, read_line
from transcribe.readers.text_file import decode
from transcribe.release.audit.forms import Form
from transcribe.release.audit.values import CODE, SPEAKER, TEXT, Piece, Spot

_CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_TIMING = re.compile(rf"^\s*{_CLOCK}\s*-->\s*{_CLOCK}")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+(?P<name>[^>\n]*)>", re.IGNORECASE)
_TURN_END = re.compile(r"[.?!…][\"'”’)\]]*\s*$")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SEVEN_BITS = re.compile(r"\+A[A-P][A-Za-z0-9+/]{1,}-?|\+IB[A-Za-z0-9+/]{1,}-?")
_MARKS = "\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201c\u201d\u2026"
MOST_CUES = 40
"""Cues of one voice that are read on end, at most."""


def decode_text(data: bytes) -> str:
    """Text of bytes in whatever encoding, line ends made one.

    Raises
    ------
    TranscriptError
        When it is not text.
    """
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    text = _SEVEN_BITS.sub(_from_seven_bits, text)
    if "\x00" in text or len(_CONTROL.findall(text)) > len(text) // 50:
        raise TranscriptError("it is in no form that is read; only its name was looked at")
    if _is_foreign(data):
        raise TranscriptError("its letters are in an old encoding: save it as UTF-8")
    return text


def _from_seven_bits(match: re.Match[str]) -> str:
    """What a shifted stretch of UTF-7 (RFC 2152) says, where it says Latin letters or marks."""
    try:
        said = match.group().encode("ascii").decode("utf-7")
    except UnicodeDecodeError:
        return match.group()
    latin = all(sign.isprintable() and (sign < "\u0250" or sign in _MARKS) for sign in said)
    return said if latin else match.group()


def _is_foreign(data: bytes) -> bool:
    """Whether bytes are text of an encoding nobody named, most of whose letters are not Latin."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:4000]:
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return sum(byte > 127 for byte in data) > 0.3 * len(data)
    return False


def read_lines(text: str, *, markup: bool = False) -> Form:
    """Paragraphs of a text, their labels apart; a label begins a paragraph, too."""
    rows = text.split("\n")
    lines = [
        read_line(row, at=at, opens=at == 1 or not rows[at - 2].strip())
        for at, row in enumerate(rows, start=1)
        if row.strip()
    ]
    labels = labels_of(lines, believed(lines)) if lines else []
    pieces: list[Piece] = []
    block: list[tuple[int, int, str]] = []
    turn = 0
    unit = ""
    for line, label in zip(lines, labels, strict=True):
        row = rows[line.at - 1]
        if block and (label or line.opens or _begins(row)):
            pieces += _joined(block, unit=unit, markup=markup)
            block = []
        if label is None:
            block.append((line.at, 1, row))
            continue
        turn += 1
        unit = f"turn {turn}"
        at = row.find(label)
        spot = Spot(offset=0, line=line.at, column=at + 1, unit=unit)
        pieces.append(Piece(text=label, sort=SPEAKER, part="speaker", spots=(spot,), markup=markup))
        block.append(_after(line, row, label))
    pieces += _joined(block, unit=unit, markup=markup)
    return Form(pieces=tuple(pieces))


def _begins(row: str) -> bool:
    """Whether a line begins something of its own: a heading, an item, a row of a table."""
    return bool(re.match(r"\s*(?:#{1,6}\s|[-*+•>|]\s|\d{1,3}[.)]\s|\[?\d{1,2}:\d{2})", row))


def _after(line: Line, row: str, label: str) -> tuple[int, int, str]:
    """What follows the label of a line, with its column."""
    start = row.rfind(line.text) if line.text else len(row)
    start = max(start, row.find(label) + len(label))
    return line.at, start + 1, row[start:]


def _joined(block: Sequence[tuple[int, int, str]], *, unit: str, markup: bool) -> list[Piece]:
    spots, parts, offset = [], [], 0
    for at, column, row in block:
        spots.append(Spot(offset=offset, line=at, column=column, unit=unit))
        parts.append(row)
        offset += len(row) + 1
    text = "\n".join(parts)
    if not text.strip():
        return []
    tagged = markup or "<" in text or "&" in text or "\\" in text or "%" in text
    return [Piece(text=text, spots=tuple(spots), markup=tagged)]


def read_cues(text: str) -> Form:
    """Cues, those of one voice read on end; notes, ids and styles apart."""
    pieces: list[Piece] = []
    held: list[tuple[Spot, str]] = []
    voice, cue, inside = "", 0, False
    for at, row in enumerate(text.split("\n"), start=1):
        timing = _TIMING.match(row)
        if timing:
            cue, inside = cue + 1, True
            if row[timing.end() :].strip():
                spot = Spot(offset=0, line=at, column=timing.end() + 1, unit=f"cue {cue}")
                pieces.append(
                    Piece(text=row[timing.end() :], sort=CODE, part="note", spots=(spot,))
                )
            continue
        if not row.strip():
            inside = False
            continue
        if not inside:
            if row.strip() != "WEBVTT" and not row.strip().isdecimal():
                spot = Spot(offset=0, line=at)
                sort = CODE if re.fullmatch(r"[\w-]+", row.strip()) else TEXT
                pieces.append(Piece(text=row, sort=sort, part="note", spots=(spot,), markup=True))
            continue
        for column, name, said in _voices(row):
            spot = Spot(offset=0, line=at, column=column, unit=f"cue {cue}")
            if name is not None:
                label = _from(spot, -len(name) - 1)
                piece = Piece(text=name, sort=SPEAKER, part="speaker", spots=(label,), markup=True)
                pieces.append(piece)
            if held and name is not None and name != voice:
                pieces += _cue_block(held)
                held = []
            voice = voice if name is None else name
            if held and (len(held) >= MOST_CUES and _TURN_END.search(held[-1][1])):
                pieces += _cue_block(held)
                held = []
            held.append((spot, said))
    pieces += _cue_block(held)
    labelled = [piece for piece in pieces if piece.sort == SPEAKER]
    if labelled:
        return Form(pieces=tuple(pieces))
    return Form(pieces=tuple(_with_labels(pieces)))


def _voices(row: str) -> Iterator[tuple[int, str | None, str]]:
    """Column of the words, voice and words of the parts of a line of a cue."""
    found = list(_VOICE.finditer(row))
    if not found or row[: found[0].start()].strip():
        yield 1, None, row[: found[0].start()] if found else row
    for index, match in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(row)
        yield match.end() + 1, match["name"], row[match.end() : end]


def _cue_block(held: Sequence[tuple[Spot, str]]) -> list[Piece]:
    spots, parts, offset = [], [], 0
    for spot, said in held:
        spots.append(replace(spot, offset=offset))
        parts.append(said)
        offset += len(said) + 1
    text = "\n".join(parts)
    return [Piece(text=text, spots=tuple(spots), markup=True)] if text.strip() else []


def _with_labels(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Cues that bear labels as plain text does (``Maria: …``) in pieces of their own."""
    for piece in pieces:
        rows = piece.text.split("\n")
        lines = [read_line(row, at=index) for index, row in enumerate(rows) if row.strip()]
        labels = labels_of(lines, believed(lines)) if lines else []
        if not any(labels):
            yield piece
            continue
        offset = 0
        starts = []
        for row in rows:
            starts.append(offset)
            offset += len(row) + 1
        for line, label in zip(lines, labels, strict=True):
            spot = piece.spot(starts[line.at])
            row = rows[line.at]
            if label:
                yield Piece(
                    text=label, sort=SPEAKER, part="speaker", spots=(_from(spot, row.find(label)),)
                )
                _, column, rest = _after(line, row, label)
                yield Piece(text=rest, spots=(_from(spot, column - 1),), markup=True)
            else:
                yield Piece(text=row, spots=(_from(spot, 0),), markup=True)


def _from(spot: Spot, by: int) -> Spot:
    return replace(spot, offset=0, column=spot.column + by)
