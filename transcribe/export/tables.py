"""Tables for R, Python and spreadsheets: turns, words, alignment, coverage; CSV and Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from transcribe.errors import MissingPartError
from transcribe.export.interview import Interview

Rows = list[dict[str, Any]]

COLUMNS: Mapping[str, Mapping[str, type]] = {
    "turns": {
        "interview": str, "turn": str, "speaker": str, "role": str, "start": float, "end": float,
        "text": str, "topic": str,
    },
    "words": {
        "interview": str, "turn": str, "position": int, "speaker": str, "start": float,
        "end": float, "text": str, "probability": float,
    },
    "alignment": {
        "interview": str, "turn": str, "item": str, "relation": str, "score": float,
    },
    "coverage": {
        "interview": str, "item": str, "label": str, "kind": str, "text": str, "status": str,
        "question_turns": str, "answer_turns": str,
    },
    "notes": {
        "interview": str, "turn": str, "speaker": str, "start": float, "note": str,
    },
}  # fmt: skip
"""Table to its columns and their types. Times are seconds from the start."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def tables(interview: Interview) -> dict[str, Rows]:
    """The tables of an interview; the public tier has no words, as a release has none."""
    found = {
        "turns": list(_turns(interview)),
        "words": list(_words(interview)),
        "alignment": list(_alignment(interview)),
        "coverage": list(_coverage(interview)),
    }
    if interview.tier == "public":
        del found["words"]
    return found


def _turns(interview: Interview) -> Iterator[dict[str, Any]]:
    for turn in interview.turns:
        yield {
            "interview": interview.id,
            "turn": turn.id,
            "speaker": turn.name,
            "role": turn.role,
            "start": turn.start,
            "end": turn.end,
            "text": turn.text,
            "topic": turn.topic,
        }


def _words(interview: Interview) -> Iterator[dict[str, Any]]:
    for turn in interview.turns:
        for position, word in enumerate(interview.words.get(turn.id, ()), start=1):
            yield {
                "interview": interview.id,
                "turn": turn.id,
                "position": position,
                "speaker": turn.name,
                "start": word.start,
                "end": word.end,
                "text": word.text,
                "probability": word.probability,
            }


def _alignment(interview: Interview) -> Iterator[dict[str, Any]]:
    for turn in interview.turns:
        about = [("topic", turn.topic)] if turn.topic else []
        for relation, item in (*about, *(("asks", item) for item in turn.asks)):
            yield {
                "interview": interview.id,
                "turn": turn.id,
                "item": item,
                "relation": relation,
                "score": interview.scores.get(turn.id) if relation == "topic" else None,
            }


def _coverage(interview: Interview) -> Iterator[dict[str, Any]]:
    items = {item.id: item for item in interview.items}
    for name, status, question_turns, answer_turns in interview.shown.coverage:
        item = items.get(name)
        yield {
            "interview": interview.id,
            "item": name,
            "label": item.label if item else None,
            "kind": item.kind if item else None,
            "text": item.text if item else None,
            "status": status,
            "question_turns": " ".join(question_turns),
            "answer_turns": " ".join(answer_turns),
        }


def to_csv(table: str, rows: Rows) -> bytes:
    """One table as CSV in UTF-8 (RFC 4180).

    A text that a spreadsheet would run as a formula is given a leading apostrophe.
    """
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(COLUMNS[table])
    for row in rows:
        writer.writerow([_cell(row[column]) for column in COLUMNS[table]])
    return stream.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value.lstrip(" '").startswith(_FORMULA):
        return f"'{value}"
    return value


def to_parquet(table: str, rows: Rows) -> bytes:
    """One table as Parquet, texts as they are.

    Raises
    ------
    MissingPartError
        Without pyarrow.
    """
    try:
        import pyarrow
        import pyarrow.parquet as writer
    except ImportError:
        raise MissingPartError(
            "Parquet needs pyarrow, which is not installed",
            hint="pip install 'transcribe[export]', or: --format csv",
        ) from None
    kinds = {str: pyarrow.string(), float: pyarrow.float64(), int: pyarrow.int64()}
    schema = pyarrow.schema([(name, kinds[kind]) for name, kind in COLUMNS[table].items()])
    stream = pyarrow.BufferOutputStream()
    writer.write_table(pyarrow.Table.from_pylist(rows, schema=schema), stream)
    return bytes(stream.getvalue())
