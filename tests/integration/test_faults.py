"""Runs killed at random moments end with the bytes of an undisturbed one.

A few kills here; ``pytest -m proof -s tests/integration/test_faults.py`` is the proof of a hundred
that docs/scaling.md quotes, and takes an hour on two cores.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from integration_study import ROOT, CommandLine, add_recording, write_study
from studies import make_study

from transcribe.core.recording import Identifiers
from transcribe.run.store import Workspace

FEW, MANY = 5, pytest.param(100, marks=pytest.mark.proof)


def kept(out: Path) -> dict[str, bytes]:
    """Every artefact's output and sound, by path, and nothing half-written."""
    assert not list((out / "private").rglob("*.partial"))
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted((out / "private").glob("*/*/*/*"))
        if path.name != "provenance.json"
    }


@pytest.mark.parametrize("wished", [FEW, MANY])
def test_killed_at_random_moments(tmp_path: Path, wished: int) -> None:
    command, recordings = CommandLine(tmp_path), write_study(tmp_path)
    for number, seconds in enumerate((8.0, 5.0)):
        add_recording(recordings, f"P0{number}", seconds=seconds)
    started = time.monotonic()
    assert command("run", recordings, "--out", tmp_path / "whole").code == 0
    usual, wanted = time.monotonic() - started, kept(tmp_path / "whole")
    moments, kills, studies = random.Random(1), 0, 0
    while kills < wished:
        studies += 1
        out = tmp_path / f"killed-{studies}"
        for attempt in range(wished):
            jobs = 1 + (kills + attempt) % 2
            process = command.start("run", recordings, "--out", out, "--jobs", jobs)
            time.sleep(moments.uniform(0.0, usual))
            if process.poll() is not None:
                process.communicate()
                break
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            _, errors = process.communicate()
            assert "Traceback" not in errors
            kills += 1
            if kills == wished:
                break
        ended = command("run", recordings, "--out", out)
        assert ended.code == 0, ended.err
        assert kept(out) == wanted
    print(f"{kills} kills over {studies} studies: the same bytes as undisturbed each time")


CARRY_THROUGH = """
import sys
from pathlib import Path
from transcribe.run.files import sweep
from transcribe.run.store import Workspace
from transcribe.run.study import StudySettings, refresh

workspace = Workspace(Path(sys.argv[1]))
with workspace.lock():
    for recording in workspace.ids():
        sweep(workspace.folder(recording))
    print("begun", flush=True)
    refresh(workspace, settings=StudySettings())
"""


@pytest.mark.parametrize("wished", [FEW, MANY])
def test_killed_while_pseudonyms_and_transcripts_are_written(tmp_path: Path, wished: int) -> None:
    said = ["who are you", "i am maria lopez of brightwater in the north", "and you", "maria"]
    names = Identifiers(people=("Maria Lopez",), organizations=("Brightwater",))
    texts = {f"P{number:02d}": said for number in range(40)}
    study = make_study(tmp_path, texts, identifiers={"P00": names})
    wanted = everything(study.private)
    forget_views(study)
    usual, moments = refresh_killed(study, after=None), random.Random(2)
    for _ in range(max(8, wished)):
        forget_views(study)
        refresh_killed(study, after=moments.uniform(0.0, usual))
        for path in study.private.glob("*/transcript.json"):
            json.loads(path.read_bytes())
    refresh_killed(study, after=None)
    assert everything(study.private) == wanted


def forget_views(study: Workspace) -> None:
    """Delete what the study step makes, but the numbers it gave."""
    for path in study.private.glob("*/transcript.*"):
        path.unlink()


def refresh_killed(study: Workspace, *, after: float | None) -> float:
    """Carry a study through in a process of its own, killed so long after it began.

    Returns
    -------
    Seconds from when it began.
    """
    command = [sys.executable, "-c", CARRY_THROUGH, str(study.out)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    began = time.monotonic()
    if after is not None:
        time.sleep(after)
        process.kill()
    process.communicate()
    assert after is not None or process.returncode == 0
    return time.monotonic() - began


def everything(private: Path) -> dict[str, bytes]:
    """Every file but those that say only what was looked at; half-written ones too."""
    return {
        str(path.relative_to(private)): path.read_bytes()
        for path in sorted(private.rglob("*"))
        if path.is_file() and path.name not in (".lock", "index.json")
    }


def test_what_a_killed_writer_left_is_swept_away_and_a_living_ones_is_not(tmp_path: Path) -> None:
    study = make_study(tmp_path, {"P01": ["who are you", "maria"]})
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    dead = study.private / f".pseudonyms.json.{ended.pid}.partial"
    alive = study.private / f".pseudonyms.json.{os.getpid()}.partial"
    for path in (dead, alive):
        path.write_text("maria")
    with study.lock():
        assert (dead.exists(), alive.exists()) == (False, True)
