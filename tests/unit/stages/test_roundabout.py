"""Requests in none of the usual words: stretches, hints, and what is held back for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from studies import dummy_transcript

from transcribe.core.hints import Hint
from transcribe.stages.engines import Engine
from transcribe.stages.inspeech import PERHAPS, find_passages
from transcribe.stages.passages import PassageWord, settle_passages
from transcribe.stages.roundabout import LONGEST, PIECE, examples, find_hints, stretches


class Towards:
    """An encoder for which whatever holds a word is the weightiest example, and else is nothing."""

    engine = Engine(name="fake", model="", rank=1)

    def __init__(self, word: str) -> None:
        self.word = word

    def encode(self, texts: Sequence[str]) -> Any:
        known = examples()
        asks = known["vectors"][known["weights"] > 0].astype(float) * known["step"]
        like = asks[np.argmax((asks @ asks.T).sum(axis=1))]
        return np.array([like * (self.word in text) for text in texts])

    def close(self) -> None:
        pass


def test_a_long_sentence_without_stops_is_read_in_pieces_that_leave_nothing_out() -> None:
    words = [f"w{at}" for at in range(3 * LONGEST)]
    parts = list(stretches(" ".join(words)))
    assert all(len(part.split()) <= PIECE for part in parts)
    assert {word for part in parts for word in part.split()} == set(words)


def test_who_answers_gives_hints_and_who_asks_does_not() -> None:
    said = "my manager would not be glad to see this"
    transcript = dummy_transcript(
        [said, said, "the weather was fine that day", "it rained on all the other days"]
    )
    found = find_hints(transcript, Towards("manager"))
    assert [hint.turn for hint in found.hints] == [transcript.turns[1].id]
    assert found.hints[0].score > 0


def turns(*said: tuple[str, str]) -> list[dict[str, Any]]:
    return [
        {"id": f"t{at}", "speaker": role, "role": role, "text": text, "start": None, "end": None}
        for at, (role, text) in enumerate(said)
    ]


def test_a_hint_is_held_back_as_uncertain_and_a_short_one_takes_the_turn_before() -> None:
    spoken = turns(
        ("interviewee", "They hid the fault from the customer for a year."),
        ("interviewer", "I see."),
        ("interviewee", "My boss must not read this."),
    )
    (passage,) = find_passages(spoken, hints=[Hint(turn="t2", score=0.4)])
    assert passage.id == "t2"
    assert passage.turns == ("t0", "t1", "t2")
    assert passage.cues == (PERHAPS,)
    assert "may be" in PERHAPS


def test_a_phrase_says_it_better_than_a_hint() -> None:
    spoken = turns(("interviewee", "This is off the record, the vendor lied to us all the time."))
    (passage,) = find_passages(spoken, hints=[Hint(turn="t0", score=2.0)])
    assert PERHAPS not in passage.cues


def test_a_word_on_a_hinted_passage_holds() -> None:
    spoken = turns(("interviewee", "My boss must not read this."))
    hints = [Hint(turn="t0", score=0.4)]
    (waits,) = settle_passages(spoken, (), hints=hints)
    assert waits["decision"] == "queued"
    word = PassageWord(passage="t0", said={"t0": (spoken[0]["text"], None, None)}, leave_out=False)
    (settled,) = settle_passages(spoken, [word], hints=hints)
    assert settled["decision"] == "rejected"
