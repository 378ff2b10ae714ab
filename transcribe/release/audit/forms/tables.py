"""CSV, TSV and JSON: every cell, key and string, whatever the columns and keys are called."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from transcribe.errors import TranscriptError
from transcribe.release.audit.forms import Form
from transcribe.release.audit.values import CODE, PROPERTY, SPEAKER, TEXT, Piece, Spot

_CODE = re.compile(r"[a-z0-9_.:/+-]*[0-9_/+:-][a-z0-9_.:/+-]*|[0-9a-f]{16,}", re.IGNORECASE)
_SPEAKER_KEYS = frozenset("speaker name voice label participant who person interviewer".split())
_PROPERTY_KEYS = frozenset(
    "author creator editor user username owner contact email file filename path source".split()
)
MOST_DEEP = 200


def read_table(text: str, *, suffix: str) -> Form:
    """Cells of a table with their rows; columns of speakers' labels are told by their heads."""
    lines = text.split("\n")
    if suffix == ".tsv":
        delimiter = "\t"
    else:
        head = "\n".join(lines[:20])
        delimiter = max(",;\t|", key=lambda mark: (head.count(mark), mark == ","))
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    pieces: list[Piece] = []
    heads: list[str] = []
    last = 0
    try:
        for number, row in enumerate(rows, start=1):
            line, last = last + 1, rows.line_num
            if number == 1:
                heads = [head.strip().casefold() for head in row]
            for index, text_of in enumerate(row):
                if text_of.strip():
                    spot = Spot(offset=0, line=line, unit=f"row {number}, cell {index + 1}")
                    key = heads[index] if number > 1 and index < len(heads) else ""
                    pieces.append(cell(text_of, key=key, spot=spot))
    except csv.Error:
        raise TranscriptError("it is no table that can be read") from None
    return Form(pieces=tuple(pieces))


def cell(text: str, *, key: str, spot: Spot) -> Piece:
    """A string of a table or document, by the head of its column or its key."""
    sort = TEXT
    if key in _SPEAKER_KEYS or re.search(r"(?:^|[_ ])(?:speaker|name)$", key):
        sort = SPEAKER
    elif key in _PROPERTY_KEYS:
        sort = PROPERTY
    elif _CODE.fullmatch(text.strip()):
        sort = CODE
    part = key if sort in (SPEAKER, PROPERTY) else ""
    return Piece(text=text, sort=sort, part=part, spots=(spot,), markup=True)


def read_json(text: str) -> Form:
    """Strings and keys of a document, of one a line, or of a transcript's turns."""
    documents = []
    try:
        documents.append(json.loads(text, object_pairs_hook=_all_pairs))
    except RecursionError:
        raise TranscriptError("its JSON stands too deep in itself") from None
    except ValueError:
        try:
            documents += [
                json.loads(line, object_pairs_hook=_all_pairs)
                for line in text.split("\n")
                if line.strip()
            ]
        except (ValueError, RecursionError):
            raise TranscriptError("its JSON is broken") from None
    return Form(
        pieces=tuple(piece for one in documents for piece in _values(one, path="", unit=""))
    )


def _all_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which a key may stand twice; programs show the last, the file holds both."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        name = key
        while name in found:
            name += " "
        found[name] = value
    return found


def _values(value: Any, *, path: str, unit: str, key: str = "", depth: int = 0) -> Iterator[Piece]:
    if depth > MOST_DEEP:
        raise TranscriptError("its JSON stands too deep in itself")
    if isinstance(value, str):
        if value.strip():
            where = unit or path
            yield cell(value, key=key.casefold(), spot=Spot(offset=0, unit=where))
        return
    if isinstance(value, dict):
        yield from _object(value, path=path, unit=unit, depth=depth)
    elif isinstance(value, list):
        yield from _list(value, path=path, unit=unit, key=key, depth=depth)
    elif isinstance(value, int) and not isinstance(value, bool) and value >= 1_000_000:
        yield Piece(text=str(value), sort=CODE, spots=(Spot(offset=0, unit=unit or path),))


def _object(value: dict[str, Any], *, path: str, unit: str, depth: int) -> Iterator[Piece]:
    own = value.get("id")
    if isinstance(own, str) and isinstance(value.get("text"), str):
        unit = f"turn {own}"
    for key, inner in value.items():
        place = f"{path}.{key}" if path else key
        yield Piece(text=key, sort=CODE, part="key", spots=(Spot(offset=0, unit=unit or path),))
        if key == "words" and _are_words(inner) and isinstance(value.get("text"), str):
            # The words of a turn again; names that only they hold would show as a joined text.
            joined = "".join(str(word["text"]) for word in inner)
            if joined.split() == str(value["text"]).split():
                continue
        yield from _values(inner, path=place, unit=unit, key=key, depth=depth + 1)


def _list(value: list[Any], *, path: str, unit: str, key: str, depth: int) -> Iterator[Piece]:
    if _are_words(value):
        joined = "".join(
            text if text[:1].isspace() else f" {text}"
            for text in (str(word.get("text", word.get("word"))) for word in value)
        )
        yield Piece(text=joined, spots=(Spot(offset=0, unit=unit or path),), markup=True)
        return
    if len(value) > 1 and all(isinstance(one, str) and len(one) == 1 for one in value):
        spot = Spot(offset=0, unit=unit or path)
        yield Piece(text="".join(value), spots=(spot,), markup=True)
        return
    for index, inner in enumerate(value):
        yield from _values(inner, path=f"{path}[{index}]", unit=unit, key=key, depth=depth + 1)


def _are_words(value: Any) -> bool:
    """Whether a list is one of words with their times, as recognizers write."""
    return (
        isinstance(value, list)
        and len(value) > 1
        and all(
            isinstance(word, dict)
            and isinstance(word.get("text", word.get("word")), str)
            and "start" in word
            and len(str(word.get("text", word.get("word"))).split()) <= 1
            for word in value
        )
    )
