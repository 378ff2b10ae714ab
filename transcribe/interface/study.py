"""A study as a run left it: its recordings, what they say, and where each stands. Read only."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any, Literal

from transcribe.core.guide import AlignedItem, Guide, GuideAlignment
from transcribe.core.pii import EntitySet, PublicTurn, Release
from transcribe.core.transcript import Transcript
from transcribe.errors import ConsentError, UsageError
from transcribe.export.interview import PRIVATE, PUBLIC, Interview, private_interview
from transcribe.interface.frames import Frames, frames
from transcribe.interface.load import (
    alignment_in,
    entities_in,
    load_transcript,
)
from transcribe.run.store import Workspace, read_json
from transcribe.stages.passages import without_passages

Tier = Literal["private", "public"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingStatus:
    """Where one recording stands, as ``transcribe status`` says it.

    Attributes
    ----------
    stages
        Stage to ``done``, ``draft``, ``stale``, ``missing``, ``waiting``, ``failed`` or
        ``blocked``.
    why
        Stage to the reason, where there is one.
    review
        ``3 open``, ``unsigned``, ``signed``, ``stale``, ``released`` or ``outdated``.
    next
        The command that brings it on; empty when nothing is left to do.
    """

    id: str
    stages: Mapping[str, str]
    why: Mapping[str, str] = field(default_factory=dict)
    review: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyRecording:
    """One interview of a study; what it says is read when it is asked for.

    Attributes
    ----------
    id
        Of the private tier the file's stem, of the public one its ``public_id``.
    tier
        ``private`` or ``public``.
    path
        Its ``transcript.json``.

    Raises
    ------
    ConsentError
        By everything that reads the private tier, when consent no longer covers a transcript.
    """

    id: str
    tier: Tier
    path: Path
    out: Path = field(repr=False)

    @property
    def transcript(self) -> Transcript:
        """Its turns, without what was left out in review."""
        self._document()
        return load_transcript(self.path)

    @property
    def alignment(self) -> GuideAlignment | None:
        """What its turns are about; None without a guide."""
        return alignment_in(self._document())

    @property
    def coverage(self) -> tuple[AlignedItem, ...]:
        """What became of every question of the guide; empty without one."""
        alignment = self.alignment
        return alignment.coverage if alignment else ()

    @property
    def entities(self) -> EntitySet:
        """Identifiers found in it; the public tier has none."""
        return entities_in(self._document())

    @property
    def guide(self) -> Guide | None:
        """The interview guide, where it can still be read; the public tier has none."""
        if self.tier == PUBLIC:
            return None
        from transcribe.cli.study import guide_of, study_settings

        workspace = Workspace(self.out)
        return guide_of(workspace, self.id, study_settings(workspace))

    def to_pandas(self) -> Frames:
        """Its tables."""
        return frames([self._interview()])

    def _document(self) -> Mapping[str, Any]:
        if self.tier == PRIVATE:
            from transcribe.run.sources import present

            if not present(Workspace(self.out), self.id).consent.allows("transcribe"):
                raise ConsentError(
                    "consent does not cover transcribe",
                    recording=self.id,
                    hint=f"transcribe consent show {self.id}",
                )
        document: Mapping[str, Any] = read_json(self.path)
        return without_passages(document)

    def _interview(self) -> Interview:
        document = self._document()
        if self.tier == PUBLIC:
            return _released(document)
        guide = self.guide
        return private_interview(document, items=guide.items if guide else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """The results of a study; a view of its interviews by id, which changes nothing.

    Attributes
    ----------
    out
        The folder given as ``--out``.
    tier
        ``private`` or ``public``.
    recordings
        Those that have a transcript, by id.

    Examples
    --------
    >>> study = open_study("transcripts")  # doctest: +SKIP
    >>> study["P07"].coverage  # doctest: +SKIP
    """

    out: Path
    tier: Tier
    recordings: tuple[StudyRecording, ...]

    def __len__(self) -> int:
        return len(self.recordings)

    def __iter__(self) -> Iterator[StudyRecording]:
        return iter(self.recordings)

    def __getitem__(self, name: str) -> StudyRecording:
        for recording in self.recordings:
            if recording.id == name:
                return recording
        raise KeyError(name)

    def status(self) -> tuple[RecordingStatus, ...]:
        """Where every recording stands, those without a transcript among them.

        Raises
        ------
        UsageError
            When the recordings' folder is gone, or this is the public tier, where everything is
            released.
        """
        from transcribe.cli.status import status_document
        from transcribe.run.sources import left_alone

        folder = Workspace(self.out).memory().get("recordings")
        left = left_alone(Workspace(self.out))
        if left and self.tier != PUBLIC:
            raise UsageError(left)
        if self.tier == PUBLIC or folder is None:
            raise UsageError(
                "there is no status to tell", hint='open_study(out, tier="private").status()'
            )
        found = status_document(Workspace(self.out), Path(folder))["recordings"]
        return tuple(
            RecordingStatus(
                id=one["id"],
                stages={stage["stage"]: stage["state"] for stage in one["stages"]},
                why={stage["stage"]: stage["why"] for stage in one["stages"] if stage["why"]},
                review=(one["review"] or {}).get("summary", ""),
                next=one["next"] or "",
            )
            for one in found
        )

    def to_pandas(self) -> Frames:
        """Tables of all interviews.

        One that consent no longer covers is left out, with a warning that names it.
        """
        interviews = []
        for recording in self.recordings:
            try:
                interviews.append(recording._interview())
            except ConsentError as error:
                warnings.warn(f"left out: {error}", stacklevel=2)
        return frames(interviews)


def open_study(out: str | PathLike[str] = "transcripts", *, tier: Tier = "private") -> Study:
    """Open the results of a study for reading.

    Parameters
    ----------
    out
        The folder given as ``--out`` to ``transcribe run``.
    tier
        ``private``: everything that is known, with real names. ``public``: what was released.

    Raises
    ------
    UsageError
        When there are no results of that tier in the folder.
    """
    # A study stays what it is when the program moves to another folder.
    workspace = Workspace(Path(out).absolute())
    if tier == PUBLIC:
        paths = sorted(workspace.public.glob("*/transcript.json"))
        names = [path.parent.name for path in paths]
        hint = "let something out first: transcribe release"
    elif tier == PRIVATE:
        names = [one for one in workspace.ids() if workspace.transcript_path(one).is_file()]
        paths = [workspace.transcript_path(name) for name in names]
        hint = "run: transcribe run recordings/"
    else:
        raise UsageError(f"there is no tier {tier!r}", hint="private or public")
    if not paths:
        raise UsageError(f"there are no {tier} transcripts in {out}", hint=hint)
    return Study(
        out=workspace.out,
        tier=tier,
        recordings=tuple(
            StudyRecording(id=name, tier=tier, path=path, out=workspace.out)
            for name, path in zip(names, paths, strict=True)
        ),
    )


def _released(document: Mapping[str, Any]) -> Interview:
    """A released interview as exports see one."""
    guide = document.get("guide") or {}
    shown = Release(
        public_id=document["public_id"],
        language=document["language"],
        guide_file=guide.get("file"),
        guide_sha256=guide.get("sha256"),
        speakers=tuple((one["role"], one["name"]) for one in document["speakers"]),
        turns=tuple(
            PublicTurn(
                id=turn["id"],
                role=turn["role"],
                name=turn["name"],
                start=turn["start"],
                end=turn["end"],
                text=turn["text"],
                topic=turn["guide"]["topic"],
                asks=tuple(turn["guide"]["asks"]),
            )
            for turn in document["turns"]
        ),
        coverage=tuple(
            (one["item"], one["status"], tuple(one["question_turns"]), tuple(one["answer_turns"]))
            for one in document["coverage"]
        ),
    )
    return Interview(shown=shown, tier=PUBLIC, document=document)
