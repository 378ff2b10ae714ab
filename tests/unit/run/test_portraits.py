"""What a report reads from the folder of results."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from studies import dummy_transcript, make_study

from transcribe.core.codec import to_json
from transcribe.core.diarization import Diarization, SpeakerRegion
from transcribe.core.recording import Identifiers
from transcribe.run.portraits import facts_of, signers
from transcribe.run.signoff import sign
from transcribe.run.store import Workspace

TEXTS = ("Mia Kowalski cleans the data.", "We all do, every day.")
NAMES = Identifiers(people=("Mia Kowalski",))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_study(tmp_path, {"P1": TEXTS}, identifiers={"P1": NAMES})


def put(workspace: Workspace, stage: str, output: Any, **provenance: Any) -> None:
    workspace.put("P1", stage, "k", output=output, provenance={"output_digest": "", **provenance})
    workspace.set_current("P1", {**workspace.current("P1"), stage: "k"})


def test_nothing_reviewed_is_nothing_changed(workspace: Workspace) -> None:
    facts = facts_of(workspace, "P1", tier="private")
    assert facts.review.changed == 0
    assert facts.review.words == 10
    assert facts.review.state == "unsigned"
    assert facts.mentions == {"PERSON": {"auto": 1}}
    assert facts.overlap is None


def test_changed_words_are_those_replaced_added_and_taken_out(workspace: Workspace) -> None:
    made = dummy_transcript(TEXTS)
    first, second = made.turns
    # One word replaced, one added, one taken out; case and stops do not count.
    edited = (
        replace(first, edited="MIA KOWALSKI sorts all the data"),
        replace(second, edited="We do every day"),
    )
    put(workspace, "revise", to_json(replace(made, turns=edited)))
    assert facts_of(workspace, "P1", tier="private").review.changed == 3


@pytest.mark.parametrize(("backend", "expected"), [("channels", 3.0), ("embedded", None)])
def test_overlap_is_told_where_it_is_marked(
    workspace: Workspace, backend: str, expected: float | None
) -> None:
    regions = tuple(
        SpeakerRegion(start=start, end=end, speaker=speaker)
        for start, end, speaker in ((0, 5, "A"), (4, 9, "B"), (8, 10, "A"), (8.5, 9.5, "C"))
    )
    found = Diarization(regions=regions, exclusive=regions, backend=backend)
    put(workspace, "diarize", to_json(found))
    assert facts_of(workspace, "P1", tier="private").overlap == (
        None if expected is None else pytest.approx(1.0 + 1.5)
    )


def test_a_model_that_is_a_path_is_told_in_private_alone(workspace: Workspace) -> None:
    engine = {"name": "faster-whisper", "model": "/home/mia/models/x", "libraries": {"a": "1"}}
    put(workspace, "asr", {}, engine=engine, facts={"device": "cpu"}, started="2026-05-04T10:00")
    private = facts_of(workspace, "P1", tier="private")
    public = facts_of(workspace, "P1", tier="public")
    assert (private.engines[0].model, private.engines[0].device) == ("/home/mia/models/x", "cpu")
    assert (public.engines[0].model, public.engines[0].device) == ("", "")
    assert (private.made_on, public.made_on) == ("2026-05-04", "")


def test_signers_are_counted_once(workspace: Workspace) -> None:
    assert signers(workspace, ["P1"]) == 0
    sign(workspace, "P1", name="R. Eader")
    assert signers(workspace, ["P1"]) == 1
    facts = facts_of(workspace, "P1", tier="private")
    assert facts.review.state == "signed"
    assert len(facts.review.signed_on) == 10
    assert facts_of(workspace, "P1", tier="public").review.signed_on == ""
