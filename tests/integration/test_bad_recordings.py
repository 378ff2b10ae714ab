"""Every kind of bad input in one folder: each is named and explained, and the good one is done."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sounds
from integration_study import CONSENT, CommandLine, Done, add_recording, write_study

LONG = "interview-" + "x" * 230


def fill(recordings: Path) -> None:
    """One good recording and one of every bad kind."""
    good = add_recording(recordings, "good")
    names = {
        "empty": lambda path: path.write_bytes(b""),
        "text": lambda path: path.write_text("This is no sound. " * 50),
        "short": lambda path: sounds.silence(path, seconds=0.2),
        "silence": lambda path: sounds.silence(path, seconds=12),
    }
    for name, make in names.items():
        make(recordings / f"{name}.wav")
    sounds.silent_film(recordings / "film.mp4")
    sounds.telephone_mp3(recordings / "telephone.mp3", good)
    sounds.cut_off(recordings / "truncated.wav", good, share=0.6)
    sounds.cut_off(recordings / "truncated-mp3.mp3", recordings / "telephone.mp3", share=0.6)
    sounds.speech(recordings / "Gespräch mit Zoë – 面談.wav", seconds=8)
    sounds.speech(recordings / f"{LONG}.wav", seconds=8)
    for path in list(recordings.iterdir()):
        if path.suffix in (".wav", ".mp3", ".mp4"):
            path.with_suffix(".toml").write_text(CONSENT)
    sounds.speech(recordings / "without-consent.wav", seconds=3)
    sounds.speech(recordings / "wrong-key.wav", seconds=3)
    (recordings / "wrong-key.toml").write_text(CONSENT + "interviewer = 1\n")
    sounds.speech(recordings / "twice.wav", seconds=3)
    sounds.speech(recordings / "twice.flac", seconds=3)
    (recordings / "twice.toml").write_text(CONSENT)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[CommandLine, Done]:
    folder = tmp_path_factory.mktemp("bad")
    fill(write_study(folder))
    cli = CommandLine(folder)
    return cli, cli("run", "recordings", "--json")


def entry(ran: tuple[CommandLine, Done], name: str) -> dict[str, Any]:
    found = [one for one in ran[1].json["recordings"] if one["id"] == name]
    assert len(found) == 1, name
    return dict(found[0])


def test_exit_code_says_that_some_failed(ran: tuple[CommandLine, Done]) -> None:
    assert ran[1].code == 3, ran[1].err


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("empty", "empty"),
        ("text", "is text, not sound"),
        ("film", "no sound"),
        ("short", "0.2"),
        ("wrong-key", "did you mean 'interviewers'"),
        ("twice", "twice.flac, twice.wav"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(
    ran: tuple[CommandLine, Done], name: str, word: str
) -> None:
    found = entry(ran, name)
    assert found["state"] == "failed"
    assert word in found["error"]
    assert found["hint"]


def test_no_consent_is_blocked_and_not_opened(ran: tuple[CommandLine, Done]) -> None:
    found = entry(ran, "without-consent")
    assert found["state"] == "blocked"
    assert found["exit_code"] == 4
    assert not (ran[0].folder / "transcripts/private/without-consent").exists()


@pytest.mark.parametrize(
    "name",
    ["good", "telephone", "truncated", "truncated-mp3", "Gespräch mit Zoë – 面談", LONG],
)
def test_odd_but_sound_recordings_are_done(ran: tuple[CommandLine, Done], name: str) -> None:
    found = entry(ran, name)
    assert found["state"] == "done"
    document = json.loads(Path(ran[0].folder / found["transcript"]).read_text())
    assert document["id"] == name
    assert sum(len(turn["words"]) for turn in document["turns"]) > 3


def test_what_a_cut_off_file_lost_is_said(ran: tuple[CommandLine, Done]) -> None:
    decode = ran[0].folder / "transcripts/private/truncated/decode"
    (output,) = decode.glob("*/output.json")
    assert json.loads(output.read_text())["notices"]


def test_silence_is_a_transcript_without_turns(ran: tuple[CommandLine, Done]) -> None:
    found = entry(ran, "silence")
    assert found["state"] == "done"
    assert found["turns"] == 0


def test_a_second_run_does_nothing_again(ran: tuple[CommandLine, Done]) -> None:
    again = ran[0]("run", "recordings", "--json")
    assert again.code == 3
    assert all(not one.get("ran") for one in again.json["recordings"])


def test_status_names_every_recording(ran: tuple[CommandLine, Done]) -> None:
    listed = ran[0]("status", "--json").json["recordings"]
    states = {one["id"]: {stage["state"] for stage in one["stages"]} for one in listed}
    assert states["without-consent"] == {"blocked"}
    assert "failed" in states["text"]
    assert states["good"] <= {"done", "draft"}
