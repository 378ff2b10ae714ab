"""``export --quotes``: what was collected on the review page, and what of it may go out."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_studies import CommandStudy

from transcribe.core.recording import Identifiers
from transcribe.release.exports import texts_of
from transcribe.run.reviewlog import append

TEXTS = {
    "P01-mia": ["who cleans it", "Mia Kowalski cleans data at Brightwater all day", "and why"],
    "P02": ["and you", "it is very quiet here"],
}
NAMES_OF = {"P01-mia": Identifiers(people=("Mia Kowalski",), organizations=("Brightwater",))}


@pytest.fixture
def study(tmp_path: Path) -> CommandStudy:
    found = CommandStudy(tmp_path, TEXTS, identifiers=NAMES_OF)
    collect(found, "P01-mia", "Kowalski cleans data")
    return found


def collect(study: CommandStudy, recording: str, words: str, *, note: str = "") -> None:
    """Quote words of a recording's second turn, or note something on it."""
    turn = study.workspace.load_transcript(recording)["turns"][1]
    said = {"turn": turn["id"], "before": turn["text"], "start": turn["start"]}
    start = turn["text"].find(words)
    place = {"start_char": start, "end_char": start + len(words)}
    op, more = ("note", {"text": note}) if note else ("quote", place)
    append(study.workspace.review_log(recording), [(op, "0" * 64, {**said, **more})])


def test_private_quotes_are_theirs_alone_with_notes_beside_them(study: CommandStudy) -> None:
    collect(study, "P01-mia", "", note="=SUM(1) ask Mia again")
    code, out = study("export", "P01-mia", "--quotes", "--format", "md,csv,docx,tei,qdpx")
    assert code == 0, out
    files = study.files("private")
    assert set(files) == {
        "P01-mia.quotes.md", "P01-mia.quotes.turns.csv", "P01-mia.quotes.docx",
        "P01-mia.quotes.tei.xml", "P01-mia.quotes.qdpx", "P01-mia.notes.csv",
    }  # fmt: skip
    # It was cut in the middle of a name: the whole name is there, so that it can be replaced.
    assert files["P01-mia.quotes.md"].decode().endswith(": Mia Kowalski cleans data\n")
    assert b"Interviewee,60.0,'=SUM(1) ask Mia again" in files["P01-mia.notes.csv"]
    for name, content in files.items():
        assert "Brightwater" not in "\n".join(texts_of(name, content)), name


def test_pseudonyms_stand_for_names_and_notes_stay_behind(study: CommandStudy) -> None:
    collect(study, "P01-mia", "", note="ask Mia again")
    assert study("export", "--quotes", "--pseudonyms", "--format", "md")[0] == 0
    (content,) = study.files("private").values()
    assert b"cleans data" in content
    assert b"[Person" in content.replace(b"\\", b"")
    assert b"Mia" not in content.partition(b"\n")[2]


def test_the_public_reads_quotes_only_with_consent_to_quote(study: CommandStudy) -> None:
    study.sign()
    code, out = study("export", "P01-mia", "--quotes", "--tier", "public", "--format", "md,docx")
    assert code == 4
    assert "consent does not cover quote" in out
    assert study.files("public") == {}
    assert study("consent", "set", "P01-mia", "--add", "quote")[0] == 0
    code, out = study("export", "P01-mia", "--quotes", "--tier", "public", "--format", "md,docx")
    assert code == 0, out
    files = study.files("public")
    assert len(files) == 2
    for name, content in files.items():
        whole = "\n".join(texts_of(name, content))
        assert "cleans data" in whole
        for secret in ("Kowalski", "Mia", "Brightwater", "P01", "all day"):
            assert secret not in whole, (name, secret)
            assert secret not in name


def test_what_the_gate_stops_stops_its_quotes_too(study: CommandStudy) -> None:
    assert study("consent", "set", "P01-mia", "--add", "quote")[0] == 0
    code, out = study("export", "P01-mia", "--quotes", "--tier", "public", "--format", "md")
    assert code == 4
    assert "signed it off" in out
    assert study.files("public") == {}


def test_what_is_missing_is_said(study: CommandStudy) -> None:
    code, out = study("export", "P02", "--quotes", "--format", "md")
    assert (code, study.files("private")) == (0, {})
    assert "no quote was collected (Q on the review page collects one): P02" in out
    said = {"turn": "t0002", "before": "it was very loud there", "start": 60.0}
    place = {"start_char": 3, "end_char": 20}
    append(study.workspace.review_log("P02"), [("quote", "0" * 64, {**said, **place})])
    out = study("export", "P02", "--quotes", "--format", "md")[1]
    assert "1 quote is said no more" in " ".join(out.split())
    code, out = study("export", "P02", "--quotes", "--for-interviewee")
    assert code == 2


def test_a_quote_in_a_passage_left_out_is_said_to_be_in_no_file(study: CommandStudy) -> None:
    said = {"turn": "t0002", "before": study.workspace.load_transcript("P02")["turns"][1]["text"]}
    place = {"start_char": 0, "end_char": 5, "start": 60.0}
    append(study.workspace.review_log("P02"), [("quote", "0" * 64, {**said, **place})])
    assert study("decide", "P02", "--accept", "t0002")[0] == 0
    code, out = study("export", "P02", "--quotes", "--format", "md")
    assert (code, study.files("private")) == (0, {})
    assert "P02: 1 quote stands in a passage that is never released" in " ".join(out.split())
    assert "no quote was collected" not in out
