"""Reading what is compared: gold, transcripts, diarizations, RTTM."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from transcribe.core.diarization import SpeakerRegion
from transcribe.core.pii import REJECTED
from transcribe.core.transcript import Transcript
from transcribe.errors import UsageError
from transcribe.evaluation.conversation import (
    Conversation,
    Mention,
    Spoken,
    TimedWord,
    regions_of,
)


def from_gold(data: Mapping[str, Any], *, texts: Sequence[tuple[str, str]] = ()) -> Conversation:
    """Truth of an interview.

    Parameters
    ----------
    data
        A parsed ``.gold.json``.
    texts
        Speaker and text of each turn, where the gold itself has none (annotated published
        interviews keep them in a ``.tsv`` beside it).
    """
    turns = tuple(
        _gold_turn(turn, texts[turn["i"]] if turn["i"] < len(texts) else ("", ""))
        for turn in data["turns"]
    )
    mentions = None
    if "entities" in data:
        mentions = tuple(
            Mention(
                turn=entity["turn"],
                start_char=entity["start_char"],
                end_char=entity["end_char"],
                text=entity["text"],
                type=entity["type"],
                direct=entity.get("direct", True),
            )
            for entity in data["entities"]
        )
    return Conversation(
        kind="gold",
        turns=turns,
        regions=regions_of(turns),
        duration=data.get("duration"),
        mentions=mentions,
        public_names=tuple(data.get("public_names", ())),
        has_guide=any("accept" in turn for turn in data["turns"]),
    )


def _gold_turn(turn: Mapping[str, Any], text: tuple[str, str]) -> Spoken:
    speaker = str(turn.get("speaker") or text[0])
    return Spoken(
        speaker=speaker,
        role=turn.get("role") or _role_of(speaker),
        text=turn.get("text") or text[1],
        start=turn.get("start"),
        end=turn.get("end"),
        words=_words(turn.get("words", ())),
        topic=turn.get("topic"),
        accept=tuple(turn.get("accept", ())),
        asks=tuple(turn.get("asks", ())),
        asks_optional=tuple(turn.get("asks_optional", ())),
    )


def _role_of(speaker: str) -> str:
    """Role that a label such as ``interviewer2`` says, or nothing."""
    for role in ("interviewer", "interviewee"):
        if speaker.lower().startswith(role):
            return role
    return ""


def from_transcript_json(data: Mapping[str, Any]) -> Conversation:
    """A ``transcript.json``, private or public, with its guide items and entities."""
    turns, mentions, private = [], [], False
    for index, turn in enumerate(data["turns"]):
        about = turn.get("guide") or {}
        turns.append(
            Spoken(
                speaker=str(turn.get("speaker") or turn.get("name") or ""),
                role=turn.get("role") or "",
                name=turn.get("name") or "",
                text=turn["text"],
                start=turn.get("start"),
                end=turn.get("end"),
                words=_words(turn.get("words", ())),
                topic=about.get("topic"),
                asks=tuple(about.get("asks", ())),
            )
        )
        private = private or "entities" in turn
        for entity in turn.get("entities", ()):
            mentions.append(
                Mention(
                    turn=index,
                    start_char=entity["start_char"],
                    end_char=entity["end_char"],
                    text=turn["text"][entity["start_char"] : entity["end_char"]],
                    type=entity["type"],
                    hidden=entity["decision"] != REJECTED,
                )
            )
    made = tuple(turns)
    return Conversation(
        kind="transcript",
        turns=made,
        regions=regions_of(made),
        duration=data.get("duration"),
        mentions=tuple(mentions) if private else None,
        has_guide=data.get("guide") is not None,
    )


def from_transcript(transcript: Transcript) -> Conversation:
    """A ready-made transcript of another form, read by `transcribe.readers`."""
    turns = []
    for turn in transcript.turns:
        speaker = transcript.speaker(turn.speaker)
        words = tuple(
            TimedWord(start=word.start, end=word.end, text=word.text.strip())
            for word in turn.words
            if turn.start is not None
        )
        turns.append(
            Spoken(
                speaker=turn.speaker,
                role=speaker.role,
                name=speaker.name,
                text=turn.text,
                start=turn.start,
                end=turn.end,
                words=words,
            )
        )
    made = tuple(turns)
    return Conversation(kind="text", turns=made, regions=regions_of(made))


def from_diarization(data: Mapping[str, Any]) -> Conversation:
    """The ``output.json`` of a diarize artefact."""
    regions = tuple(
        SpeakerRegion(start=row["start"], end=row["end"], speaker=row["speaker"])
        for row in data["regions"]
    )
    return Conversation(kind="diarize", regions=regions)


def from_rttm(text: str, *, file: str) -> Conversation:
    """Regions of an RTTM file: ``SPEAKER file channel start duration <NA> <NA> speaker …``.

    Raises
    ------
    UsageError
        When a line is no RTTM; the message names its number.
    """
    regions = []
    for number, line in enumerate(text.splitlines(), start=1):
        fields = line.split()
        if not fields or fields[0].startswith(";") or fields[0] != "SPEAKER":
            continue
        try:
            start, length = float(fields[3]), float(fields[4])
            regions.append(SpeakerRegion(start=start, end=start + length, speaker=fields[7]))
        except (IndexError, ValueError):
            raise UsageError(f"{file}: line {number} is no RTTM") from None
    if not regions:
        raise UsageError(f"{file} holds no SPEAKER line", hint="is it an RTTM file?")
    return Conversation(kind="rttm", regions=tuple(regions))


def from_text(text: str) -> Conversation:
    """Plain words without speakers."""
    return Conversation(kind="text", turns=(Spoken(speaker="", text=text),))


def _words(rows: Sequence[Mapping[str, Any]]) -> tuple[TimedWord, ...]:
    return tuple(
        TimedWord(start=row["start"], end=row["end"], text=str(row["text"]).strip())
        for row in rows
        if row["start"] is not None and row["end"] is not None
    )
