"""``export`` and ``import-corrections`` as a user gives them."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from command_studies import CommandStudy
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from typer.testing import CliRunner

from transcribe.cli.app import app
from transcribe.core.recording import Identifiers
from transcribe.export.formats import NAMES
from transcribe.release.exports import texts_of
from transcribe.run.editlog import read_edits

TEXTS = {
    "P01": ["who cleans it", "Mia Kowalski cleans data at Brightwater", "and why", "it is dirty"],
    "P02": ["and you", "Mia Kowalski does"],
}
NAMES_OF = {"P01": Identifiers(people=("Mia Kowalski",), organizations=("Brightwater",))}
EVERY = ",".join(NAMES)


@pytest.fixture
def study(tmp_path: Path) -> CommandStudy:
    return CommandStudy(tmp_path, TEXTS, identifiers=NAMES_OF)


def said(files: dict[str, bytes]) -> dict[str, str]:
    return {name: "\n".join(texts_of(name, content)) for name, content in files.items()}


def test_private_files_are_for_their_owner_alone(study: CommandStudy) -> None:
    assert study("export", "--format", EVERY)[0] == 0
    folder = study.workspace.out / "export" / "private"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    texts = said(study.files("private"))
    assert len(texts) == 2 * 18 + 2
    for name, text in texts.items():
        if not name.endswith((".qdc", "alignment.csv", "coverage.csv", "alignment.parquet",
                              "coverage.parquet")) and "words" not in name:  # fmt: skip
            assert "Mia Kowalski" in text, name


def test_no_format_of_the_public_tier_holds_a_name(study: CommandStudy) -> None:
    code, out = study("export", "--format", EVERY, "--tier", "public")
    assert code == 4
    assert "signed it off" in out
    assert study.files("public") == {}
    study.sign()
    assert study("export", "--format", EVERY, "--tier", "public")[0] == 0
    texts = said(study.files("public"))
    assert len(texts) == 2 * 16 + 2
    for name, text in texts.items():
        for secret in ("Kowalski", "kowalski", "Brightwater", "P01", "P02", "SPEAKER_"):
            assert secret not in text, (name, secret)
            assert secret not in name


def test_the_public_forms_are_those_of_the_release(study: CommandStudy) -> None:
    study.sign()
    assert study("release")[0] == 0
    assert study("export", "--format", "txt,vtt,json", "--tier", "public")[0] == 0
    for name, content in study.files("public").items():
        public_id, _, end = name.rpartition(".")
        assert (study.workspace.public / public_id / f"transcript.{end}").read_bytes() == content


def test_pseudonyms_in_the_private_tier(study: CommandStudy) -> None:
    assert study("export", "--format", EVERY, "--pseudonyms")[0] == 0
    for name, text in said(study.files("private")).items():
        if not name.endswith(".json"):
            assert "Kowalski" not in text, name


def test_a_passage_left_out_is_in_no_format(study: CommandStudy) -> None:
    assert study("decide", "P01", "--accept", "t0004")[0] == 0
    assert study("export", "P01", "--format", EVERY)[0] == 0
    for name, text in said(study.files("private")).items():
        assert "dirty" not in text, name


def test_withdrawn_consent_and_unapplied_edits_stand_in_the_way(study: CommandStudy) -> None:
    sidecar = study.folder / "recordings" / "P01.toml"
    kept = sidecar.read_text()
    sidecar.write_text(kept.replace('"transcribe"', '"quote"'))
    code, out = study("export", "--format", "txt")
    assert code == 4
    assert "consent does not cover transcribe" in out
    assert set(study.files("private")) == {"P02.txt"}
    sidecar.unlink()
    assert study("export", "P01", "--format", "txt")[0] == 4


def test_a_withdrawal_deletes_every_export(study: CommandStudy) -> None:
    study.sign()
    elsewhere = study.folder / "elsewhere"
    assert study("export", "--format", "txt,qdpx")[0] == 0
    assert study("export", "--format", "txt", "--to", elsewhere)[0] == 0
    assert study("export", "--format", "txt", "--tier", "public")[0] == 0
    assert study("consent", "withdraw", "P01", "--yes")[0] == 0
    assert set(study.files("private")) == {"P02.txt"}
    assert [path.name for path in elsewhere.iterdir()] == ["P02.txt"]
    assert len(study.files("public")) == 1


def test_what_is_wrong_with_a_command_is_said(study: CommandStudy) -> None:
    assert "did you mean docx" in str(CliRunner().invoke(
        app, ["export", "-f", "docs", "--out", str(study.workspace.out)]
    ).exception.hint)  # fmt: skip
    assert study("export", "--to", study.workspace.private / "P01")[0] == 2
    assert study("export", "--to", study.workspace.public / "x")[0] == 2
    assert study("export", "--for-interviewee", "--tier", "public")[0] == 2
    assert study("export", "NOBODY")[0] == 2
    code, out = study("export", "P01", "--format", "srt", "--json")
    assert code == 0
    assert json.loads(out)["exported"][0]["files"][0].endswith("P01.srt")


# -- corrections --------------------------------------------------------------------------------


def copy_of(study: CommandStudy) -> Path:
    assert study("export", "P01", "--format", "docx", "--for-interviewee")[0] == 0
    return study.workspace.out / "export" / "private" / "P01.for-interviewee.docx"


def turns_of(document: Any) -> list[Any]:
    return [one for one in document.paragraphs if one.style.name == "Transcript Turn"]


def come_back(study: CommandStudy, document: Any, *options: str) -> dict[str, Any]:
    path = study.folder / "back.docx"
    document.save(path)
    code, out = study("import-corrections", path, "--json", *options)
    assert code == 0, out
    found: dict[str, Any] = json.loads(out)
    return found


def track(paragraph: Any, *, delete: Any, insert: str) -> None:
    gone, new, run, text = (OxmlElement(f"w:{tag}") for tag in ("del", "ins", "r", "t"))
    delete._r.addprevious(gone)
    gone.append(delete._r)
    for one in gone.iter(qn("w:t")):
        one.tag = qn("w:delText")
    text.text = insert
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(text)
    new.append(run)
    gone.addnext(new)


def test_a_copy_that_comes_back_unchanged_changes_nothing(study: CommandStudy) -> None:
    found = come_back(study, docx.Document(copy_of(study)))
    assert found["changed"] == found["left_out"] == found["not_placed"] == []
    assert read_edits(study.workspace, "P01") == ()


def test_edits_tracked_changes_and_strikes_become_operations(study: CommandStudy) -> None:
    document = docx.Document(copy_of(study))
    first, second, third, fourth = turns_of(document)
    first.runs[-1].text = "who cleans it up?"
    track(second, delete=second.runs[-2], insert=" sorts data at ")
    for run in third.runs[2:]:
        run.font.strike = True
    said_last = fourth.runs[-1]
    said_last.text = "it "
    struck = fourth.add_run("is dirty")
    struck.font.strike = True
    dry = come_back(study, document, "--dry-run")
    assert read_edits(study.workspace, "P01") == ()
    found = come_back(study, document)
    assert {**dry, "taken": True} == found
    assert found["changed"] == ["t0001", "t0002", "t0004"]
    assert found["left_out"] == ["t0003"]
    texts = [edit.text for edit in read_edits(study.workspace, "P01")]
    assert texts == [
        "who cleans it up?", "Mia Kowalski sorts data at Brightwater", "it […]"
    ]  # fmt: skip
    held = study.workspace.load_transcript("P01")["passages"]
    assert [(one["id"], one["decision"]) for one in held] == [("t0003", "accepted")]
    # Read twice, it changes nothing more.
    again = come_back(study, document)
    assert again["changed"] == again["left_out"] == []
    assert sorted(again["already"]) == ["t0001", "t0002", "t0003", "t0004"]
    assert len(read_edits(study.workspace, "P01")) == 3
    # No export leaves out what no run has followed yet.
    assert study("export", "P01", "--format", "txt")[0] == 4


def test_a_deleted_turn_is_left_out_and_a_split_one_stays_whole(study: CommandStudy) -> None:
    document = docx.Document(copy_of(study))
    turns = turns_of(document)
    turns[2]._p.getparent().remove(turns[2]._p)
    added = document.add_paragraph("and I add this", style="Transcript Turn")
    turns[3]._p.addnext(added._p)
    found = come_back(study, document)
    assert found["left_out"] == ["t0003"]
    assert found["changed"] == ["t0004"]
    (edit,) = read_edits(study.workspace, "P01")
    assert edit.text == "it is dirty and I add this"


def test_most_of_a_document_missing_is_no_correction(study: CommandStudy) -> None:
    document = docx.Document(copy_of(study))
    for turn in turns_of(document)[1:]:
        turn._p.getparent().remove(turn._p)
    path = study.folder / "back.docx"
    document.save(path)
    assert study("import-corrections", path)[0] == 2
    assert read_edits(study.workspace, "P01") == ()


def test_without_bookmarks_turns_are_found_by_their_order(study: CommandStudy) -> None:
    document = docx.Document(copy_of(study))
    for mark in list(document.element.body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        mark.getparent().remove(mark)
    turns_of(document)[3].runs[-1].text = "it is very dirty"
    found = come_back(study, document)
    assert found["changed"] == ["t0004"]
    assert found["left_out"] == found["not_placed"] == []


def test_a_turn_that_the_reviewer_changed_meanwhile_is_named(study: CommandStudy) -> None:
    from transcribe.core.edits import SetText
    from transcribe.run.editlog import as_facts
    from transcribe.run.reviewlog import append

    document = docx.Document(copy_of(study))
    edit = SetText(id="", turn="t0004", before="it is dirty", start=180.0, text="it was dirty")
    op, facts = as_facts(edit)
    append(study.workspace.review_log("P01"), [(op, "sha", facts)])
    turns_of(document)[3].runs[-1].text = "it is very dirty"
    found = come_back(study, document)
    assert [one["turn"] for one in found["not_placed"]] == ["t0004"]
    assert found["changed"] == []


def test_what_is_no_document_is_said(study: CommandStudy) -> None:
    path = study.folder / "x.docx"
    path.write_bytes(b"no")
    assert study("import-corrections", path)[0] == 2
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<w")
    assert study("import-corrections", path)[0] == 2
    stream = io.BytesIO()
    docx.Document().save(stream)
    path.write_bytes(stream.getvalue())
    assert study("import-corrections", path)[0] == 2
