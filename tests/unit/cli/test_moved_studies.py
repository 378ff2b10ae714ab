"""A copy of a study, or one that was moved, never touches the files of the original."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from studies import make_study
from typer.testing import CliRunner

from transcribe.cli.app import app
from transcribe.core.recording import Identifiers
from transcribe.errors import TranscribeError
from transcribe.run.exported import Exported, read_exports, remember_exports
from transcribe.run.releases import Releases, Written, read_releases, write_releases
from transcribe.run.sources import recordings_folder, remembered, sidecar_path
from transcribe.run.store import Workspace

TEXTS = {"P01": ["who", "maria lopez said"], "P02": ["who", "ana quintero and maria said"]}
NAMES = {"P01": Identifiers(people=("Maria Lopez",)), "P02": Identifiers(people=("Ana Quintero",))}

DELETIONS = [
    ("consent", "withdraw", "P01", "--yes"),
    ("purge", "--person", "P01", "--yes"),
    ("purge", "--due", "--yes"),
]


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in (".lock", "index.json")
    }


def do(out: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*arguments, "--out", str(out)])
    if isinstance(done.exception, TranscribeError):
        return done.exception.exit_code, f"{done.output}{done.exception}\n{done.exception.hint}"
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output.replace("\n", " ")


@pytest.fixture
def original(tmp_path: Path) -> Path:
    folder = tmp_path / "original"
    workspace = make_study(folder, TEXTS, identifiers=NAMES)
    day = 'title = "x"\n[retention]\naudio = 2020-01-01\n'
    (folder / "recordings/study.toml").write_text(day)
    exported, bundle = folder / "P01.docx", folder / "bundle"
    exported.write_bytes(b"words")
    (bundle / "transcripts/interview-01").mkdir(parents=True)
    (bundle / "transcripts/interview-01/a.txt").write_bytes(b"words")
    digest = hashlib.sha256(b"words").hexdigest()
    remember_exports(
        workspace,
        [Exported(path=str(exported), sha256=digest, tier="private", recordings=("P01",))],
    )
    files = (("transcripts/interview-01/a.txt", digest),)
    bundles = (Written(path=str(bundle), version=1, files=files),)
    write_releases(workspace, Releases(written=bundles))
    (workspace.public / "interview-01").mkdir(parents=True)
    note = {"public_id": "interview-01", "at": "2026-01-01", "files": {}}
    (workspace.folder("P01") / "released.json").write_text(json.dumps(note))
    return folder


@pytest.mark.parametrize("arguments", DELETIONS, ids=" ".join)
def test_a_copy_deletes_its_own_files_and_none_of_the_original(
    original: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    before = tree(original)
    copy = tmp_path / "somewhere" / "copy"
    shutil.copytree(original, copy)
    code, text = do(copy / "transcripts", *arguments)
    assert code == 0, text
    assert str(original) not in text
    assert tree(original) == before
    assert not (copy / "recordings/P01.wav").exists()
    if "withdraw" in arguments:
        assert not (copy / "recordings/P01.toml").exists()
        assert not (copy / "P01.docx").exists()
        assert not (copy / "bundle").exists()


@pytest.mark.parametrize("arguments", DELETIONS, ids=" ".join)
@pytest.mark.parametrize("place", ["original/backup", "backup", "original/deep/er/backup"])
def test_a_copy_of_the_results_alone_leaves_the_recordings(
    original: Path, tmp_path: Path, arguments: tuple[str, ...], place: str
) -> None:
    out = tmp_path / place
    shutil.copytree(original / "transcripts", out)
    before = {name: data for name, data in tree(original).items() if "backup" not in name}
    code, text = do(out, *arguments)
    # Where study.toml lies is not known, so no day has come.
    assert code == (2 if "--due" in arguments else 0), text
    assert {name: data for name, data in tree(original).items() if "backup" not in name} == before
    assert "left alone" in text
    assert "transcribe run" in text
    if "withdraw" in arguments:
        assert f"{original / 'P01.docx'} is left alone" in text
        assert f"{original / 'bundle'} is left alone" in text
    # What was learnt of the move is not forgotten after the first command.
    assert do(out, "purge", "--person", "P02", "--yes")[0] == 0
    assert (original / "recordings/P02.wav").exists()


@pytest.mark.parametrize("arguments", DELETIONS, ids=" ".join)
def test_results_that_do_not_say_where_they_lay_are_no_danger(
    original: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    memory = original / "transcripts/private/study.json"
    memory.write_text(json.dumps({"recordings": str(original / "recordings")}))
    copy = tmp_path / "copy"
    shutil.copytree(original, copy)
    before = tree(original)
    assert do(copy / "transcripts", *arguments)[0] == 0
    assert tree(original) == before
    assert not (copy / "recordings/P01.wav").exists()


def test_a_folder_linked_into_both_is_the_originals(original: Path, tmp_path: Path) -> None:
    shutil.move(original / "bundle", tmp_path / "shelf")
    (original / "bundle").symlink_to(tmp_path / "shelf")
    copy = tmp_path / "copy"
    shutil.copytree(original, copy, symlinks=True)
    assert do(copy / "transcripts", "consent", "withdraw", "P01", "--yes")[0] == 0
    assert (tmp_path / "shelf/transcripts/interview-01/a.txt").exists()


def test_a_moved_study_goes_on_without_a_word(original: Path, tmp_path: Path) -> None:
    moved = tmp_path / "archive" / "2026"
    moved.parent.mkdir()
    shutil.move(original, moved)
    workspace = Workspace(moved / "transcripts")
    assert recordings_folder(workspace) == moved / "recordings"
    assert sidecar_path(workspace, "P01") == moved / "recordings/P01.toml"
    code, text = do(moved / "transcripts", "consent", "withdraw", "P01", "--yes")
    assert code == 0
    assert "left alone" not in text
    assert not list((moved / "recordings").glob("P01*"))
    assert not (moved / "P01.docx").exists()


def test_a_run_says_whose_the_recordings_are(original: Path) -> None:
    out = original / "results"
    shutil.move(original / "transcripts", out)
    code, text = do(out, "status")
    assert code == 2
    assert f"transcribe run {original / 'recordings'} --out {out}" in text
    assert "left alone" in do(out, "consent", "show")[1]
    workspace = Workspace(out)
    workspace.remember(recordings=str(original / "recordings"))
    assert recordings_folder(workspace) == original / "recordings"
    assert sidecar_path(workspace, "P01") == original / "recordings/P01.toml"
    assert "left alone" not in do(out, "consent", "show")[1]


def test_nothing_is_released_without_the_sidecars_as_they_are_now(original: Path) -> None:
    shutil.copytree(original / "transcripts", original / "backup")
    code, text = do(original / "backup", "release", "P02")
    assert code == 2
    assert "left alone" in text
    assert not list((original / "backup/public").glob("*/transcript.*"))


def test_on_another_machine_the_results_alone_can_be_worked_on(
    original: Path, tmp_path: Path
) -> None:
    out = tmp_path / "elsewhere" / "results"
    shutil.copytree(original / "transcripts", out)
    shutil.rmtree(original)
    code, text = do(out, "status")
    assert (code, "are not here" in text) == (2, True)
    assert do(out, "decide", "P02", "--all", "accept", "--sign-off", "Ann")[0] == 0
    assert "left alone" not in do(out, "release", "P02")[1]
    assert do(out, "consent", "withdraw", "P02", "--yes")[0] == 0
    # The disk with the original is plugged in again: it is still not ours.
    (original / "recordings").mkdir(parents=True)
    (original / "recordings/P01.wav").touch()
    code, text = do(out, "consent", "withdraw", "P01", "--yes")
    assert (code, "left alone" in text) == (0, True)
    assert (original / "recordings/P01.wav").exists()


def test_looking_at_a_copy_writes_nothing_and_names_its_own(original: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(original, copy)
    workspace = Workspace(copy / "transcripts")
    before = tree(copy)
    known = remembered(workspace, "P01")
    assert known is not None
    assert known.path == str(copy / "recordings/P01.wav")
    (copy / "recordings/P02.wav").unlink()
    (copy / "recordings/P02.toml").unlink()
    code, text = do(copy / "transcripts", "status", "--json")
    document = json.loads(text)
    assert (code, document["recordings_folder"]) == (0, str(copy / "recordings"))
    assert any(one.startswith("P02: not in") for one in document["notices"])
    assert str(original) not in text
    assert [name for name in before if before[name] != tree(copy).get(name)] == [
        "recordings/P02.toml", "recordings/P02.wav"
    ]  # fmt: skip


def test_a_copy_of_a_copy_and_what_it_wrote(original: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    shutil.copytree(original, first)
    assert do(first / "transcripts", "gc")[0] == 0
    shutil.copytree(first, second)
    before = tree(first), tree(original)
    assert do(second / "transcripts", "consent", "withdraw", "P01", "--yes")[0] == 0
    assert (tree(first), tree(original)) == before
    workspace = Workspace(second / "transcripts")
    assert not read_exports(workspace)
    assert not read_releases(workspace).written
