"""What the page shows: the last transcript with every edit made since laid over it.

The stages after ``revise`` take seconds to follow an edit. Until they have, a changed turn shows
what was known of it before, found again in its new words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from transcribe.core.edits import SetGuide
from transcribe.core.transcript import Transcript, Turn
from transcribe.stages.editing import timed_tokens


def lay_over(
    document: Mapping[str, Any], transcript: Transcript, marks: Mapping[str, SetGuide]
) -> list[dict[str, Any]]:
    """Turns for the page.

    Parameters
    ----------
    document
        The private ``transcript.json``.
    transcript
        The turns with all edits.
    marks
        What a person said the turns are about.

    Returns
    -------
    Turns as in ``transcript.json``, but for ``tokens``: ``[start_char, end_char, start, end,
    probability]`` of every word, times null where there are none. ``waits`` tells that later
    stages have not seen the turn as it is.
    """
    known = {turn["id"]: turn for turn in document["turns"]}
    return [_turn(turn, transcript, known, marks.get(turn.id)) for turn in transcript.turns]


def _turn(
    turn: Turn, transcript: Transcript, known: Mapping[str, Any], mark: SetGuide | None
) -> dict[str, Any]:
    speaker = transcript.speaker(turn.speaker)
    before = known.get(turn.id) or known.get(turn.id.split(".", maxsplit=1)[0])
    fresh = before is not None and before["id"] == turn.id and before["text"] == turn.text
    about = dict(before["guide"]) if before else {"topic": None, "asks": [], "score": 0.0}
    if before is not None and before["id"] != turn.id:
        about["asks"] = []
    return {
        "id": turn.id,
        "speaker": turn.speaker,
        "role": speaker.role,
        "name": speaker.name,
        "start": turn.start,
        "end": turn.end,
        "text": turn.text,
        "edited": turn.edited is not None,
        "margin": turn.margin,
        "tokens": tokens(turn),
        "guide": _marked(about, mark),
        "entities": (before or {}).get("entities", []) if fresh else _found_again(before, turn),
        "waits": not fresh,
    }


def tokens(turn: Turn) -> list[list[float | int | None]]:
    """Words of a turn with their places in the text, times and probabilities."""
    return [
        [
            token.start_char,
            token.end_char,
            token.start,
            token.end,
            None if token.word is None else round(turn.words[token.word].probability, 3),
        ]
        for token in timed_tokens(turn)
    ]


def _marked(about: dict[str, Any], mark: SetGuide | None) -> dict[str, Any]:
    if mark is None:
        return about
    if mark.no_topic or mark.topic is not None:
        about |= {"topic": mark.topic, "score": 1.0}
    if mark.asks is not None:
        about["asks"] = list(mark.asks)
    return about


def _found_again(before: Mapping[str, Any] | None, turn: Turn) -> list[dict[str, Any]]:
    """Mentions of the turn as it was, where its new text still holds them; first come, first."""
    if before is None:
        return []
    found: list[dict[str, Any]] = []
    start = 0
    for entity in before["entities"]:
        words = before["text"][entity["start_char"] : entity["end_char"]]
        at = turn.text.find(words, start)
        if at >= 0:
            start = at + len(words)
            found.append({**entity, "start_char": at, "end_char": start})
    return found
