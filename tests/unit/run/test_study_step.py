"""The study step looks only at what a change can touch, and ends as if it had looked at all."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from studies import dummy_transcript, make_study

from transcribe.core.codec import to_json
from transcribe.core.pii import AUTO, QUEUED, Entity, EntitySet, normalize
from transcribe.core.recording import Identifiers
from transcribe.run.carried import SPOKEN, STEP, forget_carried
from transcribe.run.reviewlog import DECIDE_MENTION, DECIDE_NAME, append
from transcribe.run.store import Workspace
from transcribe.run.study import StudySettings, refresh
from transcribe.stages.propagate import entity_id

NAMES = (
    "Maria Lopez", "maria lopez", "Lopez", "Lopes", "Ana Lopez", "Marya Lopezz", "Igor Thompson",
    "Okafor", "Ocafor", "Okafors", "Brightwater Analytics", "Bright Water", "Brite Water",
    "Silver", "Will", "Jean-Luc van der Berg", "van der Berg", "Berg", "Li", "Falcon 2",
    "Falcon two", "Falcon 22", "4711", "Falken", "Northern Health Network", "田中",
)  # fmt: skip
NOISE = (
    "it", "IT", "I. T.", "will", "quality", "mlopez", "marialopezphd", "okafor77", "m lopez",
    "L as in Lima, I as in India", "the", "silver lining", "NHN", "n h n", "J. Berg", "bergs",
    "falcon twenty two", "forty seven eleven", "Mar- Maria", "田中さん", "lopez's", "falcons",
    "maria J. lopez", "brightwaters", "and",
)  # fmt: skip
TYPES = ("PERSON", "ORGANIZATION", "LOCATION", "OTHER")

turns = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from(NAMES + NOISE),
            st.sampled_from((*TYPES, None, None)),
            st.sampled_from((AUTO, QUEUED, QUEUED)),
        ),
        min_size=1, max_size=6,
    ),
    min_size=1, max_size=5,
)  # fmt: skip
verdicts = st.tuples(
    st.sampled_from(NAMES), st.sampled_from(TYPES), st.sampled_from((True, False, None)),
    st.sampled_from((*NAMES, None, None, None)), st.booleans(),
)  # fmt: skip


def put(study: Workspace, name: str, said: list[list[tuple[str, str | None, str]]]) -> None:
    """An interview, and what was found in it."""
    transcript = dummy_transcript([" ".join(part for part, _, _ in turn) for turn in said])
    found = []
    for turn, parts in zip(transcript.turns, said, strict=True):
        at = 0
        for text, kind, decision in parts:
            start = turn.text.index(text, at)
            at = start + len(text)
            if kind is not None:
                found.append(
                    Entity(
                        id=entity_id(turn.id, start), turn=turn.id, start_char=start, end_char=at,
                        type=kind, text=text, score=0.9, recognizers=("model",), decision=decision,
                    )
                )  # fmt: skip
    for stage, value in (("attribute", transcript), ("detect", EntitySet(entities=tuple(found)))):
        study.put(name, stage, "made", output=to_json(value), provenance={"output_digest": ""})
    study.set_current(name, {"attribute": "made", "detect": "made"})


def say(study: Workspace, verdict: tuple[str, str, bool | None, str | None, bool]) -> None:
    """A person's word on a name, or on its first mention."""
    name, kind, accept, same, everywhere = verdict
    facts = {"type": kind, "normalized": normalize(name), "accept": accept}
    if same is not None and accept:
        facts["same"] = {"type": "PERSON", "normalized": normalize(same)}
    if everywhere:
        append(study.study_log, [(DECIDE_NAME, "", facts)])
        return
    for recording in study.ids():
        for turn in study.load_transcript(recording)["turns"]:
            for one in turn["entities"]:
                words = turn["text"][one["start_char"] : one["end_char"]]
                if normalize(words) == normalize(name):
                    place = {key: one[key] for key in ("start_char", "end_char")}
                    facts |= {"turn": turn["id"], "entity": one["id"], **place}
                    append(study.review_log(recording), [(DECIDE_MENTION, "", facts)])
                    return


def written(study: Workspace) -> dict[str, bytes]:
    return {
        path.relative_to(study.private).as_posix(): path.read_bytes()
        for path in sorted(study.private.rglob("*"))
        if path.is_file() and path.name not in (".lock", "index.json")
    }


def from_scratch(study: Workspace, settings: StudySettings) -> dict[str, bytes]:
    """What a study step gives that knows nothing of those before it, but the numbers given."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Workspace(Path(folder) / "copy")
        shutil.copytree(study.out, copy.out)
        forget_carried(copy)
        copy.index.forget()
        refresh(copy, settings=settings)
        return written(copy)


@settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(
    st.lists(turns, min_size=2, max_size=3),
    turns,
    st.lists(verdicts, min_size=1, max_size=5),
    st.booleans(),
)
def test_a_change_gives_what_a_study_step_over_everything_gives(
    said: list[list[list[tuple[str, str | None, str]]]],
    other: list[list[tuple[str, str | None, str]]],
    words: list[tuple[str, str, bool | None, str | None, bool]],
    listed: bool,
) -> None:
    people = Identifiers(people=("Ana Lopez",)) if listed else Identifiers()
    with tempfile.TemporaryDirectory() as folder:
        names = [f"P{number}" for number in range(len(said))]
        texts = {name: ["hello"] for name in names}
        study = make_study(Path(folder), texts, identifiers={"P0": people})
        for name, interview in zip(names, said, strict=True):
            put(study, name, interview)
        plain = StudySettings()
        refresh(study, settings=plain)
        assert written(study) == from_scratch(study, plain)
        for word in words:
            say(study, word)
            expected = from_scratch(study, plain)
            refresh(study, settings=plain)
            assert written(study) == expected
        put(study, names[-1], other)
        now = StudySettings(policies={"PERSON": "remove"}, keep=("Silver",))
        expected = from_scratch(study, now)
        refresh(study, settings=now)
        assert written(study) == expected


def test_only_what_a_decision_touches_is_written(tmp_path: Path) -> None:
    study = make_study(tmp_path, {"P01": ["hello"], "P02": ["hello"], "P03": ["hello"]})
    for name, who in (("P01", "Okafor"), ("P02", "Lopez"), ("P03", "Berg")):
        put(study, name, [[(f"so {who}", None, QUEUED)], [(who, "PERSON", QUEUED)]])
    refresh(study, settings=StudySettings())
    before = {path: path.stat().st_mtime_ns for path in study.private.glob("*/*.*")}
    say(study, ("Okafor", "PERSON", False, None, True))
    refresh(study, settings=StudySettings())
    touched = {path.parent.name for path, time in before.items() if path.stat().st_mtime_ns != time}
    assert touched == {"P01"}


def test_what_was_kept_and_is_damaged_is_made_anew(tmp_path: Path) -> None:
    study = make_study(tmp_path, {"P01": ["hello"], "P02": ["hello"]})
    for name in ("P01", "P02"):
        put(study, name, [[("Okafor", "PERSON", QUEUED)], [("fine", None, QUEUED)]])
    refresh(study, settings=StudySettings())
    for path in (study.private / STEP, study.folder("P01") / STEP, study.folder("P02") / SPOKEN):
        before = written(study)
        path.write_bytes(path.read_bytes()[:-9])
        say(study, ("Okafor", "PERSON", path.name == SPOKEN, None, True))
        refresh(study, settings=StudySettings())
        assert written(study) == from_scratch(study, StudySettings())
        assert written(study) != before


def test_it_is_kept_from_others_and_goes_with_a_withdrawal(tmp_path: Path) -> None:
    study = make_study(tmp_path, {"P01": ["hello"]})
    kept = [study.private / STEP, study.folder("P01") / STEP, study.folder("P01") / SPOKEN]
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
    forget_carried(study)
    assert not any(path.exists() for path in kept)
