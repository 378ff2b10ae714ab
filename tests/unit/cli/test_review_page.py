"""What the review page is told by the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

from studies import make_study

from transcribe.cli.following import Following


def test_recordings_that_cannot_be_reviewed_are_told_with_what_to_do(tmp_path: Path) -> None:
    workspace = make_study(tmp_path, {"P1": ["hello"], "P2": ["hello"], "P3": ["hello"]})
    recordings = tmp_path / "recordings"
    assert Following(workspace).absent() == []
    shutil.rmtree(workspace.folder("P2"))
    sidecar = recordings / "P3.toml"
    sidecar.write_text(sidecar.read_text().replace("given = 2026-05-04\n", ""))
    (recordings / "P4.wav").write_bytes(b"no sidecar")
    told = {one["id"]: one for one in Following(workspace).absent()}
    assert sorted(told) == ["P2", "P3", "P4"]
    assert told["P2"]["why"] == "there is no transcript of it yet"
    assert told["P2"]["hint"].startswith("transcribe run ")
    assert "consent" in told["P3"]["why"]
    assert told["P4"]["hint"]
    shutil.rmtree(recordings)
    assert Following(workspace).absent() == []
