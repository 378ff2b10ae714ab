"""How long a run takes beside what it cannot do without.

Prints, for the recordings that ship (or a folder given): wall time of the first ``run`` beside the
recognizer alone on the same audio with the same processes, of the second ``run``, and of
``transcribe --help`` beside importing its libraries. Figures only; nothing is asserted.

    python tests/benchmarks/speed.py [RECORDINGS [OUT]]
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "transcribe"]


def clock(command: list[str], *, times: int = 1) -> float:
    """Smallest wall time in seconds over some tries."""
    best = float("inf")
    for _ in range(times):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        best = min(best, time.perf_counter() - started)
    return best


def recognizer_alone(recordings: Path, model: str) -> tuple[float, float, str]:
    """Seconds for opening the recognizer and hearing every recording; seconds of audio; engine."""
    from transcribe.backends import audio, recognizers
    from transcribe.run.intake import scan

    intake = scan([recordings])
    models = intake.settings.models
    decoder = audio.open_decoder()
    sounds = [decoder.decode(Path(recording.path)) for recording in intake.recordings]
    engine = recognizers.choose(model, models, language="en")
    started = time.perf_counter()
    recognizer = recognizers.open_recognizer(
        engine, models, device="auto", compute_type="auto", jobs=0
    )
    for sound in sounds:
        recognizer.recognize(sound, language="en", hotwords=(), progress=lambda share: None)
    recognizer.close()
    seconds = time.perf_counter() - started
    return seconds, sum(sound.duration for sound in sounds), engine.name


def main() -> None:
    recordings = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "recordings"
    from transcribe.run.intake import scan

    model = scan([recordings]).settings["asr.model"]
    alone, duration, engine = recognizer_alone(recordings, model)
    with tempfile.TemporaryDirectory() as folder:
        out = sys.argv[2] if len(sys.argv) > 2 else folder
        command = [*COMMAND, "run", str(recordings), "--out", out]
        first = clock(command)
        second = clock(command, times=3)
    help_time = clock([*COMMAND, "--help"], times=5)
    libraries = clock([sys.executable, "-c", "import typer, rich"], times=5)
    figures = {
        "recognizer": engine,
        "cores": os.cpu_count(),
        "audio_s": round(duration, 1),
        "recognizer_alone_s": round(alone, 1),
        "run_s": round(first, 1),
        "run_over_recognizer": round(first / alone, 2),
        "run_times_real_time": round(duration / first, 1),
        "second_run_s": round(second, 2),
        "help_s": round(help_time, 2),
        "help_over_libraries": round(help_time / libraries, 2),
    }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
