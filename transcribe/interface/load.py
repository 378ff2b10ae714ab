"""Files to values: a transcript, what was found in it, and an interview guide."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any

from transcribe.core.guide import AlignedItem, AlignedTurn, Guide, GuideAlignment
from transcribe.core.pii import Entity, EntitySet
from transcribe.core.transcript import Transcript
from transcribe.errors import TranscriptError
from transcribe.stages.passages import LEFT_OUT, left_out, without_passages


def load_transcript(path: str | PathLike[str]) -> Transcript:
    """Read a transcript: ours, private or public, or one that another program made.

    Read are ``transcript.json`` and the forms of ready-made transcripts: ``.txt``, ``.vtt``,
    ``.srt`` and ``.docx`` (see ``docs/ready-made-transcripts.md``). Turns keep their order, ids,
    times and text. What was left out of an interview in review is left out here as well.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    Transcript
        Times in seconds from the start, None where the file has none. Words are there only in a
        private ``transcript.json``.

    Raises
    ------
    TranscriptError
        When the file is missing, empty, too large, not what its ending says, or holds no turns.

    Notes
    -----
    Names of speakers are those of the file; in a transcript of a meeting they are real names.
    `transcribe.assign_roles` puts roles in their place.
    """
    from transcribe.readers import read_transcript

    path = Path(path)
    transcript = read_transcript(path)
    if path.suffix.lower() != ".json":
        return transcript
    try:
        gone = left_out(_document(path))
    except (KeyError, TypeError, AttributeError):
        raise _lacking(path) from None
    turns = tuple(
        replace(turn, words=(), edited=LEFT_OUT, given=_given(turn.start, turn.end))
        if turn.id in gone
        else turn
        for turn in transcript.turns
    )
    return replace(transcript, turns=turns)


def load_alignment(path: str | PathLike[str]) -> GuideAlignment | None:
    """Read what a ``transcript.json``, private or public, says of the interview guide.

    Returns
    -------
    GuideAlignment or None
        The topic and the questions of every turn, and what became of every question; None where
        there was no guide. Scores are 0 in a public file, which has none.

    Raises
    ------
    TranscriptError
        When the file cannot be read or is not a transcript of this tool.
    """
    return alignment_in(_checked(Path(path)))


def load_entities(path: str | PathLike[str]) -> EntitySet:
    """Read the identifiers that were found in a private ``transcript.json``.

    Returns
    -------
    EntitySet
        In the order of turns; empty of a public file, which has none.

    Raises
    ------
    TranscriptError
        When the file cannot be read or is not a transcript of this tool.
    """
    return entities_in(_checked(Path(path)))


def load_guide(path: str | PathLike[str]) -> Guide:
    """Read an interview guide: Markdown, plain text, a table, Word or PDF.

    Raises
    ------
    GuideError
        When the file is missing, empty, no text, too long to be a guide, or holds no question.
    """
    from transcribe.guides import read_guide

    return read_guide(Path(path))


def alignment_in(document: Mapping[str, Any]) -> GuideAlignment | None:
    """The alignment in the content of a ``transcript.json``."""
    if not document.get("guide"):
        return None
    return GuideAlignment(
        turns=tuple(
            AlignedTurn(
                turn=str(turn["id"]),
                topic=turn["guide"]["topic"],
                asks=tuple(turn["guide"]["asks"]),
                score=float(turn["guide"].get("score", 0.0)),
            )
            for turn in document["turns"]
        ),
        coverage=tuple(
            AlignedItem(
                item=item["item"],
                status=item["status"],
                question_turns=tuple(item["question_turns"]),
                answer_turns=tuple(item["answer_turns"]),
            )
            for item in document["coverage"]
        ),
    )


def entities_in(document: Mapping[str, Any]) -> EntitySet:
    """The identifiers in the content of a ``transcript.json``."""
    return EntitySet(
        entities=tuple(
            Entity(
                id=one["id"],
                turn=str(turn["id"]),
                start_char=one["start_char"],
                end_char=one["end_char"],
                type=one["type"],
                text=turn["text"][one["start_char"] : one["end_char"]],
                score=float(one["score"]),
                recognizers=tuple(one["recognizers"]),
                decision=one["decision"],
                reason=one.get("reason", ""),
                identity=one.get("identity", ""),
                choices=tuple((each["type"], each["name"]) for each in one.get("choices", ())),
            )
            for turn in document["turns"]
            for one in turn.get("entities", ())
        )
    )


def _given(start: float | None, end: float | None) -> tuple[float, float] | None:
    return None if start is None or end is None else (start, end)


def _checked(path: Path) -> Mapping[str, Any]:
    """Content of a file that the reader of our own form takes, with no word of what is wrong."""
    from transcribe.readers.own import read_own
    from transcribe.readers.text_file import read_text

    try:
        text = read_text(path)
    except OSError as error:
        raise TranscriptError(f"{path.name} cannot be read ({error.strerror})") from None
    read_own(text, file=path.name)
    try:
        kept = without_passages(_document(path))
        alignment_in(kept)
        entities_in(kept)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _lacking(path) from None
    return kept


def _lacking(path: Path) -> TranscriptError:
    return TranscriptError(
        f"{path.name} lacks what a transcript of this tool says of its turns",
        hint="load a transcript.json that transcribe wrote",
    )


def _document(path: Path) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8-sig"))
    return found
