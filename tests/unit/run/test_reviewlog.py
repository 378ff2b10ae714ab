from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transcribe.run.reviewlog import DECIDE_NAME, append, read_log

FACTS = {"type": "PERSON", "normalized": "maria", "accept": True}


def test_records_come_back_in_order_with_ids_and_times(tmp_path: Path) -> None:
    path = tmp_path / "private" / "study.jsonl"
    append(path, [(DECIDE_NAME, "aa", FACTS), (DECIDE_NAME, "bb", {**FACTS, "accept": False})])
    append(path, [("sign_off", "cc", {"name": "Ann"})])
    log = read_log(path)
    assert [record.artefact for record in log.records] == ["aa", "bb", "cc"]
    assert log.records[0].facts == FACTS
    assert len({record.id for record in log.records}) == 3
    assert log.records[0].at.endswith("+00:00")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_log_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read_log(tmp_path / "no.jsonl").records == ()


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(1, 400))
def test_a_torn_line_is_passed_over_and_never_eaten(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    path = tmp_path_factory.mktemp("log") / "review.jsonl"
    append(path, [(DECIDE_NAME, "aa", FACTS), (DECIDE_NAME, "bb", FACTS)])
    whole = path.read_bytes()
    torn = whole[: max(1, len(whole) - cut)]
    path.write_bytes(torn)
    kept = len(read_log(path).records)
    append(path, [(DECIDE_NAME, "cc", FACTS)])
    assert path.read_bytes().startswith(torn)
    records = read_log(path).records
    assert [record.artefact for record in records] == [*["aa", "bb"][:kept], "cc"]


def test_records_hold_no_text_in_their_repr(tmp_path: Path) -> None:
    path = tmp_path / "study.jsonl"
    append(path, [(DECIDE_NAME, "aa", FACTS)])
    assert "maria" not in repr(read_log(path))
