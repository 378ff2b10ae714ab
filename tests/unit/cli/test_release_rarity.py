"""Rare words through the commands: shown, told less precisely, or accepted by a person."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Commands
from studies import make_study

TEXTS = {
    "P01": ["hi", "I am a data engineer"],
    "P02": ["hi", "I am a software engineer"],
    "P03": ["hi", "I am an engineer"],
    "P04": ["hi", "nothing to say"],
}


@pytest.fixture
def run(tmp_path: Path) -> Commands:
    made = Commands(make_study(tmp_path, TEXTS))
    made("decide", "--all", "accept", "--sign-off", "Ann")
    return made


def text_of(run: Commands) -> str:
    return b"".join(run.public.values()).decode()


def test_rare_words_stop_a_release_and_the_proposal_cures(run: Commands) -> None:
    code, text = run("release")
    assert code == 4
    assert "role: data engineer" in text
    assert "data engineer → [engineer]" in text
    assert len({name.split("/")[0] for name in run.public}) == 2
    code, text = run("release", "--generalize")
    assert code == 0, text
    assert "I am a [engineer]" in text_of(run)
    assert "data engineer" not in text_of(run)
    assert run("release")[0] == 0, "the decision is kept"
    assert run("release", "--forget-rarity")[0] == 4


def test_a_person_can_take_the_risk_and_it_is_written_down(run: Commands) -> None:
    assert run("release", "--accept-rarity", " ")[0] == 2
    code, text = run("release", "--accept-rarity", "Ann")
    assert code == 0, text
    assert "data engineer" in text_of(run)
    log = run.workspace.study_log.read_text()
    assert '"op": "accept_rarity"' in log
    assert '"name": "Ann"' in log


def test_fewer_interviews_than_k_are_shown_and_not_stopped(run: Commands) -> None:
    code, text = run("release", "P01")
    assert code == 0
    assert "Rare in 1 interview" in text
    assert "look at these words yourself" in " ".join(text.split())


def test_a_study_can_decide_once_for_all(run: Commands) -> None:
    recordings = Path(run.workspace.memory()["recordings"])
    (recordings / "study.toml").write_text('title = "T"\n[release]\nrarity = "generalize"\n')
    assert run("release")[0] == 0
    assert "data engineer" not in text_of(run)


def test_a_withdrawal_takes_the_words_of_a_person_out_of_the_log(run: Commands) -> None:
    run("release", "--generalize")
    assert "data engineer" in run.workspace.study_log.read_text()
    run("consent", "withdraw", "P01", "--yes")
    log = run.workspace.study_log.read_text()
    assert "data engineer" not in log
    assert "software engineer" in log
