"""Names of files come from anybody: none moves the terminal that they are printed on."""

from __future__ import annotations

import json

import pytest

from transcribe.cli.terminal import console, print_json, show_error
from transcribe.errors import SidecarError

ODD = "P07\x1b[2J\x9b1m\u202e\u2066\r\udcff"


def test_what_moves_is_shown_as_its_number(capsys: pytest.CaptureFixture[str]) -> None:
    from rich.table import Table

    table = Table("recording")
    table.add_row(ODD)
    screen = console()
    screen.print(ODD, markup=False)
    screen.print(table)
    print_json({"id": ODD})
    show_error(SidecarError("wrong", recording=ODD, hint=ODD))
    said = capsys.readouterr()
    for text in (said.out, said.err):
        assert not {*"\x1b\x9b\u202e\u2066\r\udcff"} & {*text}
        assert "\\u202e" in text


def test_json_stays_json(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"id": ODD, "lines": "a\nb"})
    assert json.loads(capsys.readouterr().out) == {"id": ODD, "lines": "a\nb"}
