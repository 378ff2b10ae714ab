"""How many identifiers are found: by entity and by mention, direct and quasi apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from transcribe.core.pii import normalize
from transcribe.core.time import Seconds
from transcribe.evaluation.conversation import Conversation, Mention, Spoken
from transcribe.evaluation.words import Figures

HALF = 0.5
"""Share of a mention that must be hidden for it to count."""

Span = tuple[float, float]


def identifier_figures(ref: Conversation, hyp: Conversation) -> Figures:
    """Recall and precision of identifiers.

    An entity (type and normalized text) counts as found only if every mention is masked or
    queued, and a mention if half of it is. Where the result was recognized from audio, characters
    are turned into time by the words that hold them.

    Returns
    -------
    dict
        ``direct`` and ``quasi``: ``entities``, ``entity_recall``, ``mentions``,
        ``mention_recall``; and ``precision`` over mentions, with ``public_names_hidden``, how
        many public names were hidden.
    """
    truth, made = ref.mentions or (), hyp.mentions or ()
    by_time = ref.has_times and hyp.has_times
    hidden = _spans(hyp, [mention for mention in made if mention.hidden], by_time=by_time)
    wanted = _spans(ref, truth, by_time=by_time)
    found = [
        _covered(span, hidden.get(place, ())) for place, span in _flat(ref, truth, by_time=by_time)
    ]
    marks = [mention for mention in made if mention.hidden]
    right = [
        _covered(span, wanted.get(place, ())) for place, span in _flat(hyp, marks, by_time=by_time)
    ]
    public = {normalize(name) for name in ref.public_names}
    return {
        "direct": _recall(truth, found, direct=True),
        "quasi": _recall(truth, found, direct=False),
        "precision": sum(right) / len(right) if right else None,
        "hidden_mentions": len(marks),
        "public_names_hidden": sum(normalize(mention.text) in public for mention in marks),
    }


def _recall(truth: Iterable[Mention], found: list[bool], *, direct: bool) -> Figures:
    entities: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for mention, hit in zip(truth, found, strict=True):
        if mention.direct is direct:
            entities[mention.type, normalize(mention.text)].append(hit)
    hits = [hit for group in entities.values() for hit in group]
    return {
        "entities": len(entities),
        "entity_recall": sum(map(all, entities.values())) / len(entities) if entities else None,
        "mentions": len(hits),
        "mention_recall": sum(hits) / len(hits) if hits else None,
    }


def _flat(
    conversation: Conversation, mentions: Iterable[Mention], *, by_time: bool
) -> list[tuple[int, Span]]:
    """Place and extent of each mention: turn and characters, or 0 and seconds."""
    if not by_time:
        return [
            (mention.turn, (float(mention.start_char), float(mention.end_char)))
            for mention in mentions
        ]
    return [
        (0, _time_of(conversation.turns[mention.turn], mention.start_char, mention.end_char))
        for mention in mentions
    ]


def _spans(
    conversation: Conversation, mentions: Iterable[Mention], *, by_time: bool
) -> dict[int, list[Span]]:
    spans: dict[int, list[Span]] = defaultdict(list)
    for place, span in _flat(conversation, mentions, by_time=by_time):
        spans[place].append(span)
    return spans


def _covered(span: Span, others: Iterable[Span]) -> bool:
    """Whether half of a span lies in others."""
    start, end = span
    if end <= start:
        return False
    inside = sorted(
        (max(start, first), min(end, last))
        for first, last in others
        if last > start and first < end
    )
    covered, reached = 0.0, start
    for first, last in inside:
        covered += max(0.0, last - max(first, reached))
        reached = max(reached, last)
    return covered >= HALF * (end - start)


def _time_of(turn: Spoken, start_char: int, end_char: int) -> Span:
    """Seconds of a stretch of characters, by the words that hold it."""
    held: list[tuple[Seconds, Seconds]] = []
    at = 0
    for word in turn.words:
        place = turn.text.find(word.text, at)
        if place < 0:
            continue
        at = place + len(word.text)
        if place < end_char and at > start_char:
            held.append((word.start, word.end))
    if held:
        return (held[0][0], held[-1][1])
    if turn.start is None or turn.end is None or not turn.text:
        return (0.0, 0.0)
    length = (turn.end - turn.start) / len(turn.text)
    return (turn.start + start_char * length, turn.start + end_char * length)
