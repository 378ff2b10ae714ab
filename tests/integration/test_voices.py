"""The same interviewer's voice over a study: only with the scope, in memory, and never for sure."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from integration_study import ROOT, CommandLine
from typer.testing import CliRunner
from voice_study import OPEN, SURE, agree, make_voice_study

from transcribe.backends.voices import EncoderVoices
from transcribe.cli.app import app
from transcribe.run.store import Workspace


@dataclass
class VoiceStudy:
    """A study and its commands in this process, with a look at every voice that is embedded."""

    folder: Path
    recordings: Path
    out: Path
    temporary: str
    vectors: list[np.ndarray] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def __call__(self, *arguments: object) -> str:
        done = CliRunner().invoke(app, [*map(str, arguments), "--out", str(self.out)])
        assert done.exit_code == 0, done.output + str(done.exception)
        self.said.append(done.output)
        return done.output

    def run(self) -> str:
        self.vectors.clear()
        return self("run", self.recordings, "--jobs", 1)

    def document(self, name: str) -> dict[str, Any]:
        return Workspace(self.out).load_transcript(name)

    def roles(self, name: str) -> list[str]:
        return [speaker["role"] for speaker in self.document(name)["speakers"]]

    def linked(self, name: str) -> dict[str, Any]:
        made = Workspace(self.out).current_artefact(name, "link")
        assert made is not None
        return made.provenance

    def agree(self, *names: str, linking: bool) -> None:
        for name in names:
            agree(self.recordings, name, linking=linking)


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VoiceStudy]:
    """The study run once without the scope; temporary files lie in its folder as well."""
    folder = tmp_path_factory.mktemp("voices")
    (folder / "temp").mkdir()
    recordings = make_voice_study(folder, linking=False)
    study = VoiceStudy(folder, recordings, folder / "out", tempfile.gettempdir())
    embed = EncoderVoices.embed

    def spy(self: EncoderVoices, excerpt: Any) -> Any:
        found = embed(self, excerpt)
        study.vectors.append(np.array(found))
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EncoderVoices, "embed", spy)
        patch.setenv("TMPDIR", str(folder / "temp"))
        patch.setattr(tempfile, "tempdir", str(folder / "temp"))
        study.run()
        shutil.copytree(study.out, folder / "kept")
        yield study


@pytest.fixture
def study(watched: VoiceStudy) -> VoiceStudy:
    """Every test begins where nothing was compared yet."""
    shutil.rmtree(watched.out)
    shutil.copytree(watched.folder / "kept", watched.out)
    watched.agree(*SURE, *OPEN, linking=False)
    return watched


def test_without_the_scope_nothing_is_compared(study: VoiceStudy) -> None:
    study.run()
    assert not study.vectors
    assert not list(study.out.rglob("link"))
    assert study.roles("R1") == ["interviewer", "interviewee"]
    assert study.roles("D") == study.roles("E") == ["unknown", "unknown"]
    # One side's yes is not enough.
    study.agree("D", "E", linking=True)
    study.run()
    assert not study.vectors
    study.agree("D", "E", linking=False)
    study.agree(*SURE, linking=True)
    study.run()
    assert not study.vectors
    assert study.roles("D") == ["unknown", "unknown"]


def test_a_voice_heard_elsewhere_settles_who_asks(study: VoiceStudy) -> None:
    study.agree(*SURE, *OPEN, linking=True)
    study.run()
    assert study.vectors
    assert study.roles("D") == ["interviewee", "interviewer"]
    assert {turn["role"] for turn in study.document("D")["turns"]} == {"interviewee", "interviewer"}
    facts = study.linked("D")["facts"]["voices"]
    assert [one["recordings"] for one in facts.values()] == [["R1", "R2"], ["R1", "R2"]]
    assert all(one["margin"] > 0.1 for one in facts.values())
    # Who is not there is not found.
    assert study.roles("E") == ["unknown", "unknown"]
    assert study.linked("E")["facts"]["voices"] == {}
    assert "role from the interviewer's voice in R1, R2; check it" in study("status")
    assert "role from the interviewer's voice in R1, R2" in (
        Workspace(study.out).transcript_path("D").with_suffix(".txt").read_text()
    )


def test_nothing_of_a_voice_reaches_the_disk(study: VoiceStudy) -> None:
    study.agree(*SURE, *OPEN, linking=True)
    study.run()
    wanted = [needle for vector in study.vectors for needle in needles(vector)]
    assert len(wanted) > 100
    files = [path for path in study.folder.rglob("*") if path.is_file()]
    assert any(path.match("link/*/provenance.json") for path in files)
    for content in (*(path.read_bytes() for path in files), "".join(study.said).encode()):
        assert not any(needle in content for needle in wanted)


def needles(vector: np.ndarray) -> Iterator[bytes]:
    """Numbers of a voice as they would lie in a file: in binary, or written out."""
    for first in range(0, len(vector) - 1, 8):
        pair = vector[first : first + 2]
        if (np.abs(pair) > 0.01).all():
            for kind in ("<f4", "<f8", ">f4", ">f8"):
                yield pair.astype(kind).tobytes()
            yield f"{float(pair[0]):.9f}".lstrip("-0").encode()[:7]


def test_needles_are_found_where_a_voice_is_kept(tmp_path: Path) -> None:
    vector = np.abs(np.random.default_rng(0).standard_normal(256)).astype(np.float32) / 16
    np.save(tmp_path / "a.npy", vector)
    (tmp_path / "b.json").write_text(json.dumps([float(value) for value in vector]))
    for path in tmp_path.iterdir():
        assert any(needle in path.read_bytes() for needle in needles(vector)), path.name


def test_a_second_run_changes_nothing(study: VoiceStudy) -> None:
    study.agree(*SURE, *OPEN, linking=True)
    study.run()

    def stamps() -> dict[str, int]:
        files = (study.out / "private").glob("*/**/*")
        return {str(path): path.stat().st_mtime_ns for path in files if path.is_file()}

    before = stamps()
    study.run()
    assert not study.vectors
    assert stamps() == before
    shown = json.loads(study("status", "--json"))["recordings"]
    (doubtful,) = (one["stages"] for one in shown if one["id"] == "D")
    (sure,) = (one["stages"] for one in shown if one["id"] == "R1")
    assert {"done"} == {stage["state"] for stage in doubtful if stage["stage"] == "link"}
    assert "link" not in [stage["stage"] for stage in sure]


@pytest.mark.slow
def test_processes_and_ray_give_the_same(study: VoiceStudy) -> None:
    study.agree(*SURE, *OPEN, linking=True)
    study.run()
    right = _outputs(study.out)
    command = CommandLine(study.folder)
    engines = [("--jobs", 2)]
    if find_spec("ray") is not None:
        engines.append(("--engine", "ray", "--jobs", 2))
    for number, how in enumerate(engines):
        out = study.folder / f"other-{number}"
        shutil.copytree(study.folder / "kept", out)
        # Names of sockets are short: not all temporary folders will do.
        places = {"PYTHONPATH": str(ROOT), "TMPDIR": study.temporary}
        process = command.start("run", study.recordings, "--out", out, *how, **places)
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
        assert _outputs(out) == right
        shutil.rmtree(out)


def _outputs(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted((out / "private").rglob("output.json"))
    }


def test_a_scope_taken_back_opens_the_role_again(study: VoiceStudy) -> None:
    study.agree(*SURE, *OPEN, linking=True)
    study.run()
    study.agree("R2", linking=False)
    shown = json.loads(study("status", "--json"))["recordings"]
    assert next(one for one in shown if one["id"] == "D")["next"].startswith("transcribe run")
    study.run()
    assert not study.vectors
    assert study.roles("D") == ["unknown", "unknown"]
    assert "heard_in" not in json.dumps(study.document("D"))


def test_withdrawal_opens_the_role_at_once(study: VoiceStudy) -> None:
    study.agree(*SURE, *OPEN, linking=True)
    sources = {name: (study.recordings / name).read_bytes() for name in ("R2.wav", "R2.toml")}
    study.run()
    try:
        said = study("consent", "withdraw", "R2", "--yes")
        assert "Other interviews are to be looked through again (D, E)" in said
        assert study.roles("D") == ["unknown", "unknown"]
        here = study.out / "private" / "D"
        assert not any(b"R2" in path.read_bytes() for path in here.rglob("*.json"))
        study.run()
        assert study.roles("D") == ["unknown", "unknown"]
        assert not study.vectors
    finally:
        for name, content in sources.items():
            (study.recordings / name).write_bytes(content)


def test_a_person_has_the_last_word(study: VoiceStudy) -> None:
    study.agree(*SURE, *OPEN, linking=True)
    study.run()
    turn = study.document("D")["turns"][1]
    line = {
        "id": "x1", "at": "2026-05-05T10:00:00+00:00", "op": "set_role", "artefact": "",
        "turn": turn["id"], "before": turn["text"], "start": turn["start"], "role": "interviewee",
    }  # fmt: skip
    log = Workspace(study.out).review_log("D")
    log.write_text(json.dumps(line) + "\n")
    study.run()
    assert study.roles("D") == ["interviewee", "interviewee"]
    speakers = {one["label"]: one for one in study.document("D")["speakers"]}
    assert "heard_in" not in speakers[turn["speaker"]]


def test_one_recording_is_not_enough(study: VoiceStudy) -> None:
    study.agree("D", "R1", linking=True)
    study.run()
    assert not study.vectors
    assert study.roles("D") == ["unknown", "unknown"]
