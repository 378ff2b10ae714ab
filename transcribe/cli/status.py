"""``transcribe status``: where every recording stands, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

from transcribe.cli.options import DEFAULT_OUT, JsonOption, OutOption
from transcribe.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from transcribe.run.store import Workspace


def status(out: OutOption = DEFAULT_OUT, json: JsonOption = False) -> None:
    """Show where every recording stands, what is doubtful, and what to do next."""
    from transcribe.cli.terminal import print_json
    from transcribe.run.moves import ELSEWHERE
    from transcribe.run.sources import left_alone
    from transcribe.run.store import Workspace

    workspace = Workspace(out)
    folder = workspace.memory().get("recordings")
    left = left_alone(workspace)
    if left:
        raise UsageError(left, hint="name the folder of their recordings: transcribe run FOLDER")
    if folder is None and ELSEWHERE in workspace.memory():
        raise UsageError(
            "the recordings of these results are not here, where the results were copied or moved",
            hint="run again with the folder where they are now: transcribe run FOLDER",
        )
    if folder is None:
        raise UsageError(
            f"nothing was run into {out} yet", hint="transcribe run recordings/ (or give --out)"
        )
    document = status_document(workspace, Path(folder))
    if json:
        print_json(document)
    else:
        _show(document)


def status_document(workspace: Workspace, folder: Path) -> dict[str, Any]:
    """Everything ``status`` knows, as ``--json`` prints it."""
    from transcribe.cli.parts import build_parts
    from transcribe.run.advice import with_out
    from transcribe.run.busy import is_busy
    from transcribe.run.intake import scan
    from transcribe.run.jobs import build_jobs
    from transcribe.run.linking import study_states
    from transcribe.run.privacy import close_private, privacy_warnings
    from transcribe.run.progress import next_step, review_facts
    from transcribe.run.purging import PERSON, purged, reminders

    if not folder.is_dir():
        raise UsageError(
            f"the recordings' folder {folder} is gone",
            hint="run again with the folder where they are now: transcribe run FOLDER",
        )
    intake = scan([folder])
    parts = build_parts(intake.settings)
    jobs, problems = build_jobs(intake, workspace=workspace, read_guide=parts.read_guide)
    recordings: list[dict[str, Any]] = []
    found = study_states(jobs, workspace=workspace, parts=parts)
    for job in jobs:
        stages = [
            {
                "stage": state.stage,
                "state": state.state,
                "why": state.why,
                "engine": state.engine,
                "model": state.model,
                "hint": state.hint,
            }
            for state in found[job.recording.id]
        ]
        review = review_facts(workspace, job.recording)
        recordings.append(
            {
                "id": job.recording.id,
                "stages": stages,
                "review": review,
                "next": with_out(next_step(job.recording, stages, review), workspace.out),
            }
        )
    for name, error in problems.items():
        state = "blocked" if error.exit_code == 4 else "failed"
        recordings.append(
            {
                "id": name,
                "stages": [{"stage": "intake", "state": state, "why": error.message, "engine": ""}],
                "review": None,
                "next": error.hint,
            }
        )
    for name, record in purged(workspace, PERSON).items():
        why = f"its private material was deleted on {str(record['at'])[:10]}"
        recordings.append(
            {
                "id": name,
                "stages": [{"stage": "intake", "state": "purged", "why": why, "engine": ""}],
                "review": None,
                "next": "",
            }
        )
    workspace.index.keep()
    busy = is_busy(workspace)
    for entry in recordings if busy else ():
        if str(entry["next"]).startswith("transcribe run"):
            entry["next"] = ""
    recordings.sort(key=lambda entry: str(entry["id"]))
    return {
        "title": intake.settings["title"],
        "recordings_folder": str(folder),
        "out": str(workspace.out),
        "recordings": recordings,
        "limits": known_limits(recordings),
        "notices": [
            *((AT_WORK,) if busy else ()),
            *intake.notices,
            *_gone(workspace, recordings, folder),
            *reminders(workspace, due=intake.settings["retention.audio"], alone=intake.alone),
            *close_private(workspace.private),
            *privacy_warnings(workspace.private),
        ],
    }


def _gone(workspace: Workspace, recordings: list[dict[str, Any]], folder: Path) -> Iterator[str]:
    """Recordings that were run once and whose files are not in the folder any more."""
    there = {str(entry["id"]) for entry in recordings}
    for who, what in together(
        (name, f"not in {folder}; what was made of it is kept")
        for name in workspace.ids()
        if name not in there
    ):
        yield f"{who}: {what}"


AT_WORK = "a run, or another command, is at work on these results right now; look again later"

DEMO = "demo"
LIMITS = {
    (
        "asr",
        "pocketsphinx",
    ): "18 to 26 % of words are wrong on the recordings that ship",
    ("diarize", "embedded"): "1 to 2 % of speaker time is wrong on the recordings that ship, 2 % "
    "on mixes of read speech, 30 % where people talk over each other",
    ("align", "minilm"): "90 % of turns are on the right question in careful transcripts, "
    "69 to 90 % of speech time in the drafts that ship",
    ("detect", "presidio"): "a name that was misheard as ordinary words is not found: read "
    "before you sign",
}
"""Stage and engine to what it still gets wrong; README says which command prints the figures."""


def known_limits(recordings: list[dict[str, Any]]) -> dict[str, str]:
    """What the engines in use get wrong."""
    used = {(stage["stage"], stage["engine"]) for one in recordings for stage in one["stages"]}
    limits = {stage: text for (stage, engine), text in LIMITS.items() if (stage, engine) in used}
    models = [stage.get("model", "") for one in recordings for stage in one["stages"]]
    if any(model.startswith(DEMO) for model in models):
        limits["asr"] = "a demonstration model: for the recordings that ship, not for real ones"
    return limits


FEW = 5
"""Recordings of which the same is said and that are still named one by one."""


def together(said: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What is said of whom, in order; what is the same of many recordings is one line.

    In that line ``ID`` stands for the recording's id.
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    for who, what in said:
        groups.setdefault(what.replace(quote(who), "ID"), []).append((who, what))
    lines: list[tuple[str, str]] = []
    for same, group in groups.items():
        if len(group) <= FEW:
            lines += group
            continue
        named = ", ".join(who for who, _ in group[:3])
        more = f"{'ID: ' if 'ID' in same else ''}{named} and {len(group) - 3} more"
        lines.append((f"{len(group)} recordings", f"{same}   ({more})"))
    return lines


MARKS = {
    "done": ("✓", "green"),
    "draft": ("draft", "yellow"),
    "stale": ("stale", "yellow"),
    "missing": ("·", "dim"),
    "waiting": ("·", "dim"),
    "failed": ("failed", "red"),
    "blocked": ("blocked", "red"),
    "purged": ("purged", "dim"),
}


def _show(document: dict[str, Any]) -> None:
    from rich.table import Table
    from rich.text import Text

    from transcribe.cli.terminal import console, name_width, shorten
    from transcribe.run.steps import STAGE_NAMES

    out = console()
    out.print(Text(document["title"] or Path(document["recordings_folder"]).name, style="bold"))
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column("recording", no_wrap=True)
    width = name_width(out.width, taken=64)
    used = {stage["stage"] for entry in document["recordings"] for stage in entry["stages"]}
    names = [name for name in STAGE_NAMES if name in used]
    for name in names:
        table.add_column(name, no_wrap=True)
    table.add_column("review", no_wrap=True)
    for entry in document["recordings"]:
        states = {stage["stage"]: stage for stage in entry["stages"]}
        if "intake" in states:
            word, style = MARKS[states["intake"]["state"]]
            table.add_row(Text(shorten(entry["id"], width)), Text(word, style=style))
            continue
        cells = [
            Text(*MARKS[states[name]["state"]]) if name in states else Text("–", style="dim")
            for name in names
        ]
        table.add_row(Text(shorten(entry["id"], width)), *cells, Text(entry["review"]["summary"]))
    out.print(table)
    out.print()
    _show_advice(out, document["recordings"])
    # Who has signed everything knows what to expect.
    reviews = [entry["review"] for entry in document["recordings"] if entry["review"]]
    settled = bool(reviews) and all(one["signed"] == "signed" for one in reviews)
    limits = {} if settled else document["limits"]
    if limits:
        out.print("\nWhat to expect (README, How good is it?):", style="dim")
    for stage, text in limits.items():
        out.print(Text(f"  {stage}: {text}", style="dim"))
    for notice in document["notices"]:
        out.print(Text(f"Note: {notice}"))


def _show_advice(out: Console, recordings: list[dict[str, Any]]) -> None:
    """What is wrong, what was heard of permission, and the next command of each recording."""
    from rich.text import Text

    from transcribe.stages.permission import ABSENT, heard_words

    wrong: list[tuple[str, str]] = []
    for entry in recordings:
        for stage in entry["stages"]:
            if stage["why"] and stage["state"] in ("failed", "stale", "blocked"):
                where = "" if stage["stage"] == "intake" else f"{stage['stage']} "
                wrong.append((str(entry["id"]), f"{where}{stage['state']}: {stage['why']}"))
    for who, what in together(wrong):
        out.print(Text.assemble((f"{who}: ", "bold"), what))
    for entry in recordings:
        review = entry["review"] or {}
        heard = review.get("consent_heard")
        # Who signed it off knows by then that nothing was heard.
        known = review.get("signed") == "signed" and heard and heard["state"] == ABSENT
        if heard and not known:
            out.print(Text(f"{entry['id']}: {heard_words(heard)}", style="dim"))
        for note in (entry["review"] or {}).get("voices", ()):
            out.print(Text(f"{entry['id']}: {note}"))
    waiting = [(str(entry["id"]), str(entry["next"])) for entry in recordings]
    for who, command in together((who, command) for who, command in waiting if command):
        out.print(Text.assemble((f"{who} → ", "bold"), command))
