"""Word documents in the forms that Teams, Otter and people give them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from ready_transcripts import interview

from transcribe.core.transcript import Transcript
from transcribe.errors import TranscriptError
from transcribe.readers import read_transcript


def write(path: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(path))
    return path


def turns(transcript: Transcript) -> list[tuple[str, str]]:
    return [(transcript.speaker(turn.speaker).name, turn.text) for turn in transcript.turns]


def test_labelled_paragraphs_bold_labels_and_a_title(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Interview with Zora", 0)
    paragraph = document.add_paragraph()
    paragraph.add_run("Interviewer: ").bold = True
    paragraph.add_run("Where do you work?")
    document.add_paragraph("")
    document.add_paragraph("Interviewee: At a bakery.")
    document.add_paragraph("It is small.")
    document.save(str(tmp_path / "P01.docx"))
    found = read_transcript(tmp_path / "P01.docx")
    assert turns(found) == [
        ("Interviewer", "Where do you work?"),
        ("Interviewee", "At a bakery. It is small."),
    ]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("Ana López   0:03\nHello.", "Ben Ng   1:05\nHi."),
        ("Ana López   0:03", "Hello.", "Ben Ng   1:05", "Hi."),
        ("0:0:3.0 --> 0:1:5.0\nAna López\nHello.", "0:1:5.0 --> 0:1:6.0\nBen Ng\nHi."),
    ],
)
def test_names_and_times_over_their_words(tmp_path: Path, paragraphs: tuple[str, ...]) -> None:
    found = read_transcript(write(tmp_path / "P01.docx", *paragraphs))
    assert turns(found) == [("Ana López", "Hello."), ("Ben Ng", "Hi.")]
    assert [turn.start for turn in found.turns] == [3.0, 65.0]


@pytest.mark.parametrize(
    "columns",
    [("speaker", "text"), ("time", "speaker", "text"), ("number", "speaker", "text", "time")],
)
def test_tables_of_speaker_and_text(tmp_path: Path, columns: tuple[str, ...]) -> None:
    rows = [
        {"number": "1", "time": "00:03", "speaker": "Interviewer", "text": "Where: at work?"},
        {"number": "2", "time": "01:05", "speaker": "P07:", "text": "Yes."},
        {"number": "3", "time": "01:09", "speaker": "Interviewer", "text": "Ah."},
        {"number": "4", "time": "01:10", "speaker": "P07", "text": "Well."},
    ]
    document = docx.Document()
    table = document.add_table(rows=0, cols=len(columns))
    for row in rows:
        for cell, column in zip(table.add_row().cells, columns, strict=True):
            cell.text = row[column]
    document.save(str(tmp_path / "P01.docx"))
    found = read_transcript(tmp_path / "P01.docx")
    assert turns(found) == [
        ("Interviewer", "Where: at work?"),
        ("P07", "Yes."),
        ("Interviewer", "Ah."),
        ("P07", "Well."),
    ]
    if "time" in columns:
        assert [turn.start for turn in found.turns] == [3.0, 65.0, 69.0, 70.0]


def test_inserted_words_are_read_and_deleted_and_hidden_ones_not(tmp_path: Path) -> None:
    path = write(
        tmp_path / "P01.docx", "Interviewer: Hello?", "Interviewee: Yes.", "Interviewer: And?"
    )
    run = '<w:r>{}<w:t xml:space="preserve">{}</w:t></w:r>'
    changed = "".join(
        (
            "<w:p>", run.format("", "Interviewee: we "),
            '<w:del w:id="1"><w:r><w:delText>never </w:delText></w:r></w:del>',
            '<w:ins w:id="2">', run.format("", "often "), "</w:ins>",
            run.format("<w:rPr><w:vanish/></w:rPr>", "unseen "),
            run.format('<w:rPr><w:vanish w:val="0"/></w:rPr>', "met."), "</w:p>",
            "<w:sdt><w:sdtContent><w:p>", run.format("", "Interviewer: In a form?"),
            "</w:p></w:sdtContent></w:sdt>",
        )
    )  # fmt: skip
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"<w:sectPr", changed.encode() + b"<w:sectPr"
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    said = [turn.text for turn in read_transcript(path).turns]
    assert said == ["Hello?", "Yes.", "And?", "we often met.", "In a form?"]


def test_what_is_no_word_document(tmp_path: Path) -> None:
    path = tmp_path / "P01.docx"
    contents = {
        b"": "empty",
        b"plain text": "not a Word document",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "old form",
        b"PK\x03\x04 broken": "damaged",
    }
    for data, word in contents.items():
        path.write_bytes(data)
        with pytest.raises(TranscriptError, match=word) as caught:
            read_transcript(path)
        assert caught.value.hint
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w:p>")
    with pytest.raises(TranscriptError, match="damaged"):
        read_transcript(path)
    write(path, " ", "")
    with pytest.raises(TranscriptError, match="no text"):
        read_transcript(path)
    write(path, "Xylophone and more.")
    with pytest.raises(TranscriptError, match="no speaker labels") as caught:
        read_transcript(path)
    assert "Xylophone" not in str(caught.value)


def test_a_truncated_document(tmp_path: Path) -> None:
    path = write(tmp_path / "P01.docx", "Interviewer: hello", "Interviewee: hi")
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(TranscriptError, match="damaged"):
        read_transcript(path)


def test_a_published_interview_stays_one_to_one(shared: Path, tmp_path: Path) -> None:
    rows = interview(shared / "data/alignment/interview-13.tsv")
    path = write(tmp_path / "P01.docx", *(f"{speaker}: {text}" for speaker, text in rows))
    assert turns(read_transcript(path)) == [(speaker, text.strip()) for speaker, text in rows]
