"""A small real study, and the real command line in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sounds
from interrupts import hear_interrupts

HERE = Path(__file__).parent / "integration"
ROOT = Path(__file__).parents[1]
CONSENT = (
    "[consent]\ngiven = 2026-05-04\n"
    'scopes = ["record", "transcribe", "release_text"]\n'
    "[interview]\nspeakers = 2\ninterviewers = 1\n"
)


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class CommandLine:
    """Runs ``transcribe`` in a folder, watched for sockets."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket_log = folder / "sockets.log"

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
        return {
            **kept,
            "HOME": str(self.folder / "home"),
            # The program beside these tests, wherever another one is installed from.
            "PYTHONPATH": os.pathsep.join((str(HERE / "guarded"), str(ROOT))),
            "SOCKET_LOG": str(self.socket_log),
            "PYTHONUTF8": "1",
            **more,
        }

    def start(self, *arguments: object, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "transcribe", *map(str, arguments)],
            cwd=self.folder,
            env=self.environment(**environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=hear_interrupts,
        )

    def __call__(self, *arguments: object, **environment: str) -> Done:
        process = self.start(*arguments, **environment)
        try:
            out, err = process.communicate(timeout=600)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        assert not self.socket_log.exists(), self.socket_log.read_text()
        assert "Traceback" not in out + err, err
        return Done(process.returncode, out, err)


def lines_until(process: subprocess.Popen[str], wanted: str) -> list[str]:
    """What a command says until a line holds this."""
    assert process.stdout is not None
    found = []
    for line in process.stdout:
        found.append(line)
        if wanted in line:
            return found
    raise AssertionError(found)


def stop(process: subprocess.Popen[str]) -> None:
    """End a command by Ctrl-C."""
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130, errors
    assert "Traceback" not in errors


def write_study(folder: Path, *, guide: bool = True) -> Path:
    """A recordings' folder with a study file and the guide that ships, and no recording yet."""
    recordings = folder / "recordings"
    recordings.mkdir()
    (recordings / "study.toml").write_text('title = "A small study"\n')
    if guide:
        shutil.copy(sounds.RECORDINGS / "guide.md", recordings / "guide.md")
    return recordings


def add_recording(recordings: Path, name: str = "P07", *, seconds: float = 20.0) -> Path:
    """A piece of a shipped recording, with consent."""
    path = sounds.speech(recordings / f"{name}.wav", seconds=seconds)
    path.with_suffix(".toml").write_text(CONSENT)
    return path


def run_study(folder: Path) -> CommandLine:
    """A study of half a minute of a shipped recording, run once with the engines that are here."""
    add_recording(write_study(folder), seconds=30)
    cli = CommandLine(folder)
    done = cli("run", "recordings")
    assert done.code == 0, done.err
    return cli


def run_text(folder: Path, said: str) -> CommandLine:
    """A study of one ready-made transcript, ``P1``, run once; a release is consented to."""
    recordings = write_study(folder)
    (recordings / "P1.txt").write_text(said)
    (recordings / "P1.toml").write_text(
        '[consent]\ngiven = 2026-05-04\nscopes = ["record", "transcribe", "release_text"]\n'
    )
    cli = CommandLine(folder)
    done = cli("run", "recordings")
    assert done.code == 0, done.err
    return cli
