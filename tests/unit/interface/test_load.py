"""Files as values."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from commands import Commands
from ready_transcripts import teams_vtt
from studies import make_study

import transcribe
from transcribe.core.recording import Identifiers
from transcribe.errors import GuideError, TranscriptError

SECRET = "the valve was forged zirconium"
NAMES = Identifiers(people=("Priya Raman",))
TEXTS = ["how is testing done", "Priya Raman tests it by hand", f"off the record {SECRET}", "sure"]


@pytest.fixture
def run(tmp_path: Path) -> Commands:
    return Commands(make_study(tmp_path, {"P01": TEXTS}, identifiers={"P01": NAMES}))


def test_a_private_transcript_comes_back_word_for_word(run: Commands) -> None:
    path = run.workspace.transcript_path("P01")
    document = json.loads(path.read_text())
    transcript = transcribe.load_transcript(str(path))
    assert [turn.text for turn in transcript.turns] == TEXTS
    assert [turn.id for turn in transcript.turns] == [turn["id"] for turn in document["turns"]]
    assert [(word.start, word.end) for turn in transcript.turns for word in turn.words] == [
        (word["start"], word["end"]) for turn in document["turns"] for word in turn["words"]
    ]
    assert transcript.role(transcript.turns[1]) == "interviewee"
    (found,) = transcribe.load_entities(path).entities
    assert (found.turn, found.text, found.type) == ("t0002", "Priya Raman", "PERSON")
    assert transcribe.load_alignment(path) is None


def test_what_was_left_out_stays_out(run: Commands) -> None:
    path = run.workspace.transcript_path("P01")
    assert SECRET in transcribe.load_transcript(path).turns[2].text
    assert run("decide", "P01", "--accept", "t0003")[0] == 0
    transcript = transcribe.load_transcript(path)
    assert transcript.turns[2].text == "[passage left out]"
    assert transcript.turns[2].start is not None
    assert SECRET not in str([(turn.text, turn.words) for turn in transcript.turns])


def test_a_released_transcript_is_read(run: Commands) -> None:
    run("decide", "P01", "--all", "accept", "--accept", "t0003")
    assert run("decide", "P01", "--sign-off", "A. Reader")[0] == 0
    code, said = run("release", "P01")
    assert code == 0, said
    (path,) = run.workspace.public.glob("*/transcript.json")
    transcript = transcribe.load_transcript(path)
    assert re.fullmatch(r"\[Person \d+\] tests it by hand", transcript.turns[1].text)
    assert transcribe.load_entities(path).entities == ()
    assert [speaker.role for speaker in transcript.speakers] == ["interviewer", "interviewee"]


def test_ready_made_transcripts_are_read(tmp_path: Path) -> None:
    path = tmp_path / "meeting.vtt"
    path.write_text(teams_vtt([(0, 2, "Ana Keller", "How are you?"), (2, 4, "Bo", "Fine.")]))
    transcript = transcribe.load_transcript(path)
    assert [(turn.start, turn.end, turn.text) for turn in transcript.turns] == [
        (0, 2, "How are you?"),
        (2, 4, "Fine."),
    ]


def test_values_do_not_show_what_was_said(run: Commands, tmp_path: Path) -> None:
    path = run.workspace.transcript_path("P01")
    transcript = transcribe.load_transcript(path)
    edited = replace(transcript.turns[0], edited=SECRET)
    meeting = tmp_path / "meeting.vtt"
    meeting.write_text(teams_vtt([(0, 2, "Ana Keller", "How is zirconium forged?")]))
    study = transcribe.open_study(run.workspace.out)
    shown = repr(
        [
            *(transcript, edited, transcribe.load_entities(path), study, *study),
            *(transcribe.load_transcript(meeting), study.to_pandas(), NAMES),
        ]
    )
    for said in ("Priya", "Raman", "zirconium", "testing", "Keller"):
        assert said not in shown


@pytest.mark.parametrize("load", ["load_transcript", "load_alignment", "load_entities"])
@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"turns": []}', '{"turns": [{"text": 4}]}', '"zirconium"']
)
def test_what_is_no_transcript_gets_a_word_without_its_content(
    tmp_path: Path, load: str, content: str
) -> None:
    path = tmp_path / "other.json"
    path.write_text(content)
    with pytest.raises(TranscriptError) as caught:
        getattr(transcribe, load)(path)
    assert "other.json" in str(caught.value)
    assert "zirconium" not in str(caught.value)


@pytest.mark.parametrize("load", ["load_transcript", "load_alignment", "load_entities"])
def test_a_missing_file_is_named(tmp_path: Path, load: str) -> None:
    with pytest.raises(TranscriptError, match=r"gone\.json cannot be read"):
        getattr(transcribe, load)(tmp_path / "gone.json")


@pytest.mark.parametrize("passages", [3, "x", [{}], [{"decision": "accepted"}]])
def test_odd_passages_are_an_error_of_the_tree(run: Commands, passages: object) -> None:
    path = run.workspace.transcript_path("P01")
    document = json.loads(path.read_text())
    path.write_text(json.dumps({**document, "passages": passages}))
    for load in (transcribe.load_transcript, transcribe.load_alignment, transcribe.load_entities):
        with pytest.raises(TranscriptError):
            load(path)


def test_a_guide_is_read(root: Path, tmp_path: Path) -> None:
    guide = transcribe.load_guide(str(root / "recordings" / "guide.md"))
    assert guide.askable
    with pytest.raises(GuideError):
        transcribe.load_guide(tmp_path / "none.md")
