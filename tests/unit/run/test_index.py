"""The index is never the truth: lost, torn, stale or locked away, what is shown stays right."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from permissions import as_nobody
from studies import make_study

from transcribe.core.recording import Identifiers
from transcribe.run.deciding import decide_all
from transcribe.run.index import FILE, Index, stamp_of
from transcribe.run.progress import review_facts
from transcribe.run.sources import remembered
from transcribe.run.store import Workspace
from transcribe.run.study import StudySettings, refresh
from transcribe.run.withdrawal import plan_withdrawal, purge

NAMES = Identifiers(people=("Maria Lopez",))
TEXTS = {"P01": ["who are you", "i am maria lopez"], "P02": ["and you", "maria lopes knows me"]}


@pytest.fixture
def study(tmp_path: Path) -> Workspace:
    return make_study(tmp_path, TEXTS, identifiers={"P01": NAMES})


def facts(study: Workspace, recording: str = "P02") -> dict[str, object]:
    """As a command that starts now sees them, and leaves them behind."""
    workspace = Workspace(study.out)
    known = remembered(workspace, recording)
    assert known is not None
    found = review_facts(workspace, known)
    workspace.index.keep()
    return found


def index_of(study: Workspace) -> Path:
    return study.private / FILE


def test_what_is_known_is_not_worked_out_again(tmp_path: Path) -> None:
    file, made = tmp_path / "file", []
    file.write_text("one")

    def count() -> int:
        made.append(1)
        return len(made)

    for _ in range(2):
        index = Index(tmp_path)
        assert index.recall("name", stamp_of([file]), count) == 1
        index.keep()
    file.write_text("two")
    assert index.recall("name", stamp_of([file]), count) == 2


def test_a_change_that_keeps_size_and_time_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("one")
    os.utime(file, (1e9, 1e9))
    before = stamp_of([file])
    file.write_text("two")
    os.utime(file, (1e9, 1e9))
    assert stamp_of([file]) != before


def test_a_lost_or_damaged_index_is_made_anew(study: Workspace) -> None:
    right = facts(study)
    good = index_of(study).read_bytes()
    assert json.loads(good)["entries"]
    for damaged in (b"", b"\x00" * 200, good[: len(good) // 2], b"[]", b'{"tool": 1}', b"\xff\xfe"):
        index_of(study).write_bytes(damaged)
        assert facts(study) == right
        assert json.loads(index_of(study).read_bytes())["entries"]
    index_of(study).unlink()
    assert facts(study) == right


def test_entries_of_another_version_are_not_believed(study: Workspace) -> None:
    right = facts(study)
    data = json.loads(index_of(study).read_bytes())
    for entry in data["entries"].values():
        entry[1] = {"queued": 99}
    index_of(study).write_text(json.dumps({**data, "tool": "0.0.1"}))
    assert facts(study) == right


def test_a_transcript_changed_by_hand_is_seen(study: Workspace) -> None:
    before = facts(study)
    document = study.load_transcript("P02")
    for turn in document["turns"]:
        turn["entities"] = []
    study.transcript_path("P02").write_text(json.dumps(document))
    assert before["queued"] != 0
    assert facts(study)["queued"] == 0


def test_the_study_step_sees_an_artefact_changed_by_hand(study: Workspace) -> None:
    made = study.current_artefact("P01", "attribute")
    assert made is not None
    output = made.path / "output.json"
    output.write_text(output.read_text().replace(" who", " how"))
    refresh(Workspace(study.out), settings=StudySettings())
    assert study.load_transcript("P01")["turns"][0]["text"] == "how are you"


def test_the_study_step_mends_what_it_wrote(study: Workspace) -> None:
    right = study.transcript_path("P01").read_bytes()
    for suffix in (".json", ".txt", ".md"):
        study.transcript_path("P01").with_suffix(suffix).unlink()
    study.transcript_path("P02").write_bytes(b"")
    refresh(Workspace(study.out), settings=StudySettings())
    assert study.transcript_path("P01").read_bytes() == right
    assert study.transcript_path("P01").with_suffix(".md").is_file()
    assert study.load_transcript("P02")["id"] == "P02"


def test_the_study_step_follows_decisions_and_settings(study: Workspace) -> None:
    decide_all(study, ["P02"], accept=True)
    refresh(Workspace(study.out), settings=StudySettings())
    assert facts(study)["queued"] == 0
    masked = study.transcript_path("P01").read_bytes()
    refresh(Workspace(study.out), settings=StudySettings(policies={"PERSON": "keep"}))
    assert study.transcript_path("P01").read_bytes() != masked


def test_nothing_of_it_can_be_read_by_others_or_quotes_anybody(study: Workspace) -> None:
    facts(study)
    assert index_of(study).stat().st_mode & 0o777 == 0o600
    content = index_of(study).read_text().lower()
    assert not any(word in content for word in ("maria", "lope", "knows", "who are"))


def test_a_withdrawal_takes_it_along(study: Workspace) -> None:
    facts(study)
    purge(study, plan_withdrawal(study, "P02"))
    assert not index_of(study).exists() or "P02" not in index_of(study).read_text()


def test_a_folder_that_cannot_be_written_is_still_shown(study: Workspace) -> None:
    right = facts(study)
    index_of(study).unlink()
    for path in (study.out, *study.out.rglob("*"), *study.out.parents):
        if path.is_relative_to(Path("/tmp")) and path != Path("/tmp"):
            path.chmod(0o755 if path.is_dir() else 0o644)
    study.private.chmod(0o555)

    def show() -> None:
        raise RuntimeError(str(facts(study) == right))

    assert as_nobody(show) == "RuntimeError: True"
    assert not index_of(study).exists()
