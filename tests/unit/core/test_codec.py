"""Values survive the way to JSON and back, and equal values give equal digests."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.core.asr import AsrResult, Segment, Word
from transcribe.core.codec import canonical, digest, from_json, to_json
from transcribe.core.recording import Consent, Interview
from transcribe.core.transcript import Speaker, Transcript, Turn

words = st.builds(
    Word,
    start=st.floats(0, 1e4),
    end=st.floats(0, 1e4),
    text=st.text(max_size=12),
    probability=st.floats(0, 1),
)


@given(st.lists(words, max_size=4).map(tuple))
def test_words_survive(found: tuple[Word, ...]) -> None:
    result = AsrResult(
        segments=(Segment(start=0.0, end=1.0, words=found),),
        language="en",
        engine="pocketsphinx",
        model="en-us",
    )
    assert from_json(AsrResult, json.loads(canonical(result))) == result


def test_optional_fields_dates_and_pairs_survive() -> None:
    consent = Consent(given=date(2026, 5, 4), scopes=("record",))
    assert from_json(Consent, to_json(consent)) == consent
    interview = Interview(participant="P07", speakers=(2, 4))
    assert from_json(Interview, to_json(interview)) == interview


def test_ready_made_turn_survives() -> None:
    transcript = Transcript(
        language="fr",
        duration=None,
        speakers=(Speaker(label="SPEAKER_00", role="unknown", name="Speaker 1"),),
        turns=(Turn(id="t0001", speaker="SPEAKER_00", edited="Bonjour", given=(1.0, 2.5)),),
    )
    back = from_json(Transcript, to_json(transcript))
    assert back == transcript
    assert (back.turns[0].start, back.turns[0].end, back.turns[0].text) == (1.0, 2.5, "Bonjour")


def test_unknown_and_missing_fields_are_named_but_not_quoted() -> None:
    with pytest.raises(ValueError, match="surprise") as caught:
        from_json(Word, {"start": 0, "end": 1, "text": "Maria", "probability": 1, "surprise": "x"})
    assert "Maria" not in str(caught.value)
    with pytest.raises(ValueError, match="Word") as caught:
        from_json(Word, {"text": "Maria"})
    assert "Maria" not in str(caught.value)


def test_digest_ignores_order_of_keys_and_sees_content() -> None:
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})
