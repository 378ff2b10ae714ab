"""Commands in hints find the results wherever they lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from transcribe.run.advice import given_out, with_out

OUT = Path("/data/my out")
FLAG = "--out '/data/my out'"


@pytest.mark.parametrize(
    ("hint", "mended"),
    [
        ("list them: transcribe decide P07", f"list them: transcribe decide P07 {FLAG}"),
        (
            "tell it less: transcribe release --generalize; or not: transcribe release",
            f"tell it less: transcribe release --generalize {FLAG}; or not: transcribe release "
            f"{FLAG}",
        ),
        (
            "accept it (transcribe decide --accept) and sign",
            f"accept it (transcribe decide --accept {FLAG}) and sign",
        ),
        ("transcribe release -- -P07", f"transcribe release {FLAG} -- -P07"),
        ("transcribe decide 'a; b' --all", f"transcribe decide 'a; b' --all {FLAG}"),
        ("run: transcribe run recordings, or give --out",) * 2,
        ("transcribe models fetch small",) * 2,
        ("transcribe doctor says what is missing",) * 2,
    ],
)
def test_every_command_gets_the_folder(hint: str, mended: str) -> None:
    assert with_out(hint, OUT) == mended
    assert with_out(hint, Path("transcripts")) == hint


def test_the_folder_is_the_one_that_was_given() -> None:
    assert given_out(["decide", "--out=x"]) == Path("x")
    assert given_out(["decide", "--", "--out", "x"]) == Path("transcripts")
    assert given_out(["decide", "--out"]) == Path("transcripts")
