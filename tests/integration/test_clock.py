"""Clocks that jump, in the middle of a run and of a watch, and files from another time."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from integration_study import CONSENT, CommandLine, lines_until, stop, write_study

YEAR = 365 * 24 * 3600
SAID = """Interviewer: How do you collect your data?

Interviewee: We buy it from a vendor in the north.

Interviewer: And who checks it?

Interviewee: Nobody does, I am afraid.
"""

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("gcc") is None,
    reason="moving a process's clock needs Linux and gcc",
)


class Clock:
    """The clock of processes started with `environment`."""

    def __init__(self, folder: Path) -> None:
        self.file, library = folder / "moved", folder / "clock.so"
        source = Path(__file__).with_name("clock.c")
        command = ["gcc", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"]
        subprocess.run(command, check=True)
        self.environment = {"LD_PRELOAD": str(library), "MOVED_CLOCK": str(self.file)}
        self.move(0)

    def move(self, seconds: int) -> None:
        """Set it so many seconds from the true time."""
        partial = self.file.with_suffix(".new")
        partial.write_text(str(seconds))
        partial.replace(self.file)


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    return Clock(tmp_path)


def add(recordings: Path, name: str, said: str = SAID) -> Path:
    path = recordings / f"{name}.txt"
    path.write_text(said)
    path.with_suffix(".toml").write_text(CONSENT)
    return path


def outputs(out: Path) -> dict[str, tuple[bytes, int]]:
    """Content and time of every file that stages and the study step made."""
    found = [*out.glob("private/*/*/*/output.json"), *out.glob("private/*/transcript.json")]
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(found)}


def test_the_clock_of_the_tests_jumps(tmp_path: Path, clock: Clock) -> None:
    code = "import time, datetime; print(time.time(), datetime.datetime.now().year)"
    clock.move(-20 * YEAR)
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **clock.environment},
        capture_output=True,
        text=True,
        check=True,
    )
    then, year = done.stdout.split()
    assert abs(float(then) + 20 * YEAR - time.time()) < 60
    assert abs(int(year) + 20 - datetime.now(UTC).year) <= 1


def test_a_run_does_not_care_what_time_it_is(tmp_path: Path, clock: Clock) -> None:
    command, recordings = CommandLine(tmp_path), write_study(tmp_path)
    out = tmp_path / "out"
    for name, when in (("P01", time.time() + 30 * YEAR), ("P02", 1.0)):
        os.utime(add(recordings, name), (when, when))
    clock.move(20 * YEAR)
    assert command("run", recordings, "--out", out, **clock.environment).code == 0
    made = outputs(out)
    assert len(made) >= 8
    for moved in (-20 * YEAR, 0):
        clock.move(moved)
        again = command("run", recordings, "--out", out, "--json", **clock.environment)
        assert [each["ran"] for each in again.json["recordings"]] == [[], []]
        assert again.json["seconds"] >= 0
        assert outputs(out) == made
    # Another text of the same length and the same time, as a recorder without a clock would leave.
    os.utime(add(recordings, "P02", SAID.replace("north", "south")), (1.0, 1.0))
    again = command("run", recordings, "--out", out, "--json", **clock.environment)
    assert [bool(each["ran"]) for each in again.json["recordings"]] == [False, True]
    document = json.loads((out / "private" / "P02" / "transcript.json").read_text())
    assert "south" in document["turns"][1]["text"]


def test_a_watch_waits_by_a_clock_that_nobody_sets(tmp_path: Path, clock: Clock) -> None:
    command, recordings = CommandLine(tmp_path), write_study(tmp_path)
    process = command.start(
        *("watch", recordings, "--every", 0.3, "--settle", 4, "--out", tmp_path / "out"),
        **clock.environment,
    )
    lines_until(process, "no recordings in")
    add(recordings, "P01", SAID[:40])
    for moved in (YEAR, -YEAR, 10 * YEAR):
        clock.move(moved)
        time.sleep(0.5)
        assert not (tmp_path / "out" / "private" / "P01").exists(), "it may still be growing"
    add(recordings, "P01")
    clock.move(-YEAR)
    assert "✓ P01" in lines_until(process, "P01")[-1]
    made = outputs(tmp_path / "out")
    clock.move(YEAR)
    add(recordings, "P02")
    assert "✓ P02" in lines_until(process, "P02")[-1]
    stop(process)
    for path, (content, when) in made.items():
        if "P01" in path and "transcript.json" not in path:
            assert (Path(path).read_bytes(), Path(path).stat().st_mtime_ns) == (content, when)
