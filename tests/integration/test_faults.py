"""Runs killed at random moments end with the bytes of an undisturbed one.

A few kills here; ``TRANSCRIBE_KILLS=100 pytest tests/integration/test_faults.py -s`` is the proof
that docs/scaling.md quotes, and takes an hour on two cores.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
from pathlib import Path

from integration_study import CommandLine, add_recording, write_study

KILLS = int(os.environ.get("TRANSCRIBE_KILLS", "5"))


def kept(out: Path) -> dict[str, bytes]:
    """Every artefact's output and sound, by path, and nothing half-written."""
    assert not list((out / "private").rglob("*.partial"))
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted((out / "private").glob("*/*/*/*"))
        if path.name != "provenance.json"
    }


def test_killed_at_random_moments(tmp_path: Path) -> None:
    command, recordings = CommandLine(tmp_path), write_study(tmp_path)
    for number, seconds in enumerate((8.0, 5.0)):
        add_recording(recordings, f"P0{number}", seconds=seconds)
    started = time.monotonic()
    assert command("run", recordings, "--out", tmp_path / "whole").code == 0
    usual, wanted = time.monotonic() - started, kept(tmp_path / "whole")
    moments, kills, studies = random.Random(1), 0, 0
    while kills < KILLS:
        studies += 1
        out = tmp_path / f"killed-{studies}"
        for attempt in range(KILLS):
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
            if kills == KILLS:
                break
        ended = command("run", recordings, "--out", out)
        assert ended.code == 0, ended.err
        assert kept(out) == wanted
    print(f"{kills} kills over {studies} studies: the same bytes as undisturbed each time")
