"""One ``git add .`` must not leak an interview."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "safe.directory=*", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_interviews_and_transcripts_are_never_added(tmp_path: Path, root: Path) -> None:
    git(tmp_path, "init", "-q")
    shutil.copy(root / ".gitignore", tmp_path / ".gitignore")
    private = [
        "recordings/P07.m4a",
        "recordings/P07.toml",
        "recordings/P07.vtt",
        "recordings/notes.txt",
        "recordings/more/P08.wav",
        "recordings/consent-form.pdf",
        "transcripts/private/P07/transcript.json",
        "transcripts/private/study.jsonl",
        "transcripts/public/interview-01/transcript.txt",
        "models/large-v3/model.bin",
    ]
    for name in private:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("private")
    git(tmp_path, "add", ".")
    assert git(tmp_path, "ls-files").split() == [".gitignore"]


def test_what_ships_is_in_the_tree_and_nothing_else_of_its_folders(root: Path) -> None:
    listed = git(root, "ls-files", "recordings", "transcripts").split()
    assert "transcripts/README.md" in listed
    assert {"recordings/guide.md", "recordings/study.toml"} <= set(listed)
    audio = [name for name in listed if name.endswith((".opus", ".m4a", ".ogg"))]
    assert len(audio) == 2
    for name in audio:
        assert (root / name).stat().st_size < 2_000_000
    stems = {Path(name).stem for name in audio} | {"guide", "study", "README"}
    assert {Path(name).stem for name in listed if name.startswith("recordings/")} == stems
