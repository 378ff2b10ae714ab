"""From a ready-made transcript to a release: nothing listed gets out, nothing unsigned gets out."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from integration_study import CommandLine, write_study

PLANTED = ("Salma Fennimore", "Greg Tuvolo", "Kobrix Foods", "Blue Heron", "Wexborough")
SIDECAR = """
[consent]
given = 2026-05-04
scopes = ["record", "transcribe", "release_text"]
[interview]
interviewers = 1
[identifiers]
people = ["Salma Fennimore", "Greg Tuvolo"]
organizations = ["Kobrix Foods"]
products = ["Blue Heron"]
places = ["Wexborough"]
"""
MEETING = """WEBVTT

00:00:01.000 --> 00:00:06.000
Salma Fennimore: Hello Greg, may I record this? And could you tell me about your role?

00:00:06.500 --> 00:00:14.000
Greg Tuvolo: Sure, Salma. I work for Kobrix Foods in Wexborough, and I built blue heron.

00:00:14.500 --> 00:00:18.000
Salma Fennimore: Which models, algorithms and frameworks do you usually use?

00:00:18.500 --> 00:00:26.000
Greg Tuvolo: Random forests in Python. Write to greg dot tuvolo at kobrix foods dot com,
or GREG.TUVOLO@kobrix.example.
"""


def add_meeting(recordings: Path, name: str) -> None:
    (recordings / f"{name}.vtt").write_text(MEETING)
    (recordings / f"{name}.toml").write_text(SIDECAR)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    folder = tmp_path_factory.mktemp("release")
    recordings = write_study(folder)
    add_meeting(recordings, "tuvolo-meeting")
    cli = CommandLine(folder)
    done = cli("run", "recordings")
    assert done.code == 0, done.err
    assert_clean(done.out + done.err)
    return cli


def assert_clean(text: str) -> None:
    """None of the names, in any case, nor their telling parts."""
    folded = text.casefold().replace("tuvolo-meeting", "")
    for name in PLANTED:
        assert name.casefold() not in folded, name
    for part in ("fennimore", "tuvolo", "kobrix", "wexborough"):
        assert part not in folded, part


def public_bytes(cli: CommandLine) -> str:
    public = cli.folder / "transcripts/public"
    files = [path for path in public.rglob("*") if path.is_file()]
    assert len(files) >= 4
    names = "\n".join(str(path.relative_to(public)) for path in files)
    return names + "".join(path.read_text() for path in files)


def test_roles_and_times_are_those_of_the_meeting(study: CommandLine) -> None:
    path = study.folder / "transcripts/private/tuvolo-meeting/transcript.json"
    document = json.loads(path.read_text())
    assert [turn["role"] for turn in document["turns"]] == [
        "interviewer",
        "interviewee",
        "interviewer",
        "interviewee",
    ]
    assert document["turns"][0]["start"] == 1.0
    assert document["turns"][0]["words"] == []
    assert all("Fennimore" not in speaker["name"] for speaker in document["speakers"])
    asked = {item["status"] for item in document["coverage"]}
    assert asked & {"asked", "paraphrased"}


def test_the_gate_says_everything_that_stands_in_the_way(study: CommandLine) -> None:
    refused = study("release", "tuvolo-meeting")
    assert refused.code == 4
    assert "sign" in refused.err + refused.out
    public = study.folder / "transcripts/public"
    assert not public.exists() or not list(public.rglob("transcript.*"))


def test_after_review_the_release_holds_no_listed_name(study: CommandLine) -> None:
    assert study("decide", "tuvolo-meeting", "--all", "accept", "--sign-off", "A. Nyone").code == 0
    released = study("release", "tuvolo-meeting", "--json")
    assert released.code == 0, released.err
    text = public_bytes(study)
    assert_clean(text)
    assert "tuvolo-meeting" not in text
    assert "Python" in text
    assert "[Person" in text
    (document,) = [
        json.loads(path.read_text())
        for path in (study.folder / "transcripts/public").rglob("transcript.json")
    ]
    assert set(document) == {
        "schema",
        "public_id",
        "language",
        "guide",
        "speakers",
        "turns",
        "coverage",
    }
    assert set(document["turns"][0]) == {
        "id",
        "role",
        "name",
        "start",
        "end",
        "text",
        "guide",
    }


def test_a_change_after_the_sign_off_makes_it_stale(study: CommandLine, tmp_path: Path) -> None:
    cli = CommandLine(tmp_path)
    shutil.copytree(study.folder / "recordings", tmp_path / "recordings")
    cli("run", "recordings")
    cli("decide", "tuvolo-meeting", "--all", "accept", "--sign-off", "A. Nyone")
    path = tmp_path / "recordings/tuvolo-meeting.vtt"
    path.write_text(MEETING.replace("Random forests", "Gradient boosting"))
    assert cli("run", "recordings").code == 0
    refused = cli("release", "tuvolo-meeting")
    assert refused.code == 4
    assert "changed" in refused.err + refused.out


def test_consent_without_release_is_blocked(study: CommandLine, tmp_path: Path) -> None:
    cli = CommandLine(tmp_path)
    shutil.copytree(study.folder / "recordings", tmp_path / "recordings")
    sidecar = tmp_path / "recordings/tuvolo-meeting.toml"
    sidecar.write_text(sidecar.read_text().replace(', "release_text"', ""))
    cli("run", "recordings")
    cli("decide", "tuvolo-meeting", "--all", "accept", "--sign-off", "A. Nyone")
    refused = cli("release", "tuvolo-meeting")
    assert refused.code == 4
    assert "release_text" in refused.err + refused.out


def test_withdrawal_purges_everything(study: CommandLine, tmp_path: Path) -> None:
    cli = CommandLine(tmp_path)
    shutil.copytree(study.folder / "recordings", tmp_path / "recordings")
    shutil.copytree(study.folder / "transcripts", tmp_path / "transcripts")
    assert cli("run", "recordings").code == 0
    done = cli("consent", "withdraw", "tuvolo-meeting", "--yes")
    assert done.code == 0, done.err
    left = [
        path
        for path in tmp_path.rglob("*")
        if path.is_file() and path.suffix != ".log" and "guide" not in path.name
    ]
    for path in left:
        assert_clean(path.read_text(errors="replace"))
    assert not list((tmp_path / "transcripts/public").rglob("transcript.*"))
    again = cli("run", "recordings")
    assert again.code in (2, 4)
