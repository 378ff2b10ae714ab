"""The embedded recognizer for real, on the beginning of a shipped recording."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil
import pytest
from interrupts import hear_interrupts
from sounds import speech

from transcribe.backends.audio import open_decoder
from transcribe.backends.recognizers import choose, open_recognizer
from transcribe.core.recording import Audio
from transcribe.errors import MissingPartError, StageError
from transcribe.stages.asr import Recognizer
from transcribe.stages.engines import ignore_progress

pytest.importorskip("pocketsphinx", reason="the extra embedded is not installed")


@pytest.fixture(scope="module")
def audio(tmp_path_factory: pytest.TempPathFactory) -> Audio:
    path = tmp_path_factory.mktemp("sound") / "speech.wav"
    return open_decoder().decode(speech(path, seconds=9))


def opened(*, jobs: int) -> Recognizer:
    nowhere = Path("no-models")
    return open_recognizer(choose("pocketsphinx", nowhere, language="en"), nowhere, jobs=jobs)


def test_words_do_not_depend_on_the_number_of_processes(audio: Audio) -> None:
    shares: list[float] = []
    found = []
    for jobs in (1, 2):
        recognizer = opened(jobs=jobs)
        found.append(
            recognizer.recognize(audio, language="en-US", hotwords=(), progress=shares.append)
        )
        recognizer.close()

    assert found[0] == found[1]
    assert found[0].draft
    words = found[0].words
    assert len(words) > 10
    assert shares[-1] == 1.0
    assert all(0 <= word.start <= word.end <= audio.duration for word in words)
    assert [word.start for word in words] == sorted(word.start for word in words)
    assert all(word.text.startswith(" ") and "<" not in word.text for word in words)
    assert all(0 <= word.probability <= 1 for word in words)


def test_english_only(audio: Audio) -> None:
    with pytest.raises(MissingPartError, match="only English") as caught:
        opened(jobs=1).recognize(audio, language="fr", hotwords=(), progress=ignore_progress)

    assert "transcribe models fetch" in (caught.value.hint or "")


def test_silence_starts_no_process() -> None:
    silent = Audio(samples=np.zeros(16_000 * 3, dtype=np.float32))
    before = psutil.Process().children()

    found = opened(jobs=2).recognize(silent, language=None, hotwords=(), progress=ignore_progress)

    assert found.words == ()
    assert found.notices == ("no speech was found",)
    assert len(psutil.Process().children()) == len(before)


def test_a_killed_worker_fails_the_recording_and_not_the_next_one(audio: Audio) -> None:
    recognizer = opened(jobs=2)
    kills: list[int] = []

    def kill_one(_share: float) -> None:
        for child in psutil.Process().children():
            if not kills and "spawn_main" in " ".join(child.cmdline()):
                kills.append(child.pid)
                child.kill()

    longer = Audio(samples=np.tile(audio.samples, 3))
    with pytest.raises(StageError, match="ended from outside"):
        recognizer.recognize(longer, language="en", hotwords=(), progress=kill_one)

    found = recognizer.recognize(audio, language="en", hotwords=(), progress=ignore_progress)
    recognizer.close()
    assert found.words


RUN = """
import sys
from pathlib import Path
from transcribe.backends.audio import open_decoder
from transcribe.backends.recognizers import choose, open_recognizer
if __name__ == "__main__":
    audio = open_decoder().decode(Path(sys.argv[1]))
    engine = choose("pocketsphinx", Path("x"), language="en")
    recognizer = open_recognizer(engine, Path("x"), jobs=2)
    for _ in range(100):
        recognizer.recognize(
            audio, language="en", hotwords=(), progress=lambda s: print(s, flush=True)
        )
"""


@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGKILL])
def test_no_worker_outlives_the_run(tmp_path: Path, way: signal.Signals) -> None:
    (tmp_path / "run.py").write_text(RUN)
    sound = speech(tmp_path / "speech.wav", seconds=9)
    with subprocess.Popen(
        [sys.executable, tmp_path / "run.py", sound],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=hear_interrupts,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline(), "the first piece is done"
        workers = psutil.Process(process.pid).children(recursive=True)
        assert workers
        # Ctrl-C reaches the whole group, a kill only the one.
        os.killpg(process.pid, way) if way == signal.SIGINT else process.kill()
        process.stdout.read()
        process.wait()
    deadline = time.monotonic() + 30
    while any(psutil.pid_exists(w.pid) and w.status() != "zombie" for w in workers):
        assert time.monotonic() < deadline, "a worker is still there"
        time.sleep(0.1)
