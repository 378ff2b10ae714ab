"""What stands of a recording before the study step: current artefacts, with a person's edits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from transcribe.core.codec import from_json
from transcribe.core.edits import SetGuide
from transcribe.core.guide import GuideAlignment
from transcribe.core.hints import Hints
from transcribe.core.pii import EntitySet
from transcribe.core.recording import Identifiers
from transcribe.core.transcript import Transcript
from transcribe.errors import TranscribeError
from transcribe.run.editlog import read_edits, text_edits
from transcribe.run.sources import merge_identifiers, remembered
from transcribe.run.store import Artefact, Workspace
from transcribe.stages.link import BY_VOICE
from transcribe.stages.ready import names_as_identifiers
from transcribe.stages.realign import realign
from transcribe.stages.revise import revise


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands of one recording before the study step."""

    transcript: Transcript
    entities: EntitySet
    alignment: GuideAlignment | None
    guide: Mapping[str, Any] | None
    heard: Mapping[str, tuple[str, ...]]
    hints: Hints


def load_standing(workspace: Workspace, recording: str) -> Standing | None:
    """What the artefacts of a recording and its edits say now; None where they are not whole.

    Raises
    ------
    TranscribeError
        When an artefact is damaged.
    """
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
        return Standing(
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


def whole_standing(workspace: Workspace, recording: str) -> Standing:
    """The same of a recording that was whole a moment ago.

    Raises
    ------
    TranscribeError
        When it is not any more, or an artefact is damaged.
    """
    standing = load_standing(workspace, recording)
    if standing is None:
        raise TranscribeError(
            "its artefacts are gone", recording=recording, hint="run: transcribe run"
        )
    return standing


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


def listed_identifiers(workspace: Workspace, recording: str) -> Identifiers:
    """What its sidecar listed at the last run, and the names that labels of a transcript bore."""
    found: list[Identifiers] = []
    known = remembered(workspace, recording)
    if known is not None:
        found.append(known.identifiers)
    read = workspace.current_artefact(recording, "read")
    if read is not None:
        found.append(names_as_identifiers(from_json(Transcript, read.output)))
    return merge_identifiers(found)
