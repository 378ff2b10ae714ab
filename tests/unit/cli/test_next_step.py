"""What the end of a run says comes next."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from studies import make_study
from typer.testing import CliRunner

from transcribe.cli.app import app
from transcribe.cli.decide import _check_settled
from transcribe.cli.status import AT_WORK
from transcribe.cli.summary import next_command
from transcribe.errors import GateError
from transcribe.run.files import bytes_digest, write_json
from transcribe.run.released import remember_release
from transcribe.run.signoff import sign
from transcribe.run.sources import present
from transcribe.run.store import Workspace
from transcribe.stages.assemble import notes
from transcribe.stages.permission import ABSENT, REFUSED, heard_words

TEXTS = {"P01": ["who", "nobody said"], "P02": ["who", "nobody said it"]}


def release(workspace: Workspace, name: str) -> None:
    (workspace.public / name).mkdir(parents=True)
    digest = bytes_digest(workspace.transcript_path(name))
    remember_release(workspace, name, {"public_id": name, "files": {}, "transcript": digest})


def after(workspace: Workspace) -> tuple[str, str]:
    recordings = [present(workspace, name) for name in TEXTS]
    return next_command(workspace, recordings)[1:]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_study(tmp_path, TEXTS)


def test_what_is_signed_and_released_is_not_named_again(workspace: Workspace) -> None:
    assert after(workspace)[0] == "transcribe decide P01 --sign-off NAME"
    sign(workspace, "P01", name="Ann")
    assert after(workspace)[0] == "transcribe decide P02 --sign-off NAME"
    sign(workspace, "P02", name="Ann")
    assert after(workspace) == ("transcribe release P01", "It is signed off.")
    release(workspace, "P01")
    assert after(workspace)[0] == "transcribe release P02"
    release(workspace, "P02")
    assert after(workspace) == ("", "All is signed off and released.")


def test_what_changed_since_it_was_signed_comes_first(workspace: Workspace) -> None:
    for name in TEXTS:
        sign(workspace, name, name="Ann")
    document = workspace.load_transcript("P02")
    document["turns"][1]["text"] = "something else was said"
    write_json(workspace.transcript_path("P02"), document)
    release(workspace, "P01")
    command, why = after(workspace)
    assert command == "transcribe decide P02 --sign-off NAME"
    assert "changed" in why


def test_without_consent_to_a_release_none_is_proposed(tmp_path: Path) -> None:
    workspace = make_study(tmp_path, TEXTS, scopes=["record", "transcribe"])
    for name in TEXTS:
        sign(workspace, name, name="Ann")
    command, why = after(workspace)
    assert command == ""
    assert "P01, P02" in why


def test_nothing_waits_is_not_said_where_there_is_no_transcript(workspace: Workspace) -> None:
    for name in TEXTS:
        workspace.transcript_path(name).unlink()
    done = CliRunner().invoke(app, ["decide", "--out", str(workspace.out)])
    assert done.exit_code != 0
    assert "there is no transcript yet" in str(done.exception)


def test_hints_quote_names_of_recordings(tmp_path: Path) -> None:
    workspace = make_study(
        tmp_path, {"Lee, Interview 1": ["who", "call me at 617-555-0134 or 0135"]}
    )
    held = workspace.load_transcript("Lee, Interview 1")
    held["turns"][0]["entities"] = [
        {"id": "e1-1", "start_char": 0, "end_char": 3, "type": "PERSON", "score": 0.5,
         "recognizers": [], "surrogate": "[Person 1]", "decision": "queued"}
    ]  # fmt: skip
    write_json(workspace.transcript_path("Lee, Interview 1"), held)
    with pytest.raises(GateError) as caught:
        _check_settled(workspace, ("Lee, Interview 1",))
    assert "transcribe decide 'Lee, Interview 1'" in str(caught.value.hint)


def test_a_name_is_counted_in_the_whole_study_too(tmp_path: Path) -> None:
    workspace = make_study(tmp_path, TEXTS)
    entity = {
        "start_char": 0, "end_char": 6, "type": "PERSON", "score": 0.5, "recognizers": [],
        "surrogate": "[Person 1]", "decision": "queued",
    }  # fmt: skip
    for name in TEXTS:
        document = workspace.load_transcript(name)
        document["turns"][1]["entities"] = [{"id": "e2-1", **entity}]
        write_json(workspace.transcript_path(name), document)
    said = CliRunner().invoke(app, ["decide", "P01", "--out", str(workspace.out)]).output
    assert "1 mention in 1 interview here; 2 mentions in 2 interviews in the study" in said
    said = CliRunner().invoke(app, ["decide", "--out", str(workspace.out)]).output
    assert "2 mentions in 2 interviews)" in said


def test_the_first_lines_of_a_transcript_agree_with_each_other() -> None:
    entity = {"decision": "queued", "start_char": 0, "end_char": 1}
    document = {
        "draft": ["asr", "diarize"],
        "notices": ["the words come from a demonstration model", "the guide was not read"],
        "turns": [{"entities": [entity]}],
        "speakers": [],
        "passages": [],
    }
    lines = notes(document)
    assert not any("embedded recognizer" in line for line in lines)
    assert "The words come from a demonstration model." in lines
    assert "The guide was not read." in lines
    assert "0 identifiers replaced, 1 waits for a decision (→?)." in lines
    assert any("embedded recognizer" in line for line in notes({**document, "notices": []}))


def test_status_proposes_no_run_while_one_is_at_work(workspace: Workspace) -> None:
    command = ["status", "--json", "--out", str(workspace.out)]
    document = json.loads(CliRunner().invoke(app, command).output)
    assert all("transcribe run" in one["next"] for one in document["recordings"])
    assert AT_WORK not in document["notices"]
    with workspace.lock():
        document = json.loads(CliRunner().invoke(app, command).output)
    assert not any(one["next"] for one in document["recordings"])
    assert AT_WORK in document["notices"]


@pytest.mark.parametrize(("state", "again"), [(ABSENT, False), (REFUSED, True)])
def test_who_signed_is_told_again_only_of_a_no(
    workspace: Workspace, state: str, again: bool
) -> None:
    heard = {"state": state, "turn": "t0001", "start": 1.0, "end": 2.0}
    for name in TEXTS:
        document = workspace.load_transcript(name)
        document["consent_heard"] = heard
        write_json(workspace.transcript_path(name), document)
    command = ["status", "--out", str(workspace.out)]
    before = CliRunner().invoke(app, command).output
    assert before.startswith("recordings\n")
    assert heard_words(heard) in before
    for name in TEXTS:
        sign(workspace, name, name="Ann")
    assert (heard_words(heard) in CliRunner().invoke(app, command).output) == again
