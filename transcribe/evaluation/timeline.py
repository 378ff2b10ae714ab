"""Which turn of a result stands at a moment of the recording."""

from __future__ import annotations

from bisect import bisect_right

from transcribe.core.time import Seconds
from transcribe.evaluation.conversation import Conversation, Spoken


class Timeline:
    """Turns by time: the turn whose word (or, without word times, whose span) is nearest."""

    def __init__(self, conversation: Conversation) -> None:
        spans: list[tuple[Seconds, Seconds, int]] = []
        for index, turn in enumerate(conversation.turns):
            if turn.words:
                spans += [(word.start, word.end, index) for word in turn.words]
            elif turn.start is not None and turn.end is not None:
                spans.append((turn.start, turn.end, index))
        self._spans = sorted(spans)
        self._starts = [start for start, _, _ in self._spans]
        self._turns = conversation.turns

    def index_at(self, moment: Seconds) -> int | None:
        """Index of the turn at a moment, or the nearest in time; None when there is none."""
        if not self._spans:
            return None
        place = bisect_right(self._starts, moment)
        near = self._spans[max(0, place - 4) : place + 1]

        def distance(span: tuple[Seconds, Seconds, int]) -> Seconds:
            return max(span[0] - moment, moment - span[1], 0.0)

        # The latest of equally near ones: it began most recently.
        return min(reversed(near), key=distance)[2]

    def turn_at(self, moment: Seconds) -> Spoken | None:
        """The turn at a moment, or the nearest; None when there is none."""
        index = self.index_at(moment)
        return None if index is None else self._turns[index]


def moments(conversation: Conversation) -> list[tuple[int, Seconds]]:
    """Turn and middle of every word that has a time; words without one are spread over the turn."""
    found = []
    for index, turn in enumerate(conversation.turns):
        if turn.words:
            found += [(index, (word.start + word.end) / 2) for word in turn.words]
        elif turn.start is not None and turn.end is not None:
            count = max(1, len(turn.text.split()))
            step = (turn.end - turn.start) / count
            found += [(index, turn.start + (place + 0.5) * step) for place in range(count)]
    return found


def speech_moments(
    conversation: Conversation, *, step: Seconds = 0.02
) -> list[tuple[int, Seconds]]:
    """Turn and moment of every ``step`` seconds of speech."""
    found: list[tuple[int, Seconds]] = []
    for index, turn in enumerate(conversation.turns):
        spans = [(word.start, word.end) for word in turn.words]
        if not spans and turn.start is not None and turn.end is not None:
            spans = [(turn.start, turn.end)]
        for start, end in spans:
            count = int((end - start) / step)
            found += [(index, start + (place + 0.5) * step) for place in range(count)]
    return found
