"""``transcribe evaluate``: a result against a reference, in figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from transcribe.cli.options import JsonOption
from transcribe.errors import UsageError

if TYPE_CHECKING:
    from transcribe.evaluation.conversation import Conversation

Reference = Annotated[
    Path,
    typer.Argument(metavar="REF", help="Truth: .gold.json, .rttm, text, or a transcript."),
]
Result = Annotated[
    Path,
    typer.Argument(
        metavar="HYP", help="Result: transcript.json, text, .rttm, or a diarize output.json."
    ),
]


def evaluate(ref: Reference, hyp: Result, json: JsonOption = False) -> None:
    """Compare a result with a reference: words, speakers, roles, guide, identifiers."""
    from transcribe.evaluation.report import compare

    figures = compare(read_conversation(ref), read_conversation(hyp))
    if json:
        from transcribe.cli.terminal import print_json

        print_json({"schema": 1, "reference": str(ref), "result": str(hyp), **figures})
    else:
        _show(figures)


def read_conversation(path: Path) -> Conversation:
    """Read any of the forms that can be compared, told apart by content.

    Raises
    ------
    UsageError
        When the file is not there, is empty, or is of no known form.
    """
    from transcribe.evaluation import forms

    if not path.is_file():
        raise UsageError(f"{path} is no file")
    if path.suffix.lower() == ".json":
        return _read_json(path)
    if path.suffix.lower() == ".rttm":
        return forms.from_rttm(_read_text(path), file=path.name)
    from transcribe.errors import TranscriptError
    from transcribe.readers.reader import read_transcript

    try:
        return forms.from_transcript(read_transcript(path))
    except TranscriptError:
        if path.suffix.lower() != ".txt":
            raise
    return forms.from_text(_read_text(path))


def _read_json(path: Path) -> Conversation:
    import json

    from transcribe.evaluation import forms

    try:
        data = json.loads(_read_text(path))
    except ValueError:
        raise UsageError(f"{path} is broken JSON") from None
    if not isinstance(data, dict):
        raise UsageError(f"{path} is of no known form")
    try:
        if "exclusive" in data and "regions" in data:
            return forms.from_diarization(data)
        if path.name.endswith(".gold.json"):
            return forms.from_gold(data, texts=_texts_beside(path))
        return forms.from_transcript_json(data)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        raise UsageError(
            f"{path} is of no known form",
            hint="a .gold.json, a transcript.json, or the output.json of diarize",
        ) from None


def _texts_beside(gold: Path) -> list[tuple[str, str]]:
    """Speaker and text of each turn from the .tsv beside a gold that has none of its own."""
    table = gold.with_name(gold.name.removesuffix(".gold.json") + ".tsv")
    if not table.is_file():
        return []
    rows = [line.split("\t") for line in _read_text(table).splitlines() if line.strip()]
    return [(row[1], row[2]) for row in rows if len(row) >= 3 and row[0].strip().isdecimal()]


def _read_text(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{path} is no text in UTF-8") from None
    if not text.strip():
        raise UsageError(f"{path} is empty")
    return text


_ROWS: tuple[tuple[str, str, str], ...] = (
    ("words", "wer", "word error rate"),
    ("speaker_words", "cpwer", "cpWER"),
    ("speaker_words", "wder", "words with the wrong speaker"),
    ("diarization", "der", "diarization error rate"),
    ("diarization", "der_collar", "… with a 0.25 s collar"),
    ("diarization", "missed", "… speech missed"),
    ("diarization", "false_alarm", "… speech where there is none"),
    ("diarization", "confusion", "… wrong speaker"),
    ("roles", "by_words", "role right, by words"),
    ("roles", "by_time", "role right, by speech time"),
    ("guide", "topic_by_turns", "guide item right, by turns"),
    ("guide", "topic_by_words", "guide item right, by words"),
    ("guide", "topic_by_time", "guide item right, by speech time"),
    ("guide", "asks_f1", "questions asked, F1"),
)


def _show(figures: dict[str, dict[str, Any]]) -> None:
    from rich.table import Table

    from transcribe.cli.terminal import console

    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    for group, key, title in _ROWS:
        if key in figures.get(group, {}):
            table.add_row(title, _share(figures[group][key]))
    if "diarization" in figures:
        found = figures["diarization"]
        table.add_row("speakers found, of", f"{found['speakers_found']}, {found['speakers']}")
    if "identifiers" in figures:
        for kind in ("direct", "quasi"):
            found = figures["identifiers"][kind]
            title = f"{kind} identifiers wholly hidden, of {found['entities']}"
            table.add_row(title, _share(found["entity_recall"]))
        table.add_row("hidden mentions that are identifiers", _share(_precision(figures)))
    console().print(table)


def _precision(figures: dict[str, dict[str, Any]]) -> float | None:
    precision: float | None = figures["identifiers"]["precision"]
    return precision


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"
