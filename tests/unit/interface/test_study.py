"""A study as a value, and its tables."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from commands import Commands
from studies import dummy_transcript, make_study

import transcribe
from transcribe.core.guide import AlignedItem, AlignedTurn, Guide, GuideAlignment, GuideItem
from transcribe.core.recording import Identifiers
from transcribe.errors import ConsentError, UsageError
from transcribe.export.interview import private_interview
from transcribe.export.tables import COLUMNS, tables, to_csv

TEXTS = {
    "P01": ["how is testing done", "Priya Raman tests it"],
    "P02": ["how is testing done", "by hand"],
}
NAMES = {"P01": Identifiers(people=("Priya Raman",))}
GUIDE = Guide(title="", items=(GuideItem(id="q1", kind="question", text="How is testing done?"),))
ALIGNED = GuideAlignment(
    turns=(
        AlignedTurn(turn="t0001", topic="q1", asks=("q1",), score=0.9),
        AlignedTurn(turn="t0002", topic="q1", score=0.8),
    ),
    coverage=(
        AlignedItem(item="q1", status="asked", question_turns=("t0001",), answer_turns=("t0002",)),
    ),
)


@pytest.fixture
def run(tmp_path: Path) -> Commands:
    return Commands(make_study(tmp_path, TEXTS, identifiers=NAMES))


def test_a_study_holds_its_interviews(run: Commands) -> None:
    study = transcribe.open_study(str(run.workspace.out))
    assert [one.id for one in study] == ["P01", "P02"]
    assert len(study) == 2
    assert study["P01"].transcript == transcribe.load_transcript(study["P01"].path)
    assert [one.text for one in study["P01"].entities.entities] == ["Priya Raman"]
    assert (study["P01"].alignment, study["P01"].coverage, study["P01"].guide) == (None, (), None)
    with pytest.raises(KeyError):
        study["P03"]


def test_status_is_what_the_command_says(run: Commands) -> None:
    statuses = transcribe.open_study(run.workspace.out).status()
    assert [one.id for one in statuses] == ["P01", "P02"]
    assert statuses[0].stages["decode"] == "missing"
    assert statuses[0].review == "unsigned"
    assert statuses[0].next.startswith("transcribe run ")


def test_tables_of_a_study_are_those_of_the_exports(run: Commands) -> None:
    import pandas as pd

    frames = transcribe.open_study(run.workspace.out).to_pandas()
    for table, columns in COLUMNS.items():
        rows = [
            row
            for name in ("P01", "P02")
            for row in tables(private_interview(run.workspace.load_transcript(name))).get(table, ())
        ]
        frame = getattr(frames, table)
        assert list(frame.columns) == list(columns)
        written = list(csv.reader(io.StringIO(to_csv(table, rows).decode())))[1:]
        found = [["" if pd.isna(v) else str(v) for v in row] for row in frame.itertuples(False)]
        assert found == written
    assert len(frames.turns) == 4
    assert frames.words["start"].dtype == "float64"
    assert "Frames(turns: 4 rows, words: 14 rows" in repr(frames)


def test_tables_of_one_transcript_with_its_alignment() -> None:
    transcript = dummy_transcript(TEXTS["P02"])
    frames = transcribe.to_pandas(transcript, alignment=ALIGNED, guide=GUIDE, name="P02")
    assert list(frames.turns["text"]) == TEXTS["P02"]
    assert list(frames.turns["topic"]) == ["q1", "q1"]
    assert list(frames.words["text"]) == ["how", "is", "testing", "done", "by", "hand"]
    assert list(frames.alignment["relation"]) == ["topic", "asks", "topic"]
    (row,) = frames.coverage.to_dict("records")
    assert (row["text"], row["status"], row["answer_turns"]) == (
        "How is testing done?",
        "asked",
        "t0002",
    )


def test_tables_without_rows_have_their_columns() -> None:
    frames = transcribe.to_pandas(dummy_transcript([]))
    for table, columns in COLUMNS.items():
        frame = getattr(frames, table)
        assert (len(frame), list(frame.columns)) == (0, list(columns))


def test_an_interview_without_consent_cannot_be_read(run: Commands) -> None:
    sidecar = run.workspace.out.parent / "recordings" / "P01.toml"
    sidecar.write_text(sidecar.read_text().replace('"transcribe", ', ""))
    study = transcribe.open_study(run.workspace.out)
    for read in ("transcript", "entities", "alignment", "coverage"):
        with pytest.raises(ConsentError):
            getattr(study["P01"], read)
    with pytest.raises(ConsentError):
        study["P01"].to_pandas()
    with pytest.warns(UserWarning, match="left out: P01"):
        frames = study.to_pandas()
    assert set(frames.turns["interview"]) == {"P02"}


def test_the_public_tier_is_what_was_released(run: Commands) -> None:
    with pytest.raises(UsageError, match="no public transcripts"):
        transcribe.open_study(run.workspace.out, tier="public")
    run("decide", "P01", "--all", "accept", "--sign-off", "A. Reader")
    code, said = run("release", "P01")
    assert code == 0, said
    study = transcribe.open_study(run.workspace.out, tier="public")
    (interview,) = study
    assert interview.id.startswith("interview-")
    texts = [turn.text for turn in interview.transcript.turns]
    assert re.fullmatch(r"\[Person \d+\] tests it", texts[1])
    assert interview.entities.entities == ()
    frames = study.to_pandas()
    assert list(frames.turns["text"]) == texts
    assert len(frames.words) == 0
    with pytest.raises(UsageError):
        study.status()


def test_nothing_is_changed(run: Commands) -> None:
    before = _files(run.workspace.out)
    study = transcribe.open_study(run.workspace.out)
    study.status()
    study.to_pandas()
    after = _files(run.workspace.out)
    assert {path: after[path] for path in before} == before
    # The size and digest of a recording, as ``transcribe status`` keeps them.
    assert {Path(path).name for path in after.keys() - before.keys()} <= {"source.json"}


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and path.name != "index.json"  # What status remembers of the rest.
    }


def test_a_folder_without_results_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no private transcripts"):
        transcribe.open_study(tmp_path)
    with pytest.raises(UsageError, match="no tier"):
        transcribe.open_study(tmp_path, tier="secret")  # type: ignore[arg-type]


def test_a_setting_that_is_none_is_named() -> None:
    with pytest.raises(UsageError, match=r"asr\.modell") as caught:
        transcribe.Engines(settings={"asr.modell": "small"})
    assert caught.value.hint == "did you mean asr.model?"
