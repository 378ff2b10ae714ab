from __future__ import annotations

import json
from pathlib import Path

import pytest
from studies import make_study

from transcribe.core.recording import Identifiers
from transcribe.errors import TranscribeError
from transcribe.run.deciding import decide_all, decide_one
from transcribe.run.review import places, questions
from transcribe.run.signoff import SIGNED, STALE, UNSIGNED, read_sign_off, sign
from transcribe.run.store import Workspace
from transcribe.run.study import StudySettings, refresh

NAMES = Identifiers(people=("Maria Lopez",), organizations=("Brightwater Analytics",))
TEXTS = {
    "P01": ["who are you", "i am maria lopez", "hello maria", "ask lopes at brightwater"],
    "P02": ["and you", "Maria knows me", "fine", "lopes too"],
}


@pytest.fixture
def study(tmp_path: Path) -> Workspace:
    return make_study(tmp_path, TEXTS, identifiers={"P01": NAMES})


def again(workspace: Workspace) -> None:
    refresh(workspace, settings=StudySettings())


def contents(workspace: Workspace) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for path in sorted(workspace.private.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def test_the_transcript_is_as_the_interface_says(study: Workspace) -> None:
    document = study.load_transcript("P01")
    assert {"schema", "id", "language", "duration", "draft", "guide", "speakers", "turns",
            "coverage"} <= document.keys()  # fmt: skip
    turn = document["turns"][1]
    assert turn["text"] == "i am maria lopez"
    assert turn["words"][0] == {"start": 60.0, "end": 60.4, "text": " i", "probability": 0.9}
    assert turn["guide"] == {"topic": None, "asks": [], "score": 0.0}
    entity = turn["entities"][0]
    assert turn["text"][entity["start_char"] : entity["end_char"]] == "maria lopez"
    assert entity["decision"] == "auto"
    assert entity["surrogate"].startswith("[Person ")


def test_a_second_refresh_changes_no_byte_and_touches_no_file(study: Workspace) -> None:
    before = contents(study)
    times = {path: Path(path).stat().st_mtime_ns for path in before}
    again(study)
    assert contents(study) == before
    assert {path: Path(path).stat().st_mtime_ns for path in before} == times


def test_previews_mark_identifiers_and_say_what_waits(study: Workspace) -> None:
    text = (study.folder("P01") / "transcript.txt").read_text()
    assert "⟦maria lopez → [Person " in text
    assert "⟦lopes →? [Person " in text
    assert "1 waits for a decision" in text
    assert "**Interviewee** [1:00]" in (study.folder("P01") / "transcript.md").read_text()


def test_a_decision_by_name_holds_in_every_recording(study: Workspace) -> None:
    waiting = questions(places(study, study.ids()))
    assert [(one.normalized, len(one.places), one.recordings) for one in waiting] == [
        ("lopes", 2, ("P01", "P02"))
    ]
    decide_one(study, ["P01"], what="Lopes", accept=False)
    again(study)
    assert questions(places(study, study.ids())) == ()
    decide_one(study, ["P02"], what="lopes", accept=True)
    again(study)
    decided = [one.entity["decision"] for one in places(study, study.ids()) if one.text == "lopes"]
    assert decided == ["accepted", "accepted"]


def test_a_decision_by_id_holds_at_one_place(study: Workspace) -> None:
    place = next(one for one in places(study, ["P01"]) if one.text == "lopes")
    decide_one(study, ["P01"], what=place.entity["id"], accept=False)
    again(study)
    decided = [one.entity["decision"] for one in places(study, study.ids()) if one.text == "lopes"]
    assert decided == ["rejected", "queued"]


def test_accepting_what_waits_brings_up_nothing_new(study: Workspace) -> None:
    decide_all(study, ["P01"], accept=True)
    again(study)
    assert questions(places(study, study.ids())) == ()


def test_a_sign_off_goes_stale_when_something_is_shown_again(study: Workspace) -> None:
    assert read_sign_off(study, "P01").state == UNSIGNED
    decide_all(study, study.ids(), accept=True)
    again(study)
    sign(study, "P01", name="Ann")
    assert read_sign_off(study, "P01").state == SIGNED
    decide_one(study, ["P01"], what="lopes", accept=False)
    again(study)
    assert read_sign_off(study, "P01").state == STALE


def test_a_sign_off_goes_stale_when_the_text_changes(study: Workspace) -> None:
    sign(study, "P01", name="Ann")
    path = study.transcript_path("P01")
    path.write_text(path.read_text().replace("hello maria", "hello there maria"))
    assert read_sign_off(study, "P01").state == STALE


def test_a_sign_off_goes_stale_when_a_policy_shows_what_was_hidden(study: Workspace) -> None:
    sign(study, "P01", name="Ann")
    refresh(study, settings=StudySettings(policies={"PERSON": "keep"}))
    assert read_sign_off(study, "P01").state == STALE


def test_a_sign_off_survives_more_masks(tmp_path: Path) -> None:
    study = make_study(
        tmp_path, {"P01": ["hi", "well Quentin knows"], "P02": ["ok", "so Quentin knows"]}
    )
    sign(study, "P01", name="Ann")
    from transcribe.run.reviewlog import DECIDE_NAME, append

    facts = {"type": "PERSON", "normalized": "quentin", "accept": True}
    append(study.study_log, [(DECIDE_NAME, "", facts)])
    before = study.transcript_path("P01").read_bytes()
    again(study)
    assert study.transcript_path("P01").read_bytes() != before
    assert read_sign_off(study, "P01").state == SIGNED


def test_a_damaged_table_stops_everything(study: Workspace) -> None:
    study.pseudonyms_path.write_text('{"secret": 5}')
    with pytest.raises(TranscribeError, match="already published"):
        again(study)


def test_the_table_says_nothing_of_order(study: Workspace) -> None:
    table = json.loads(study.pseudonyms_path.read_text())
    assert list(table["numbers"]) == sorted(table["numbers"])
    assert study.pseudonyms_path.stat().st_mode & 0o777 == 0o600
