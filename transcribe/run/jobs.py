"""From what a scan found to jobs: guides read once, names of the whole study merged."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from transcribe.core.guide import Guide
from transcribe.core.recording import Identifiers, Recording
from transcribe.errors import (
    ConsentError,
    GuideError,
    SidecarError,
    StudyError,
    TranscribeError,
    UsageError,
)
from transcribe.run.consent import withdrawn_ids
from transcribe.run.editlog import read_edits, text_edits
from transcribe.run.grouping import STUDY_FILE
from transcribe.run.intake import Intake, check_consent, find_guide, read_sidecar
from transcribe.run.job import Job
from transcribe.run.planning import kept_digest, source_digest
from transcribe.run.purging import AUDIO, PERSON, purged
from transcribe.run.sources import merge_identifiers, remembered
from transcribe.run.store import Workspace


def build_jobs(
    intake: Intake, *, workspace: Workspace, read_guide: Callable[[Path], Guide]
) -> tuple[list[Job], dict[str, TranscribeError]]:
    """Jobs of a scan, and id to what keeps a recording from becoming one.

    Raises
    ------
    UsageError
        When there is nothing but sidecars, and nobody deleted what they stood beside.
    StudyError
        When the study's guide is named but missing, or cannot be read.
    """
    guides = _GuideShelf(intake, read_guide)
    read = {Path(one.path).stem: one.identifiers for one in intake.recordings}
    names = study_names(intake.folder, workspace=workspace, read=read)
    jobs: list[Job] = []
    problems: dict[str, TranscribeError] = dict(intake.problems)
    withdrawn = withdrawn_ids(workspace)
    gone = purged(workspace, AUDIO)
    kept = _without_audio(intake, workspace, gone, problems)
    if not intake.recordings and not kept and not problems and not purged(workspace, PERSON):
        alone = "; ".join(f"{name}.toml has no recording beside it" for name in intake.alone)
        raise UsageError(
            f"no recordings in {intake.folder}; {alone}",
            hint="put recordings or transcripts there, each with its .toml sidecar",
        )
    for recording in (*_with_times(intake.recordings, workspace, gone), *kept):
        try:
            _refuse_withdrawn(recording, withdrawn)
            jobs.append(
                Job(
                    recording=recording,
                    settings=intake.settings,
                    source=_digest(recording, workspace, gone),
                    audio_gone=recording.id in gone,
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


def _with_times(
    recordings: Iterable[Recording], workspace: Workspace, gone: Container[str]
) -> Iterator[Recording]:
    """Recordings; where the audio beside a transcript was deleted, it keeps the audio's times."""
    for recording in recordings:
        known = remembered(workspace, recording.id) if recording.id in gone else None
        if known is not None and known.words_path == recording.path:
            yield replace(recording, path=known.path, words_path=known.words_path)
        else:
            yield recording


def _without_audio(
    intake: Intake,
    workspace: Workspace,
    gone: Container[str],
    problems: dict[str, TranscribeError],
) -> list[Recording]:
    """Recordings whose audio was deleted on purpose: what was made of it can still be worked on."""
    people = purged(workspace, PERSON)
    found = []
    for name in intake.alone:
        known = remembered(workspace, name) if name in gone and name not in people else None
        if known is None:
            continue
        try:
            consent, interview, identifiers = read_sidecar(
                intake.folder / f"{name}.toml", recording=name
            )
            check_consent(name, consent)
        except TranscribeError as error:
            problems[name] = error
            continue
        found.append(replace(known, consent=consent, interview=interview, identifiers=identifiers))
    return found


def _digest(recording: Recording, workspace: Workspace, gone: Container[str]) -> str:
    if recording.id in gone:
        return kept_digest(workspace, recording.id)
    return source_digest(Path(recording.path), workspace=workspace, recording=recording.id)


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


def study_names(
    folder: Path, *, workspace: Workspace, read: Mapping[str, Identifiers] | None = None
) -> Identifiers:
    """Identifiers of every sidecar of the study, whichever recordings are run now.

    Sidecars that cannot be read are passed over here: their recording is refused anyway. Those of
    people who withdrew say nothing any more, wherever they lie.

    Parameters
    ----------
    read
        Stem to identifiers of sidecars that were read just now.
    """
    found: dict[str, Identifiers] = dict(read or {})
    for path in sorted(folder.glob("*.toml")):
        if path.name == STUDY_FILE or path.stem in found:
            continue
        try:
            found[path.stem] = read_sidecar(path, recording=path.stem)[2]
        except SidecarError:
            continue
    for recording in workspace.ids():
        known = None if recording in found else remembered(workspace, recording)
        if known is not None:
            found[recording] = known.identifiers
    gone = withdrawn_ids(workspace)
    return merge_identifiers(names for stem, names in found.items() if stem not in gone)
