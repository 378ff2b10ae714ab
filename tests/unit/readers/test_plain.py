"""Plain text: every spelling of a label, nothing lost, clear words for what is no transcript."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ready_transcripts import interview

from transcribe.core.transcript import INTERVIEWEE, INTERVIEWER, UNKNOWN, Transcript
from transcribe.errors import TranscriptError
from transcribe.readers import read_transcript
from transcribe.readers.plain import read_plain


def read(text: str) -> Transcript:
    return read_plain(text, file="P01.txt")


def turns(transcript: Transcript) -> list[tuple[str, str]]:
    return [(transcript.speaker(turn.speaker).name, turn.text) for turn in transcript.turns]


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Interviewer", INTERVIEWER),
        ("Interviewer 2", INTERVIEWER),
        ("interviewer1", INTERVIEWER),
        ("INTERVIEWER_02", INTERVIEWER),
        ("Moderator", INTERVIEWER),
        ("Enquêtrice", INTERVIEWER),
        ("Interviewee", INTERVIEWEE),
        ("INTERVIEWEE 2", INTERVIEWEE),
        ("Participant 7", INTERVIEWEE),
        ("Respondent", INTERVIEWEE),
        ("Enquêté", INTERVIEWEE),
        ("Befragte", INTERVIEWEE),
        ("Interviewee (Ana)", INTERVIEWEE),
        ("SPEAKER_01", UNKNOWN),
        ("Ana López", UNKNOWN),
        ("M. de Wit", UNKNOWN),
        ("P07", UNKNOWN),
    ],
)
@pytest.mark.parametrize(
    "form", ["{}: Yes.", "**{}:** Yes.", "**{}**: Yes.", "{}:\nYes.", "[{}]: Yes."]
)
def test_a_label_in_any_spelling(label: str, role: str, form: str) -> None:
    found = read(f"{form.format(label)}\n\nSomebody Else: No.\n\n{form.format(label)}\n")
    assert turns(found) == [(label, "Yes."), ("Somebody Else", "No."), (label, "Yes.")]
    assert found.speakers[0].role == role


def test_single_letters_mean_roles_in_pairs_alone() -> None:
    assert [s.role for s in read("I: So?\nP: Yes.").speakers] == [INTERVIEWER, INTERVIEWEE]
    assert [s.role for s in read("Q: So?\nA: Yes.").speakers] == [INTERVIEWER, INTERVIEWEE]
    assert [s.role for s in read("A: So?\nB: Yes.\nA: Ah.\nB: Oh.").speakers] == [UNKNOWN] * 2


def test_spellings_of_one_label_are_one_speaker() -> None:
    found = read("Interviewer 1: a\n\nInterviewee: b\n\ninterviewer1: c\n\nINTERVIEWEE: d")
    assert [turn.speaker for turn in found.turns] == ["SPEAKER_00", "SPEAKER_01"] * 2


def test_paragraphs_without_a_label_go_on_and_those_of_one_speaker_are_joined() -> None:
    found = read("Interviewer: One.\n\nTwo: three.\n\nInterviewer: Four\nfive.\nInterviewee: Six.")
    assert turns(found) == [
        ("Interviewer", "One. Two: three. Four five."),
        ("Interviewee", "Six."),
    ]


@pytest.mark.parametrize(
    "form", ["- {}: {}", "12. {}: {}", "> {}: {}", "{}\t{}", "{}\n{}", "{} : {}", "<b>{}:</b> {}"]
)
def test_labels_in_lists_tables_and_on_lines_of_their_own(form: str) -> None:
    found = read(
        "\n".join(form.format(*row) for row in [("Interviewer", "hi"), ("Interviewee", "ho")])
    )
    assert turns(found) == [("Interviewer", "hi"), ("Interviewee", "ho")]


def test_a_line_of_few_words_with_a_role_word_is_speech() -> None:
    found = read("Ana: So.\nParticipants left.\nBen: Ah.\nAna: Yes.\nBen: Hm.")
    assert found.turns[0].text == "So. Participants left."


def test_a_colon_in_speech_is_no_label() -> None:
    said = "Well: that is it.\nThe thing is: no.\nhttps://example.org\n10:30 is when we meet."
    found = read(f"Interviewer: So?\nInterviewee: Hm.\n{said}")
    assert found.turns[1].text == "Hm. " + said.replace("\n", " ")


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("[00:01:23] Interviewer: a\n[00:01:30] Ana: b", [(83, 90), (90, 90.4)]),
        ("00:01:23 Interviewer: a\n00:01:30 Ana: b", [(83, 90), (90, 90.4)]),
        ("(1:23) Interviewer: a\n(1:30) Ana: b", [(83, 90), (90, 90.4)]),
        ("Interviewer (01:23):\na\n\nAna (01:30):\nb", [(83, 90), (90, 90.4)]),
        ("Interviewer: [01:23] a\n\nAna: [01:30] b", [(83, 90), (90, 90.4)]),
        ("Interviewer   1:23\na\n\nAna   1:30\nb", [(83, 90), (90, 90.4)]),
        ("[01:23]\nInterviewer: a\n\n[01:30]\nAna: b", [(83, 90), (90, 90.4)]),
        ("[1:23 - 1:25] Interviewer: a\n[1:30 - 1:32] Ana: b", [(83, 85), (90, 92)]),
        (
            "0:1:23.0 --> 0:1:25.0\nInterviewer\na\n\n0:1:30.0 --> 0:1:32.5\nAna\nb",
            [(83, 85), (90, 92.5)],
        ),
        ("Interviewer: a\n[01:30] Ana: b", [None, (90, 90.4)]),
    ],
)
def test_stamps_become_times(text: str, given: list[tuple[float, float] | None]) -> None:
    found = read(text)
    assert turns(found) == [("Interviewer", "a"), ("Ana", "b")]
    assert [turn.given for turn in found.turns] == given


def test_stamps_out_of_order_are_said() -> None:
    found = read("[0:20] Ana: a\n\n[0:10] Ben: b\n\n[0:30] Ana: c")
    assert [turn.start for turn in found.turns] == [20, 10, 30]
    assert found.notices == ("1 turns begin before the one above them",)


def test_headings_are_left_out_and_said_without_their_words() -> None:
    found = read("# Interview with Zora\nDate: 4 May\n\nInterviewer: So?\n\nInterviewee: Yes.")
    assert len(found.turns) == 2
    assert len(found.notices) == 2
    assert not any("Zora" in notice for notice in found.notices)


def test_speech_before_the_first_label_is_kept() -> None:
    found = read("So we were talking of that.\n\nInterviewer: Yes.")
    assert turns(found) == [("", "So we were talking of that."), ("Interviewer", "Yes.")]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"]
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, ends: str) -> None:
    path = tmp_path / "P01.txt"
    text = ends.join(["Enquêteur: Ça va, à peu près?", "", "Enquêté: Très bien — voilà."])
    path.write_bytes(text.encode(encoding))
    assert turns(read_transcript(path)) == [
        ("Enquêteur", "Ça va, à peu près?"),
        ("Enquêté", "Très bien — voilà."),
    ]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n \n", "empty"),
        (b"PK\x03\x04rest", "Word"),
        (b"RIFF\x00\x00WAVE", "sound"),
        (bytes(range(256)) * 9, "not text"),
        (b"Xylophone weather. " * 40, "no speaker labels"),
        (b"Interviewer:\n\nInterviewee:\n", "no turns"),
    ],
)
def test_what_is_no_transcript(tmp_path: Path, data: bytes, word: str) -> None:
    path = tmp_path / "P01.txt"
    path.write_bytes(data)
    with pytest.raises(TranscriptError, match=word) as caught:
        read_transcript(path)
    assert caught.value.hint
    assert "Xylophone" not in str(caught.value)


def test_an_absurdly_large_file_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "P01.txt"
    with path.open("wb") as stream:
        stream.truncate(21_000_000)
    with pytest.raises(TranscriptError, match="larger than 20 MB"):
        read_transcript(path)


def test_unknown_endings_and_missing_files_are_errors_of_the_recording(tmp_path: Path) -> None:
    with pytest.raises(TranscriptError, match="cannot be read"):
        read_transcript(tmp_path / "nowhere.txt")
    (tmp_path / "P01.rtfd").write_text("Interviewer: hello")
    with pytest.raises(TranscriptError, match="not a form"):
        read_transcript(tmp_path / "P01.rtfd")


def test_languages_by_their_commonest_words() -> None:
    english = (
        "Interviewer: and what was it that you and they were there for, with this?\nAna: that is it"
    )
    french = "Ana: et que vous avez dans les données, c'est pour nous?\nBen: je suis très bien"
    assert read(english).language == "en"
    assert read(french).language == "fr"
    assert read("Interviewer: Hm?\nAna: Hm.").language == "und"


words = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8)
said = st.lists(words, min_size=1, max_size=12).map(" ".join)
speakers = st.sampled_from(["Interviewer 1", "Interviewer 2", "Interviewee"])


@given(
    st.lists(st.tuples(speakers, said), min_size=1, max_size=12), st.sampled_from(["\n", "\n\n"])
)
def test_no_word_is_lost_and_order_is_kept(rows: list[tuple[str, str]], between: str) -> None:
    found = read(between.join(f"{speaker}: {text}" for speaker, text in rows))
    expected: list[tuple[str, str]] = []
    for speaker, text in rows:
        if expected and expected[-1][0] == speaker:
            expected[-1] = (speaker, f"{expected[-1][1]} {text}")
        else:
            expected.append((speaker, text))
    assert turns(found) == expected
    assert [turn.id for turn in found.turns] == [f"t{at:04d}" for at in range(1, len(expected) + 1)]


@given(st.text(max_size=400))
def test_arbitrary_text_is_read_or_refused(text: str) -> None:
    try:
        found = read(text)
    except TranscriptError:
        return
    assert all(turn.text.strip() for turn in found.turns)


@given(st.text(st.sampled_from("Ab :\n[]()0123.*#-—><\t"), max_size=120))
def test_text_full_of_marks_is_read_or_refused(text: str) -> None:
    try:
        read(text)
    except TranscriptError:
        return


@pytest.mark.parametrize("number", ["04", "13", "33"])
def test_published_interviews_stay_one_to_one(shared: Path, number: str) -> None:
    rows = interview(shared / "data/alignment" / f"interview-{number}.tsv")
    for form in ("{}: {}", "**{}:** {}"):
        found = read("\n\n".join(form.format(*row) for row in rows))
        assert turns(found) == [(speaker, text.strip()) for speaker, text in rows]
        assert found.language == "en"
        assert {s.role for s in found.speakers} == {INTERVIEWER, INTERVIEWEE}


@pytest.mark.parametrize(("asks", "answers"), [("INT", "RES"), ("Int.", "Resp."), ("I1", "P1")])
def test_short_marks_of_roles(asks: str, answers: str) -> None:
    found = read(f"{asks}: Where?\n\n{answers}: Here.\n\n{asks}: Since when?\n\n{answers}: May.\n")
    assert [found.role(turn) for turn in found.turns] == [INTERVIEWER, INTERVIEWEE] * 2
    assert [turn.text for turn in found.turns] == ["Where?", "Here.", "Since when?", "May."]


def test_several_interviewers_by_letter_and_number() -> None:
    found = read("I1: Where?\n\nP1: Here.\n\nI2: Since when?\n\nP1: May.\n")
    assert [found.role(turn) for turn in found.turns] == [INTERVIEWER, INTERVIEWEE] * 2


def test_stamps_of_f4_are_the_end_of_a_turn_and_the_beginning_of_the_next() -> None:
    found = read("I: Where? #00:00:02-5#\n\nB: Here. #00:00:04-0#\n\nI: Good. #00:00:06-0#\n")
    assert turns(found) == [("I", "Where?"), ("B", "Here."), ("I", "Good.")]
    assert [turn.given[0] for turn in found.turns[1:] if turn.given] == [2.5, 4.0]


@pytest.mark.parametrize("to", ["", " to Everyone", "  to  Ben(Direct Message) "])
def test_the_saved_chat_of_a_meeting_is_refused(to: str) -> None:
    with pytest.raises(TranscriptError, match="saved chat"):
        read(f"10:01:12\t From  Ana Lopez{to} :\n\tHello\n10:01:40\t From  Ben{to} : hi\n")
