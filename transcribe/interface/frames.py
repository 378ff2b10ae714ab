"""Tables of interviews as pandas data frames; the rows are those of ``export --format csv``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transcribe.core.guide import Guide, GuideAlignment
from transcribe.core.pii import EntitySet
from transcribe.core.transcript import Transcript
from transcribe.export.interview import Interview, private_interview
from transcribe.export.tables import COLUMNS, Rows, tables
from transcribe.stages.assemble import assemble
from transcribe.stages.pseudonymize import Settled

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Frames:
    """Five tables, which share the columns ``interview``, ``turn`` and ``item``.

    Attributes
    ----------
    turns
        One row a turn: speaker, role, start and end in seconds, text, topic.
    words
        One row a word with its times in seconds and the recognizer's probability; no rows in the
        public tier or where a transcript has no times of words.
    alignment
        One row for the topic of a turn and one for every question that it asks.
    coverage
        One row a question of the guide and what became of it.
    notes
        One row a note that a reader left on a turn; no rows in the public tier.
    """

    turns: pd.DataFrame
    words: pd.DataFrame
    alignment: pd.DataFrame
    coverage: pd.DataFrame
    notes: pd.DataFrame

    def __repr__(self) -> str:
        sizes = {table: len(getattr(self, table)) for table in COLUMNS}
        return f"Frames({', '.join(f'{table}: {rows} rows' for table, rows in sizes.items())})"


def to_pandas(
    transcript: Transcript,
    *,
    alignment: GuideAlignment | None = None,
    guide: Guide | None = None,
    name: str = "",
) -> Frames:
    """Tables of one transcript.

    Parameters
    ----------
    alignment
        What `transcribe.align` or `transcribe.load_alignment` gave.
    guide
        The interview guide, for the wording of questions in ``coverage``.
    name
        What the column ``interview`` holds.
    """
    nothing = Settled(entities=EntitySet(entities=()), surrogates={})
    document = assemble(name, transcript, nothing, alignment=alignment, guide=None)
    items = guide.items if guide else ()
    return frames([private_interview(document, items=items)])


def frames(interviews: Iterable[Interview]) -> Frames:
    """Tables of several interviews, one under the other."""
    rows: dict[str, Rows] = {table: [] for table in COLUMNS}
    for interview in interviews:
        for table, more in tables(interview).items():
            rows[table] += more
    return Frames(**{table: _frame(table, found) for table, found in rows.items()})


def _frame(table: str, rows: Rows) -> pd.DataFrame:
    import pandas as pd

    kinds = {str: "string", float: "float64", int: "int64"}
    columns = COLUMNS[table]
    return pd.DataFrame(rows, columns=list(columns)).astype(
        {name: kinds[kind] for name, kind in columns.items()}
    )
