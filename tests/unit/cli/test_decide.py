"""``decide``: names that several people bear, names that are one, taking back, listing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from studies import make_study
from typer.testing import CliRunner

from transcribe.cli.app import app
from transcribe.core.recording import Identifiers
from transcribe.errors import TranscribeError

TEXTS = {
    "P01": ["hello", "John Smith hired me and John left", "who", "mia kowalski helped"],
    "P02": ["so", "then John Brown came and john said Smith knew"],
}
NAMES = {
    "P01": Identifiers(people=("John Smith", "Mia Kowalski")),
    "P02": Identifiers(people=("John Brown",)),
}


class Study:
    def __init__(self, folder: Path) -> None:
        self.workspace = make_study(folder, TEXTS, identifiers=NAMES)

    def __call__(self, *arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, [*arguments, "--out", str(self.workspace.out)])
        if isinstance(done.exception, TranscribeError):
            return done.exception.exit_code, f"{done.output}{done.exception}"
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    def shown(self, recording: str) -> dict[str, tuple[str, str]]:
        """Mention and its place to what replaces it and the decision."""
        found = {}
        for turn in self.workspace.load_transcript(recording)["turns"]:
            for one in turn["entities"]:
                text = turn["text"][one["start_char"] : one["end_char"]]
                found[f"{text}@{one['id']}"] = (one["surrogate"], one["decision"])
        return found

    def label(self, mention: str) -> str:
        found = [
            label
            for recording in TEXTS
            for name, (label, _) in self.shown(recording).items()
            if name.split("@")[0] == mention
        ]
        assert len(set(found)) == 1, found
        return found[0]


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return Study(tmp_path)


def test_a_first_name_of_two_people_is_asked_about_with_the_choice(study: Study) -> None:
    smith, brown = study.label("John Smith"), study.label("John Brown")
    assert smith != brown
    assert study.label("Smith") == smith
    assert study.shown("P01")["John@e2-24"] == ("[Person]", "queued")
    code, text = study("decide")
    assert code == 0
    assert "john  (person, 2 mentions in 2 interviews)" in text
    assert f"{smith}  --accept 'john=john smith'" in text
    assert f"{brown}  --accept 'john=john brown'" in text
    assert "[Person]  --accept john  (leaves open which)" in text


@pytest.mark.parametrize("target", ["john smith", "JOHN SMITH", "label"])
def test_a_person_says_who_is_meant_everywhere(study: Study, target: str) -> None:
    smith = study.label("John Smith")
    assert study("decide", "--accept", f"john={smith if target == 'label' else target}")[0] == 0
    assert study.label("John") == study.label("john") == smith
    assert study("decide", "--accept", "john")[0] == 0
    assert study.label("John") == "[Person]"


def test_or_in_one_place_alone(study: Study) -> None:
    assert study("decide", "P02", "--accept", "e2-25=John Brown")[0] == 0
    assert study.shown("P02")["john@e2-25"] == (study.label("John Brown"), "accepted")
    assert study.shown("P01")["John@e2-24"][1] == "queued"


def test_two_names_of_one_person_share_a_number_until_taken_back(study: Study) -> None:
    before = study.label("mia kowalski")
    assert study("decide", "--accept", "mia kowalski=John Smith")[0] == 0
    assert study.label("mia kowalski") == study.label("John Smith") != before
    assert study("decide", "--undo", "mia kowalski")[0] == 0
    assert study.label("mia kowalski") == before


def test_unknown_and_own_names_are_refused(study: Study) -> None:
    for other in ("Nobody", "mia kowalski"):
        code, text = study("decide", "--accept", f"mia kowalski={other}")
        assert code == 2
        assert "there is no other name" in text


def test_two_verdicts_on_one_name_are_refused(study: Study) -> None:
    for words in (
        ("--accept", "John", "--reject", "john"),
        ("--accept", "John=John Smith", "--undo", "john"),
        ("--accept", "john=john smith", "--accept", "john=john brown"),
    ):
        code, text = study("decide", *words)
        assert code == 2
        assert "two different verdicts" in text
    assert not study.workspace.study_log.exists()


def test_taking_back_asks_again(study: Study) -> None:
    assert study("decide", "--undo", "nobody")[0] == 2
    study("decide", "--accept", "john=john smith")
    assert json.loads(study("decide", "--json")[1])["queued"] == []
    study("decide", "--undo", "john")
    assert [one["text"] for one in json.loads(study("decide", "--json")[1])["queued"]] == ["john"]


def test_what_is_settled_can_be_listed(study: Study) -> None:
    assert re.search(r"\d names settled: transcribe decide --settled", study("decide")[1])
    text = study("decide", "--settled")[1]
    assert f"john smith → {study.label('John Smith')}" in text
    assert text.index("john  (person") < text.index("Settled")
    document = json.loads(study("decide", "--settled", "--json")[1])
    assert {one["decision"] for one in document["settled"]} == {"auto"}
