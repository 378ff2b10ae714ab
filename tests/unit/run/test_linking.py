"""Which recordings' voices are compared: it follows from the study and from consent alone."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from studies import make_study

from transcribe.config import resolve
from transcribe.core.asr import Word
from transcribe.core.codec import digest, to_json
from transcribe.core.recording import Recording
from transcribe.core.transcript import Speaker, Transcript, Turn
from transcribe.run.job import Job, SureVoices
from transcribe.run.linking import (
    Meeting,
    choose_voices,
    compared_with,
    forget_voices,
    is_doubtful,
    may_be_linked,
    sure_voices,
    voices_again,
)
from transcribe.run.parts import Parts
from transcribe.run.sources import present
from transcribe.run.store import Workspace
from transcribe.stages.engines import Engine
from transcribe.stages.link import MOST

SCOPES = ("record", "transcribe", "voice_linking")
ENGINE = Engine(name="embedded", model="test", rank=10)


class Encoders:
    """Of all parts, only the encoder is asked for here."""

    voices: Engine | None = ENGINE
    auto: frozenset[str] = frozenset()


PARTS: Parts = Encoders()  # type: ignore[assignment]


def spoken(margin: float) -> Transcript:
    """Two speakers with ten seconds each; under 0.15 nobody knows who asks."""
    known = margin >= 0.15
    roles = ("interviewer", "interviewee") if known else ("unknown", "unknown")
    turns = tuple(
        Turn(
            id=f"t{at}",
            speaker=label,
            words=tuple(
                Word(
                    start=at * 10 + n * 0.5, end=at * 10 + n * 0.5 + 0.4, text=" a", probability=1.0
                )
                for n in range(19)
            ),
        )
        for at, label in enumerate("AB")
    )
    speakers = tuple(
        Speaker(label=label, role=role, name=label, margin=margin)
        for label, role in zip("AB", roles, strict=True)
    )
    return Transcript(language="en", duration=20.0, speakers=speakers, turns=turns)


def attributed(workspace: Workspace, name: str, margin: float) -> None:
    """Give a recording sound and turns, as a run leaves them."""
    transcript = spoken(margin)
    output = to_json(transcript)
    roles = {one.label: [one.role, one.margin] for one in transcript.speakers}
    workspace.put(
        name, "attribute", "k", output=output,
        provenance={"output_digest": digest(output), "facts": {"language": "en", "roles": roles}},
    )  # fmt: skip
    workspace.put(
        name, "decode", "k", output={}, provenance={"output_digest": f"sound of {name}"},
        files={"audio.flac": lambda path: path.write_bytes(b"not opened here")},
    )  # fmt: skip
    workspace.set_current(name, {"decode": "k", "attribute": "k"})


MARGINS = {"A": 0.5, "B": 0.7, "C": 0.31, "D": 0.05, "E": 0.2}


@pytest.fixture
def study(tmp_path: Path) -> Workspace:
    """Three sure recordings, a doubtful one, and one that is known but not sure."""
    texts = {name: ["who are you", "me"] for name in MARGINS}
    workspace = make_study(tmp_path, texts, scopes=SCOPES)
    for name, margin in MARGINS.items():
        attributed(workspace, name, margin)
    return workspace


def job_of(workspace: Workspace, name: str, **changes: object) -> Job:
    recording: Recording = present(workspace, name)
    found = {
        stage: artefact
        for stage in ("decode", "attribute")
        if (artefact := workspace.current_artefact(name, stage)) is not None
    }
    return Job(recording=recording, settings=resolve(), source="", artefacts=found, **changes)  # type: ignore[arg-type]


def names(found: list[SureVoices] | tuple[SureVoices, ...]) -> list[str]:
    return [one.recording for one in found]


def write_scopes(workspace: Workspace, name: str, *scopes: str) -> None:
    path = Path(present(workspace, name).path).with_suffix(".toml")
    text = path.read_text()
    before = text[text.index("scopes") :].split("\n")[0]
    path.write_text(text.replace(before, f"scopes = {json.dumps(scopes)}"))


def test_the_surest_come_first_whatever_the_order(study: Workspace) -> None:
    jobs = [job_of(study, name) for name in MARGINS]
    right = sure_voices(jobs, workspace=study)
    assert names(right) == ["B", "A", "C"]
    assert [len(one.voices) for one in right] == [1, 1, 1]
    for seed in range(5):
        random.Random(seed).shuffle(jobs)
        assert sure_voices(jobs, workspace=study) == right
    # Recordings that are not worked on now count as they stand.
    assert sure_voices(jobs[:1], workspace=study) == right
    assert sure_voices([], workspace=study) == right


def test_a_cluster_reads_only_what_was_let_go_there(study: Workspace) -> None:
    flags = {"engine": "ray", "cluster.address": "ray://gpu.example:10001"}
    jobs = [replace(job_of(study, name), settings=resolve(flags=flags)) for name in "ABD"]
    assert names(sure_voices(jobs, workspace=study)) == ["B", "A"]


def test_no_more_than_needed_are_compared(tmp_path: Path) -> None:
    every = {f"P{at:02d}": 0.9 - at / 100 for at in range(15)} | {"D": 0.05}
    workspace = make_study(tmp_path, {name: ["a", "b"] for name in every}, scopes=SCOPES)
    for name, margin in every.items():
        attributed(workspace, name, margin)
    job = job_of(workspace, "D")
    choose_voices(job, sure_voices([job], workspace=workspace), workspace=workspace, parts=PARTS)
    assert names(job.heard) == sorted(every)[1 : MOST + 1]


def test_consent_is_read_again_and_rules_both_sides(study: Workspace) -> None:
    job = job_of(study, "D")
    write_scopes(study, "B", "record", "transcribe")
    assert names(sure_voices([job], workspace=study)) == ["A", "C"]
    Path(present(study, "A").path).with_suffix(".toml").unlink()
    sure = sure_voices([job], workspace=study)
    assert names(sure) == ["C"]
    choose_voices(job, sure, workspace=study, parts=PARTS)
    assert job.heard == (), "one recording is not enough"


def test_a_doubtful_recording_without_the_scope_is_left(study: Workspace) -> None:
    job = job_of(study, "D")
    assert may_be_linked(job, PARTS)
    assert is_doubtful(job)
    sure = sure_voices([job], workspace=study)
    write_scopes(study, "D", "record", "transcribe")
    assert not may_be_linked(job_of(study, "D"), PARTS)
    choose_voices(job, sure, workspace=study, parts=PARTS)
    assert job.heard == ()


def test_sound_that_is_gone_is_passed_over(study: Workspace) -> None:
    for name in ("A", "B"):
        (study.folder(name) / "decode" / "k" / "audio.flac").unlink()
    job = job_of(study, "D")
    choose_voices(job, sure_voices([job], workspace=study), workspace=study, parts=PARTS)
    assert job.heard == ()
    (study.folder("A") / "decode" / "k" / "audio.flac").write_bytes(b"again")
    choose_voices(job, sure_voices([job], workspace=study), workspace=study, parts=PARTS)
    assert names(job.heard) == ["A", "C"]


def linked(workspace: Workspace, name: str, *others: str, key: str = "k") -> None:
    fields = {"config": {"heard": dict.fromkeys(others, "digest")}}
    workspace.put(
        name, "link", key, output=to_json(spoken(0.5)),
        provenance={"output_digest": "", "fields": fields, "facts": {"voices": {}}},
    )  # fmt: skip
    workspace.set_current(name, {**workspace.current(name), "link": key})


def test_what_was_compared_before_the_sound_was_deleted_stands(study: Workspace) -> None:
    linked(study, "D", "A", "B")
    sure = sure_voices([], workspace=study)
    job = job_of(study, "D", audio_gone=True)
    choose_voices(job, sure, workspace=study, parts=PARTS)
    assert job.heard
    assert "link" in job.stages
    write_scopes(study, "A", "record", "transcribe")
    choose_voices(job, sure_voices([], workspace=study), workspace=study, parts=PARTS)
    assert job.heard == ()


def test_what_rests_on_somebody_is_forgotten(study: Workspace) -> None:
    linked(study, "D", "A", "B")
    linked(study, "E", "B", "C")
    made = study.current_artefact("D", "link")
    assert made is not None
    assert compared_with(made) == ("A", "B")
    assert forget_voices(study, ["A"]) == ("D",)
    assert study.current_artefact("D", "link") is None
    assert study.current_artefact("E", "link") is not None


def test_a_node_finds_the_same_voices(study: Workspace) -> None:
    right = tuple(sure_voices([], workspace=study))
    keys = {one.recording: (one.decode.path.name, one.attribute.path.name) for one in right}
    assert voices_again(study, keys) == right
    write_scopes(study, "A", "record", "transcribe")
    assert names(voices_again(study, keys)) == ["B", "C"]


def test_a_persons_word_makes_a_recording_sure(study: Workspace) -> None:
    turns = spoken(0.2).turns
    lines = [
        {
            "id": f"x{at}", "at": "2026-05-05T10:00:00+00:00", "op": "set_role", "artefact": "",
            "turn": turn.id, "before": turn.text, "start": turn.start, "role": role,
        }
        for at, (turn, role) in enumerate(
            zip(turns, ("interviewee", "interviewer"), strict=True)
        )
    ]  # fmt: skip
    study.review_log("E").write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = sure_voices([], workspace=study)
    assert names(found) == ["E", "B", "A", "C"]
    assert found[0].voices[0][0].start == 10.0, "the voice of whom the person said it of"


def test_doubtful_ones_wait_for_all(study: Workspace) -> None:
    jobs = {name: job_of(study, name) for name in "ABD"}
    meeting = Meeting(list(jobs.values()), PARTS)
    meeting.attributed(jobs["D"])
    assert meeting.holds("D")
    assert meeting.end() == ()
    meeting.attributed(jobs["A"])
    assert not meeting.holds("A")
    assert meeting.end() == ()
    meeting.leave("B")
    assert meeting.end() == ("D",)
    assert not meeting.holds("D")
    assert meeting.end() == ()
