"""Our own JSON comes back as it went out; what is wrong with a file is said without its words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from transcribe.core.transcript import INTERVIEWER
from transcribe.errors import TranscriptError
from transcribe.readers.own import read_own

PRIVATE: dict[str, Any] = {
    "schema": 1,
    "id": "P07",
    "language": "fr",
    "duration": 9.5,
    "draft": ["asr"],
    "guide": {"file": "guide.md", "sha256": "00"},
    "speakers": [
        {"label": "SPEAKER_01", "role": "interviewer", "name": "Interviewer 1"},
        {"label": "SPEAKER_00", "role": "unknown", "name": "Speaker 2"},
    ],
    "turns": [
        {
            "id": "t0001",
            "speaker": "SPEAKER_01",
            "role": "interviewer",
            "name": "Interviewer 1",
            "start": 0.5,
            "end": 1.5,
            "text": "What now?",
            "words": [
                {"start": 0.5, "end": 0.8, "text": " What", "probability": 0.9},
                {"start": 0.8, "end": 1.5, "text": " now?", "probability": 0.4},
            ],
            "guide": {"topic": None, "asks": [], "score": 0.1},
            "entities": [],
        },
        {
            "id": "t0002",
            "speaker": "SPEAKER_01",
            "start": 2,
            "end": 3,
            "text": "Edited by hand.",
            "words": [{"start": 2, "end": 3, "text": " Edited", "probability": 1}],
        },
        {
            "id": "t0003",
            "speaker": "SPEAKER_00",
            "start": None,
            "end": None,
            "text": "Oui.",
            "words": [],
        },
    ],
    "coverage": [],
}


def read(data: Any) -> Any:
    return read_own(json.dumps(data), file="P07.json")


def test_the_private_form() -> None:
    found = read(PRIVATE)
    assert (found.language, found.duration, found.draft) == ("fr", 9.5, ("asr",))
    assert [(s.label, s.role, s.name) for s in found.speakers] == [
        ("SPEAKER_01", "interviewer", "Interviewer 1"),
        ("SPEAKER_00", "unknown", "Speaker 2"),
    ]
    assert [turn.id for turn in found.turns] == ["t0001", "t0002", "t0003"]
    assert [turn.text for turn in found.turns] == ["What now?", "Edited by hand.", "Oui."]
    assert [turn.edited for turn in found.turns] == [None, "Edited by hand.", "Oui."]
    assert [turn.start for turn in found.turns] == [0.5, 2.0, None]
    assert found.turns[0].words[1].probability == 0.4


def test_the_public_form_without_labels_and_words() -> None:
    found = read(
        {
            "schema": 1,
            "public_id": "interview-07",
            "language": "en",
            "speakers": [
                {"role": "interviewer", "name": "Interviewer 1"},
                {"role": "interviewee", "name": "Interviewee"},
            ],
            "turns": [
                {
                    "id": "t0001",
                    "role": "interviewer",
                    "name": "Interviewer 1",
                    "start": 1,
                    "end": 2,
                    "text": "So?",
                },
                {
                    "id": "t0004",
                    "role": "interviewee",
                    "name": "Interviewee",
                    "start": 2,
                    "end": 3,
                    "text": "[Person 1].",
                },
            ],
        }
    )
    assert [turn.speaker for turn in found.turns] == ["SPEAKER_00", "SPEAKER_01"]
    assert [turn.id for turn in found.turns] == ["t0001", "t0004"]
    assert [turn.given for turn in found.turns] == [(1, 2), (2, 3)]
    assert found.role(found.turns[0]) == INTERVIEWER


def test_labels_and_ids_that_could_be_names_are_replaced() -> None:
    found = read(
        {
            "turns": [
                {"id": "Ana 1", "speaker": "Ana", "text": "a"},
                {"id": "t2", "speaker": "Ben", "text": "b"},
            ]
        }
    )
    assert [speaker.label for speaker in found.speakers] == ["SPEAKER_00", "SPEAKER_01"]
    assert [turn.id for turn in found.turns] == ["t0001", "t0002"]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ([], "not an object"),
        ({"schema": 2}, "schema"),
        ({"turns": []}, "no turns"),
        ({"turns": {"Xylophone": 1}}, "no turns"),
        ({"turns": ["Xylophone"]}, "turn 1 is not an object"),
        ({"turns": [{"text": 5}]}, "turn 1 has no text"),
        ({"turns": [{"text": "Xylophone", "start": "soon"}]}, "time of turn 1"),
        ({"turns": [{"text": "Xylophone", "start": float("nan")}]}, "time of turn 1"),
        ({"turns": [{"text": "Xylophone", "start": -1}]}, "time of turn 1"),
        ({"turns": [{"text": "Xylophone", "words": [{"text": " a"}]}]}, "word without times"),
        ({"turns": [{"text": "Xylophone", "speaker": ["x"]}]}, "not text"),
        ({"turns": [{"text": " "}]}, "no text"),
        ({"speakers": [3]}, "a speaker is not"),
    ],
)
def test_what_is_no_transcript(change: Any, word: str) -> None:
    data = change if isinstance(change, list) else {**PRIVATE, **change}
    with pytest.raises(TranscriptError, match=word) as caught:
        read(data)
    assert "Xylophone" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ['{"turns": [', '{"Xylophone": ', "[" * 100_000, '{"turns": ' + "1" * 5000 + "}"]
)
def test_broken_json_is_not_quoted(text: str) -> None:
    with pytest.raises(TranscriptError) as caught:
        read_own(text, file="P07.json")
    assert "Xylophone" not in str(caught.value)
    assert caught.value.__cause__ is None
