"""What ``status`` says of a study of hundreds, on one screen."""

from __future__ import annotations

from transcribe.cli.status import FEW, together


def said(count: int, what: str) -> list[tuple[str, str]]:
    names = [f"P{number:03d}" for number in range(count)]
    return [(name, what.replace("ID", name)) for name in names]


def test_a_few_are_named_one_by_one() -> None:
    lines = together(said(FEW, "transcribe decide ID"))
    assert lines == said(FEW, "transcribe decide ID")


def test_what_is_the_same_of_many_is_one_line() -> None:
    assert together(said(300, "transcribe decide ID")) == [
        ("300 recordings", "transcribe decide ID   (ID: P000, P001, P002 and 297 more)")
    ]


def test_what_differs_stays_apart_and_in_order() -> None:
    first = ("Q1", "blocked: it has no consent record")
    found = together([first, *said(9, "align stale: the guide changed")])
    assert found[0] == first
    assert [who for who, _ in found] == ["Q1", "9 recordings"]
