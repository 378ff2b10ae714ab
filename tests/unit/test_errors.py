"""Exit codes are the contract."""

from __future__ import annotations

import pytest

from transcribe import errors


@pytest.mark.parametrize(
    ("codes", "expected"),
    [([], 0), ([3, 4], 3), ([4], 4), ([6, 3], 6), ([2, 6], 2), ([5, 2], 5), ([1, 130], 130)],
)
def test_the_worst_code_wins(codes: list[int], expected: int) -> None:
    assert errors.worst_exit_code(codes) == expected


def test_every_error_of_the_tree_has_the_code_its_docstring_draws() -> None:
    drawn = {
        line.replace("├──", " ").replace("└──", " ").replace("│", " ").split()[0]: int(part)
        for line in (errors.__doc__ or "").splitlines()
        for part in line.split()[1:4]
        if part.isdigit() and "Error" in line
    }
    classes = {
        name: value.exit_code
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.TranscribeError)
    }
    assert classes == drawn


def test_a_message_names_recording_and_stage() -> None:
    error = errors.StageError("it broke", recording="P07", stage="asr", hint="run again")
    assert str(error) == "P07 · asr: it broke"
