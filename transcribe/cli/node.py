"""What a node of a cluster does first: read the study from the shared folder, as ``run`` did."""

from __future__ import annotations

from pathlib import Path

from transcribe.run.job import Job
from transcribe.run.node import Site
from transcribe.run.parts import Parts


def open_on_node(site: Site) -> tuple[dict[str, Job], Parts]:
    """Jobs by id, and the engines of this node.

    Raises
    ------
    transcribe.errors.TranscribeError
        When the node does not see the recordings, or lacks what the settings name.
    """
    from transcribe.cli.parts import build_parts
    from transcribe.run.intake import scan
    from transcribe.run.jobs import build_jobs
    from transcribe.run.store import Workspace

    intake = scan([Path(path) for path in site.recordings], flags=site.flags)
    parts = build_parts(intake.settings)
    jobs, _ = build_jobs(intake, workspace=Workspace(Path(site.out)), read_guide=parts.read_guide)
    return {job.recording.id: job for job in jobs}, parts
