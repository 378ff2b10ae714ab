"""The table at the end of a run, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from transcribe.cli.terminal import console, name_width, plural, shorten
from transcribe.core.pii import ACCEPTED, AUTO, QUEUED
from transcribe.core.recording import Recording
from transcribe.core.time import format_clock
from transcribe.errors import TranscribeError
from transcribe.run.advice import with_out
from transcribe.run.executor import Report
from transcribe.run.job import Job
from transcribe.run.progress import next_step, review_facts
from transcribe.run.signoff import STALE, UNSIGNED
from transcribe.run.store import Workspace
from transcribe.stages.passages import waiting

COLUMNS = ("recording", "state", "length", "turns", "questions", "masked", "to decide")
COVERED = ("asked", "paraphrased", "answered")


def count_transcript(document: Mapping[str, Any]) -> dict[str, Any]:
    """Figures of a private transcript that a person wants to see."""
    entities = [entity for turn in document["turns"] for entity in turn["entities"]]
    coverage = document.get("coverage") or []
    return {
        "duration": document["duration"],
        "turns": len(document["turns"]),
        "words": sum(len(turn["text"].split()) for turn in document["turns"]),
        "speakers": [speaker["name"] for speaker in document["speakers"]],
        "draft": document["draft"],
        "questions": len(coverage),
        "covered": sum(item["status"] in COVERED for item in coverage),
        "identifiers": len(entities),
        "masked": sum(entity["decision"] in (AUTO, ACCEPTED) for entity in entities),
        "queued": sum(entity["decision"] == QUEUED for entity in entities),
        "passages": len(waiting(document)),
    }


def to_decide(queued: int, passages: int) -> str:
    """What waits for a person, in words.

    >>> to_decide(3, 1), to_decide(0, 0)
    ('3 identifiers and 1 passage to decide', 'nothing to decide')
    """
    kinds = ((queued, "identifier"), (passages, "passage"))
    parts = [plural(count, name) for count, name in kinds if count]
    return f"{' and '.join(parts) or 'nothing'} to decide"


def summary_document(
    jobs: Sequence[Job],
    report: Report,
    problems: Mapping[str, TranscribeError],
    *,
    workspace: Workspace,
    seconds: float,
) -> dict[str, Any]:
    """What ``run --json`` prints."""
    recordings = []
    for job in jobs:
        name = job.recording.id
        if name in problems:
            continue
        ran = [stage for stage, ids in report.ran.items() if name in ids]
        entry: dict[str, Any] = {"id": name, "state": "done", "ran": ran}
        if workspace.transcript_path(name).is_file():
            entry |= count_transcript(workspace.load_transcript(name))
            entry["transcript"] = str(workspace.transcript_path(name))
        entry["seconds"] = {
            stage: round(report.seconds[name, stage], 3)
            for stage in ran
            if (name, stage) in report.seconds
        }
        recordings.append(entry)
    failed = [
        {
            "id": name,
            "state": "blocked" if error.exit_code == 4 else "failed",
            "stage": error.stage,
            "error": error.message,
            "hint": error.hint,
            "exit_code": error.exit_code,
        }
        for name, error in problems.items()
    ]
    return {"recordings": recordings + failed, "seconds": round(seconds, 3)}


def show_summary(
    jobs: Sequence[Job],
    report: Report,
    problems: Mapping[str, TranscribeError],
    *,
    workspace: Workspace,
    seconds: float,
    notices: Sequence[str] = (),
) -> None:
    """Print the table, what went wrong, and the next command."""
    from rich.table import Table
    from rich.text import Text

    out = console()
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for title in COLUMNS:
        left = title in ("recording", "state")
        table.add_column(title, justify="left" if left else "right", no_wrap=True)
    width = name_width(out.width, taken=54)
    drafts: set[str] = set()
    queued = passages = 0
    for job in jobs:
        name = job.recording.id
        if name in problems or not workspace.transcript_path(name).is_file():
            continue
        figures = count_transcript(workspace.load_transcript(name))
        drafts.update(figures["draft"])
        queued += figures["queued"]
        passages += figures["passages"]
        table.add_row(
            Text(shorten(name, width)),
            Text("draft", style="yellow") if figures["draft"] else Text("done", style="green"),
            format_clock(figures["duration"]) if figures["duration"] else "–",
            str(figures["turns"]),
            f"{figures['covered']}/{figures['questions']}" if figures["questions"] else "–",
            str(figures["masked"]),
            str(figures["queued"] + figures["passages"]),
        )
    for name, error in problems.items():
        state = "blocked" if error.exit_code == 4 else "failed"
        table.add_row(Text(shorten(name, width)), Text(state, style="red"))
    if table.row_count:
        out.print()
        out.print(table)
    waits = (queued, passages)
    _show_advice(out, workspace, jobs, problems, drafts, waits, notices)
    out.print(f"Finished in {format_clock(seconds) if seconds >= 60 else f'{seconds:.1f} s'}.")


def _show_advice(
    out: Any,
    workspace: Workspace,
    jobs: Sequence[Job],
    problems: Mapping[str, TranscribeError],
    drafts: set[str],
    waits: tuple[int, int],
    notices: Sequence[str],
) -> None:
    from rich.text import Text

    out.print()
    for notice in (*hearing_alerts(jobs), *notices):
        out.print(Text(f"Note: {notice}"))
    for name, error in problems.items():
        out.print(Text.assemble((f"{name}: ", "bold"), error.message))
        if error.hint:
            out.print(Text(f"  → {error.hint}"))
    for line in draft_lines(drafts, jobs):
        out.print(Text(line, style="yellow"))
    done = [
        job.recording
        for job in jobs
        if job.recording.id not in problems
        and workspace.transcript_path(job.recording.id).is_file()
    ]
    if not done:
        return
    about, command, why = next_command(workspace, done)
    out.print(Text(f"To read: {workspace.private}/{(about or done[0]).id}/transcript.md"))
    if any(waits):
        what = to_decide(*waits)
        command, why = "transcribe decide", f"{what[0].upper()}{what[1:]}."
    if command:
        out.print(Text(f"Next: {with_out(command, workspace.out)}   ({why})"))
    else:
        out.print(Text(f"Next: nothing. {why}"))


def next_command(
    workspace: Workspace, recordings: Sequence[Recording]
) -> tuple[Recording | None, str, str]:
    """What brings a study on in which no name waits: whose, the command, and why, in words.

    What is signed and released is not named again, and what changed since comes first.
    """
    facts = {one.id: review_facts(workspace, one) for one in recordings}
    steps = [(one, next_step(one, (), facts[one.id])) for one in recordings]
    steps = [(one, step) for one, step in steps if step.startswith("transcribe")]
    for state, why in (
        (STALE, "It changed since it was signed off."),
        (UNSIGNED, "Nothing to decide."),
    ):
        for one, step in steps:
            if facts[one.id]["signed"] == state:
                return one, step, why
    for one, step in steps:
        outdated = "It changed since it was released." if facts[one.id]["outdated"] else ""
        return one, step, outdated or "It is signed off."
    closed = [one.id for one in recordings if not one.consent.allows("release_text")]
    if closed:
        return None, "", f"All is signed off; consent covers no release of {', '.join(closed)}."
    return None, "", "All is signed off and released."


def hearing_alerts(jobs: Sequence[Job]) -> list[str]:
    """What the recognizer says should be known at once, with the recordings it is true of."""
    said: dict[str, list[str]] = {}
    for job in jobs:
        artefact = job.artefacts.get("asr")
        for alert in artefact.output.get("alerts", ()) if artefact else ():
            said.setdefault(str(alert), []).append(job.recording.id)
    return [f"{', '.join(names)}: {alert}" for alert, names in said.items()]


DEMONSTRATION = (
    "Draft: the words come from a demonstration model, made for the recordings that ship. "
    'For your own, write model = "auto" in study.toml.'
)


def draft_lines(drafts: set[str], jobs: Sequence[Job]) -> list[str]:
    """What a draft means, and the command that gets the real thing."""
    lines = []
    for stage, meaning in (
        ("asr", "Draft: the words come from the small built-in recognizer; expect errors."),
        ("diarize", "Draft: speakers come from the small built-in diarizer."),
    ):
        if stage in drafts:
            engine: dict[str, Any] = next(
                (
                    artefact.provenance["engine"]
                    for job in jobs
                    if (artefact := job.artefacts.get(stage)) is not None
                ),
                {},
            )
            demo = engine.get("model", "").startswith("demo")
            said = DEMONSTRATION if demo else meaning
            advice = engine.get("advice")
            lines.append(f"{said}{f' Better: {advice}' if advice else ''}")
    return lines
