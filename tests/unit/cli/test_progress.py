"""What a run says of the time left."""

from __future__ import annotations

import pytest

from transcribe.cli.crew import memory_limit
from transcribe.cli.progress import time_left
from transcribe.errors import UsageError


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (30, ""),
        (61, "about 1 minute left"),
        (40 * 60 + 20, "about 40 minutes left"),
        (100 * 60, "about 1.7 hours left"),
        (5 * 3600, "about 5 hours left"),
    ],
)
def test_time_left(seconds: float | None, words: str) -> None:
    assert time_left(seconds) == words


def test_sizes_of_memory() -> None:
    assert memory_limit("6G") == 6 << 30
    assert memory_limit("800 MB") == 800 << 20
    assert memory_limit("1.5GiB") == 3 << 29
    assert memory_limit("") > 0
    with pytest.raises(UsageError, match="is no size"):
        memory_limit("lots")
