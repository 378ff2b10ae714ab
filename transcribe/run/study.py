"""The study step on disk: from current artefacts and review logs to the private transcripts.

Opens no model; writes a file only when its bytes change, so that a sign-off stays valid.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from transcribe.config import Settings
from transcribe.core.codec import digest, from_json, to_json
from transcribe.core.edits import SetGuide
from transcribe.core.guide import GuideAlignment
from transcribe.core.hints import Hints
from transcribe.core.pii import EntitySet
from transcribe.core.recording import Identifiers
from transcribe.core.transcript import Transcript
from transcribe.errors import TranscribeError
from transcribe.run.editlog import read_edits, text_edits
from transcribe.run.index import stamp_of
from transcribe.run.passages import passage_words
from transcribe.run.reviewlog import read_decisions
from transcribe.run.sources import merge_identifiers, remembered
from transcribe.run.store import Artefact, Workspace, json_bytes, read_json, write_if_changed
from transcribe.stages.assemble import assemble, preview_markdown, preview_text
from transcribe.stages.link import BY_VOICE
from transcribe.stages.mentions import KnownName, known_names
from transcribe.stages.passages import settle_passages
from transcribe.stages.permission import hear_permission
from transcribe.stages.pseudonymize import pseudonymize
from transcribe.stages.ready import names_as_identifiers
from transcribe.stages.realign import realign
from transcribe.stages.revise import revise
from transcribe.stages.surrogates import PseudonymTable, give_public_ids

REFRESHED = "study"
"""Entry of the index: the study step was done with the files as they are."""

_WRITTEN = (".json", ".txt", ".md")


@dataclass(frozen=True, slots=True, kw_only=True)
class StudySettings:
    """What the study step needs of the settings.

    Attributes
    ----------
    policies
        Entity type to policy; the stage's own where a type is missing.
    keep
        Names the study declares public.
    """

    policies: Mapping[str, str] = field(default_factory=dict)
    keep: tuple[str, ...] = ()

    @classmethod
    def of(cls, settings: Settings) -> StudySettings:
        """The study step's part of resolved settings."""
        return cls(
            policies=settings.policies,
            keep=tuple(settings["anonymization.keep"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    transcript: Transcript
    entities: EntitySet
    alignment: GuideAlignment | None
    guide: Mapping[str, Any] | None
    heard: Mapping[str, tuple[str, ...]]
    hints: Hints


def refresh(workspace: Workspace, *, settings: StudySettings) -> None:
    """Bring every private transcript of the study up to date.

    Where nothing was written since the last time, neither what it reads nor what it wrote, nothing
    is to be done: a run that finds one new recording among hundreds, or none, is told so at once.

    Raises
    ------
    TranscribeError
        When the table of pseudonyms is damaged: numbers must not be given anew by accident.
    """
    read = _inputs(workspace, settings)
    if workspace.index.holds(REFRESHED, [read, _outputs(workspace)]):
        return
    _carry_through(workspace, settings)
    # What was written meanwhile, like a word of the review page, is not in the stamp: it was taken
    # before anything was read.
    workspace.index.note(REFRESHED, [read, _outputs(workspace)])
    workspace.index.keep()


def _carry_through(workspace: Workspace, settings: StudySettings) -> None:
    loaded = {
        recording: found
        for recording in workspace.ids()
        if (found := _load(workspace, recording)) is not None
    }
    table = read_table(workspace)
    result = pseudonymize(
        {recording: found.transcript for recording, found in loaded.items()},
        {recording: found.entities for recording, found in loaded.items()},
        decisions=read_decisions(workspace),
        table=table,
        policies=settings.policies,
        keep=settings.keep,
        listed=listed_names(workspace),
    )
    # The table first: a transcript never shows a number that the table does not hold.
    sources = [remembered(workspace, recording) for recording in loaded]
    chosen = [one.interview.public_id for one in sources if one and one.interview.public_id]
    write_table(workspace, give_public_ids(result.table, sorted(loaded), chosen=chosen))
    for recording, found in loaded.items():
        document = assemble(
            recording,
            found.transcript,
            result.recordings[recording],
            alignment=found.alignment,
            guide=found.guide,
            heard=found.heard,
        )
        questions = (found.guide or {}).get("items")
        words = passage_words(workspace, recording)
        document["consent_heard"] = hear_permission(document["turns"], items=questions)
        document["passages"] = settle_passages(document["turns"], words, hints=found.hints.hints)
        document["notices"] = list(dict.fromkeys((*document["notices"], *found.hints.notices)))
        path = workspace.transcript_path(recording)
        write_if_changed(path, json_bytes(document))
        # Views of it: should a crash tear one, the next run writes it anew.
        text, markdown = preview_text(document), preview_markdown(document, questions=questions)
        write_if_changed(path.with_suffix(".txt"), text.encode(), flushed=False)
        write_if_changed(path.with_suffix(".md"), markdown.encode(), flushed=False)


def _inputs(workspace: Workspace, settings: StudySettings) -> str:
    """Digest of everything that the study step reads, as it is now."""
    paths = [workspace.study_log]
    for recording in workspace.ids():
        folder = workspace.folder(recording)
        paths += [folder / "current.json", folder / "recording.json", folder / "review.jsonl"]
        paths += [
            folder / stage / key / "output.json"
            for stage, key in workspace.current(recording).items()
        ]
    return digest([str(path) for path in paths] + [stamp_of(paths), settings])


def _outputs(workspace: Workspace) -> str:
    """Digest of everything that the study step writes, as it is now."""
    transcripts = [workspace.transcript_path(recording) for recording in workspace.ids()]
    written = [path.with_suffix(suffix) for path in transcripts for suffix in _WRITTEN]
    return digest(stamp_of([workspace.pseudonyms_path, *written]))


def listed_names(workspace: Workspace) -> tuple[KnownName, ...]:
    """What the sidecars listed at the last run, and the names that labels of transcripts bore."""
    found: list[Identifiers] = []
    for recording in workspace.ids():
        known = remembered(workspace, recording)
        if known is not None:
            found.append(known.identifiers)
        read = workspace.current_artefact(recording, "read")
        if read is not None:
            found.append(names_as_identifiers(from_json(Transcript, read.output)))
    return known_names(merge_identifiers(found))


def _load(workspace: Workspace, recording: str) -> _Loaded | None:
    detected = workspace.current_artefact(recording, "detect")
    revised = workspace.current_artefact(recording, "revise")
    spoken = revised or workspace.current_turns(recording)
    if detected is None or spoken is None:
        return None
    aligned = workspace.current_artefact(recording, "align")
    held = workspace.current_artefact(recording, "hold")
    try:
        transcript = from_json(Transcript, spoken.output)
        if revised is not None and _lost_link(workspace, recording, revised):
            transcript = _edited_anew(workspace, recording)
        return _Loaded(
            transcript=transcript,
            entities=from_json(EntitySet, detected.output),
            alignment=_marked(workspace, recording, transcript, aligned) if aligned else None,
            guide=_guide(aligned.provenance) if aligned else None,
            heard=_heard(workspace.current_artefact(recording, "link"), transcript),
            hints=from_json(Hints, held.output) if held else Hints(),
        )
    except (ValueError, KeyError) as error:
        raise TranscribeError(
            f"an artefact is damaged ({error})",
            recording=recording,
            hint="run: transcribe run --force-stage detect",
        ) from None


def _marked(
    workspace: Workspace, recording: str, transcript: Transcript, aligned: Artefact
) -> GuideAlignment:
    """The alignment with what a person said of it."""
    alignment = from_json(GuideAlignment, aligned.output)
    edits = read_edits(workspace, recording)
    attributed = workspace.current_turns(recording)
    if attributed is None or not any(isinstance(edit, SetGuide) for edit in edits):
        return alignment
    marks = revise(from_json(Transcript, attributed.output), edits).marks
    return realign(alignment, transcript, marks)


def _lost_link(workspace: Workspace, recording: str, revised: Artefact) -> bool:
    """Whether edits were laid over roles that no longer stand: a voice was withdrawn."""
    inputs = revised.provenance.get("fields", {}).get("inputs", {})
    return "link" in inputs and workspace.current_artefact(recording, "link") is None


def _edited_anew(workspace: Workspace, recording: str) -> Transcript:
    """The turns with a person's edits, as the next run will make them."""
    made = workspace.current_turns(recording)
    transcript: Transcript = from_json(Transcript, made.output if made else None)
    return revise(transcript, text_edits(read_edits(workspace, recording))).transcript


def _heard(linked: Artefact | None, transcript: Transcript) -> dict[str, tuple[str, ...]]:
    """Speakers whose role a voice settled, and nobody since, to the recordings relied on."""
    said = linked.provenance["facts"]["voices"] if linked else {}
    return {
        one.label: tuple(said[one.label]["recordings"])
        for one in transcript.speakers
        if one.label in said and one.margin == BY_VOICE and one.role == said[one.label]["role"]
    }


def _guide(provenance: Mapping[str, Any]) -> Mapping[str, Any] | None:
    found = provenance.get("guide") or provenance.get("facts", {}).get("guide")
    return found if isinstance(found, dict) else None


def read_table(workspace: Workspace) -> PseudonymTable:
    """The study's table of pseudonyms; a new one with a new secret when there is none.

    Raises
    ------
    TranscribeError
        When it is damaged.
    """
    path = workspace.pseudonyms_path
    try:
        data = read_json(path)
    except FileNotFoundError:
        return PseudonymTable(secret=secrets.token_hex(32))
    except TranscribeError:
        data = None
    try:
        table = PseudonymTable(
            secret=data["secret"],
            numbers=data["numbers"],
            retired=tuple(data["retired"]),
            public_ids=data["public_ids"],
        )
        bytes.fromhex(table.secret)
    except (TypeError, KeyError, ValueError):
        raise TranscribeError(
            f"{path} is damaged, and numbers already published depend on it",
            hint="put it back from a copy of the private folder",
        ) from None
    return table


def write_table(workspace: Workspace, table: PseudonymTable) -> None:
    """Keep the table, in an order that says nothing of when a name came up."""
    data = to_json(table)
    for part in ("numbers", "public_ids"):
        data[part] = dict(sorted(data[part].items()))
    data["retired"] = sorted(data["retired"])
    write_if_changed(workspace.pseudonyms_path, json_bytes(data))
