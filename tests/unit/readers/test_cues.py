"""WebVTT and SubRip as Zoom, Teams, Whisper and people write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ready_transcripts import consultation, joined, srt, teams_vtt, zoom_vtt

from transcribe.core.transcript import Transcript
from transcribe.errors import TranscriptError
from transcribe.readers import read_transcript
from transcribe.readers.cues import read_cues


def read(text: str) -> Transcript:
    return read_cues(text, file="P01.vtt")


def turns(transcript: Transcript) -> list[tuple[str, str]]:
    return [(transcript.speaker(turn.speaker).name, turn.text) for turn in transcript.turns]


ROWS = [
    (1.0, 3.5, "Ana López", "Hello & welcome."),
    (3.5, 4.0, "Ana López", "So: where do you work?"),
    (3.9, 6.25, "Ben Ng", "At <UNIN/> a bakery, 4 > 3."),
    (3600.0, 3601.0, "Ana López", "Ah."),
]


@pytest.mark.parametrize("form", [teams_vtt, zoom_vtt, srt])
def test_cues_of_one_speaker_are_one_turn_with_its_times(form: object) -> None:
    found = read(form(ROWS))  # type: ignore[operator]
    assert turns(found) == joined(ROWS)
    assert [turn.given for turn in found.turns] == [(1.0, 4.0), (3.9, 6.25), (3600.0, 3601.0)]


def test_notes_styles_settings_multiline_cues_and_missing_hours() -> None:
    found = read(
        "\ufeffWEBVTT - Kind: captions\nLanguage: fr\n\nNOTE Ana: not\nspoken\n\nSTYLE\n::cue {}\n"
        "\nfirst\n00:01.000 --> 00:02.000 align:start position:10%\n<v.loud Ana>Bonjour\n"
        "<i>à <c.red>tous</c></i></v>\n\nNOTE\nx\n\n00:02.000 --> 00:03.000\n"
        "<v Ana>oui</v> <v Ben>non<00:02.500></v>\n"
    )
    assert found.language == "fr"
    assert turns(found) == [("Ana", "Bonjour à tous oui"), ("Ben", "non")]
    assert [turn.given for turn in found.turns] == [(1.0, 3.0), (2.0, 3.0)]


def test_two_speakers_in_one_cue_and_cues_without_empty_lines_between() -> None:
    found = read(
        "1\n00:00:01,000 --> 00:00:03,000\n- Ana: Hello\nthere.\n- Ben: Ho.\n"
        "2\n00:00:03,000 --> 00:00:04,000\nBen: Yes.\n3\n00:00:05,000 --> 00:00:06,000\nAna: Well."
    )
    assert turns(found) == [("Ana", "Hello there."), ("Ben", "Ho. Yes."), ("Ana", "Well.")]


def test_without_speakers_every_cue_is_a_turn_and_that_is_said() -> None:
    found = read(
        "WEBVTT\n\n00:01.000 --> 00:02.000\nHello\nthere.\n\n00:02.000 --> 00:03.000\nSo.\n"
    )
    assert turns(found) == [("", "Hello there."), ("", "So.")]
    assert "no cue says who speaks" in found.notices[0]


def test_labels_of_recognizers() -> None:
    found = read(
        "1\n0:00:01,0 --> 0:00:02,0\n[SPEAKER_00]: a\n\n2\n0:00:02,0 --> 0:00:03,0\n[SPEAKER_01]: b"
    )
    assert turns(found) == [("SPEAKER_00", "a"), ("SPEAKER_01", "b")]


def test_subrip_named_txt_is_read_as_subrip(tmp_path: Path) -> None:
    path = tmp_path / "P01.txt"
    path.write_text(srt(ROWS), encoding="utf-8")
    assert turns(read_transcript(path)) == joined(ROWS)


@pytest.mark.parametrize(
    "text",
    ["WEBVTT\n", "WEBVTT\n\nNOTE nothing\n", "WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "Secret"],
)
def test_no_cues(text: str) -> None:
    with pytest.raises(TranscriptError) as caught:
        read(text)
    assert "Secret" not in str(caught.value)


said = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20).map(
    lambda word: f"w{word}w"
)
rows = st.lists(
    st.tuples(st.floats(0, 9000), st.floats(0, 9), st.sampled_from(["Ana", "Ben"]), said),
    min_size=1,
    max_size=9,
).map(lambda found: [(start, start + long, who, text) for start, long, who, text in found])


@given(rows)
def test_no_word_is_lost_in_cues(found: list[tuple[float, float, str, str]]) -> None:
    assert turns(read(teams_vtt(found))) == joined(found)


@given(st.text(st.sampled_from("ab:\n<>v /-0123.&;{}\\,WEBVTTNOTE"), max_size=200))
def test_arbitrary_cues_are_read_or_refused(text: str) -> None:
    try:
        read(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{text}")
    except TranscriptError:
        return


@pytest.mark.parametrize("number", [f"day1_consultation0{at}" for at in range(1, 9)])
@pytest.mark.parametrize("form", [teams_vtt, zoom_vtt, srt])
def test_real_conversations_come_through_unchanged(shared: Path, number: str, form: object) -> None:
    spoken = consultation(shared / "data/text-interviews/primock57", number)
    found = read(form(spoken))  # type: ignore[operator]
    assert turns(found) == joined(spoken)
    assert all(turn.start is not None and turn.end is not None for turn in found.turns)
    assert found.language == "en"


def test_names_in_brackets_alone_over_their_words() -> None:
    said = [("[Ana]", "Hello."), ("[Ben]", "Hi."), ("[Ana]", "Where?"), ("[Ben]", "Here.")]
    cues = [
        f"{at}\n00:00:0{at},000 --> 00:00:0{at},900\n{name}\n{words}\n"
        for at, (name, words) in enumerate(said, start=1)
    ]
    found = read("\n".join([*cues, "5\n00:00:06,000 --> 00:00:07,000\n[laughs]\n"]))
    assert turns(found) == [
        ("Ana", "Hello."),
        ("Ben", "Hi."),
        ("Ana", "Where?"),
        ("Ben", "Here. [laughs]"),
    ]
