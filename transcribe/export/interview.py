"""One interview as every export format sees it: what is shown of it, and what only we know."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from transcribe.core.asr import Word
from transcribe.core.guide import GuideItem
from transcribe.core.pii import PublicTurn, Release
from transcribe.core.time import Seconds
from transcribe.core.transcript import Turn
from transcribe.export.json import public_document
from transcribe.stages.assemble import replaced_text
from transcribe.stages.editing import timed_tokens
from transcribe.stages.passages import without_passages

PRIVATE, PUBLIC = "private", "public"
TIERS = (PRIVATE, PUBLIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedWord:
    """A word of a turn as it is shown, with its time in seconds.

    Attributes
    ----------
    start_char, end_char
        Code points into the shown text, half-open.
    probability
        Of the recognized word it stands for, 0 to 1; None where a person wrote it.
    """

    text: str = field(repr=False)
    start: Seconds | None
    end: Seconds | None
    start_char: int
    end_char: int
    probability: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """What an export is made of.

    Attributes
    ----------
    shown
        Turns, speakers and coverage as the reader of the export sees them; of the public tier the
        very `Release` that ``transcribe release`` writes, of the private tier one with the names
        in it and the recording's id as its name.
    tier
        ``private`` or ``public``.
    document
        Content of the JSON form.
    items
        The guide, in its order; empty without one.
    words, scores, hidden
        By turn id, of the private tier alone: words with times, how sure the topic is, and the
        spans of names that a release replaces.
    audio
        The recording, of the private tier alone.
    left_out
        Ids of turns of which nothing but a mark is shown.
    lost
        Of an interview that shows its quotes alone, how many its turns say no more.
    """

    shown: Release = field(repr=False)
    tier: str
    document: Mapping[str, Any] = field(repr=False)
    title: str = ""
    duration: Seconds | None = None
    items: tuple[GuideItem, ...] = ()
    words: Mapping[str, tuple[TimedWord, ...]] = field(default_factory=dict, repr=False)
    scores: Mapping[str, float] = field(default_factory=dict)
    hidden: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    audio: Path | None = None
    left_out: frozenset[str] = frozenset()
    lost: int = 0

    @property
    def id(self) -> str:
        """Its name in this tier."""
        return self.shown.public_id

    @property
    def turns(self) -> tuple[PublicTurn, ...]:
        """Its turns, in order."""
        return self.shown.turns

    @property
    def questions(self) -> dict[str, str]:
        """Guide item id to its words."""
        return {item.id: " ".join(item.text.split()) for item in self.items}

    @property
    def untimed(self) -> int:
        """How many turns have no times."""
        return sum(turn.start is None or turn.end is None for turn in self.turns)


def private_interview(
    document: Mapping[str, Any],
    *,
    pseudonyms: str = "keep",
    items: Sequence[GuideItem] = (),
    title: str = "",
    audio: Path | None = None,
) -> Interview:
    """An interview from its private ``transcript.json``; passages left out stay out.

    Parameters
    ----------
    pseudonyms
        ``keep``: names stand as they were said; ``replace``: as in a release.
    """
    whole, document = document, without_passages(document)
    replacing = pseudonyms == "replace"
    texts = {
        str(turn["id"]): one_line(replaced_text(turn) if replacing else str(turn["text"]))
        for turn in document["turns"]
    }
    guide = document.get("guide") or {}
    shown = Release(
        public_id=str(document["id"]),
        language=str(document["language"]),
        guide_file=guide.get("file"),
        guide_sha256=guide.get("sha256"),
        speakers=tuple((one["role"], one_line(one["name"])) for one in document["speakers"]),
        turns=tuple(
            PublicTurn(
                id=str(turn["id"]),
                role=turn["role"],
                name=one_line(turn["name"]),
                start=turn["start"],
                end=turn["end"],
                text=texts[str(turn["id"])],
                topic=turn["guide"]["topic"],
                asks=tuple(turn["guide"]["asks"]),
            )
            for turn in document["turns"]
        ),
        coverage=tuple(
            (
                item["item"],
                item["status"],
                tuple(item["question_turns"]),
                tuple(item["answer_turns"]),
            )
            for item in document["coverage"]
        ),
    )
    by_id = {str(turn["id"]): turn for turn in document["turns"]}
    return Interview(
        shown=shown,
        tier=PRIVATE,
        document=document,
        title=title,
        duration=document["duration"],
        items=tuple(items),
        words={turn: _words(by_id[turn], text) for turn, text in texts.items()},
        scores={turn: float(one["guide"]["score"]) for turn, one in by_id.items()},
        hidden={} if replacing else {turn: _hidden(one) for turn, one in by_id.items()},
        audio=audio,
        left_out=frozenset(
            str(before["id"])
            for before, now in zip(whole["turns"], document["turns"], strict=True)
            if before is not now
        ),
    )


def public_interview(
    release: Release, *, items: Sequence[GuideItem] = (), title: str = ""
) -> Interview:
    """An interview from what the gate let through."""
    turns = tuple(replace(turn, text=one_line(turn.text)) for turn in release.turns)
    return Interview(
        shown=replace(release, turns=turns),
        tier=PUBLIC,
        document=public_document(release),
        title=title,
        items=tuple(items),
    )


def one_line(text: str) -> str:
    """Text on one line, without characters that no text file or XML document may hold.

    Direction marks stay: they belong to how right-to-left text is read.
    """
    kept = "".join(
        " " if char in "\n\r\t\v\f\x85\u2028\u2029" else char
        for char in text
        if char in "\n\r\t\v\f\x85"
        or not (unicodedata.category(char) in ("Cc", "Cs") or ord(char) & 0xFFFE == 0xFFFE)
    )
    return " ".join(kept.split())


def _words(turn: Mapping[str, Any], text: str) -> tuple[TimedWord, ...]:
    heard = tuple(
        Word(
            start=word["start"],
            end=word["end"],
            text=word["text"],
            probability=word["probability"],
        )
        for word in turn["words"]
    )
    plain = Turn(id=str(turn["id"]), speaker="", words=heard)
    spoken = (
        plain if plain.text == text else Turn(id=plain.id, speaker="", words=heard, edited=text)
    )
    return tuple(
        TimedWord(
            text=token.text,
            start=token.start,
            end=token.end,
            start_char=token.start_char,
            end_char=token.end_char,
            probability=None if token.word is None else heard[token.word].probability,
        )
        for token in timed_tokens(spoken)
    )


def _hidden(turn: Mapping[str, Any]) -> tuple[tuple[int, int], ...]:
    """Spans that a release replaces, in a text that is shown as it is; none where it is not."""
    if one_line(turn["text"]) != turn["text"]:
        return ()
    return tuple(
        (int(one["start_char"]), int(one["end_char"]))
        for one in sorted(turn["entities"], key=lambda one: int(one["start_char"]))
        if one["decision"] != "rejected"
    )
