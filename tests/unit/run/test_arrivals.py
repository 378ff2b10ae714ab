"""What counts as whole in a folder that others copy into, by a clock that the test moves."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from integration_study import CONSENT, write_study

from transcribe.run.arrivals import Arrivals
from transcribe.run.intake import scan


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    return write_study(tmp_path)


def put(recordings: Path, name: str, content: str = "Interviewer: Hello.\n") -> Path:
    path = recordings / f"{name}.txt"
    path.write_text(content)
    path.with_suffix(".toml").write_text(CONSENT)
    return path


def fresh(arrivals: Arrivals, recordings: Path, now: float) -> list[str]:
    return [one.id for one in arrivals.fresh(scan([recordings]), now=now)]


def take(arrivals: Arrivals, recordings: Path, now: float) -> list[str]:
    intake = scan([recordings])
    found = arrivals.fresh(intake, now=now)
    for one in found:
        arrivals.take(intake, one)
    return [one.id for one in found]


def test_a_file_is_whole_once_it_stood_still(recordings: Path) -> None:
    arrivals, path = Arrivals(quiet=30), put(recordings, "P01")
    assert fresh(arrivals, recordings, 0) == []
    path.write_text("Interviewer: Hello again.\n")
    assert fresh(arrivals, recordings, 20) == []
    assert fresh(arrivals, recordings, 45) == [], "it grew 25 seconds ago"
    assert fresh(arrivals, recordings, 50) == ["P01"]


@pytest.mark.parametrize("when", [0.0, 1e9, 4e9], ids=["1970", "past", "future"])
def test_the_time_that_a_file_bears_says_nothing(recordings: Path, when: float) -> None:
    arrivals, path = Arrivals(quiet=30), put(recordings, "P01")
    os.utime(path, (when, when))
    assert fresh(arrivals, recordings, 0) == []
    assert take(arrivals, recordings, 30) == ["P01"]
    assert fresh(arrivals, recordings, 1e6) == []
    put(recordings, "P01", "Interviewer: HELLO.\n")
    os.utime(path, (when, when))
    assert fresh(arrivals, recordings, 1e6 + 1) == []
    assert fresh(arrivals, recordings, 1e6 + 31) == ["P01"], "same size, same time, another text"


def test_a_copy_that_is_renamed_into_place_is_looked_at_from_then_on(recordings: Path) -> None:
    arrivals, path = Arrivals(quiet=30), put(recordings, "P01")
    hidden = path.rename(path.with_name(".P01.txt.part"))
    for now in (0, 100):
        assert fresh(arrivals, recordings, now) == []
    hidden.rename(path)
    assert fresh(arrivals, recordings, 101) == []
    assert fresh(arrivals, recordings, 131) == ["P01"]


def test_a_changed_sidecar_or_guide_takes_it_up_again(recordings: Path) -> None:
    arrivals, path = Arrivals(quiet=30), put(recordings, "P01")
    assert take(arrivals, recordings, 0) == []
    assert take(arrivals, recordings, 30) == ["P01"]
    sidecar = path.with_suffix(".toml")
    sidecar.write_text(sidecar.read_text() + 'language = "en"\n')
    assert fresh(arrivals, recordings, 40) == []
    assert take(arrivals, recordings, 70) == ["P01"]
    guide = recordings / "guide.md"
    guide.write_text(guide.read_text() + "\n- And why?\n")
    assert fresh(arrivals, recordings, 80) == []
    assert take(arrivals, recordings, 110) == ["P01"]


def test_what_failed_for_want_of_disk_is_taken_up_again_later(recordings: Path) -> None:
    arrivals = Arrivals(quiet=30)
    put(recordings, "P01")
    put(recordings, "P02")
    assert take(arrivals, recordings, 0) == []
    assert take(arrivals, recordings, 30) == ["P01", "P02"]
    arrivals.retry("P01", after=600, now=30)
    assert fresh(arrivals, recordings, 629) == []
    assert take(arrivals, recordings, 630) == ["P01"]
    assert fresh(arrivals, recordings, 2000) == []
