"""Who carries a run out: how many processes this machine bears, and what each computes with."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from transcribe.config import Settings
from transcribe.errors import ConsentError, TranscribeError, UsageError

if TYPE_CHECKING:
    from transcribe.run.executor import CrewMaker
    from transcribe.run.job import Job
    from transcribe.run.pieces import Crew, Hook
    from transcribe.run.store import Workspace

CORES_EACH = 4
"""Cores for one worker unless ``--jobs`` says otherwise: engines use that many threads well."""

LOCAL, RAY = "local", "ray"

GPU_SHARES = {"asr": 0.6, "diarize": 0.4}
"""Of one GPU, so that a recognizer and a diarizer share it."""

SHARE = 0.8
"""Of the memory that is free when a run begins."""

CGROUP = Path("/sys/fs/cgroup")
"""Where a container says how much memory it was granted (Linux)."""

UNITS = {"": 1 << 20, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


def lanes(settings: Settings, *, recordings: int) -> tuple[str, ...]:
    """One lane a worker; a single one means that the run stays in this process."""
    from transcribe.backends.device import cores, gpu_names

    wanted = settings["jobs"]
    gpus = gpu_names() if settings["asr.device"] != "cpu" else ()
    if recordings < 2 or wanted == 1:
        return ("any",)
    if gpus:
        beside = max(1, (wanted or cores() // CORES_EACH) - len(gpus))
        return (
            *(f"gpu:{number}" for number in range(len(gpus))),
            *(("cpu",) * min(beside, recordings)),
        )
    return ("any",) * max(1, min(wanted or cores() // CORES_EACH, recordings))


def crew_for(
    jobs: Sequence[Job],
    settings: Settings,
    *,
    workspace: Workspace,
    recordings: Sequence[Path],
) -> CrewMaker | None:
    """The crew that the settings ask for and the machine bears; None: this process does it all.

    Parameters
    ----------
    recordings
        The paths given to ``run``.
    """
    if not jobs:
        return None
    if settings["engine"] == RAY:
        return _cluster(jobs, settings, workspace=workspace, recordings=recordings)
    return _processes(settings, recordings=len(jobs), workspace=workspace)


def _processes(settings: Settings, *, recordings: int, workspace: Workspace) -> CrewMaker | None:
    from transcribe.backends.device import cores
    from transcribe.cli.parts import build_parts
    from transcribe.run.processes import Processes

    chosen = lanes(settings, recordings=recordings)
    if len(chosen) == 1:
        return None
    threads = max(1, cores() // len(chosen))

    def make(hook: Hook) -> Crew:
        return Processes(
            chosen, workspace=workspace, factory=build_parts, threads=threads, hook=hook
        )

    return make


def _cluster(
    jobs: Sequence[Job], settings: Settings, *, workspace: Workspace, recordings: Sequence[Path]
) -> CrewMaker:
    from transcribe.cli.node import open_on_node
    from transcribe.run.cluster import Cluster
    from transcribe.run.node import Site

    wanted = settings["jobs"]
    elsewhere = _is_own(settings) or all(
        job.recording.consent.allows("cloud_processing") for job in jobs
    )

    def lanes_of(cpus: int, gpus: int) -> tuple[str, ...]:
        beside = wanted or max(1, cpus // CORES_EACH)
        return ("asr", "diarize") * gpus + ("cpu",) * beside if gpus else ("any",) * beside

    threads = 1 if wanted else CORES_EACH
    site = Site(
        recordings=tuple(str(path.resolve()) for path in recordings),
        out=str(workspace.out.resolve()),
        # Each actor computes with its own threads and starts no processes.
        flags={**settings.flags, "jobs": 1, "models": str(settings.models.resolve())},
    )

    def make(hook: Hook) -> Crew:
        return Cluster(
            lanes_of,
            site=site,
            opener=open_on_node,
            gpus=GPU_SHARES,
            threads=threads,
            address=settings["cluster.address"],
            elsewhere=elsewhere,
        )

    return make


def refuse_elsewhere(
    jobs: Sequence[Job], settings: Settings
) -> tuple[list[Job], dict[str, TranscribeError]]:
    """Jobs that may go to the cluster, and id to why another may not.

    A cluster that the study does not declare its institution's own is somebody else's computer.
    """
    address = settings["cluster.address"]
    if settings["engine"] != RAY or not address or _is_own(settings):
        return list(jobs), {}
    host = address.removeprefix("ray://").rpartition(":")[0].strip("[]") or address
    if host in ("127.0.0.1", "::1", "localhost"):
        return list(jobs), {}
    allowed = [job for job in jobs if job.recording.consent.allows("cloud_processing")]
    refused: dict[str, TranscribeError] = {
        job.recording.id: ConsentError(
            f"consent does not cover work on a remote cluster ({address}); it was not sent",
            recording=job.recording.id,
            hint="run it here, or, if the cluster is your institution's own, say so in study.toml: "
            f'[cluster] own = ["{address}"]',
        )
        for job in jobs
        if not job.recording.consent.allows("cloud_processing")
    }
    return allowed, refused


def _is_own(settings: Settings) -> bool:
    """Whether the study declares the cluster its institution's own; ``*`` stands for anything."""
    address = settings["cluster.address"]
    return any(fnmatchcase(address, pattern) for pattern in settings["cluster.own"])


def memory_limit(text: str) -> int:
    """Bytes that pieces under way may need together: a size like ``6G``, or what is free now.

    Raises
    ------
    UsageError
        When it is no size.
    """
    text = text.strip().upper().removesuffix("B").removesuffix("I")
    if not text:
        return int(_free_memory() * SHARE)
    unit = text[-1] if text[-1] in UNITS else ""
    try:
        return int(float(text.removesuffix(unit)) * UNITS[unit])
    except ValueError:
        raise UsageError(
            f"--max-memory {text!r} is no size", hint="say it like 6G or 800M"
        ) from None


def _free_memory() -> int:
    """Bytes free on this machine, or in the part of it that this process may use."""
    import psutil  # type: ignore[import-untyped]

    free = int(psutil.virtual_memory().available)
    try:
        granted = int(CGROUP.joinpath("memory.max").read_text())
        used = int(CGROUP.joinpath("memory.current").read_text())
    except (OSError, ValueError):
        return free
    return min(free, max(0, granted - used))
