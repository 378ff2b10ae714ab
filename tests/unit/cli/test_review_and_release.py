"""``decide``, ``release`` and ``consent`` through the command line, on a study without audio."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commands import Commands
from studies import make_study

from transcribe.core.recording import Identifiers
from transcribe.run.jobs import study_names
from transcribe.run.study import read_table

NAMES = Identifiers(people=("Maria Lopez",), organizations=("Brightwater Analytics",))
TEXTS = {
    "P01": ["who are you", "i am maria lopez", "hello maria", "ask lopes at brightwater"],
    "P02": ["and you", "Maria knows me", "near ludford", "lopes too"],
}


@pytest.fixture
def run(tmp_path: Path) -> Commands:
    return Commands(make_study(tmp_path, TEXTS, identifiers={"P01": NAMES}))


def test_decide_alone_lists_what_waits_by_name(run: Commands) -> None:
    code, text = run("decide")
    assert code == 0
    assert "lopes  (person, 2 mentions in 2 interviews)" in text
    queued = run.json("decide", "P01")["queued"]
    assert [(one["text"], len(one["mentions"])) for one in queued] == [("lopes", 1)]


def test_a_release_is_refused_until_all_is_settled(run: Commands) -> None:
    code, text = run("release")
    assert code == 4
    assert "waits for a decision" in text
    assert "nobody has signed it off" in text
    assert not run.workspace.public.exists()
    code, text = run("decide", "P01", "--sign-off", "Ann")
    assert code == 4
    assert "cannot be signed off" in text


@pytest.mark.parametrize("one_by_one", [True, False])
def test_the_whole_way(run: Commands, *, one_by_one: bool) -> None:
    groups = [["P01"], ["P02"]] if one_by_one else [["P01", "P02"]]
    for ids in groups:
        code, text = run("decide", *ids, "--all", "accept", "--sign-off", "Ann")
        assert (code, "signed by Ann" in text) == (0, True)
    code, text = run("release")
    assert code == 0, text
    public_ids = read_table(run.workspace).public_ids
    assert sorted(run.public) == sorted(
        f"{public_ids[recording]}/transcript.{form}"
        for recording in ("P01", "P02")
        for form in ("json", "md", "txt", "vtt")
    )
    for name, content in run.public.items():
        assert not re.search(r"maria|lope|bright|P0\d", content.decode() + name, re.IGNORECASE)
    before = run.public
    assert run("release")[0] == 0
    assert run.public == before


def test_rejecting_leaves_a_name_and_is_undone_by_accepting(run: Commands) -> None:
    run("decide", "--reject", "lopes", "--sign-off", "Ann")
    assert run("release")[0] == 0
    assert any(b"lopes" in content for content in run.public.values())
    assert run("decide", "--accept", "lopes")[0] == 0
    assert run("release")[0] == 0, "more masks need no new sign-off"
    assert not any(b"lopes" in content for content in run.public.values())


def test_a_listed_name_cannot_be_left(run: Commands) -> None:
    run("decide", "--all", "accept")
    for name in ("maria lopez", "maria", "e2-5"):
        code, text = run("decide", "P01", "--reject", name)
        assert code == 2
        assert "a sidecar lists that name" in text
    run("decide", "--all", "reject", "--sign-off", "Ann")
    run("release")
    assert run.public
    assert not any(b"aria" in content for content in run.public.values())


def test_several_values_may_follow_one_option(run: Commands) -> None:
    code, text = run("decide", "P01", "--accept", "lopes", "maria")
    assert code == 0, text
    assert "P01: 4 replaced, 0 left, 0 names waiting" in text


def test_unknown_names_and_ids_are_said(run: Commands) -> None:
    assert run("decide", "P09")[0] == 2
    code, text = run("decide", "--accept", "nobody")
    assert code == 2
    assert "nobody" not in text.replace("no identifier", "")
    assert run("decide", "--all", "accept", "--sign-off", " ")[0] == 2


def test_a_scope_taken_back_takes_back_what_is_public(run: Commands) -> None:
    run("decide", "--all", "accept", "--sign-off", "Ann")
    run("release")
    assert run("consent", "set", "P01", "--remove", "release_text")[0] == 0
    code, text = run("release")
    assert code == 4
    assert "consent does not cover release_text" in text
    assert len({name.split("/")[0] for name in run.public}) == 1


def test_a_sidecar_that_is_gone_stops_a_release(run: Commands) -> None:
    run("decide", "--all", "accept", "--sign-off", "Ann")
    recordings = Path(run.workspace.memory()["recordings"])
    (recordings / "P02.toml").unlink()
    released = run.json("release", "P02")
    assert released["released"] == []
    assert released["blocked"][0]["obstacles"][0]["kind"] == "consent"


def test_a_name_listed_later_stops_a_release(run: Commands) -> None:
    run("decide", "--all", "accept", "--sign-off", "Ann")
    sidecar = Path(run.workspace.memory()["recordings"]) / "P02.toml"
    sidecar.write_text(sidecar.read_text().replace("places = []", 'places = ["Ludford"]'))
    code, text = run("release")
    assert code == 4
    assert "a known location is still in" in text


def test_a_link_in_the_public_folder_is_replaced_and_never_followed(
    run: Commands, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    run.workspace.public.mkdir()
    (run.workspace.public / read_table(run.workspace).public_ids["P01"]).symlink_to(elsewhere)
    run("decide", "--all", "accept", "--sign-off", "Ann")
    assert run("release")[0] == 0
    assert list(elsewhere.iterdir()) == []
    assert len(run.public) == 8


def test_two_recordings_cannot_share_a_public_id(tmp_path: Path) -> None:
    run = Commands(make_study(tmp_path, {"P01": ["a"], "P02": ["b"]}, more='public_id = "one"'))
    run("decide", "--all", "accept", "--sign-off", "Ann")
    code, text = run("release")
    assert code == 4
    assert "is also that of P02" in text


def test_setting_consent_keeps_comments_and_names(run: Commands) -> None:
    path = Path(run.workspace.memory()["recordings"]) / "P01.toml"
    before = path.read_text()
    code, text = run("consent", "set", "P01", "--given", "2026-06-01", "--add", "quote")
    assert code == 0
    assert "covers record, transcribe, quote, release_text" in text
    after = path.read_text()
    assert after.startswith("# kept by hand\n[consent]\ngiven = 2026-06-01\n")
    assert after.split("[interview]")[1] == before.split("[interview]")[1]
    assert run("consent", "set", "P01", "--scopes", "all")[0] == 2
    shown = run.json("consent", "show", "P01")["recordings"][0]
    assert shown["given"] == "2026-06-01"


def test_consent_can_be_set_before_there_is_a_sidecar(run: Commands) -> None:
    recordings = Path(run.workspace.memory()["recordings"])
    (recordings / "P03.m4a").write_bytes(b"")
    code, _ = run("consent", "set", "P03", "--given", "2026-06-01", "--scopes", "record,transcribe")
    assert code == 0
    text = (recordings / "P03.toml").read_text()
    assert text == '[consent]\ngiven = 2026-06-01\nscopes = ["record", "transcribe"]\n'


def test_withdrawal_purges_every_recording_of_a_person(tmp_path: Path) -> None:
    texts = {**TEXTS, "P01b": ["hm", "quincy again"], "P03": ["oh", "nothing here"]}
    names = {"P01": NAMES, "P01b": Identifiers(people=("Quincy Adler",))}
    run = Commands(make_study(tmp_path, texts, identifiers=names, participants={"P01b": "P01"}))
    run("decide", "--all", "accept", "--sign-off", "Ann")
    assert run("release")[0] == 0
    assert run("consent", "withdraw", "P01b", stdin="n\n")[0] == 130
    assert len(run.workspace.ids()) == 4
    code, text = run("consent", "withdraw", "P01b", "--yes")
    assert code == 0
    assert "2 recordings deleted" in text
    assert run.workspace.ids() == ("P02", "P03")
    left = {path.name for path in (tmp_path / "recordings").iterdir()}
    assert left == {"P02.wav", "P02.toml", "P03.wav", "P03.toml"}
    assert len(run.public) == 8
    everything = b"".join(
        path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()
    ).lower()
    assert b"quincy" not in everything
    assert b"adler" not in everything
    withdrawn = run.json("consent", "show")["withdrawn"]
    assert {one["id"] for one in withdrawn} == {"P01", "P01b"}
    assert run("consent", "withdraw", "P01")[0] == 2
    assert run("release")[0] == 0


def test_a_sidecar_put_back_after_a_withdrawal_says_nothing(tmp_path: Path) -> None:
    names = {"P01": NAMES, "P02": Identifiers(people=("Zora Bell",))}
    run = Commands(make_study(tmp_path, TEXTS, identifiers=names))
    recordings = tmp_path / "recordings"
    copies = {path: path.read_bytes() for path in sorted(recordings.glob("P01.*"))}
    assert run("consent", "withdraw", "P01", "--yes")[0] == 0
    for path, content in copies.items():
        path.write_bytes(content)
    assert study_names(recordings, workspace=run.workspace).people == ("Zora Bell",)
