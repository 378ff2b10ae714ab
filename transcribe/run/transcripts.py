"""The private transcript of one recording on disk, with its previews."""

from __future__ import annotations

from dataclasses import replace

from transcribe.core.codec import digest
from transcribe.run.excerpts import write_excerpts
from transcribe.run.index import stamp_of
from transcribe.run.passages import passage_words
from transcribe.run.standing import whole_standing
from transcribe.run.store import Workspace, json_bytes, write_if_changed
from transcribe.stages.assemble import assemble, preview_markdown, preview_text
from transcribe.stages.passages import settle_passages
from transcribe.stages.permission import hear_permission
from transcribe.stages.pseudonymize import Settled

_WRITTEN = (".json", ".txt", ".md")


def write_transcript(workspace: Workspace, recording: str, settled: Settled) -> None:
    """Write the private transcript of a recording and its previews, where they change.

    Raises
    ------
    TranscribeError
        When its artefacts are gone or damaged.
    """
    standing = whole_standing(workspace, recording)
    notices = standing.entities.notices
    document = assemble(
        recording,
        standing.transcript,
        replace(settled, entities=replace(settled.entities, notices=notices)),
        alignment=standing.alignment,
        guide=standing.guide,
        heard=standing.heard,
    )
    questions = (standing.guide or {}).get("items")
    words = passage_words(workspace, recording)
    document["consent_heard"] = hear_permission(document["turns"], items=questions)
    document["passages"] = settle_passages(document["turns"], words, hints=standing.hints.hints)
    document["notices"] = list(dict.fromkeys((*document["notices"], *standing.hints.notices)))
    path = workspace.transcript_path(recording)
    write_if_changed(path, json_bytes(document))
    write_excerpts(workspace, recording, document)
    # Views of it: should a crash tear one, the next run writes it anew.
    text, markdown = preview_text(document), preview_markdown(document, questions=questions)
    write_if_changed(path.with_suffix(".txt"), text.encode(), flushed=False)
    write_if_changed(path.with_suffix(".md"), markdown.encode(), flushed=False)


def written_state(workspace: Workspace, recording: str) -> str:
    """Digest of everything that the study step writes of a recording, as it is now."""
    path = workspace.transcript_path(recording)
    return digest(stamp_of([path.with_suffix(suffix) for suffix in _WRITTEN]))
