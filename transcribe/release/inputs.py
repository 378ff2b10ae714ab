"""Whether what a transcript was made from is still what it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from shlex import quote

from transcribe.config import Settings
from transcribe.core.guide import Guide
from transcribe.core.recording import Recording
from transcribe.errors import TranscribeError
from transcribe.release.gate import GUIDE, INPUT, Obstacle
from transcribe.run.editlog import unapplied
from transcribe.run.intake import find_guide
from transcribe.run.planning import source_digest
from transcribe.run.store import Workspace

ReadGuide = Callable[[Path], Guide]


def changed_inputs(
    workspace: Workspace, recording: Recording, *, settings: Settings, read_guide: ReadGuide
) -> Iterator[Obstacle]:
    """What has changed on the disk since the transcript was made from it.

    A file that is gone changed nothing: audio may have been deleted on its day.
    """
    for stage in ("decode", "read"):
        artefact = workspace.current_artefact(recording.id, stage)
        name = recording.path if stage == "decode" else recording.words_path or recording.path
        path = Path(name)
        if artefact is None or not path.is_file():
            continue
        note = "source.json" if name == recording.path else "words.json"
        now = source_digest(path, workspace=workspace, recording=recording.id, note=note)
        if artefact.provenance["fields"]["inputs"].get("file") != now:
            yield Obstacle(
                kind=INPUT,
                message=f"{path.name} has changed since it was transcribed",
                hint=f"transcribe run {quote(str(path.parent))}; then read it and sign off again",
            )
    if unapplied(workspace, recording.id):
        yield Obstacle(
            kind=INPUT,
            message="it lacks edits of the review",
            hint=f"transcribe run {quote(str(Path(recording.path).parent))}; then sign off again",
        )
    yield from _changed_guide(workspace, recording, settings=settings, read_guide=read_guide)


def _changed_guide(
    workspace: Workspace, recording: Recording, *, settings: Settings, read_guide: ReadGuide
) -> Iterator[Obstacle]:
    aligned = workspace.current_artefact(recording.id, "align")
    path = find_guide(recording, settings)
    if aligned is None or path is None or not path.is_file():
        return
    used = aligned.provenance.get("facts", {}).get("guide") or {}
    try:
        guide = read_guide(path)
    except TranscribeError as error:
        yield Obstacle(kind=GUIDE, message=error.message, hint=error.hint or "mend the guide")
        return
    same = used.get("items") == {item.id: item.text for item in guide.askable}
    if used.get("sha256") != guide.sha256 and not same:
        yield Obstacle(
            kind=GUIDE,
            message=f"the guide {path.name} has changed since it was aligned to it",
            hint=f"transcribe run {quote(str(path.parent))}; then sign off again",
        )
