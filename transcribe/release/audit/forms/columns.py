"""Parquet and Arrow tables: names of columns, cells, and what the writer put beside them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from transcribe.errors import TranscriptError
from transcribe.release.audit.forms import Form
from transcribe.release.audit.forms.tables import cell
from transcribe.release.audit.values import CODE, Piece, Spot

PARQUET, ARROW = b"PAR1", b"ARROW1"
MOST_UNPACKED = 256_000_000
_OURS = ("ARROW:schema", "pandas")


def read_columns(data: bytes) -> Form:
    """Read a Parquet file, or an Arrow one (Feather).

    Raises
    ------
    TranscriptError
        When pyarrow is not installed, or the file is damaged or too large.
    """
    try:
        import pyarrow as pa
    except ImportError:
        raise TranscriptError(
            'it is a Parquet or Arrow table, which needs: pip install "transcribe[export]"'
        ) from None
    try:
        return Form(pieces=tuple(_pieces(*_opened(data))))
    except (pa.ArrowException, OSError, ValueError):
        raise TranscriptError("it is a damaged table") from None


def _opened(data: bytes) -> tuple[Any, Iterable[Any]]:
    """Schema and batches."""
    if data.startswith(PARQUET):
        import pyarrow.parquet as pq

        file = pq.ParquetFile(io.BytesIO(data))
        groups = [file.metadata.row_group(at) for at in range(file.num_row_groups)]
        if sum(group.total_byte_size for group in groups) > MOST_UNPACKED:
            raise TranscriptError("it unpacks to more than any table of interviews holds")
        return file.schema_arrow, file.iter_batches(batch_size=1000)
    import pyarrow.ipc

    reader = pyarrow.ipc.open_file(io.BytesIO(data))
    return reader.schema, (reader.get_batch(at) for at in range(reader.num_record_batches))


def _pieces(schema: Any, batches: Iterable[Any]) -> Iterator[Piece]:
    yield from _beside(schema.metadata or {})
    for field in schema:
        yield Piece(text=field.name, sort=CODE, part="name of a column")
        yield from _beside(field.metadata or {})
    row = 0
    for batch in batches:
        for values in batch.to_pylist():
            row += 1
            for column, (name, value) in enumerate(values.items(), start=1):
                spot = Spot(offset=0, unit=f"row {row}, cell {column}")
                for text in _texts(value):
                    yield cell(text, key=name.casefold(), spot=spot)


def _beside(metadata: dict[bytes, bytes]) -> Iterator[Piece]:
    for key, value in metadata.items():
        name = key.decode(errors="replace")
        sort = CODE
        for text in (name, value.decode(errors="replace") if name not in _OURS else ""):
            if text.strip():
                yield Piece(text=text, sort=sort, part="metadata", markup=True)


def _texts(value: Any) -> Iterator[str]:
    """Strings in a cell, those of lists, of structures and of bytes too."""
    if isinstance(value, str):
        yield from [value] if value.strip() else []
    elif isinstance(value, bytes):
        yield from _texts(value.decode(errors="replace"))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from (*_texts(key), *_texts(inner))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
