"""Lists of names, whatever form they come in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from transcribe.errors import UsageError
from transcribe.release.audit.known import read_known


def names(path: Path) -> list[tuple[str, str]]:
    return [(name.type, name.text) for name in read_known(path)]


@pytest.mark.parametrize(
    ("file", "content", "listed"),
    [
        ("a.txt", "# those of P07\nMaria Lopez\n\nNorthwind Pumps\n", [
            ("PERSON", "Maria Lopez"), ("ORGANIZATION", "Northwind Pumps")]),
        ("a.txt", "maria@x.org\n555-010-0199\n", [
            ("EMAIL", "maria@x.org"), ("PHONE", "555-010-0199")]),
        ("a.csv", "name,type\nMaria,people\nVeltrona,organizations\n", [
            ("PERSON", "Maria"), ("ORGANIZATION", "Veltrona")]),
        ("a.csv", "people;places\nMaria;Ghent\nAnn;\n", [
            ("PERSON", "Maria"), ("LOCATION", "Ghent"), ("PERSON", "Ann")]),
        ("a.csv", "Maria,Ann\n", [("PERSON", "Maria"), ("PERSON", "Ann")]),
        ("a.toml", '[identifiers]\npeople = ["Maria"]\nplaces = ["Ghent"]\n', [
            ("PERSON", "Maria"), ("LOCATION", "Ghent")]),
        ("a.json", '["Maria"]', [("PERSON", "Maria")]),
        ("a.json", '{"people": ["Maria"], "places": ["Ghent"]}', [
            ("PERSON", "Maria"), ("LOCATION", "Ghent")]),
        ("a.json", '{"numbers": {"PERSON\\tmaria": 3, "DATE\\t2019": 1}, "secret": "00"}', [
            ("PERSON", "maria")]),
    ],
)  # fmt: skip
def test_forms(tmp_path: Path, file: str, content: str, listed: list[tuple[str, str]]) -> None:
    (tmp_path / file).write_text(content, encoding="utf-8")
    assert names(tmp_path / file) == listed


def test_a_studys_table_beside_its_transcripts_lists_what_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "P01").mkdir()
    entity = {"start_char": 0, "type": "PERSON"}
    entities = [
        {**entity, "end_char": 5, "decision": "auto", "surrogate": "[Person 1]"},
        {**entity, "start_char": 6, "end_char": 10, "decision": "rejected", "surrogate": "x"},
    ]
    document = {"turns": [{"text": "Maria Hope", "entities": entities}]}
    (tmp_path / "P01" / "transcript.json").write_text(json.dumps(document))
    table = {"numbers": {"PERSON\tmaria": 1, "PERSON\thope": 2}, "secret": "00"}
    (tmp_path / "pseudonyms.json").write_text(json.dumps(table))
    assert names(tmp_path / "pseudonyms.json") == [("PERSON", "maria")]


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("a.txt", "\n\n"), ("a.toml", "people ="), ("a.toml", "[identifiers]\npeople = 'x'"),
        ("a.json", "{"), ("a.json", "3"), ("a.toml", "[consent]\n"), ("a.txt", "\x00\x00\x00"),
    ],
)  # fmt: skip
def test_what_is_no_list(tmp_path: Path, file: str, content: str) -> None:
    (tmp_path / file).write_text(content)
    with pytest.raises(UsageError):
        read_known(tmp_path / file)


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_known(tmp_path / "gone.txt")
