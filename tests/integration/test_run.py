"""A run as a researcher sees it: resume, reuse, locks, full disks, plans, and exit codes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from integration_study import CONSENT, CommandLine, add_recording, run_study, write_study
from small_disks import small_disk


def outputs(folder: Path) -> dict[str, str]:
    """Digest of every result, by its place; times of day and the secret's numbers aside."""
    private = folder / "transcripts/private"
    return {
        str(path.relative_to(private)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(private.rglob("*"))
        if path.name in ("output.json", "audio.flac")
    }


def group_of(leader: int) -> list[str]:
    """Processes that a command started and left behind."""
    listed = subprocess.run(
        ["ps", "-o", "pid=", "-g", str(leader)], capture_output=True, text=True, check=False
    )
    return listed.stdout.split()


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A study of one short recording, run once."""
    return run_study(tmp_path_factory.mktemp("study"))


def test_the_transcript_is_as_the_interface_says(study: CommandLine) -> None:
    path = study.folder / "transcripts/private/P07/transcript.json"
    document = json.loads(path.read_text())
    assert {"schema", "id", "language", "duration", "draft", "guide", "speakers", "turns"} <= set(
        document
    )
    assert document["guide"]["file"] == "guide.md"
    assert document["duration"] == pytest.approx(30, abs=0.1)
    last = 0.0
    for turn in document["turns"]:
        assert "".join(word["text"] for word in turn["words"]).lstrip() == turn["text"]
        assert turn["start"] == turn["words"][0]["start"] >= last
        last = turn["start"]
        for entity in turn["entities"]:
            assert 0 <= entity["start_char"] < entity["end_char"] <= len(turn["text"])
    roles = {speaker["role"] for speaker in document["speakers"]}
    assert roles <= {"interviewer", "interviewee", "unknown"}
    assert document["coverage"]


def test_a_draft_is_called_so_everywhere(study: CommandLine) -> None:
    document = json.loads((study.folder / "transcripts/private/P07/transcript.json").read_text())
    assert "asr" in document["draft"]
    assert "draft" in study("status").out.lower()
    assert "models fetch" in study("status").out + study("run", "recordings").out
    preview = (study.folder / "transcripts/private/P07/transcript.txt").read_text()
    assert "draft" in preview.lower()


def test_a_second_run_opens_nothing_and_changes_nothing(study: CommandLine) -> None:
    before = outputs(study.folder)
    again = study("run", "recordings", "--json")
    assert again.code == 0
    assert again.json["recordings"][0]["ran"] == []
    assert outputs(study.folder) == before


def test_a_run_works_out_what_status_tells(study: CommandLine) -> None:
    index = study.folder / "transcripts/private/index.json"
    index.unlink()
    assert study("run", "recordings").code == 0
    worked_out = json.loads(index.read_text())["entries"]["review P07"]
    assert study("status").code == 0
    assert json.loads(index.read_text())["entries"]["review P07"] == worked_out


def test_a_dry_run_writes_nothing(study: CommandLine, tmp_path: Path) -> None:
    plan = study("run", "recordings", "--dry-run", "--json").json
    assert set(plan["recordings"][0]["stages"].values()) == {"reuse"}
    plan = study("run", "recordings", "--out", tmp_path / "new", "--dry-run", "--json").json
    assert set(plan["recordings"][0]["stages"].values()) == {"run"}
    assert not (tmp_path / "new").exists()


def test_a_changed_guide_makes_only_what_hangs_on_it_stale(study: CommandLine) -> None:
    guide = study.folder / "recordings/guide.md"
    before = guide.read_text()
    try:
        guide.write_text(before + "\n1. What did we forget to ask you?\n")
        (found,) = study("status", "--json").json["recordings"]
        states = {one["stage"]: one for one in found["stages"]}
        assert {states[name]["state"] for name in ("asr", "diarize")} <= {"done", "draft"}
        assert states["attribute"]["state"] == "stale"
        assert "guide" in states["attribute"]["why"]
    finally:
        guide.write_text(before)


def test_only_and_force_stage(cli: CommandLine) -> None:
    add_recording(write_study(cli.folder), seconds=8)
    assert cli("run", "recordings", "--only", "asr", "--json").json["recordings"][0]["ran"] == [
        "decode",
        "asr",
    ]
    assert not (cli.folder / "transcripts/private/P07/diarize").exists()
    again = cli("run", "recordings", "--only", "asr", "--force-stage", "asr", "--json")
    assert again.json["recordings"][0]["ran"] == ["asr"]
    wrong = cli("run", "recordings", "--only", "asrr")
    assert wrong.code == 2
    assert "decode, asr" in wrong.err


def test_killed_at_any_moment_it_goes_on_to_the_same_result(
    study: CommandLine, cli: CommandLine
) -> None:
    shutil.copytree(study.folder / "recordings", cli.folder / "recordings")
    for wait in (1.5, 3.0, 6.0, 9.0):
        process = cli.start("run", "recordings")
        time.sleep(wait)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    done = cli("run", "recordings")
    assert done.code == 0, done.err
    assert outputs(cli.folder) == outputs(study.folder)
    assert not list((cli.folder / "transcripts").rglob("*.partial"))


def test_an_interrupt_is_130_and_leaves_no_worker(cli: CommandLine) -> None:
    add_recording(write_study(cli.folder), seconds=30)
    process = cli.start("run", "recordings")
    time.sleep(4)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Traceback" not in out + err
    assert "run again" in err
    for _ in range(50):
        # The tracker of shared memory goes a moment after its parent.
        if not group_of(process.pid):
            break
        time.sleep(0.1)
    assert group_of(process.pid) == []


def test_two_runs_at_once(cli: CommandLine) -> None:
    add_recording(write_study(cli.folder), seconds=20)
    first = cli.start("run", "recordings")
    lock = cli.folder / "transcripts/private/P07"
    for _ in range(200):
        if lock.exists():
            break
        time.sleep(0.05)
    second = cli("run", "recordings")
    first.communicate(timeout=300)
    assert second.code == 5
    assert "another run" in second.err
    assert first.returncode == 0


def test_a_full_disk_fails_the_recording_and_keeps_nothing_half(study: CommandLine) -> None:
    with small_disk("300k") as disk:
        done = study("run", "recordings", "--out", disk / "out")
        left = list(disk.rglob("*.partial"))
    assert done.code == 3
    assert "disk is full" in done.err + done.out
    assert left == []


@pytest.mark.parametrize(
    ("study_file", "guide", "word"),
    [
        ('title = "A"\nguide = "nowhere.md"\n', None, "nowhere.md is not in"),
        ('title = "A"\n', "", "empty"),
        ('title = "A"\n[asr]\nmodle = "small"\n', "# G\n1. Why?\n", "did you mean 'model'"),
    ],
)
def test_a_bad_study_is_said_before_anything_is_done(
    cli: CommandLine, study_file: str, guide: str | None, word: str
) -> None:
    recordings = write_study(cli.folder, guide=False)
    add_recording(recordings, seconds=3)
    (recordings / "study.toml").write_text(study_file)
    if guide is not None:
        (recordings / "guide.md").write_text(guide)
    done = cli("run", "recordings")
    assert done.code == 2
    assert word in re.sub(r"\s+", " ", done.err)
    assert not list((cli.folder / "transcripts").rglob("output.json"))


def test_no_guide_at_all_gives_a_transcript_without_questions(cli: CommandLine) -> None:
    add_recording(write_study(cli.folder, guide=False), seconds=8)
    assert cli("run", "recordings").code == 0
    document = json.loads((cli.folder / "transcripts/private/P07/transcript.json").read_text())
    assert document["guide"] is None
    assert document["coverage"] == []


def test_a_model_the_user_names_and_that_is_missing(cli: CommandLine) -> None:
    add_recording(write_study(cli.folder), seconds=3)
    done = cli("run", "recordings", "--model", "large-v3")
    assert done.code == 6
    assert "transcribe models fetch large-v3" in done.err


def test_another_language_without_whisper_is_no_english_nonsense(cli: CommandLine) -> None:
    recordings = write_study(cli.folder)
    path = add_recording(recordings, seconds=8)
    path.with_suffix(".toml").write_text(CONSENT + 'language = "fr"\n')
    done = cli("run", "recordings")
    assert done.code == 6
    assert "models fetch" in done.err + done.out
    assert not list((cli.folder / "transcripts").rglob("asr/*/output.json"))


def test_nothing_to_run(cli: CommandLine) -> None:
    assert cli("run", "nowhere").code == 2
    assert cli("status").code == 2
    assert "transcribe run" in cli("status").err


def test_help_answers_for_every_command(cli: CommandLine) -> None:
    listed = cli("--help")
    assert listed.code == 0
    for command in ("run", "status", "decide", "release", "guide", "consent", "evaluate", "doctor"):
        assert command in listed.out
        assert cli(command, "--help").code == 0
