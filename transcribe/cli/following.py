"""What the review page cannot do by itself: run stages, ask the gate, read guides."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

from transcribe.cli.study import refresh_study, study_settings
from transcribe.core.guide import QUESTION, Guide, GuideItem
from transcribe.errors import GuideError, TranscribeError
from transcribe.run.failures import load_failures
from transcribe.run.intake import find_guide, scan
from transcribe.run.job import Job
from transcribe.run.jobs import study_names
from transcribe.run.parts import Bench, Parts
from transcribe.run.sources import present, recordings_folder
from transcribe.run.store import Workspace

if TYPE_CHECKING:
    from transcribe.release.candidates import Study


class Following:
    """Carries edits of the page through the later stages; models stay open between edits."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._bench = Bench()
        self._parts: Parts | None = None
        self._guides: dict[Path, tuple[int, Guide]] = {}
        self._guard = threading.Lock()

    def update(self, recording: str) -> None:
        """Run the stages from ``revise`` on for one recording, then the study step.

        Raises
        ------
        transcribe.errors.LockedError
            When a run holds the folder.
        TranscribeError
            What a stage failed with.
        """
        from transcribe.cli.parts import build_parts
        from transcribe.cli.progress import ProgressView
        from transcribe.run.executor import Scope, execute

        settings = study_settings(self.workspace)
        self._parts = self._parts or build_parts(settings)
        with self.workspace.lock():
            report = execute(
                [self._job(recording)],
                workspace=self.workspace,
                parts=self._parts,
                observer=ProgressView(quiet=True),
                scope=Scope(since="revise"),
                bench=self._bench,
            )
            for failure in report.failures.values():
                raise failure
            refresh_study(self.workspace)

    def refresh(self) -> None:
        """Carry decisions through the study."""
        with self.workspace.lock():
            refresh_study(self.workspace)

    def _job(self, recording: str) -> Job:
        from transcribe.run.editlog import read_edits, text_edits

        folder = recordings_folder(self.workspace) or self.workspace.out
        return Job(
            recording=present(self.workspace, recording),
            settings=study_settings(self.workspace),
            source="",
            guide=self.guide(recording),
            names=study_names(folder, workspace=self.workspace),
            edits=text_edits(read_edits(self.workspace, recording)),
        )

    def guide(self, recording: str) -> Guide | None:
        """The guide of a recording as it is now, read once; None where it cannot be read."""
        from transcribe.guides import read_guide

        path = find_guide(present(self.workspace, recording), study_settings(self.workspace))
        if path is None or not path.is_file():
            return self._remembered_guide(recording)
        with self._guard:
            changed = path.stat().st_mtime_ns
            known = self._guides.get(path)
            if known is None or known[0] != changed:
                try:
                    self._guides[path] = (changed, read_guide(path))
                except GuideError:
                    return None
            return self._guides[path][1]

    def _remembered_guide(self, recording: str) -> Guide | None:
        """The questions alone, as alignment saw them, where the guide's file is gone."""
        aligned = self.workspace.current_artefact(recording, "align")
        facts = aligned.provenance.get("facts", {}).get("guide") if aligned else None
        if not facts:
            return None
        items = tuple(
            GuideItem(id=item_id, kind=QUESTION, text=text)
            for item_id, text in facts.get("items", {}).items()
        )
        return Guide(title="", items=items, file=facts["file"], sha256=facts["sha256"])

    def progress(self, recording: str) -> Mapping[str, Any]:
        """Review and release of a recording, for the overview."""
        from transcribe.run.progress import review_facts

        return review_facts(self.workspace, present(self.workspace, recording))

    def absent(self) -> list[dict[str, str]]:
        """Recordings of the folder that cannot be reviewed, why not, and what to do about it."""
        folder = recordings_folder(self.workspace)
        if folder is None or not folder.is_dir():
            return []
        try:
            intake = scan([folder])
        except TranscribeError:
            return []
        found = {name: (error.message, error.hint or "") for name, error in intake.problems.items()}
        for recording in intake.recordings:
            if not self.workspace.transcript_path(recording.id).is_file():
                failure = next(iter(load_failures(self.workspace, recording.id).values()), None)
                run = f"transcribe run {quote(str(folder))}"
                found[recording.id] = ("there is no transcript of it yet", run)
                if failure is not None:
                    found[recording.id] = (
                        f"it failed: {failure['message']}",
                        failure["hint"] or run,
                    )
        return [
            {"id": name, "why": why, "hint": hint} for name, (why, hint) in sorted(found.items())
        ]

    def blockers(self, recording: str) -> dict[str, Any]:
        """Everything that would stand in the way of its release if it were signed now."""
        from transcribe.release.foresight import if_signed

        return if_signed(self._study(), recording)

    def standing(self) -> dict[str, Any]:
        """Everything that stands in the way of a release of the whole study."""
        from transcribe.release.foresight import now

        return now(self._study())

    def _study(self) -> Study:
        from transcribe.guides import read_guide
        from transcribe.release.candidates import open_study

        return open_study(
            self.workspace, settings=study_settings(self.workspace), read_guide=read_guide
        )

    def public(self, recording: str) -> list[dict[str, Any]]:
        """The turns as the public would read them now."""
        from transcribe.release.public import build_release

        document = self.workspace.load_transcript(recording)
        release = build_release(document, public_id=recording)
        # A release numbers turns of foreign names anew: the page knows them by their own.
        return [
            {"id": own["id"], "name": turn.name, "text": turn.text}
            for own, turn in zip(document["turns"], release.turns, strict=True)
        ]
