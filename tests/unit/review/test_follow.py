"""The follower: waits for a run, tells of a problem, and stops."""

from __future__ import annotations

import threading

import pytest

from transcribe.errors import LockedError, StageError, TranscribeError
from transcribe.review import follow
from transcribe.review.follow import Follower


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow, "RETRY", 0.01)


def test_a_locked_folder_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[str] = []

    def update(recording: str) -> None:
        tries.append(recording)
        if len(tries) < 3:
            raise LockedError("a run is at work")

    follower = Follower(update=update, refresh=lambda: None, idle=0.0)
    follower.edited("P1", stages=True)
    while len(tries) < 3:
        pass
    follower.settle(within=20)
    assert (tries, follower.problem, follower.busy) == (["P1"] * 3, "", False)
    follower.stop()


def test_a_failed_stage_is_told_until_the_next_edit_mends_it() -> None:
    broken = threading.Event()
    broken.set()

    def update(recording: str) -> None:
        if broken.is_set():
            raise StageError("the model is gone", recording=recording, stage="detect")

    follower = Follower(update=update, refresh=lambda: None, idle=0.0)
    follower.edited("P1", stages=True)
    with pytest.raises(TranscribeError, match="the model is gone"):
        follower.settle(within=20)
    assert "the model is gone" in follower.problem
    broken.clear()
    follower.edited("P1", stages=True)
    follower.settle(within=20)
    assert follower.problem == ""
    follower.stop()


def test_a_decision_needs_no_stage_and_edits_in_a_row_one_run() -> None:
    updated: list[str] = []
    refreshed: list[bool] = []
    follower = Follower(update=updated.append, refresh=lambda: refreshed.append(True), idle=0.2)
    for _ in range(5):
        follower.edited("P1", stages=True)
    follower.settle(within=20)
    assert (updated, refreshed) == (["P1"], [])
    follower.edited("P1", stages=False)
    follower.settle(within=20)
    assert refreshed == [True]
    follower.stop()


def test_stop_ends_the_thread_even_while_it_waits_for_a_run() -> None:
    def update(recording: str) -> None:
        raise LockedError("a run is at work")

    follower = Follower(update=update, refresh=lambda: None, idle=0.0)
    follower.edited("P1", stages=True)
    follower.stop()
    assert not follower._thread.is_alive()


def test_what_an_earlier_server_left_is_followed_and_then_counted() -> None:
    done: list[str] = []
    follower = Follower(
        update=done.append,
        refresh=lambda: done.append("study"),
        after=lambda: done.append("count"),
        idle=0.0,
    )
    follower.begin([])
    follower.settle(within=20)
    follower.begin(["P2", "P1"])
    follower.settle(within=20)
    follower.stop()
    assert done == ["study", "count", "P1", "P2", "count"]


def test_one_that_fails_holds_no_other_back() -> None:
    done: list[str] = []

    def update(recording: str) -> None:
        if recording == "P1":
            raise StageError("no guide", recording="P1", stage="align")
        if recording == "P2":
            raise OSError(28, "No space left on device")
        done.append(recording)

    follower = Follower(update=update, refresh=lambda: None, idle=0.0)
    follower.begin(["P1", "P2", "P3"])
    with pytest.raises(TranscribeError, match=r"no guide.*No space left"):
        follower.settle(within=20)
    follower.stop()
    assert done == ["P3"]
