from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from studies import make_study
from typer.testing import CliRunner

from transcribe.cli.app import app
from transcribe.core.recording import Identifiers
from transcribe.errors import TranscribeError
from transcribe.run.files import write_json
from transcribe.run.intake import scan
from transcribe.run.jobs import build_jobs
from transcribe.run.purging import AUDIO, PERSON, purged, reminders
from transcribe.run.store import Workspace
from transcribe.run.study import read_table

TEXTS = {"P01": ["who", "maria lopez said"], "P02": ["who", "ana quintero and maria said"]}
NAMES = {"P01": Identifiers(people=("Maria Lopez",)), "P02": Identifiers(people=("Ana Quintero",))}


class Study:
    def __init__(self, folder: Path) -> None:
        self.workspace = make_study(folder, TEXTS, identifiers=NAMES)
        self.recordings = folder / "recordings"
        self.set_day(date(2020, 1, 1))
        for name in TEXTS:
            self.workspace.put(
                name, "decode", "k", output={}, provenance={"output_digest": ""},
                files={"audio.flac": lambda path: path.write_bytes(b"sound")},
            )  # fmt: skip
            write_json(self.workspace.folder(name) / "source.json", {"sha256": "5a"})

    def set_day(self, day: date) -> None:
        (self.recordings / "study.toml").write_text(f'title = "x"\n[retention]\naudio = {day}\n')

    def __call__(self, *arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, [*arguments, "--out", str(self.workspace.out)])
        if isinstance(done.exception, TranscribeError):
            return done.exception.exit_code, f"{done.output}{done.exception}\n{done.exception.hint}"
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    def files(self) -> list[str]:
        top = self.recordings.parent
        return sorted(str(path.relative_to(top)) for path in top.rglob("*") if path.is_file())


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return Study(tmp_path)


def test_only_what_is_due_is_deleted(study: Study) -> None:
    study.set_day(datetime.now(UTC).date() + timedelta(days=1))
    before = study.files()
    code, text = study("purge", "--due", "--yes")
    assert (code, "Nothing is due yet." in text) == (0, True)
    (study.recordings / "study.toml").write_text('title = "x"\n')
    assert study("purge", "--due", "--yes")[0] == 2
    assert [name for name in study.files() if ".lock" not in name] == before


def test_nothing_is_deleted_without_a_word(study: Study) -> None:
    before = study.files()
    assert study("purge")[0] == 2
    assert study("purge", "--due", "--person", "P01")[0] == 2
    code, text = study("purge", "--due")
    assert (code, "--yes" in text) == (2, True)
    code, text = study("purge", "--due", "--dry-run")
    assert (code, "4 files" in text) == (0, True)
    assert [name for name in study.files() if ".lock" not in name] == before


def test_audio_goes_and_the_rest_stays(study: Study) -> None:
    before = study.files()
    transcript = study.workspace.load_transcript("P01")
    code, text = study("purge", "--due", "--yes")
    assert code == 0, text
    assert "4 files" in text
    gone = set(before) - set(study.files())
    assert gone == {
        f"{folder}.{suffix}"
        for name in TEXTS
        for folder, suffix in (
            (f"recordings/{name}", "wav"),
            (f"transcripts/private/{name}/decode/k/audio", "flac"),
        )
    }
    assert study.workspace.load_transcript("P01") == transcript
    record = purged(study.workspace, AUDIO)["P01"]
    assert (record["files"], record["bytes"]) == (4, 2 * (len(b"sound") + len(b"not opened here")))
    assert study("purge", "--due", "--yes")[1].strip() == "Nothing is left to delete."
    assert study("decide", "--all", "accept", "--sign-off", "Ann")[0] == 0


def test_a_recording_without_audio_can_still_be_worked_on(study: Study) -> None:
    study("purge", "--due", "--yes")
    jobs, problems = build_jobs(
        scan([study.recordings]), workspace=study.workspace, read_guide=lambda _: None
    )  # type: ignore[arg-type, return-value]
    assert problems == {}
    assert [(job.recording.id, job.audio_gone, job.source) for job in jobs] == [
        ("P01", True, "5a"),
        ("P02", True, "5a"),
    ]
    (study.recordings / "P01.wav").write_bytes(b"found again")
    jobs, _ = build_jobs(
        scan([study.recordings]), workspace=study.workspace, read_guide=lambda _: None
    )  # type: ignore[arg-type, return-value]
    assert [job.audio_gone for job in jobs] == [False, True]


def test_a_person_can_go_while_the_release_stays(study: Study) -> None:
    study("decide", "--all", "accept", "--sign-off", "Ann")
    assert study("release")[0] == 0
    public = [name for name in study.files() if "/public/" in name]
    code, text = study("purge", "--person", "P01", "--yes")
    assert code == 0, text
    left = study.files()
    assert [name for name in left if "/public/" in name] == public
    assert "recordings/P01.toml" in left
    assert [name for name in left if "private/P01" in name] == [
        "transcripts/private/P01/recording.json",
        "transcripts/private/P01/released.json",
    ]
    assert "recordings/P01.wav" not in left
    assert [name for name in left if "private/P02" in name]
    keys = read_table(study.workspace).numbers
    assert "PERSON\tana quintero" in keys
    jobs, problems = build_jobs(
        scan([study.recordings]), workspace=study.workspace, read_guide=lambda _: None
    )  # type: ignore[arg-type, return-value]
    assert ([job.recording.id for job in jobs], problems) == (["P02"], {})
    assert list(purged(study.workspace, PERSON)) == ["P01"]
    document = json.loads(study("status", "--json")[1])
    assert [one["id"] for one in document["recordings"]] == ["P01", "P02"]
    assert study("release", "P02")[0] == 0
    # Consent can still be taken back: what is public goes then.
    assert study("consent", "withdraw", "P01", "--yes")[0] == 0
    assert len([name for name in study.files() if "/public/" in name]) < len(public)


def test_people_are_reminded(study: Study) -> None:
    def said(day: str) -> str:
        return " ".join(
            reminders(study.workspace, due=date(2026, 6, 30), today=date.fromisoformat(day))
        )

    assert said("2026-05-01") == ""
    assert "is to be deleted on 2026-06-30" in said("2026-06-05")
    assert "was to be deleted on 2026-06-30: transcribe purge --due" in said("2026-07-01")
    study("purge", "--due", "--yes")
    assert "audio was deleted on" in said("2026-07-02")
    assert "was to be" not in said("2026-07-02")


def test_a_sidecar_alone_is_still_said(study: Study) -> None:
    assert reminders(study.workspace, due=None, alone=["P09"]) == (
        "P09.toml has no recording beside it",
    )


def test_workspace_of_a_purged_person_is_private(study: Study) -> None:
    study("purge", "--person", "P01", "--yes")
    for path in Workspace(study.workspace.out).private.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
