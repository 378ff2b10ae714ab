"""Which recordings' voices are compared: doubtful ones with sure ones, both with the scope for it.

What is compared with what follows from the study as it stands, never from the order in which
recordings came or were worked on. Opens no model; the comparison is the stage ``link``.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Mapping, Sequence

from transcribe.core.codec import from_json
from transcribe.core.edits import Edit, Merge, SetRole, SetSpeaker, Split
from transcribe.core.transcript import Speaker, Transcript
from transcribe.errors import TranscribeError
from transcribe.run.editlog import read_edits, text_edits
from transcribe.run.job import READY, Job, SureVoices
from transcribe.run.parts import Parts
from transcribe.run.pieces import STEPS_BY_NAME
from transcribe.run.planning import STALE, StageState, find_current, states
from transcribe.run.sources import present
from transcribe.run.stagework import AUDIO_FILE
from transcribe.run.store import Artefact, Workspace
from transcribe.stages.link import MOST, NEEDED, asking, doubtful, stretches
from transcribe.stages.revise import revise

SCOPE = "voice_linking"
_WHO = (SetRole, SetSpeaker, Split, Merge)
"""Edits after which a turn may be somebody else's, or a speaker somebody else."""


class Meeting:
    """Where doubtful recordings wait until the turns of all that may be compared are there.

    Not sooner: what comes out must not hang on which recording was done first.
    """

    def __init__(self, jobs: Sequence[Job], parts: Parts) -> None:
        self._awaited = {job.recording.id for job in jobs if may_be_linked(job, parts)}
        self._waiting: set[str] = set()

    def attributed(self, job: Job) -> None:
        """A recording's turns are there."""
        if job.recording.id in self._awaited:
            self._awaited.remove(job.recording.id)
            if is_doubtful(job):
                self._waiting.add(job.recording.id)

    def leave(self, recording: str) -> None:
        """A recording was set aside; nobody waits for it."""
        self._awaited.discard(recording)
        self._waiting.discard(recording)

    def holds(self, recording: str) -> bool:
        """Whether a recording waits."""
        return recording in self._waiting

    def end(self) -> tuple[str, ...]:
        """Those that may go on now, once; none as long as any turns are awaited."""
        if self._awaited:
            return ()
        found, self._waiting = sorted(self._waiting), set()
        return tuple(found)


def may_be_linked(job: Job, parts: Parts) -> bool:
    """Whether a job's voices may be compared with others': there is sound, an encoder, consent."""
    allowed = job.recording.consent.allows(SCOPE)
    return allowed and parts.voices is not None and job.kind != READY


def is_doubtful(job: Job) -> bool:
    """Whether attribution left roles open that voices could settle."""
    roles = {one.label: one.role for one in _speakers(job.artefacts["attribute"])}
    return doubtful(roles, job.recording.interview)


def sure_voices(jobs: Sequence[Job], *, workspace: Workspace) -> list[SureVoices]:
    """Recordings of the study whose interviewers are sure, the surest first; no more than needed.

    A job that went through attribution counts as it is now, any other recording as its current
    artefacts are; on a cluster only those count that were let go there. Consent is read again:
    hours may have passed since the sidecars were.
    """
    through = {job.recording.id: job for job in jobs if "attribute" in job.artefacts}
    known = () if any(_elsewhere(job) for job in jobs) else workspace.ids()
    ranked = []
    for name in sorted({*known, *through}):
        made = _made(through.get(name), name, workspace)
        if made is None:
            continue
        edits = _edits(workspace, name)
        speakers = _speakers(made[1], edits)
        labels = asking(speakers)
        if labels:
            margin = min(one.margin for one in speakers if one.label in labels)
            ranked.append((-margin, name, labels, made, edits))
    found: list[SureVoices] = []
    for _, name, labels, made, edits in sorted(ranked, key=lambda one: one[:2]):
        # One more than are compared with: a recording is not compared with itself.
        if sum(_has_sound(one) for one in found) > MOST:
            break
        if allowed_now(workspace, name):
            turns = _turns(made[1], edits)
            voices = tuple(where for one in labels if (where := stretches(turns, one)))
            if voices:
                found.append(
                    SureVoices(recording=name, decode=made[0], attribute=made[1], voices=voices)
                )
    return found


def voices_again(
    workspace: Workspace, keys: Mapping[str, tuple[str, str]]
) -> tuple[SureVoices, ...]:
    """What was chosen elsewhere, from the shared folder; what consent no longer covers is left out.

    Parameters
    ----------
    keys
        Recording to the keys of its decode and attribute artefacts.
    """
    found = []
    for name, (decode, attribute) in keys.items():
        if not allowed_now(workspace, name):
            continue
        made = Artefact(workspace.folder(name) / "attribute" / attribute)
        turns = _turns(made, _edits(workspace, name))
        voices = (stretches(turns, label) for label in asking(turns.speakers))
        found.append(
            SureVoices(
                recording=name,
                decode=Artefact(workspace.folder(name) / "decode" / decode),
                attribute=made,
                voices=tuple(where for where in voices if where),
            )
        )
    return tuple(found)


def choose_voices(
    job: Job, sure: Sequence[SureVoices], *, workspace: Workspace, parts: Parts
) -> None:
    """Say what a doubtful job is compared with; nothing where that is too little.

    What was compared before the sound was deleted on purpose stands, as long as consent does.
    """
    job.heard = ()
    others = [one for one in sure if one.recording != job.recording.id]
    engine = parts.voices
    if len(others) < NEEDED or engine is None or not allowed_now(workspace, job.recording.id):
        return
    if job.audio_gone:
        made = workspace.current_artefact(job.recording.id, "link")
        names = compared_with(made) if made else ()
        stands = bool(names) and all(allowed_now(workspace, name) for name in names)
        job.heard = tuple(others[:MOST]) if stands else ()
        return
    job.heard = tuple(others[:MOST])
    if find_current(job, STEPS_BY_NAME["link"], engine, workspace=workspace, parts=parts) is None:
        sounding = [one for one in others if _has_sound(one)]
        job.heard = tuple(sounding[:MOST]) if len(sounding) >= NEEDED else ()


def compared_with(made: Artefact) -> tuple[str, ...]:
    """Recordings whose voices went into a link artefact, whether or not they said anything."""
    return tuple(made.provenance["fields"]["config"]["heard"])


def forget_voices(workspace: Workspace, recordings: Collection[str]) -> tuple[str, ...]:
    """Delete what was made with voices of some recordings; their roles are open until a run.

    Returns
    -------
    Other recordings that the next run looks through again.
    """
    remade = set()
    for name in workspace.ids():
        for made in workspace.artefacts(name, "link"):
            if name not in recordings and set(compared_with(made)) & set(recordings):
                shutil.rmtree(made.path)
                remade.add(name)
    return tuple(sorted(remade))


def study_states(
    jobs: Sequence[Job], *, workspace: Workspace, parts: Parts
) -> dict[str, list[StageState]]:
    """State of every stage of every recording; fills their artefacts with what is current."""
    found = {job.recording.id: states(job, workspace=workspace, parts=parts) for job in jobs}
    waiting = [
        job
        for job in jobs
        if may_be_linked(job, parts) and "attribute" in job.artefacts and is_doubtful(job)
    ]
    sure = sure_voices(jobs, workspace=workspace) if waiting else []
    for job in waiting:
        choose_voices(job, sure, workspace=workspace, parts=parts)
        if job.heard:
            job.artefacts.clear()
            found[job.recording.id] = states(job, workspace=workspace, parts=parts)
    for job in jobs:
        if "link" not in job.stages and workspace.current_artefact(job.recording.id, "link"):
            gone = "what it rests on may not, or need not, be compared any more"
            found[job.recording.id].append(StageState(stage="link", state=STALE, why=gone))
    return found


def allowed_now(workspace: Workspace, recording: str) -> bool:
    """Whether the sidecar, as it is at this moment, lets this recording's voices be compared."""
    try:
        return present(workspace, recording).consent.allows(SCOPE)
    except TranscribeError:
        return False


def _elsewhere(job: Job) -> bool:
    """Whether a job is worked on by a cluster that may be somebody else's computer."""
    return job.settings["engine"] == "ray" and bool(job.settings["cluster.address"])


def _made(
    job: Job | None, recording: str, workspace: Workspace
) -> tuple[Artefact, Artefact] | None:
    """Its decode and attribute artefacts; None where it has no sound or no turns."""
    if job is not None:
        found = job.artefacts.get("decode"), job.artefacts.get("attribute")
    else:
        found = (
            workspace.current_artefact(recording, "decode"),
            workspace.current_artefact(recording, "attribute"),
        )
    decode, attribute = found
    return None if decode is None or attribute is None else (decode, attribute)


def _has_sound(one: SureVoices) -> bool:
    return (one.decode.path / AUDIO_FILE).is_file()


def _edits(workspace: Workspace, recording: str) -> tuple[Edit, ...]:
    """A person's edits, where any of them says who speaks."""
    edits = text_edits(read_edits(workspace, recording))
    return edits if any(isinstance(edit, _WHO) for edit in edits) else ()


def _speakers(made: Artefact, edits: Sequence[Edit] = ()) -> tuple[Speaker, ...]:
    """Speakers with their roles; without edits, from what provenance says of them."""
    facts = made.provenance.get("facts", {}).get("roles")
    if edits or facts is None:
        return _turns(made, edits).speakers
    return tuple(
        Speaker(label=label, role=role, name="", margin=margin)
        for label, (role, margin) in facts.items()
    )


def _turns(made: Artefact, edits: Sequence[Edit]) -> Transcript:
    transcript: Transcript = from_json(Transcript, made.output)
    return revise(transcript, edits).transcript
