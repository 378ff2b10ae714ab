"""Read the text of an invented interview; the form is told in ``make_recordings.py``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_TURN = re.compile(
    r"^(?P<name>[^\[\]:=]+?)\s*(?:\[(?P<marks>[^\]]*)\])?:\s+(?P<text>.+)$", re.DOTALL
)
_VOICE = re.compile(r"^(?P<name>[^=]+?)\s*=\s*(?P<settings>.+)$")
_MARK = re.compile(r"\{(?P<indirect>~?)(?P<type>[A-Z_]+):(?P<text>[^{}]+)\}")
_TURN_KEYS = ("asks", "paraphrases", "optional", "answers", "topic", "accept", "gap")


class ScriptError(Exception):
    """An interview's text that cannot be read; the message says where and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """One voice of an interview.

    Attributes
    ----------
    label
        ``A``, ``B``, … in order of the head.
    voice
        Name of a flite voice.
    stretch
        Factor on durations; above 1 is slower.
    level
        Decibels relative to the common loudness.
    """

    name: str
    label: str
    role: str
    voice: str
    stretch: float
    level: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A marked identifier: a span of the plain text of its turn."""

    start_char: int
    end_char: int
    text: str
    type: str
    direct: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptTurn:
    """What one person says, and the phrases of the guide it concerns.

    Attributes
    ----------
    gap
        Seconds of silence before it, negative for an overlap; None for a drawn one.
    topic, accept
        None where the script leaves them to follow from the asks or the turn before.
    """

    speaker: str
    text: str
    mentions: tuple[Mention, ...]
    asks: tuple[str, ...]
    paraphrases: tuple[str, ...]
    optional: tuple[str, ...]
    answers: tuple[str, ...]
    topic: str | None
    accept: tuple[str, ...]
    gap: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A whole interview as written."""

    stem: str
    file: str
    speakers: tuple[Speaker, ...]
    public_names: tuple[str, ...]
    not_applicable: tuple[str, ...]
    turns: tuple[ScriptTurn, ...]

    def speaker(self, name: str) -> Speaker:
        """The speaker of a name as it stands before the colon."""
        return next(speaker for speaker in self.speakers if speaker.name == name)


def read_script(path: Path) -> Script:
    """Read one interview.

    Raises
    ------
    ScriptError
        When a paragraph, a key or a speaker's name is not understood.
    """
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    head, *paragraphs = [
        block.strip() for block in re.split(r"\n\s*\n", "\n".join(lines)) if block.strip()
    ]
    file, public, not_applicable, speakers = "", "", [], []
    for line in head.splitlines():
        if (match := _VOICE.match(line)) and ":" not in match["name"]:
            speakers.append(_speaker(match["name"], match["settings"], len(speakers), path))
            continue
        key, _, value = line.partition(":")
        if key == "file":
            file = value.strip()
        elif key == "public":
            public = value
        elif key == "not applicable":
            not_applicable.append(value.strip())
        else:
            raise ScriptError(f"{path.name}: unknown line in the head: {line}")
    names = {speaker.name for speaker in speakers}
    return Script(
        stem=path.stem,
        file=file,
        speakers=tuple(speakers),
        public_names=tuple(name.strip() for name in public.split(",") if name.strip()),
        not_applicable=tuple(not_applicable),
        turns=tuple(_turn(paragraph, names, path) for paragraph in paragraphs),
    )


def _speaker(name: str, settings: str, index: int, path: Path) -> Speaker:
    values = dict(part.strip().split(" ", 1) for part in settings.split(","))
    try:
        return Speaker(
            name=name,
            label=chr(ord("A") + index),
            role=values["role"],
            voice=values["voice"],
            stretch=float(values.get("stretch", 1.0)),
            level=float(values.get("level", 0.0)),
        )
    except KeyError as missing:
        raise ScriptError(f"{path.name}: {name} has no {missing}") from None


def _turn(paragraph: str, names: set[str], path: Path) -> ScriptTurn:
    match = _TURN.match(" ".join(paragraph.split()))
    if match is None or match["name"] not in names:
        raise ScriptError(f"{path.name}: not a turn of a known speaker: {paragraph[:60]}")
    marks: dict[str, str] = {}
    for part in (match["marks"] or "").split(";"):
        key, _, value = part.strip().partition(":")
        if part.strip() and key not in _TURN_KEYS:
            raise ScriptError(f"{path.name}: unknown mark {key!r}; known: {', '.join(_TURN_KEYS)}")
        marks[key] = value.strip()
    text, mentions = _plain(match["text"])
    return ScriptTurn(
        speaker=match["name"],
        text=text,
        mentions=mentions,
        asks=_phrases(marks, "asks"),
        paraphrases=_phrases(marks, "paraphrases"),
        optional=_phrases(marks, "optional"),
        answers=_phrases(marks, "answers"),
        topic=marks.get("topic"),
        accept=_phrases(marks, "accept"),
        gap=float(marks["gap"]) if "gap" in marks else None,
    )


def _phrases(marks: dict[str, str], key: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in marks.get(key, "").split("|") if part.strip())


def _plain(marked: str) -> tuple[str, tuple[Mention, ...]]:
    """Take the braces out and keep where they stood."""
    plain, mentions, read = "", [], 0
    for match in _MARK.finditer(marked):
        plain += marked[read : match.start()]
        mentions.append(
            Mention(
                start_char=len(plain),
                end_char=len(plain) + len(match["text"]),
                text=match["text"],
                type=match["type"],
                direct=not match["indirect"],
            )
        )
        plain += match["text"]
        read = match.end()
    return plain + marked[read:], tuple(mentions)
