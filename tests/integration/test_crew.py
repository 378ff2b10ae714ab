"""Several processes, and Ray: the same bytes as one process, whatever happens to a worker."""

from __future__ import annotations

import ipaddress
import json
import os
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest
from integration_study import ROOT, CommandLine, add_recording, write_study


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
    while not any(out.glob("private/*/decode/*/output.json")):
        time.sleep(0.05)
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
    while not any(out.glob("private/*/decode/*/output.json")):
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert "run again to go on" in errors
    assert not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE
    assert not list(out.rglob("*.partial"))


@pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed (extra: cluster)")
def test_ray_gives_the_same_bytes(study: tuple[CommandLine, Path]) -> None:
    command, recordings = study
    out = command.folder / "ray"
    process = command.start(
        "run", recordings, "--out", out, "--engine", "ray", "--jobs", 2, PYTHONPATH=str(ROOT)
    )
    away = sockets_elsewhere(process)
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    assert not away, "Ray of this machine keeps to the loopback"
    assert outputs(out) == outputs(command.folder / "one")
    assert not list((out / "private").glob(".cluster-*"))


def test_a_remote_cluster_needs_consent(study: tuple[CommandLine, Path]) -> None:
    command, recordings = study
    done = command(
        *("run", recordings, "--out", command.folder / "remote"),
        *("--engine", "ray", "--address", "ray://gpu.example:10001"),
    )
    assert done.code == 4
    assert "does not cover work on a remote cluster" in done.err
    assert not (command.folder / "remote" / "private" / "P00" / "decode").exists()


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
    parent = psutil.Process(pid)
    while True:
        for child in parent.children():
            if "spawn_main" in " ".join(child.cmdline()):
                return child
        time.sleep(0.02)
