"""``report`` as a user gives it."""

from __future__ import annotations

import hashlib
import json
import stat
from pathlib import Path

import pytest
from command_studies import CommandStudy

from transcribe.core.recording import Identifiers
from transcribe.release.exports import texts_of
from transcribe.run.exported import Exported, remember_exports

TEXTS = {
    "P01-mia": ["who cleans it", "Mia Kowalski cleans data at Brightwater", "and why", "it is bad"],
    "P02": ["and you", "Mia Kowalski does"],
}
NAMES_OF = {"P01-mia": Identifiers(people=("Mia Kowalski",), organizations=("Brightwater",))}


@pytest.fixture
def study(tmp_path: Path) -> CommandStudy:
    return CommandStudy(tmp_path, TEXTS, identifiers=NAMES_OF)


def test_the_private_page_is_for_its_owner_alone_and_always_the_same(
    study: CommandStudy,
) -> None:
    assert study("report", "--figures")[0] == 0
    folder = study.workspace.out / "export" / "private"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    files = study.files("private")
    assert {"report.html", "report-talk.svg", "report-talk.png"} <= files.keys()
    assert b"Mia Kowalski cleans data" in files["report.html"]
    assert b"R. Eader" not in files["report.html"]
    assert study("report", "--figures")[0] == 0
    assert study.files("private") == files


def test_the_public_page_holds_no_name_and_no_word_of_anybody(study: CommandStudy) -> None:
    code, out = study("report", "--tier", "public")
    assert code == 4
    assert "signed it off" in out
    assert study.files("public") == {}
    study.sign()
    assert study("report", "--tier", "public", "--figures")[0] == 0
    files = study.files("public")
    assert "report-review.svg" in files
    for name, content in files.items():
        whole = content.decode(errors="replace") + "\n".join(texts_of(name, content))
        for secret in ("Kowalski", "kowalski", "Mia", "Brightwater", "P01", "P02", "SPEAKER_",
                       "cleans", "Eader", str(study.folder)):  # fmt: skip
            if not name.endswith(".png"):
                assert secret not in whole, (name, secret)
            assert secret not in name
    mode = (study.workspace.out / "export" / "public" / "report.html").stat().st_mode
    assert stat.S_IMODE(mode) == 0o644


def test_one_that_may_not_go_out_is_left_out_and_named(study: CommandStudy) -> None:
    assert study("decide", "P02", "--all", "accept", "--sign-off", "R. Eader")[0] == 0
    code, out = study("report", "--tier", "public", "--json")
    assert code == 4
    told, _ = json.JSONDecoder().raw_decode(out)
    assert [one["id"] for one in told["interviews"]] == ["P02"]
    assert [one["id"] for one in told["blocked"]] == ["P01-mia"]
    assert b"<dd>1</dd>" in study.files("public")["report.html"]


def test_a_listed_name_in_the_title_stops_the_public_page(study: CommandStudy) -> None:
    study.sign()
    text = 'title = "What Mia Kowalski\\u200b said"\n'
    (study.folder / "recordings" / "study.toml").write_text(text)
    code, out = study("report", "--tier", "public", "--show-names")
    assert code == 4
    assert "a known name is still in report.html: mia kowalski" in out.casefold()
    assert study.files("public") == {}
    assert study("report")[0] == 0
    assert b"Mia Kowalski" in study.files("private")["report.html"]


def test_a_picture_that_is_not_drawn_any_more_goes(study: CommandStudy) -> None:
    folder = study.workspace.out / "export" / "private"
    assert study("report", "--figures")[0] == 0
    drawn = sorted(study.files("private"))
    (folder / "report-mine.svg").write_text("mine")
    for name in ("report-old.svg", "report-changed.svg"):
        (folder / name).write_text("old")
    digest = hashlib.sha256(b"old").hexdigest()
    remember_exports(
        study.workspace,
        [
            Exported(path=str(folder / name), sha256=digest, tier="private", recordings=("P02",))
            for name in ("report-old.svg", "report-changed.svg")
        ],
    )
    (folder / "report-changed.svg").write_text("changed by hand")
    assert study("report", "--figures")[0] == 0
    assert sorted(study.files("private")) == sorted(
        [*drawn, "report-mine.svg", "report-changed.svg"]
    )


def test_withdrawn_consent_takes_the_reports_along(study: CommandStudy) -> None:
    study.sign()
    assert study("report", "--figures")[0] == 0
    assert study("report", "--tier", "public")[0] == 0
    assert study("consent", "withdraw", "P02", "--yes")[0] == 0
    assert study.files("private") == study.files("public") == {}
    assert study("report")[0] == 0
    assert b"P02" not in study.files("private")["report.html"]


def test_a_passage_left_out_is_not_in_it(study: CommandStudy) -> None:
    assert study("decide", "P01-mia", "--accept", "t0004")[0] == 0
    assert study("report")[0] == 0
    assert b"it is bad" not in study.files("private")["report.html"]


def test_only_the_chosen_are_in_it(study: CommandStudy) -> None:
    elsewhere = study.folder / "elsewhere"
    assert study("report", "P02", "--to", elsewhere)[0] == 0
    page = (elsewhere / "report.html").read_bytes()
    assert b"cleans data" not in page
    assert b"P01-mia (not chosen)" in page
    assert study("report", "NOBODY")[0] == 2
    assert study("report", "--to", study.workspace.private)[0] == 2
