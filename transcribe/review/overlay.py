"""What the page shows: the last transcript with every edit made since laid over it.

The stages after ``revise`` take seconds to follow an edit. Until they have, a changed turn shows
what was known of it before, found again in its new words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from transcribe.core.edits import SetGuide
from transcribe.core.pii import ACCEPTED, QUEUED, REJECTED
from transcribe.core.transcript import Transcript, Turn
from transcribe.stages.editing import timed_tokens
from transcribe.stages.passages import BY_HAND, PassageWord


class Timed(NamedTuple):
    """A turn and its words, kept while it is that very turn: most are, after an edit."""

    turn: Turn
    tokens: list[list[float | int | None]]


def lay_over(
    document: Mapping[str, Any],
    transcript: Transcript,
    marks: Mapping[str, SetGuide],
    *,
    timed: dict[str, Timed] | None = None,
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
    timed
        What was worked out last time, brought up to date.

    Returns
    -------
    Turns as in ``transcript.json``, but for ``tokens``: ``[start_char, end_char, start, end,
    probability]`` of every word, times null where there are none. ``waits`` tells that later
    stages have not seen the turn as it is.
    """
    known = {turn["id"]: turn for turn in document["turns"]}
    kept = {} if timed is None else timed
    for turn in transcript.turns:
        if turn.id not in kept or kept[turn.id].turn is not turn:
            kept[turn.id] = Timed(turn, tokens(turn))
    return [
        _turn(turn, transcript, known, marks.get(turn.id), words=kept[turn.id].tokens)
        for turn in transcript.turns
    ]


def _turn(
    turn: Turn,
    transcript: Transcript,
    known: Mapping[str, Any],
    mark: SetGuide | None,
    *,
    words: list[list[float | int | None]],
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
        "tokens": words,
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


def lay_passages(
    document: Mapping[str, Any], turns: Sequence[Mapping[str, Any]], words: Iterable[PassageWord]
) -> list[dict[str, Any]]:
    """Passages that wait or are decided, with the words that the study step has not seen yet.

    Where a turn was edited since, the passage is shown as it was until the stages have followed.
    """
    here = {str(turn["id"]): str(turn["text"]) for turn in turns}
    passages = {
        str(one["id"]): dict(one)
        for one in document.get("passages", ())
        if all(turn in here for turn in one["turns"])
    }
    for word in {word.passage: word for word in words}.values():
        if any(here.get(turn) != text for turn, (text, _, _) in word.said.items()):
            continue
        known = passages.get(word.passage)
        if word.leave_out is None:
            if known and known["cues"] == [BY_HAND]:
                del passages[word.passage]
            elif known:
                known["decision"] = QUEUED
        elif known or word.leave_out:
            passages[word.passage] = {
                "id": word.passage,
                "turns": list(word.said),
                "cues": known["cues"] if known else [BY_HAND],
                "decision": ACCEPTED if word.leave_out else REJECTED,
            }
    order = {turn: place for place, turn in enumerate(here)}
    return sorted(passages.values(), key=lambda one: order[one["turns"][0]])
