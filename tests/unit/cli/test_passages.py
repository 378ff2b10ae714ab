"""Passages to be held back, through ``decide``, ``release`` and ``consent show``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import Commands
from studies import make_study

from transcribe.core.codec import to_json
from transcribe.core.hints import Hint, Hints
from transcribe.run.progress import next_step, review_facts
from transcribe.run.sources import present
from transcribe.run.study import StudySettings, refresh

SECRET = "the valve was forged zirconium"
TEXTS = {
    "P01": [
        "is it okay if we record this",
        "yes of course",
        "how is testing done",
        f"off the record {SECRET}",
        "i see",
        "we test it by hand",
    ],
    "P02": ["how is testing done", "by hand", "and then", "we ship it"],
}


def preview(run: Commands, recording: str) -> str:
    return (run.workspace.folder(recording) / "transcript.md").read_text()


def released(run: Commands) -> bytes:
    return b"\n".join(run.public.values())


@pytest.fixture
def run(tmp_path: Path) -> Commands:
    return Commands(make_study(tmp_path, TEXTS))


def test_a_passage_waits_and_is_named(run: Commands) -> None:
    code, text = run("decide")
    assert code == 0
    assert "P01 t0004: off the record" in text
    assert "transcribe decide P01 --accept t0004" in text
    listed = run.json("decide", "P01")["passages"]
    assert [(one["id"], one["decision"]) for one in listed] == [("t0004", "queued")]
    assert "⛔ waits for a decision (t0004: off the record)" in preview(run, "P01")
    source = present(run.workspace, "P01")
    facts = review_facts(run.workspace, source)
    assert (facts["passages"], facts["summary"]) == (1, "1 open")
    assert next_step(source, [], facts) == "transcribe decide P01"


def test_it_stands_in_the_way_of_sign_off_and_release(run: Commands) -> None:
    code, text = run("decide", "P01", "--sign-off", "Ann")
    assert code == 4
    assert "passage" in text
    code, text = run("release", "P01")
    assert code == 4
    assert "off the record (turn t0004)" in text
    assert SECRET not in text
    assert "--accept t0004" in text


def test_what_is_left_out_is_in_no_public_file(run: Commands) -> None:
    assert run("decide", "P01", "--accept", "t0004")[0] == 0
    assert "⛔ left out of every release" in preview(run, "P01")
    assert run("decide", "P01", "--sign-off", "Ann")[0] == 0
    code, text = run("release", "P01")
    assert code == 0, text
    assert b"[passage left out]" in released(run)
    for part in (b"zirconium", b"off the record", b"forged"):
        assert part not in released(run)
    assert b"we test it by hand" not in released(run)  # The turn that the cue spoke of, too.


def test_what_may_be_released_is(run: Commands) -> None:
    assert run("decide", "P01", "--reject", "t0004", "--sign-off", "Ann")[0] == 0
    assert run("release", "P01")[0] == 0
    assert SECRET.encode() in released(run)
    assert b"passage left out" not in released(run)


def test_a_part_alone_can_be_left_out(run: Commands) -> None:
    run("decide", "P01", "--reject", "t0004")
    assert run("decide", "P01", "--accept", "t0005..t0006")[0] == 0
    settled = run.json("decide", "P01", "--settled")["passages"]
    assert [(one["turns"], one["decision"]) for one in settled] == [
        (["t0004", "t0005", "t0006"], "rejected"),
        (["t0005", "t0006"], "accepted"),
    ]
    assert run("decide", "P01", "--undo", "t0005")[0] == 0
    assert len(run.json("decide", "P01", "--settled")["passages"]) == 1


def test_a_decision_after_the_sign_off_needs_a_new_one(run: Commands) -> None:
    run("decide", "P01", "--accept", "t0004", "--sign-off", "Ann")
    run("decide", "P01", "--reject", "t0004")
    code, text = run("release", "P01")
    assert code == 4
    assert "changed since it was signed off" in text


def test_all_accept_leaves_passages_out_and_all_reject_does_not_let_them_go(run: Commands) -> None:
    run("decide", "P01", "--all", "reject")
    assert run.json("decide", "P01")["passages"]
    run("decide", "P01", "--all", "accept")
    assert run.json("decide", "P01")["passages"] == []
    assert SECRET not in json.dumps(run.json("decide", "P01"))


def test_turns_need_their_recording(run: Commands) -> None:
    code, text = run("decide", "--accept", "t0004")
    assert code == 2
    assert "name the recording" in text
    code, text = run("decide", "P02", "--accept", "t0044")
    assert code == 2
    assert "t0001 to t0004" in text
    assert run("decide", "P02", "--reject", "t0002")[0] == 2


def test_the_consent_record_says_where_permission_was_heard(run: Commands) -> None:
    code, text = run("consent", "show")
    assert code == 0
    assert "heard at 00:00 (turn t0001)" in text
    assert "Consent to record was not heard in the recording" in text
    facts = run.json("consent", "show", "P01")["recordings"][0]["heard"]
    assert (facts["state"], facts["turn"], facts["answer"]) == ("given", "t0001", "t0002")
    assert "heard at 00:00 (turn t0001)" in preview(run, "P01")


def test_a_part_of_a_passage_is_left_out_in_one_step(tmp_path: Path) -> None:
    turns = ["who was it", "we have an NDA so no name", "i see", f"it was {SECRET}", "thank you"]
    run = Commands(make_study(tmp_path, {"P01": turns}))
    (waits,) = run.json("decide", "P01")["passages"]
    assert set(waits["turns"]) > {"t0002"}
    first, last = waits["turns"][0], waits["turns"][-1]
    assert run("decide", "P01", "--accept", f"{last}..{last}")[0] == 0
    (settled,) = run.json("decide", "P01", "--settled")["passages"]
    assert (settled["id"], settled["turns"]) == (waits["id"], [last])
    assert settled["decision"] == "accepted"
    assert run("decide", "P01", "--undo", waits["id"])[0] == 0
    (again,) = run.json("decide", "P01")["passages"]
    assert (again["turns"], again["decision"]) == (waits["turns"], "queued")
    assert run("decide", "P01", "--accept", f"{first}..{first}")[0] == 0
    (settled,) = run.json("decide", "P01", "--settled")["passages"]
    assert (settled["turns"], settled["decision"]) == ([first], "accepted")


def test_what_may_ask_for_it_waits_and_says_that_it_is_unsure(tmp_path: Path) -> None:
    workspace = make_study(tmp_path, {"P01": ["how was it", f"my boss must not see {SECRET}"]})
    hints = Hints(hints=(Hint(turn="t0002", score=0.4),), notices=("only some phrases",))
    workspace.put("P01", "hold", "k", output=to_json(hints), provenance={"output_digest": ""})
    workspace.set_current("P01", {**workspace.current("P01"), "hold": "k"})
    refresh(workspace, settings=StudySettings())
    run = Commands(workspace)
    code, text = run("decide")
    assert code == 0
    assert "P01 t0002: may be off the record" in text
    assert "only some phrases" in run.workspace.load_transcript("P01")["notices"]
    assert run("decide", "P01", "--sign-off", "Ann")[0] == 4
    assert run("decide", "P01", "--reject", "t0002")[0] == 0
    assert run("decide", "P01", "--sign-off", "Ann")[0] == 0


def test_what_became_of_a_passage_is_said(run: Commands) -> None:
    code, text = run("decide", "P01", "--accept", "t0004")
    assert code == 0
    assert "P01 t0004..t0006 (3 turns): left out of every release" in text
    assert "1 passage left out" in text
    text = run("decide", "P01", "--accept", "t0002..t0003", "--reject", "t0004")[1]
    assert "P01 t0002..t0003 (2 turns): left out of every release" in text
    assert "P01 t0004..t0006 (3 turns): may be released" in text
    text = run("decide", "P01", "--undo", "t0002..t0003")[1]
    assert "P01 t0002..t0003 (2 turns): may be released" in text
    assert run.json("decide", "P01", "--undo", "t0004")["recordings"][0]["passages"] == 1
