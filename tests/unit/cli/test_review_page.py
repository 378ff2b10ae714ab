"""What the review page is told by the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

from commands import Commands
from studies import make_study

from transcribe.cli.following import Following
from transcribe.errors import AudioError
from transcribe.run.failures import note_failure


def test_recordings_that_cannot_be_reviewed_are_told_with_what_to_do(tmp_path: Path) -> None:
    workspace = make_study(tmp_path, {"P1": ["hello"], "P2": ["hello"], "P3": ["hello"]})
    recordings = tmp_path / "recordings"
    assert Following(workspace).absent() == []
    shutil.rmtree(workspace.folder("P2"))
    sidecar = recordings / "P3.toml"
    sidecar.write_text(sidecar.read_text().replace("given = 2026-05-04\n", ""))
    (recordings / "P4.wav").write_bytes(b"no sidecar")
    told = {one["id"]: one for one in Following(workspace).absent()}
    assert sorted(told) == ["P2", "P3", "P4"]
    assert told["P2"]["why"] == "there is no transcript of it yet"
    assert told["P2"]["hint"].startswith("transcribe run ")
    assert "consent" in told["P3"]["why"]
    workspace.folder("P2").mkdir()
    note_failure(workspace, "P2", "decode", AudioError("the file is damaged", hint="copy it anew"))
    told = {one["id"]: one for one in Following(workspace).absent()}
    assert "damaged" in told["P2"]["why"]
    assert told["P2"]["hint"] == "copy it anew"
    assert told["P4"]["hint"]
    shutil.rmtree(recordings)
    assert Following(workspace).absent() == []


def test_the_page_tells_of_rare_words_before_and_after_signing(tmp_path: Path) -> None:
    texts = {"P1": "I am a data engineer", "P2": "I am a nurse", "P3": "I am a nurse"}
    run = Commands(make_study(tmp_path, {name: ["hi", said] for name, said in texts.items()}))
    following = Following(run.workspace)
    run("decide", "P2", "P3", "--all", "accept", "--sign-off", "Ann")
    alone = following.blockers("P1")
    assert [one["kind"] for one in alone["obstacles"]] == ["rarity"], "nobody has signed it yet"
    assert "transcribe release --generalize" in alone["obstacles"][0]["hint"]
    assert [one["value"] for one in alone["rare"]] == ["data engineer"]
    run("decide", "P1", "--all", "accept", "--sign-off", "Ann")
    standing = following.standing()
    blocked = {one["id"] for one in run.json("release")["blocked"]}
    assert set(standing["blocked"]) == blocked
    assert "P1" in blocked
    run("release", "--generalize")
    assert following.standing()["blocked"] == {}


def test_the_page_tells_what_else_release_would_name(tmp_path: Path) -> None:
    study = make_study(tmp_path, {"P1": ["hi"]}, scopes=("record", "transcribe"))
    told = Following(study).blockers("P1")["obstacles"]
    assert [one["message"] for one in told] == ["consent does not cover release_text"]
    assert told[0]["hint"]
