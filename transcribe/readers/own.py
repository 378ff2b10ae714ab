"""Our own ``transcript.json``, the private and the public form."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from typing import Any, TypeGuard

from transcribe.core.asr import Word
from transcribe.core.labels import role_in
from transcribe.core.transcript import ROLES, UNKNOWN, Speaker, Transcript, Turn
from transcribe.errors import TranscriptError
from transcribe.readers.assemble import plain_key
from transcribe.readers.language import language_of

_ID = re.compile(r"t\d{1,6}")
_LABEL = re.compile(r"SPEAKER_\d{1,4}")


class _WrongError(Exception):
    """A field is not what it should be; the message names it and where, never its content."""


def read_own(text: str, *, file: str) -> Transcript:
    """Read turns with their words, times, roles and names; see `transcribe.readers`.

    Turns are never joined. Guide, entities and coverage are made anew and not read.

    Raises
    ------
    TranscriptError
        When it is broken JSON, or not a transcript of this tool.
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise TranscriptError(
            f"{file} is broken JSON at line {error.lineno}", stage="read", hint="export it again"
        ) from None
    except (ValueError, RecursionError):
        raise _refused(file, "it holds what no transcript does") from None
    try:
        return _transcript(data)
    except _WrongError as error:
        raise _refused(file, str(error)) from None


def _refused(file: str, why: str) -> TranscriptError:
    return TranscriptError(
        f"{file} is not a transcript of this tool: {why}",
        stage="read",
        hint="a transcript.json has speakers and turns; other JSON can be turned into .vtt first",
    )


def _transcript(data: Any) -> Transcript:
    if not isinstance(data, dict):
        raise _WrongError("it is not an object")
    if data.get("schema", 1) != 1:
        raise _WrongError("its schema is not 1")
    rows = data.get("turns")
    if not isinstance(rows, list) or not rows:
        raise _WrongError("it has no turns")
    speakers = _Speakers(data.get("speakers"))
    turns = tuple(_turn(row, f"turn {at}", speakers) for at, row in enumerate(rows, start=1))
    if not any(turn.text.strip() for turn in turns):
        raise _WrongError("its turns hold no text")
    turns = _numbered(turns)
    language, draft = data.get("language"), data.get("draft", [])
    return Transcript(
        language=language if _is_code(language) else language_of(turn.text for turn in turns),
        duration=_number(data.get("duration"), "duration"),
        speakers=tuple(speakers.found.values()),
        turns=turns,
        draft=tuple(part for part in draft if part in ("asr", "diarize"))
        if isinstance(draft, list)
        else (),
    )


def _numbered(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """Turns with their own ids where those are ids (they get into releases), else with new ones."""
    ids = {turn.id for turn in turns if _ID.fullmatch(turn.id)}
    if len(ids) == len(turns):
        return turns
    return tuple(replace(turn, id=f"t{at:04d}") for at, turn in enumerate(turns, start=1))


def _is_code(language: Any) -> TypeGuard[str]:
    return isinstance(language, str) and 2 <= len(language) <= 3 and language.isalpha()


class _Speakers:
    """Speakers by the label or name that turns call them by; public files have no labels."""

    def __init__(self, listed: Any) -> None:
        self.found: dict[str, Speaker] = {}
        for row in listed if isinstance(listed, list) else []:
            if not isinstance(row, dict):
                raise _WrongError("a speaker is not an object")
            self.of(row.get("label"), row.get("name"), row.get("role"))

    def of(self, label: Any, name: Any, role: Any) -> Speaker:
        """The speaker of a turn, made where the list has none."""
        for value in (label, name, role):
            if value is not None and not isinstance(value, str):
                raise _WrongError("a speaker's label, name or role is not text")
        shown = name or label or ""
        key = label or plain_key(shown)
        if key not in self.found:
            said = role if role in ROLES else role_in(shown)
            self.found[key] = Speaker(
                label=self._label(label),
                role=said,
                name=shown,
                margin=0.0 if said == UNKNOWN else 1.0,
            )
        return self.found[key]

    def _label(self, written: str | None) -> str:
        taken = {speaker.label for speaker in self.found.values()}
        if written and _LABEL.fullmatch(written) and written not in taken:
            return written
        return next(
            label for at in range(len(taken) + 1) if (label := f"SPEAKER_{at:02d}") not in taken
        )


def _turn(row: Any, where: str, speakers: _Speakers) -> Turn:
    if not isinstance(row, dict):
        raise _WrongError(f"{where} is not an object")
    text = row.get("text")
    if not isinstance(text, str):
        raise _WrongError(f"{where} has no text")
    listed = row.get("words") or []
    if not isinstance(listed, list):
        raise _WrongError(f"{where} has words that are no list")
    words = tuple(_word(word, where) for word in listed)
    start, end = _number(row.get("start"), where), _number(row.get("end"), where)
    joined = "".join(word.text for word in words).lstrip()
    return Turn(
        id=str(row.get("id") or ""),
        speaker=speakers.of(row.get("speaker"), row.get("name"), row.get("role")).label,
        words=words,
        edited=None if words and joined == text else text,
        given=None if start is None else (start, max(start, start if end is None else end)),
    )


def _word(row: Any, where: str) -> Word:
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise _WrongError(f"{where} has a word without text")
    start, end = _number(row.get("start"), where), _number(row.get("end"), where)
    if start is None or end is None:
        raise _WrongError(f"{where} has a word without times")
    probability = _number(row.get("probability"), where)
    return Word(
        start=start,
        end=max(start, end),
        text=row["text"],
        probability=1.0 if probability is None else min(1.0, probability),
    )


def _number(value: Any, where: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _WrongError(f"a time of {where} is not a number")
    if not math.isfinite(value) or value < 0:
        raise _WrongError(f"a time of {where} is not a time")
    return float(value)
