"""What lies in the recordings' folder: study file, recordings with sidecars, and what is wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shlex import quote
from typing import Any, cast

from transcribe.config import Settings, resolve
from transcribe.core.recording import Consent, Identifiers, Interview, Recording
from transcribe.errors import ConsentError, SidecarError, StudyError, TranscribeError, UsageError
from transcribe.run.folders import likely_folder, near_folders, unentered, unentered_notice
from transcribe.run.grouping import (
    GUIDE_SUFFIXES,
    STUDY_FILE,
    TRANSCRIPT_SUFFIXES,
    group_files,
)
from transcribe.run.sense import nonsense, not_yet

NEEDED_SCOPES = ("record", "transcribe")


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What a scan found.

    Attributes
    ----------
    folder
        The recordings' folder.
    recordings
        Those that may be opened, by id.
    problems
        Id to what keeps the recording from being opened.
    alone
        Names of sidecars with no recording beside them.
    notices
        What a person should know besides.
    paths
        What was scanned.
    """

    folder: Path
    settings: Settings
    recordings: tuple[Recording, ...]
    problems: Mapping[str, TranscribeError] = field(default_factory=dict)
    alone: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    paths: tuple[Path, ...] = ()


def scan(paths: Sequence[Path], *, flags: Mapping[str, Any] | None = None) -> Intake:
    """Look at a folder, or at single files of one folder.

    Raises
    ------
    UsageError
        When a path does not exist, files of several folders are mixed, or nothing is there.
    StudyError
        When ``study.toml`` is wrong.
    """
    folder, files = _files(paths)
    settings = load_settings(folder, flags=flags)
    notices: list[str] = []
    groups = group_files(files, guide=settings["guide"], notices=notices, whole=paths[0].is_dir())
    alone = tuple(sorted(stem for stem, group in groups.items() if not group))
    groups = {stem: group for stem, group in groups.items() if group}
    inside = unentered(folder) if paths[0].is_dir() else ()
    if inside:
        notices.append(unentered_notice(inside))
    if not groups and not alone:
        raise UsageError(
            "; ".join([f"no recordings in {folder}", *notices]),
            hint=likely_folder(folder)
            or "put recordings or transcripts there, each with its .toml sidecar",
        )
    recordings, problems = [], {}
    for stem, group in sorted(groups.items()):
        try:
            recordings.append(_recording(stem, group))
        except TranscribeError as error:
            problems[stem] = error
    return Intake(
        folder=folder,
        settings=settings,
        recordings=tuple(recordings),
        problems=problems,
        alone=tuple(unicodedata.normalize("NFC", stem) for stem in alone),
        notices=tuple(notices),
        paths=tuple(paths),
    )


def load_settings(folder: Path, *, flags: Mapping[str, Any] | None = None) -> Settings:
    """Settings that hold for a recordings' folder.

    Raises
    ------
    StudyError
        When ``study.toml`` is wrong.
    """
    path = folder / STUDY_FILE
    if not path.is_file():
        return resolve(flags=flags)
    from transcribe.run.schema import StudyFile, load

    try:
        tables = load(path, StudyFile).model_dump(exclude_none=True)
    except ValueError as error:
        hint = _mending(f"mend {path.name}", error, example='title = "Nurses"')
        raise StudyError(f"{path} {error}", hint=hint) from None
    return resolve(study=_flatten(tables), study_file=path, flags=flags)


def load_recording(path: Path) -> Recording:
    """One recording with its sidecar.

    Raises
    ------
    ConsentError
        When consent is missing, not given, or lacks a scope that opening needs.
    SidecarError
        When the sidecar is wrong.
    """
    return _recording(path.stem, [path])


def _mending(what: str, error: ValueError, *, example: str) -> str:
    """What to do about a file that cannot be read; with an example where quotes are missing."""
    missing = "without quotes" in str(error)
    return f"{what}: text stands in quotes, like {example}" if missing else what


def read_sidecar(path: Path, *, recording: str) -> tuple[Consent, Interview, Identifiers]:
    """Values of one sidecar.

    Raises
    ------
    SidecarError
        Naming the key that is wrong.
    """
    from transcribe.run.schema import Sidecar, load

    try:
        sidecar = cast(Sidecar, load(path, Sidecar))
    except ValueError as error:
        raise SidecarError(
            f"its sidecar {path.name} {error}",
            recording=recording,
            hint=_mending(f"mend {path.name} and run again", error, example='language = "en"'),
        ) from None
    interview, speakers = sidecar.interview, sidecar.interview.speakers
    if isinstance(speakers, list):
        bounds: tuple[int, int] | None = (min(speakers), max(speakers))
    else:
        bounds = (speakers, speakers) if speakers else None
    said = Consent(
        given=sidecar.consent.given,
        form=sidecar.consent.form,
        scopes=tuple(sidecar.consent.scopes),
        deadline=sidecar.consent.deadline,
    )
    about = Interview(
        participant=interview.participant or recording,
        public_id=interview.public_id,
        guide=interview.guide,
        date=interview.date,
        language=interview.language,
        speakers=bounds,
        interviewers=interview.interviewers,
    )
    wrong = nonsense(said, about)
    if wrong:
        raise SidecarError(
            f"its sidecar {path.name} {wrong}",
            recording=recording,
            hint=f"mend {path.name} and run again",
        )
    listed = {name: tuple(names) for name, names in sidecar.identifiers.model_dump().items()}
    return said, about, Identifiers(**listed)


def find_guide(recording: Recording, settings: Settings) -> Path | None:
    """The guide of a recording: its own, the study's, or a ``guide.*`` beside it; may not exist."""
    folder = Path(recording.path).parent
    named = recording.interview.guide or settings["guide"]
    if named:
        return folder / str(named)
    found = [folder / f"guide{suffix}" for suffix in GUIDE_SUFFIXES]
    return next((path for path in found if path.is_file()), None)


def _files(paths: Sequence[Path]) -> tuple[Path, list[Path]]:
    for path in paths:
        if not path.exists():
            near = next(near_folders(path), None)
            raise UsageError(
                f"there is no file or folder {str(path)!r}",
                hint=f"did you mean: transcribe run {quote(near)}"
                if near
                else "name a folder of recordings, or files",
            )
    if len(paths) == 1 and paths[0].is_dir():
        folder = paths[0].resolve()
        try:
            files = sorted(path for path in folder.iterdir() if path.is_file())
        except OSError as error:
            raise UsageError(f"cannot read {folder} ({error.strerror})") from None
        return folder, files
    folders = {path.resolve().parent for path in paths if path.is_file()}
    if len(folders) != 1 or any(path.is_dir() for path in paths):
        raise UsageError("name one folder, or files of one folder")
    return folders.pop(), sorted(path.resolve() for path in paths)


_UNSPEAKABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def _recording(stem: str, group: Sequence[Path]) -> Recording:
    if _UNSPEAKABLE.search(stem):
        raise SidecarError(
            "its name holds characters that cannot be shown, or that turn the text around them",
            recording=stem,
            hint="rename the file and its sidecar",
        )
    audio = [path for path in group if path.suffix.lower() not in TRANSCRIPT_SUFFIXES]
    ready = [path for path in group if path.suffix.lower() in TRANSCRIPT_SUFFIXES]
    for several in (audio, ready):
        if len(several) > 1:
            names = ", ".join(path.name for path in several)
            raise SidecarError(
                f"several files share this name: {names}",
                recording=stem,
                hint="rename one of them, with a sidecar of its own",
            )
    path = (audio or ready)[0]
    sidecar = path.with_suffix(".toml")
    if not sidecar.is_file():
        raise ConsentError(
            f"it has no consent record ({sidecar.name} is missing), so it was not opened",
            recording=stem,
            hint=f"transcribe consent set {quote(stem)} --given DATE --scopes record,transcribe",
        )
    consent, interview, identifiers = read_sidecar(sidecar, recording=stem)
    check_consent(stem, consent)
    return Recording(
        id=unicodedata.normalize("NFC", stem),
        path=str(path),
        consent=consent,
        interview=interview,
        identifiers=identifiers,
        words_path=str(ready[0]) if audio and ready else None,
    )


def check_consent(recording: str, consent: Consent) -> None:
    """Refuse what consent does not cover.

    Raises
    ------
    ConsentError
        When consent is not given, or lacks one of `NEEDED_SCOPES`.
    """
    hint = f"transcribe consent set {quote(recording)} --given DATE --scopes record,transcribe"
    if consent.given is None:
        raise ConsentError(
            "no consent is recorded ([consent] given is missing), so it was not opened",
            recording=recording,
            hint=hint,
        )
    if not_yet(consent.given):
        raise ConsentError(
            f"its consent is dated {consent.given.isoformat()}, a day that has not come; it was "
            "not opened",
            recording=recording,
            hint=hint,
        )
    missing = [scope for scope in NEEDED_SCOPES if scope not in consent.scopes]
    if missing:
        raise ConsentError(
            f"consent does not cover: {', '.join(missing)}; it was not opened",
            recording=recording,
            hint=hint,
        )


def _flatten(tables: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in tables.items():
        if isinstance(value, dict):
            flat |= _flatten(value, f"{prefix}{key}.")
        else:
            flat[prefix + key] = value
    return flat
