"""Which piece comes next, and how long is left."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from transcribe.config import resolve
from transcribe.core.recording import Consent, Interview, Recording
from transcribe.run.forecast import START, Forecast
from transcribe.run.job import Job
from transcribe.run.pieces import Piece
from transcribe.run.queue import Queue
from transcribe.stages.engines import Engine

ENGINE = Engine(name="test", model="", rank=1)
SETTINGS = resolve(environment={})


def piece(tmp_path: Path, name: str, stage: str, *, kilobytes: int = 1) -> Piece:
    """A piece of a recording that is so large, undecoded."""
    path = tmp_path / f"{name}.wav"
    path.write_bytes(bytes(kilobytes * 1024))
    recording = Recording(
        id=name,
        path=str(path),
        consent=Consent(given=date(2026, 5, 4), scopes=("record", "transcribe")),
        interview=Interview(participant=name),
    )
    job = Job(recording=recording, settings=SETTINGS, source="")
    return Piece(stage=stage, job=job, engine=ENGINE)


def taken(queue: Queue, lane: str = "any") -> str:
    found = queue.take(lane)
    if found is None:
        return ""
    queue.ended(found, again=False)
    return f"{found.stage} {found.recording}"


def test_stage_by_stage_and_the_longest_first(tmp_path: Path) -> None:
    queue = Queue()
    queue.add(piece(tmp_path, "short", "asr"))
    queue.add(piece(tmp_path, "long", "asr", kilobytes=9))
    queue.add(piece(tmp_path, "late", "decode"))
    order = [taken(queue) for _ in range(4)]
    assert order == ["decode late", "asr long", "asr short", ""]


def test_lanes_take_their_own_stages(tmp_path: Path) -> None:
    queue = Queue()
    for stage in ("decode", "asr", "diarize", "align"):
        queue.add(piece(tmp_path, "P1", stage))
    assert taken(queue, "gpu") == "asr P1"
    assert taken(queue, "asr") == ""
    assert taken(queue, "diarize") == "diarize P1"
    assert [taken(queue, "cpu"), taken(queue, "cpu")] == ["decode P1", "align P1"]


def test_memory_holds_back_what_would_not_fit_but_never_the_only_one(tmp_path: Path) -> None:
    queue = Queue(limit=1)
    queue.add(piece(tmp_path, "P1", "asr"))
    queue.add(piece(tmp_path, "P2", "asr"))
    first = queue.take("any")
    assert first is not None
    assert queue.take("any") is None
    queue.ended(first, again=False)
    assert taken(queue) == "asr P2"


def test_a_lost_piece_is_done_again_with_nothing_beside(tmp_path: Path) -> None:
    queue = Queue()
    queue.add(piece(tmp_path, "P1", "asr"))
    queue.add(piece(tmp_path, "P2", "asr"))
    first, second = queue.take("any"), queue.take("any")
    assert first is not None
    assert second is not None
    queue.ended(first, again=True)
    assert queue.take("any") is None, "P2 is still under way"
    queue.ended(second, again=False)
    queue.add(piece(tmp_path, "P3", "asr"))
    assert taken(queue) == "asr P3"
    alone = queue.take("any")
    assert alone is first
    queue.add(piece(tmp_path, "P4", "asr"))
    assert queue.take("any") is None, "P1 is to be alone"
    queue.ended(alone, again=False)
    assert taken(queue) == "asr P4"


def test_a_dropped_recording_is_forgotten(tmp_path: Path) -> None:
    queue = Queue()
    queue.add(piece(tmp_path, "P1", "asr"))
    queue.drop("P1")
    assert queue.take("any") is None
    assert not queue.busy


def test_nobody_guesses_a_recognizers_pace() -> None:
    forecast = Forecast()
    forecast.expect("P1", ["asr"], 100.0)
    assert forecast.left(workers=1) is None


def test_time_left_follows_the_pace_shown() -> None:
    forecast = Forecast()
    for name in ("P1", "P2", "P3"):
        forecast.expect(name, ["asr"], 59.0)
    forecast.learn("asr", sound=59.0, seconds=30.0)
    forecast.through("P1", "asr")
    assert forecast.left(workers=1) == 60.0
    assert forecast.left(workers=2) == 30.0
    assert forecast.left(workers=9) == 30.0, "two recordings keep two workers busy"
    forecast.measured("P2", 2 * (59.0 + START) - START)
    assert forecast.left(workers=1) == 90.0
    forecast.drop("P2")
    forecast.through("P3", "asr")
    assert forecast.left(workers=1) == 0.0
