"""Everything that might be released, through the gate; what stands in the way, said all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from transcribe.config import Settings
from transcribe.core.recording import Identifiers, Recording
from transcribe.errors import ConsentError, TranscribeError
from transcribe.release.gate import (
    CONSENT,
    PRIVATE,
    PUBLIC_ID,
    Checked,
    Obstacle,
    check,
    confirmed_names,
)
from transcribe.release.inputs import ReadGuide, changed_inputs
from transcribe.release.public import clean
from transcribe.release.rarity import Generalization
from transcribe.release.stems import people_in
from transcribe.run.rarity_log import RarityDecisions, read_rarity
from transcribe.run.signoff import read_sign_off
from transcribe.run.sources import present, remembered, study_identifiers
from transcribe.run.store import Workspace
from transcribe.run.study import read_table
from transcribe.stages.mentions import KnownName


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What the gate knows of a study, read once.

    Attributes
    ----------
    documents
        Recording to the content of its private ``transcript.json``.
    names
        Names confirmed anywhere in the study, and those of files and participants.
    """

    workspace: Workspace
    settings: Settings
    documents: Mapping[str, dict[str, Any]]
    public_ids: Mapping[str, str]
    identifiers: Identifiers
    names: tuple[KnownName, ...]
    rarity: RarityDecisions
    read_guide: ReadGuide

    @property
    def generalized(self) -> tuple[Generalization, ...]:
        """What is told less precisely."""
        return tuple(
            Generalization(kind=kind, value=value, to=to)
            for (kind, value), to in sorted(self.rarity.told.items())
        )


def open_study(workspace: Workspace, *, settings: Settings, read_guide: ReadGuide) -> Study:
    """Read what the gate needs."""
    documents = {
        name: workspace.load_transcript(name)
        for name in workspace.ids()
        if workspace.transcript_path(name).is_file()
    }
    return Study(
        workspace=workspace,
        settings=settings,
        documents=documents,
        public_ids=_public_ids(workspace, tuple(documents)),
        identifiers=study_identifiers(workspace),
        names=_names(workspace, documents),
        rarity=read_rarity(workspace),
        read_guide=read_guide,
    )


def check_all(study: Study, chosen: Sequence[str]) -> list[Checked]:
    """Every chosen recording through the gate; a public name used twice stops both."""
    return [_with_twins(study, check_one(study, recording)) for recording in chosen]


def check_one(study: Study, recording: str) -> Checked:
    """One recording through the gate."""
    public_id = study.public_ids[recording]
    try:
        source = present(study.workspace, recording)
    except ConsentError as error:
        obstacle = Obstacle(kind=CONSENT, message=error.message, hint=error.hint or "")
        return Checked(recording=recording, public_id=public_id, files={}, obstacles=(obstacle,))
    checked = check(
        source,
        study.documents[recording],
        public_id=public_id,
        sign_off=read_sign_off(study.workspace, recording),
        identifiers=study.identifiers,
        study_names=study.names,
        generalized=study.generalized,
        questions=questions_of(study.workspace, recording),
    )
    more = (
        *changed_inputs(
            study.workspace, source, settings=study.settings, read_guide=study.read_guide
        ),
        *private_inside(study, checked.files, source),
    )
    return replace(checked, obstacles=(*checked.obstacles, *more))


def questions_of(workspace: Workspace, recording: str) -> dict[str, str]:
    """Guide item id to its words, as alignment read them; empty without a guide."""
    aligned = workspace.current_artefact(recording, "align")
    guide = aligned.provenance.get("facts", {}).get("guide") if aligned else None
    items = (guide or {}).get("items", {})
    return {str(item): clean(str(text)) for item, text in items.items()}


def private_inside(
    study: Study, files: Mapping[str, bytes], source: Recording | None = None
) -> tuple[Obstacle, ...]:
    """Refuse finished files in which the study's secret, a log or a private path stands."""
    table = read_table(study.workspace)
    folder = study.workspace.memory().get("recordings")
    secrets = {
        "the study's secret": table.secret,
        "the path of the private folder": str(study.workspace.private.resolve()),
        "the path of the recordings": str(folder) if folder else "",
        "the path of the recording": source.path if source else "",
        "a line of the review log": '"artefact": "',
    }
    return tuple(
        Obstacle(kind=PRIVATE, message=f"{what} is in {name}", hint="tell the makers of transcribe")
        for name, content in files.items()
        for what, secret in secrets.items()
        if secret and secret.encode() in content
    )


def _with_twins(study: Study, checked: Checked) -> Checked:
    mine = checked.public_id.casefold()
    twins = [
        other
        for other, public_id in study.public_ids.items()
        if other != checked.recording and public_id.casefold() == mine
    ]
    if not twins:
        return checked
    obstacle = Obstacle(
        kind=PUBLIC_ID,
        message=f"its public_id is also that of {', '.join(twins)}",
        hint="give each recording a public_id of its own in its sidecar",
    )
    return replace(checked, obstacles=(*checked.obstacles, obstacle))


def _names(workspace: Workspace, documents: Mapping[str, dict[str, Any]]) -> tuple[KnownName, ...]:
    """Names confirmed in the transcripts, and those in the names of files and participants."""
    beside = [*documents]
    for recording in documents:
        known = remembered(workspace, recording)
        if known is not None:
            beside.append(known.interview.participant)
    names = {*confirmed_names(documents.values()), *people_in(beside)}
    return tuple(sorted(names, key=lambda name: (name.type, name.text)))


def _public_ids(workspace: Workspace, recordings: tuple[str, ...]) -> dict[str, str]:
    """Every recording's name in a release: its sidecar's, else the one drawn for it."""
    drawn = read_table(workspace).public_ids
    found = {}
    for recording in recordings:
        try:
            chosen = present(workspace, recording).interview.public_id
        except TranscribeError:
            chosen = None
        found[recording] = chosen or drawn[recording]
    return found
