"""From what a scan found to jobs: guides read once, names of the whole study merged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from transcribe.core.guide import Guide
from transcribe.core.recording import Identifiers, Recording
from transcribe.errors import ConsentError, GuideError, SidecarError, StudyError, TranscribeError
from transcribe.run.consent import tombstones
from transcribe.run.editlog import read_edits, text_edits
from transcribe.run.intake import STUDY_FILE, Intake, find_guide, read_sidecar
from transcribe.run.job import Job
from transcribe.run.planning import source_digest
from transcribe.run.sources import merge_identifiers, remembered
from transcribe.run.store import Workspace


def build_jobs(
    intake: Intake, *, workspace: Workspace, read_guide: Callable[[Path], Guide]
) -> tuple[list[Job], dict[str, TranscribeError]]:
    """Jobs of a scan, and id to what keeps a recording from becoming one.

    Raises
    ------
    StudyError
        When the study's guide is named but missing, or cannot be read.
    """
    guides = _GuideShelf(intake, read_guide)
    names = study_names(intake.folder, workspace=workspace)
    jobs: list[Job] = []
    problems: dict[str, TranscribeError] = dict(intake.problems)
    withdrawn = {str(stone["id"]) for stone in tombstones(workspace)}
    for recording in intake.recordings:
        try:
            _refuse_withdrawn(recording, withdrawn)
            jobs.append(
                Job(
                    recording=recording,
                    settings=intake.settings,
                    source=source_digest(
                        Path(recording.path), workspace=workspace, recording=recording.id
                    ),
                    words_source=_words_digest(recording, workspace),
                    guide=guides.of(recording),
                    names=names,
                    edits=text_edits(read_edits(workspace, recording.id)),
                )
            )
        except (GuideError, SidecarError) as error:
            error.recording = recording.id
            problems[recording.id] = error
        except StudyError:
            raise
        except TranscribeError as error:
            problems[recording.id] = error
    return jobs, problems


def _words_digest(recording: Recording, workspace: Workspace) -> str | None:
    if recording.words_path is None:
        return None
    path = Path(recording.words_path)
    return source_digest(path, workspace=workspace, recording=recording.id, note="words.json")


def _refuse_withdrawn(recording: Recording, withdrawn: set[str]) -> None:
    if recording.id in withdrawn:
        raise ConsentError(
            "its participant withdrew, and the id is never used again; it was not opened",
            recording=recording.id,
            hint="delete the file; a new interview needs a new name",
        )


class _GuideShelf:
    """Reads every guide once."""

    def __init__(self, intake: Intake, read_guide: Callable[[Path], Guide]) -> None:
        self.intake, self.read_guide = intake, read_guide
        self.read: dict[Path, Guide] = {}

    def of(self, recording: Recording) -> Guide | None:
        path = find_guide(recording, self.intake.settings)
        if path is None:
            return None
        if path not in self.read:
            try:
                self.read[path] = self._open(path)
            except GuideError as error:
                if recording.interview.guide:
                    raise
                # The guide of the whole study: better said now than after hours of recognition.
                raise StudyError(error.message, hint=error.hint) from None
        return self.read[path]

    def _open(self, path: Path) -> Guide:
        if not path.is_file():
            raise GuideError(
                f"the interview guide {path.name} is not in {path.parent}",
                hint=f"put it there, or correct guide = … in {STUDY_FILE} or the sidecar",
            )
        return self.read_guide(path)


def study_names(folder: Path, *, workspace: Workspace) -> Identifiers:
    """Identifiers of every sidecar of the study, whichever recordings are run now.

    Sidecars that cannot be read are passed over here: their recording is refused anyway.
    """
    found: dict[str, Identifiers] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name == STUDY_FILE:
            continue
        try:
            found[path.stem] = read_sidecar(path, recording=path.stem)[2]
        except SidecarError:
            continue
    for recording in workspace.ids():
        known = None if recording in found else remembered(workspace, recording)
        if known is not None:
            found[recording] = known.identifiers
    return merge_identifiers(found.values())
