"""Several processes, and Ray: the same bytes as one process, whatever happens to a worker."""

from __future__ import annotations

import ipaddress
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest
from integration_study import ROOT, CommandLine, add_recording, write_study

from transcribe.cli.node import open_on_node
from transcribe.errors import MissingPartError
from transcribe.run.files import FLUSHERS
from transcribe.run.node import Node, Site, Ticket


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> tuple[CommandLine, Path]:
    """Three short recordings, done by one process."""
    folder = tmp_path_factory.mktemp("crew")
    recordings = write_study(folder)
    for number, seconds in enumerate((6.0, 9.0, 12.0)):
        add_recording(recordings, f"P0{number}", seconds=seconds)
    command = CommandLine(folder)
    assert command("run", recordings, "--out", folder / "one", "--jobs", 1).code == 0
    return command, recordings


def outputs(out: Path) -> dict[str, bytes]:
    """Every artefact's output and the transcripts, by path; the study's secret is its own."""
    found = {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted((out / "private").rglob("output.json"))
    }
    for path in sorted((out / "private").glob("*/transcript.json")):
        turns = json.loads(path.read_bytes())["turns"]
        for turn in turns:
            for entity in turn["entities"]:
                entity.pop("surrogate")
        found[str(path.relative_to(out))] = json.dumps(turns).encode()
    return found


def test_two_processes_give_the_same_bytes(study: tuple[CommandLine, Path]) -> None:
    command, recordings = study
    done = command("run", recordings, "--out", command.folder / "two", "--jobs", 2, "--json")
    assert done.code == 0
    assert outputs(command.folder / "two") == outputs(command.folder / "one")
    assert len(done.json["recordings"]) == 3


def test_a_killed_worker_loses_nothing(study: tuple[CommandLine, Path]) -> None:
    command, recordings = study
    out = command.folder / "killed"
    process = command.start("run", recordings, "--out", out, "--jobs", 2)
    worker = _worker_of(process.pid)
    wait_for_sound(process, out)
    worker.send_signal(signal.SIGKILL)
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    assert outputs(out) == outputs(command.folder / "one")
    assert not list(out.rglob("*.partial"))


def test_workers_end_with_a_killed_run(study: tuple[CommandLine, Path]) -> None:
    command, recordings = study
    process = command.start("run", recordings, "--out", command.folder / "gone", "--jobs", 2)
    worker = _worker_of(process.pid)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    worker.wait(timeout=30)
    done = command("run", recordings, "--out", command.folder / "gone", "--jobs", 2)
    assert done.code == 0
    assert outputs(command.folder / "gone") == outputs(command.folder / "one")


def test_ctrl_c_stops_all_processes(study: tuple[CommandLine, Path]) -> None:
    command, recordings = study
    out = command.folder / "stopped"
    process = command.start("run", recordings, "--out", out, "--jobs", 2)
    worker = _worker_of(process.pid)
    wait_for_sound(process, out)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert "run again to go on" in errors
    assert not _lives(worker)
    assert not list(out.rglob("*.partial"))


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_twice_loses_nothing(study: tuple[CommandLine, Path], jobs: int) -> None:
    command, recordings = study
    out = command.folder / f"twice-{jobs}"
    process = command.start("run", recordings, "--out", out, "--jobs", jobs)
    wait_for_sound(process, out)
    helpers = _children(psutil.Process(process.pid))
    for _ in range(2):
        process.send_signal(signal.SIGINT)
        time.sleep(0.2)
    _, errors = process.communicate(timeout=60)
    # The second may come when Python itself is on its way out.
    assert process.returncode in (130, -signal.SIGINT), errors
    assert "Traceback" not in errors
    psutil.wait_procs(helpers, timeout=30)
    assert not [one for one in helpers if _lives(one)]
    assert command("run", recordings, "--out", out).code == 0
    assert outputs(out) == outputs(command.folder / "one")
    assert not list(out.rglob("*.partial"))


def test_a_worker_short_of_memory_sets_a_recording_aside(study: tuple[CommandLine, Path]) -> None:
    command, recordings = study
    out = command.folder / "short"
    process = command.start("run", recordings, "--out", out, "--jobs", 2)
    for worker in _workers_of(process.pid, count=2):
        while worker.num_threads() < FLUSHERS + 2:
            time.sleep(0.02)
        # It waits for work; from now on the system grants it hardly more.
        worker.rlimit(
            psutil.RLIMIT_AS, (worker.memory_info().vms + 48 * 2**20, psutil.RLIM_INFINITY)
        )
    _, errors = process.communicate(timeout=300)
    assert process.returncode in (0, 3), errors
    assert "Traceback" not in errors
    failures = list(out.glob("private/*/failures.json"))
    assert bool(failures) == (process.returncode == 3)
    assert not list(out.rglob("*.partial"))
    assert command("run", recordings, "--out", out).code == 0
    assert outputs(out) == outputs(command.folder / "one")
    assert not list(out.glob("private/*/failures.json"))


@pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed (extra: cluster)")
def test_ray_gives_the_same_bytes(study: tuple[CommandLine, Path]) -> None:
    command, recordings = study
    out = command.folder / "ray"
    process = start_on_ray(command, recordings, out)
    away = sockets_elsewhere(process)
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    assert not away, "Ray of this machine keeps to the loopback"
    assert outputs(out) == outputs(command.folder / "one")
    assert not list((out / "private").glob(".cluster-*"))


@pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed (extra: cluster)")
def test_an_actor_that_dies_loses_nothing(study: tuple[CommandLine, Path]) -> None:
    command, recordings = study
    out = command.folder / "actor"
    process = start_on_ray(command, recordings, out)
    wait_for_sound(process, out)
    actors = [
        each
        for each in psutil.Process(process.pid).children(recursive=True)
        if "ray::Node.do" in " ".join(_command_of(each))
    ]
    assert actors
    actors[0].kill()
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    assert outputs(out) == outputs(command.folder / "one")


NODE_WITHOUT = """
import sys
from pathlib import Path

folder, recordings, out = map(Path, sys.argv[1:])
module = folder / "institute_parts.py"
module.write_text("def open_on_node(site): return {}, None")
sys.path.insert(0, str(folder))
import institute_parts

# From now on nobody else can import it.
module.unlink()

from transcribe.errors import TranscribeError
from transcribe.run.cluster import Cluster
from transcribe.run.files import FLUSHERS
from transcribe.run.node import Site
from transcribe.run.store import Workspace

Workspace(out).create()
try:
    Cluster(
        lambda cpus, gpus: ("any",),
        site=Site(recordings=(str(recordings),), out=str(out), flags={}),
        opener=institute_parts.open_on_node,
        gpus={},
        threads=1,
    )
except TranscribeError as error:
    print(error.exit_code, error, error.hint)
"""


@pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed (extra: cluster)")
def test_a_node_that_lacks_a_library_says_which(
    study: tuple[CommandLine, Path], tmp_path: Path
) -> None:
    command, recordings = study
    done = subprocess.run(
        [sys.executable, "-c", NODE_WITHOUT, tmp_path, recordings, tmp_path / "out"],
        check=False,
        env=command.environment(PYTHONPATH=str(ROOT)),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.stdout.startswith("6 "), done.stderr
    assert "lacks the library institute_parts" in done.stdout
    assert "install transcribe there, with the same extras" in done.stdout
    assert not list((tmp_path / "out" / "private").glob(".cluster-*"))


def test_a_node_without_the_folder_or_the_model_says_so(study: tuple[CommandLine, Path]) -> None:
    command, recordings = study
    site = Site(recordings=(str(recordings),), out=str(command.folder / "one"), flags={})
    with pytest.raises(MissingPartError, match="does not see the folder"):
        Node(replace(site, mark=".cluster-of-another"), open_on_node)
    (command.folder / "one" / "private" / ".cluster-here").touch()
    node = Node(replace(site, mark=".cluster-here"), open_on_node)
    decoded = next((command.folder / "one" / "private" / "P00" / "decode").iterdir()).name
    ticket = Ticket(recording="P00", stage="asr", key="another", inputs={"decode": decoded})
    path, failure, _ = node.do(ticket)
    assert path is None
    assert "would do it differently" in str(failure)
    assert "same version of transcribe, its libraries and models" in str(failure and failure.hint)
    _, failure, _ = node.do(replace(ticket, recording="P99"))
    assert "does not find the recording" in str(failure)
    (command.folder / "one" / "private" / ".cluster-here").unlink()


def test_a_remote_cluster_needs_consent(study: tuple[CommandLine, Path]) -> None:
    command, recordings = study
    done = command(
        *("run", recordings, "--out", command.folder / "remote"),
        *("--engine", "ray", "--address", "ray://gpu.example:10001"),
    )
    assert done.code == 4
    assert "does not cover work on a remote cluster" in done.out
    assert not (command.folder / "remote" / "private" / "P00" / "decode").exists()


def wait_for_sound(process: subprocess.Popen[str], out: Path) -> None:
    """Until a run has read a recording."""
    while not any(out.glob("private/*/decode/*/output.json")):
        assert process.poll() is None
        time.sleep(0.05)


def start_on_ray(command: CommandLine, recordings: Path, out: Path) -> subprocess.Popen[str]:
    """A run by two actors of a Ray of its own."""
    return command.start(
        "run", recordings, "--out", out, "--engine", "ray", "--jobs", 2, PYTHONPATH=str(ROOT)
    )


def sockets_elsewhere(process: subprocess.Popen[str]) -> set[str]:
    """Sockets other than loopback that a run and its descendants held while it lasted."""
    found, seen = set(), 0
    while process.poll() is None:
        parent = psutil.Process(process.pid)
        for each in (parent, *_children(parent)):
            try:
                connections = each.net_connections(kind="inet")
            except psutil.Error:
                continue
            for one in connections:
                seen += 1
                for place in (one.laddr, one.raddr):
                    address = ipaddress.ip_address(place.ip) if place else None
                    mapped = getattr(address, "ipv4_mapped", None) or address
                    if mapped is not None and not mapped.is_loopback:
                        found.add(f"{each.pid} {one.status} {place.ip}")
        time.sleep(0.2)
    assert seen, "Ray talks over sockets; none was seen, so nothing was checked"
    return found


def _children(parent: psutil.Process) -> list[psutil.Process]:
    try:
        return parent.children(recursive=True)
    except psutil.Error:
        return []


def _worker_of(pid: int) -> psutil.Process:
    """A worker of a run, once there is one."""
    return _workers_of(pid, count=1)[0]


def _workers_of(pid: int, *, count: int) -> list[psutil.Process]:
    """Workers of a run, once there are so many."""
    parent = psutil.Process(pid)
    while True:
        found = [one for one in parent.children() if "spawn_main" in " ".join(_command_of(one))]
        if len(found) >= count:
            return found[:count]
        time.sleep(0.02)


def _command_of(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _lives(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
