"""The table at the end of a run, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from shlex import quote
from typing import Any

from transcribe.cli.terminal import console, name_width, plural, shorten
from transcribe.core.pii import ACCEPTED, AUTO, QUEUED
from transcribe.core.time import format_clock
from transcribe.errors import TranscribeError
from transcribe.run.advice import with_out
from transcribe.run.executor import Report
from transcribe.run.job import Job
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
    done = [job.recording.id for job in jobs if job.recording.id not in problems]
    if done:
        out.print(Text(f"To read: {workspace.private}/{done[0]}/transcript.md"))
        sign = f"transcribe decide {quote(done[0])} --sign-off NAME"
        command = "transcribe decide" if any(waits) else sign
        what = to_decide(*waits)
        out.print(
            Text(f"Next: {with_out(command, workspace.out)}   ({what[0].upper()}{what[1:]}.)")
        )


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
