"""Placeholders that give something away, and those that do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from finished_files import audit

from transcribe.release.audit import LIKELY, POSSIBLE, Finding


def found(tmp_path: Path, *texts: str) -> tuple[Finding, ...]:
    folder = tmp_path / "texts"  # Pytest names its own after the test.
    folder.mkdir()
    for at, text in enumerate(texts):
        (folder / f"{at}.txt").write_text(f"Interviewee: {text}\n", encoding="utf-8")
    return audit(folder, known=()).findings


@pytest.mark.parametrize(
    "text",
    [
        "we asked Mar[Person 1] then",
        "we asked [Person 1]ia then",
        "the [Company 2]soft people",
        "at north<COMPANY_1> then",
    ],
)
def test_half_words(tmp_path: Path, text: str) -> None:
    some = [one for one in found(tmp_path, text) if one.kind == "PLACEHOLDER"]
    assert [one.confidence for one in some] == [LIKELY]
    assert "half a word" in some[0].reason


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("we asked [Person 1] Lopez then", "Lopez"),
        ("we asked [Person 1]s Lopez then", "Lopez"),
        ("we asked Maria [Person 1] then", "Maria"),
        ("we work at [Company 1] (Veltrona) now", "Veltrona"),
        ("we asked XXX Whitmore then", "Whitmore"),
    ],
)
def test_the_rest_of_a_name(tmp_path: Path, text: str, left: str) -> None:
    assert left in {one.text for one in found(tmp_path, text) if one.confidence == LIKELY}


@pytest.mark.parametrize(
    "text",
    [
        "we asked [Person 1] and [Person 2], at [Company 1]. Then [Company 1] paid.",
        "[Person 1]'s team, and [Company 2]’s data",
        "At [Company 1] I use Python. With [Company 1] Python is slow.",
        "[Company 1] is a bank. Our bank, [Company 1], is a bank",
        "[Company 1] is a bank and [Company 2] is a hospital",
        "the team of [6-10 people] in [30-39] and [inaudible] and [laughter]",
        "in [Place 2] on [Date], I was [Age], [passage left out]",
    ],
)
def test_nothing_wrong(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, text) == ()


def test_one_label_for_two_things(tmp_path: Path) -> None:
    text = "At [Company 1], a bank, we test. Then [Company 1] is an insurance company."
    some = found(tmp_path, text)
    assert {one.name for one in some} == {"[Company 1]"}
    assert {one.confidence for one in some} == {LIKELY}
    assert "a bank and as an insurance" in some[0].reason


def test_one_label_for_two_things_in_two_files(tmp_path: Path) -> None:
    some = found(tmp_path, "I am at Company 1, a bank.", "I am at Company 1, it is a hospital.")
    assert {one.confidence for one in some} == {POSSIBLE}
    assert len(some) == 2


def test_several_ways_of_writing(tmp_path: Path) -> None:
    some = found(tmp_path, "[Company 1], [Company 2], Company 3, XXX and [REDACTED]")
    assert {one.text for one in some} == {"Company 3", "XXX", "[REDACTED]"}
    assert {one.confidence for one in some} == {POSSIBLE}


def test_skipped_numbers_are_only_hinted_at(tmp_path: Path) -> None:
    text = "Interviewee: [Person 1] [Person 2] [Person 4] [Person 5]\n"
    (tmp_path / "a.txt").write_text(text)
    report = audit(tmp_path, known=())
    assert report.findings == ()
    assert any("[Person 3]" in hint for hint in report.hints)
