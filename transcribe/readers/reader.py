"""One way in for every form of a ready-made transcript."""

from __future__ import annotations

from pathlib import Path

from transcribe.core.transcript import Transcript
from transcribe.errors import TranscriptError

SUFFIXES = (".txt", ".vtt", ".srt", ".docx", ".json")


def read_transcript(path: Path) -> Transcript:
    """Read a transcript that somebody else made.

    Turns stay in order and one to one; only successive paragraphs or cues of one speaker are
    joined, with a space. Text is kept as it came (`Turn.edited`), times where there are some
    (`Turn.given`). Speakers bear the label as it is written as `Speaker.name`, which is often a
    real name: see `transcribe.stages.ready` before anybody sees it.

    Raises
    ------
    TranscriptError
        When the file is empty, too large, not what its ending says, or holds no turns. Never
        quotes the file.

    Notes
    -----
    The language is that of the file, where it says so, or the one its commonest words are of;
    ``und`` when neither tells.
    """
    suffix = path.suffix.lower()
    try:
        if suffix == ".docx":
            from transcribe.readers.word import read_docx

            return read_docx(path)
        from transcribe.readers.text_file import read_text

        text = read_text(path)
    except OSError as error:
        raise TranscriptError(
            f"{path.name} cannot be read ({error.strerror or 'system error'})", stage="read"
        ) from None
    if suffix in (".vtt", ".srt") or text.lstrip().startswith("WEBVTT"):
        from transcribe.readers.cues import read_cues

        return read_cues(text, file=path.name)
    if suffix == ".json":
        from transcribe.readers.own import read_own

        return read_own(text, file=path.name)
    if suffix == ".txt":
        from transcribe.readers.plain import read_plain

        return read_plain(text, file=path.name)
    raise TranscriptError(
        f"{path.name} is not a form of transcript that is read",
        stage="read",
        hint=f"use one of {', '.join(SUFFIXES)}",
    )
