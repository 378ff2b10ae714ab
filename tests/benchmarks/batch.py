"""What many recordings cost beside their engines, and what a second worker brings.

Prints, for recordings cut from the shipped ones: overhead for each of many two-second recordings
(wall time less what the stages computed, as their provenance says), memory along the way, the
second run and ``status``; recordings an hour of one process, of two, and of two Ray actors on the
same set. Figures only; nothing is asserted.

    python tests/benchmarks/batch.py [--count 1000] [--status 1000] [--seconds 60] [--several 8]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from importlib.util import find_spec
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

import sounds  # noqa: E402 - the tests' own builders
from integration_study import CONSENT, write_study  # noqa: E402

DRIVER = 0.05
"""Seconds that the run itself spends on a recording, as measured with many short ones."""

COMMAND = [sys.executable, "-m", "transcribe"]


def make_set(folder: Path, *, count: int, seconds: float) -> Path:
    """So many recordings of so many seconds, each cut elsewhere."""
    folder.mkdir(parents=True)
    recordings = write_study(folder)
    source = sounds.speech(folder / "source.wav", seconds=330.0)
    import soundfile

    samples, rate = soundfile.read(source, dtype="int16")
    length = int(seconds * rate)
    for number in range(count):
        start = (number * 7919 * 160) % (len(samples) - length)
        path = recordings / f"R{number:04d}.wav"
        soundfile.write(path, samples[start : start + length], rate, subtype="PCM_16")
        path.with_suffix(".toml").write_text(CONSENT)
    return recordings


def run(recordings: Path, out: Path, *options: str) -> tuple[float, list[float]]:
    """Wall time of a run, and memory of all its processes every two seconds, in MiB."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [*COMMAND, "run", str(recordings), "--out", str(out), "--json", *options],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    memory: list[float] = []

    def watch() -> None:
        whole = psutil.Process(process.pid)
        while process.poll() is None:
            try:
                each = [whole, *whole.children(recursive=True)]
                memory.append(sum(one.memory_info().rss for one in each) / 2**20)
            except psutil.Error:
                pass
            time.sleep(2)

    thread = threading.Thread(target=watch)
    thread.start()
    code = process.wait()
    thread.join()
    if code not in (0, 3):
        raise SystemExit(f"run ended with {code}")
    return time.perf_counter() - started, memory


def computed(out: Path) -> float:
    """Seconds that the stages computed, as their provenance says."""
    return sum(
        float(json.loads(path.read_text())["seconds"])
        for path in out.glob("private/*/*/*/provenance.json")
    )


def overhead(folder: Path, count: int) -> None:
    """Many short recordings."""
    recordings, out = make_set(folder / "short", count=count, seconds=2.0), folder / "short-out"
    wall, memory = run(recordings, out, "--jobs", "1")
    engines = computed(out)
    quarters = [max(memory[len(memory) * i // 4 : len(memory) * (i + 1) // 4]) for i in range(4)]
    print(f"{count} recordings of two seconds: {wall:.0f} s, of which stages {engines:.0f} s")
    print(f"  overhead {1000 * (wall - engines) / count:.0f} ms a recording, start included")
    print(f"  memory, highest in each quarter: {', '.join(f'{q:.0f}' for q in quarters)} MiB")
    again, _ = run(recordings, out)
    print(f"  second run {again:.1f} s, {1000 * again / count:.0f} ms a recording")


def status(folder: Path, count: int) -> None:
    """``status`` over many copies of one finished recording."""
    recordings, out = make_set(folder / "many", count=1, seconds=20.0), folder / "many-out"
    run(recordings, out)
    for number in range(1, count):
        for suffix in (".wav", ".toml"):
            shutil.copy2(recordings / f"R0000{suffix}", recordings / f"R{number:04d}{suffix}")
        shutil.copytree(out / "private" / "R0000", out / "private" / f"R{number:04d}")
    # The first look hashes the copied files, as a run would have done.
    command = [*COMMAND, "status", "--out", str(out), "--json"]
    for word in ("first", "second"):
        started = time.perf_counter()
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        seconds = time.perf_counter() - started
        found = len(json.loads(done.stdout)["recordings"])
        print(f"status of {found} recordings, {word} time: {seconds:.1f} s")


def workers(folder: Path, *, count: int, seconds: float) -> None:
    """The same set with one process, two, and Ray."""
    recordings = make_set(folder / "several", count=count, seconds=seconds)
    ways = [("one process", ["--jobs", "1"]), ("two processes", ["--jobs", "2"])]
    if find_spec("ray"):
        ways.append(("two Ray actors", ["--engine", "ray", "--jobs", "2"]))
    walls: list[float] = []
    for number, (name, options) in enumerate(ways):
        wall, memory = run(recordings, folder / f"several-out-{number}", *options)
        walls.append(wall)
        print(
            f"{count} recordings of {seconds:.0f} s, {name}: {wall:.0f} s, "
            f"{3600 * count / wall:.0f} an hour ({walls[0] / wall:.2f} of one process), "
            f"at most {max(memory):.0f} MiB"
        )
    if len(walls) == 3:
        print(f"Ray beside local: {walls[1] / walls[2]:.2f}")
    one_of = computed(folder / "several-out-0") / count
    model(count=300, work=one_of * 3600 / seconds, start=max(0.0, walls[0] - one_of * count))


def model(*, count: int, work: float, start: float) -> None:
    """What the measured paces would mean for many workers: arithmetic, not a measurement.

    Every worker begins with ``start`` seconds, takes ``work`` for an hour of sound, and waits for
    the last one; the run itself spends `DRIVER` on each recording, one after the other.
    """
    print(f"model: {count} recordings of an hour, {work / 60:.0f} minutes of work each")
    for workers in (1, 2, 4, 8, 16, 32, 64):
        rounds = -(-count // workers)
        wall = start + max(rounds * work, count * DRIVER)
        print(f"  {workers:2d} workers: {wall / 3600:.1f} h (modelled)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="two-second recordings; 0: none")
    parser.add_argument("--status", type=int, default=1000, help="recordings for status; 0: none")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--several", type=int, default=8, help="for one and two workers; 0: none")
    chosen = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if chosen.count:
            overhead(folder, chosen.count)
        if chosen.status:
            status(folder, chosen.status)
        if chosen.several:
            workers(folder, count=chosen.several, seconds=chosen.seconds)


if __name__ == "__main__":
    main()
