"""The work of ``transcribe export``: interviews gathered, files made, searched and written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from transcribe.config import Settings
    from transcribe.core.guide import GuideItem
    from transcribe.export.formats import Look
    from transcribe.export.interview import Interview
    from transcribe.release.gate import Obstacle
    from transcribe.run.store import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person asked for; ``only`` is empty, or ``quotes``."""

    formats: tuple[str, ...]
    tier: str
    to: Path
    pseudonyms: str
    audio: bool
    look: Look
    only: str = ""


def parse_formats(words: str) -> tuple[str, ...]:
    """Formats of a list with commas.

    Raises
    ------
    UsageError
        When there is none of that name; the message names the nearest.
    """
    import difflib

    from transcribe.errors import UsageError
    from transcribe.export.formats import NAMES

    found = []
    for word in words.replace(" ", ",").split(","):
        name = word.strip().lower().lstrip(".").replace("atlas.ti", "atlasti")
        if not name:
            continue
        if name not in NAMES:
            near = difflib.get_close_matches(name, NAMES, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(NAMES)}"
            raise UsageError(f"there is no format {word.strip()!r}", hint=hint)
        found.append(name)
    if not found:
        raise UsageError("--format names no format", hint=f"there are: {', '.join(NAMES)}")
    return tuple(dict.fromkeys(found))


def carry_out(
    workspace: Workspace, chosen: Sequence[str], wish: Wish, *, show_names: bool, as_json: bool
) -> None:
    """Export recordings; what may not go is named, the others go.

    Raises
    ------
    GateError
        At the end, when something could not be exported.
    """
    from transcribe.cli.export_files import write_files
    from transcribe.cli.export_report import report
    from transcribe.errors import GateError
    from transcribe.export.interview import PUBLIC

    if wish.tier == PUBLIC:
        interviews, blocked, made, several = _public(workspace, chosen, wish)
    else:
        interviews, blocked = private_interviews(
            workspace,
            chosen,
            pseudonyms=wish.pseudonyms,
            audio=wish.audio and not wish.only,
            only=wish.only,
        )
        made = {name: _files(name, one, wish) for name, one in interviews.items()}
        if wish.only and wish.pseudonyms == "keep":
            _add_notes(workspace, interviews, made)
        several = _several(tuple(interviews.values()), wish)
    written = write_files(
        workspace,
        interviews,
        to=wish.to,
        tier=wish.tier,
        made=made,
        several=several,
        reader=wish.look.reader,
    )
    report(
        workspace,
        interviews,
        written,
        blocked,
        show_names=show_names,
        as_json=as_json,
        only=wish.only,
    )
    if blocked:
        raise GateError(
            f"not exported: {', '.join(blocked)}",
            hint="settle what stands in the way, above, and export again",
        )


def private_interviews(
    workspace: Workspace,
    chosen: Sequence[str],
    *,
    pseudonyms: str = "keep",
    audio: bool = False,
    only: str = "",
) -> tuple[dict[str, Interview], dict[str, tuple[Obstacle, ...]]]:
    """Interviews whose consent still covers a transcript, and what stands in others' way.

    Parameters
    ----------
    only
        ``quotes``: they say nothing but the quotes collected on the review page.
    """
    from shlex import quote

    from transcribe.cli.quoting import quoted
    from transcribe.cli.study import study_settings
    from transcribe.errors import ConsentError
    from transcribe.export.interview import private_interview
    from transcribe.release.gate import CONSENT, INPUT, Obstacle
    from transcribe.run.editlog import unapplied
    from transcribe.run.sources import present

    settings = study_settings(workspace)
    interviews: dict[str, Interview] = {}
    blocked: dict[str, tuple[Obstacle, ...]] = {}
    for name in chosen:
        try:
            source = present(workspace, name)
            if not source.consent.allows("transcribe"):
                raise ConsentError("consent does not cover transcribe", recording=name)
        except ConsentError as error:
            blocked[name] = (Obstacle(kind=CONSENT, message=error.message, hint=error.hint or ""),)
            continue
        if unapplied(workspace, name):
            run = f"transcribe run {quote(str(Path(source.path).parent))}"
            message = "it lacks edits of the review"
            blocked[name] = (Obstacle(kind=INPUT, message=message, hint=run),)
            continue
        sound = Path(source.path)
        heard = workspace.current_artefact(name, "decode") is not None and sound.is_file()
        whole = workspace.load_transcript(name)
        document, lost = quoted(workspace, name, whole) if only else (whole, 0)
        interview = private_interview(
            document,
            pseudonyms=pseudonyms,
            items=guide_items(workspace, name, settings),
            title=str(settings["title"] or ""),
            audio=sound if heard and audio and pseudonyms == "keep" else None,
        )
        interviews[name] = replace(interview, lost=lost)
    return interviews, blocked


def _public(
    workspace: Workspace, chosen: Sequence[str], wish: Wish
) -> tuple[
    dict[str, Interview],
    dict[str, tuple[Obstacle, ...]],
    dict[str, dict[str, bytes]],
    dict[str, bytes],
]:
    """Interviews that pass the gate, with their files searched once more."""
    from transcribe.cli.quoting import quotes_through_gate
    from transcribe.cli.study import study_settings
    from transcribe.guides import read_guide
    from transcribe.release.candidates import open_study
    from transcribe.release.exports import (
        checked_for_export,
        export_obstacles,
        public_interview,
        silent,
    )

    settings = study_settings(workspace)
    study = open_study(workspace, settings=settings, read_guide=read_guide)
    interviews: dict[str, Interview] = {}
    blocked: dict[str, tuple[Obstacle, ...]] = {}
    made: dict[str, dict[str, bytes]] = {}
    for whole in checked_for_export(study, chosen):
        one, lost = quotes_through_gate(study, whole) if wish.only else (whole, 0)
        name = one.recording
        if one.obstacles:
            blocked[name] = one.obstacles
            continue
        items = guide_items(workspace, name, settings)
        interview = replace(
            public_interview(one, items=items, title=str(settings["title"] or "")), lost=lost
        )
        files = _files(name, interview, wish)
        found = export_obstacles(study, [name], files, _files(name, silent(interview), wish))
        if found:
            blocked[name] = found
            continue
        interviews[name], made[name] = interview, files
    ready = tuple(interviews.values())
    several = _several(ready, wish)
    if several:
        own = _several(tuple(silent(one) for one in ready), wish)
        found = export_obstacles(study, list(interviews), several, own)
        if found:
            blocked |= dict.fromkeys(interviews, found)
            return {}, blocked, {}, {}
    return interviews, blocked, made, several


def _files(recording: str, interview: Interview, wish: Wish) -> dict[str, bytes]:
    """Whole file names to contents."""
    from transcribe.export.formats import make

    look = wish.look
    if look.reader == "interviewee":
        from transcribe.run.corrections import copy_token

        look = replace(look, token=copy_token(recording, interview))
    found = make(interview, wish.formats, look=look)
    if wish.only and not interview.turns:
        return {}
    middle = ".for-interviewee" if look.reader == "interviewee" else ""
    if wish.only:
        middle = f".{wish.only}"
        # A quote is a turn; of words, questions and coverage there is nothing to tell.
        tables = (".words.", ".alignment.", ".coverage.")
        found = {end: data for end, data in found.items() if not end.startswith(tables)}
    return {f"{interview.id}{middle}{end}": content for end, content in found.items()}


def _add_notes(
    workspace: Workspace,
    interviews: Mapping[str, Interview],
    made: Mapping[str, dict[str, bytes]],
) -> None:
    """Notes go with private quotes, as a table of their own."""
    from transcribe.cli.quoting import notes_table

    for name, interview in interviews.items():
        found = notes_table(workspace, name, workspace.load_transcript(name))
        if found:
            made[name][f"{interview.id}.notes.csv"] = found


def _several(interviews: Sequence[Interview], wish: Wish) -> dict[str, bytes]:
    """Files that hold several interviews; the recordings themselves are put in when written."""
    from transcribe.export import refi

    if not interviews:
        return {}
    stem = interviews[0].id if len(interviews) == 1 else "study"
    stem += f".{wish.only}" if wish.only else ""
    found = {}
    if "qdc" in wish.formats:
        found[f"{stem}.qdc"] = refi.codebook(interviews)
    if "qdpx" in wish.formats:
        found[f"{stem}.qdpx"] = refi.project(interviews)
    return found


def guide_items(workspace: Workspace, recording: str, settings: Settings) -> tuple[GuideItem, ...]:
    """The guide of a recording as it was aligned to; empty where it cannot be read any more."""
    from transcribe.errors import TranscribeError
    from transcribe.guides import read_guide
    from transcribe.run.intake import find_guide
    from transcribe.run.sources import present

    if workspace.current_artefact(recording, "align") is None:
        return ()
    try:
        path = find_guide(present(workspace, recording), settings)
        return read_guide(path).items if path is not None and path.is_file() else ()
    except TranscribeError:
        return ()


def as_plain(obstacle: Obstacle) -> dict[str, Any]:
    """An obstacle as ``--json`` prints it."""
    return {"kind": obstacle.kind, "message": obstacle.message, "hint": obstacle.hint}
