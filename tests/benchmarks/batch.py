"""What many recordings cost beside their engines, and what a second worker brings.

Prints, for recordings cut from the shipped ones: overhead for each of many two-second recordings
(wall time less what the stages computed, as their provenance says), memory along the way, the
second run and ``status``; recordings an hour of one process, of two, and of two Ray actors on the
same set, each kept to one thread and all taken in turns, so that a machine that is busy with
something else slows them alike; what the default does; and what those paces would mean for more
workers. Figures only; nothing is asserted.

    python tests/benchmarks/batch.py [--count 1000] [--status 1000] [--seconds 60] [--several 8]
        [--repeats 3]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

import sounds  # noqa: E402 - the tests' own builders
from integration_study import CONSENT, write_study  # noqa: E402

DRIVER = 0.05
"""Seconds that the run itself spends on a recording, where --count 0 leaves it unmeasured."""

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

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


@dataclass(frozen=True)
class Ran:
    """A run: wall time, processor time of it and of the processes it ended, memory on the way."""

    wall: float
    cpu: float
    memory: list[float]


def run(recordings: Path, out: Path, *options: str, threads: int | None = 1) -> Ran:
    """A run in a process of its own; memory of all its processes every two seconds, in MiB."""
    environment = {name: value for name, value in os.environ.items() if name not in THREADS}
    if threads:
        environment |= dict.fromkeys(THREADS, str(threads))
    before, started = os.times(), time.perf_counter()
    process = subprocess.Popen(
        [*COMMAND, "run", str(recordings), "--out", str(out), "--json", *options],
        cwd=ROOT,
        env=environment,
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
    wall, after = time.perf_counter() - started, os.times()
    thread.join()
    if code not in (0, 3):
        raise SystemExit(f"run ended with {code}")
    cpu = after.children_user + after.children_system
    return Ran(wall, cpu - before.children_user - before.children_system, memory)


def computed(out: Path) -> float:
    """Seconds that the stages computed, as their provenance says."""
    return sum(
        float(json.loads(path.read_text())["seconds"])
        for path in out.glob("private/*/*/*/provenance.json")
    )


def flush_time(folder: Path) -> float:
    """Milliseconds that the disk takes to flush an artefact's files; what overhead hangs on."""
    from transcribe.run.store import Workspace

    workspace, taken = Workspace(folder / "flushed"), []
    for number in range(20):
        started = time.perf_counter()
        workspace.put("R", "decode", str(number), output={}, provenance={})
        taken.append(1000 * (time.perf_counter() - started))
    return statistics.median(taken)


def overhead(folder: Path, count: int) -> float:
    """Many short recordings; seconds that each costs beside the stages."""
    recordings, out = make_set(folder / "short", count=count, seconds=2.0), folder / "short-out"
    print(f"to store an artefact takes {flush_time(folder):.1f} ms on this disk")
    ran = run(recordings, out, "--jobs", "1")
    engines, memory = computed(out), ran.memory
    quarters = [max(memory[len(memory) * i // 4 : len(memory) * (i + 1) // 4]) for i in range(4)]
    each = (ran.wall - engines) / count
    print(f"{count} recordings of two seconds: {ran.wall:.0f} s, of which stages {engines:.0f} s")
    print(f"  overhead {1000 * each:.0f} ms a recording, start included")
    print(f"  memory, highest in each quarter: {', '.join(f'{q:.0f}' for q in quarters)} MiB")
    again = run(recordings, out)
    print(f"  second run {again.wall:.1f} s, {1000 * again.wall / count:.0f} ms a recording")
    return each


def grow(path: Path, *, words: int) -> None:
    """Repeat the turns of a transcript until it has so many words."""
    data = json.loads(path.read_text())
    turns = data["turns"]
    spoken = sum(len(turn["words"]) for turn in turns)
    data["turns"] = turns * max(1, words // max(1, spoken))
    path.write_text(json.dumps(data))


def status(folder: Path, count: int, *, words: int) -> None:
    """``status`` over many copies of one finished recording with an hour's words."""
    recordings, out = make_set(folder / "many", count=1, seconds=20.0), folder / "many-out"
    run(recordings, out)
    first = out / "private" / "R0000"
    for path in (first / "transcript.json", *first.glob("attribute/*/output.json")):
        grow(path, words=words)
    for number in range(1, count):
        for suffix in (".wav", ".toml"):
            shutil.copy2(recordings / f"R0000{suffix}", recordings / f"R{number:04d}{suffix}")
        shutil.copytree(first, out / "private" / f"R{number:04d}")
    # The first look hashes the copied files, as a run would have done, and reads all transcripts.
    command = [*COMMAND, "status", "--out", str(out), "--json"]
    for word in ("first", "second", "third"):
        started = time.perf_counter()
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        seconds = time.perf_counter() - started
        found = len(json.loads(done.stdout)["recordings"])
        print(f"status of {found} recordings of {words} words, {word} time: {seconds:.1f} s")


WAYS = {
    "one process": ["--jobs", "1"],
    "two processes": ["--jobs", "2"],
    "two Ray actors": ["--engine", "ray", "--jobs", "2"],
    "default": [],
}
"""Name to options; all but the default are kept to one thread a process."""


def workers(folder: Path, *, count: int, seconds: float, repeats: int, each: float) -> None:
    """The same set in every way, in turns."""
    recordings = make_set(folder / "several", count=count, seconds=seconds)
    ways = {name: how for name, how in WAYS.items() if "ray" not in how or find_spec("ray")}
    ran: dict[str, list[Ran]] = {name: [] for name in ways}
    print(f"load of this machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for turn in range(repeats):
        for name, options in ways.items():
            out = folder / "several-out" / f"{name}-{turn}"
            threads = None if name == "default" else 1
            ran[name].append(run(recordings, out, *options, threads=threads))
    walls = {name: statistics.median(one.wall for one in runs) for name, runs in ran.items()}
    print(f"{count} recordings of {seconds:.0f} s, medians of {repeats} in turns")
    for name, runs in ran.items():
        cpu = statistics.median(one.cpu for one in runs)
        spent = f", {cpu:.0f} s of processor" if name != "two Ray actors" else ""
        print(
            f"  {name}: {walls[name]:.0f} s{spent}, {3600 * count / walls[name]:.0f} an hour "
            f"({walls['one process'] / walls[name]:.2f} of one process), "
            f"at most {max(max(one.memory) for one in runs):.0f} MiB"
        )
    if "two Ray actors" in walls:
        print(f"  Ray beside local: {walls['two processes'] / walls['two Ray actors']:.2f}")
    work = computed(folder / "several-out" / f"one process-{repeats - 1}") / count
    model(
        count=300,
        work=work * 3600 / seconds,
        start=max(0.0, walls["one process"] - work * count),
        each=each,
    )


def model(*, count: int, work: float, start: float, each: float) -> None:
    """What the measured paces would mean for many workers: arithmetic, not a measurement.

    Every worker begins with ``start`` seconds, takes ``work`` for an hour of sound, and waits for
    the last one; the run itself spends ``each`` on a recording, one after the other. Nothing is
    reckoned for a shared disk or a network that many workers wear out, nor for processors that
    slow down when all their cores work.
    """
    print(f"model, not measured: {count} recordings of an hour, {work / 60:.0f} minutes each on")
    print(
        f"  one core; {start:.0f} s to start, {1000 * each:.0f} ms a recording for the run itself"
    )
    for workers in (1, 2, 4, 8, 16, 32, 64):
        rounds = -(-count // workers)
        wall = start + max(rounds * work, count * each)
        alone = start + count * work
        print(
            f"  {workers:2d} workers: {wall / 3600:.1f} h, {alone / wall:.1f} times one (modelled)"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="two-second recordings; 0: none")
    parser.add_argument("--status", type=int, default=1000, help="recordings for status; 0: none")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--several", type=int, default=8, help="for one and two workers; 0: none")
    parser.add_argument("--repeats", type=int, default=3, help="of one and two workers")
    parser.add_argument("--words", type=int, default=9000, help="of each transcript, for status")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        each = overhead(folder, chosen.count) if chosen.count else DRIVER
        if chosen.status:
            status(folder, chosen.status, words=chosen.words)
        if chosen.several:
            workers(
                folder,
                count=chosen.several,
                seconds=chosen.seconds,
                repeats=chosen.repeats,
                each=each,
            )


if __name__ == "__main__":
    main()
